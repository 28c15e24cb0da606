"""A Casebook to learn from: an empty one with a clock, and logs that nobody has described."""

import itertools
from datetime import UTC, datetime, timedelta

from app.matching.signature import Line, Signature
from app.services.answers import Paste
from app.services.casebook import Casebook, Limits
from app.services.diagnose import diagnose
from app.services.workers import InThisProcess
from app.storage import SIGNATURES, Change, Database

NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)
MONTH = timedelta(days=30)


def empty_casebook(database: Database, *, keeps_logs: bool = True) -> Casebook:
    """A Casebook without records, whose clock is an hour later each time."""
    hours = itertools.count()
    limits = Limits(1 << 20, 1 << 20, MONTH if keeps_logs else None)
    return Casebook(database, InThisProcess(), lambda: NOON + timedelta(hours=next(hours)), limits)


def unknown(what: str, number: int = 1) -> str:
    """A log with a failure that nobody has described."""
    return (
        f"2026-02-01 11:00:00 INFO start\n2026-02-01 11:00:03 FATAL {what} broke in hall {number}: gauge {number * 7}\n"
    )


def signature_for(what: str, *, status: str = "active") -> Signature:
    """A signature for it."""
    name = f"{what}-broke".replace(" ", "-")
    return Signature(
        name, f"{what} broke", (Line(f"{what} broke in hall {{hall:int}}"),), status=status, fix="Mend it."
    )  # type: ignore[arg-type]


def paste(casebook: Casebook, log: str, **facts: str) -> str:
    """The id of the diagnosis of a log."""
    id_ = diagnose(casebook, Paste(log.encode(), **facts)).id  # type: ignore[arg-type]
    assert id_ is not None
    return id_


def keep(casebook: Casebook, record: Signature, based_on: int | None = None) -> int:
    """Save a signature as it is; its new revision."""
    change = Change(record, author="ada", message="", at=casebook.clock(), based_on=based_on)
    return casebook.database.records.put_many([change])[0]


def rename(casebook: Casebook, record: Signature, title: str) -> Signature:
    """The same record as the database has it, under another title, saved."""
    current = casebook.database.records.get(SIGNATURES, record.id)
    changed = Signature(record.id, title, record.match, status=record.status, fix=record.fix)
    keep(casebook, changed, current.revision)
    return changed
