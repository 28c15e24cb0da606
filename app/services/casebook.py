"""The running Casebook that services work on: its database, its library, where it matches, and its clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from app.records.library import Library, build_library
from app.records.severities import DEFAULT, SeverityChoice, read_severities
from app.services.keeping import Kept
from app.services.workers import Matching
from app.storage import Database


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, and how long the text of a log is kept (None: not at all)."""

    log_bytes: int
    expanded_bytes: int
    retention: timedelta | None


@dataclass
class Casebook:
    """What every service takes first.  One a process; safe to share between threads."""

    database: Database
    matching: Matching
    clock: Callable[[], datetime]
    limits: Limits
    base_url: str = ""
    severities: tuple[SeverityChoice, ...] = read_severities(DEFAULT)
    figures: Kept[Any] = field(default_factory=Kept)
    _library: Library | None = None
    _lock: Lock = field(default_factory=Lock)

    def library(self) -> Library:
        """The library of today: read again whenever another version is in the database."""
        version = self.database.records.library_version()
        with self._lock:
            if self._library is None or self._library.version != str(version):
                contents = self.database.records.contents()
                self._library = build_library(str(contents.version), contents.signatures, contents.incidents)
            return self._library

    def close(self) -> None:
        """End the workers, if any, and the connections."""
        self.matching.close()
        self.database.close()
