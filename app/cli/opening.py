"""Open the Casebook of this machine for one command, without a server."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.errors import CannotRead, NoRecords
from app.main import open_casebook
from app.services.casebook import Casebook
from app.services.exchange import RecordFile, record_files
from app.services.workers import InThisProcess
from app.settings import load_settings

if TYPE_CHECKING:
    from rich.progress import Progress


@contextmanager
def casebook() -> Iterator[Casebook]:
    """The Casebook of the settings, closed at the end."""
    opened = open_casebook(load_settings(), InThisProcess())
    try:
        yield opened
    finally:
        opened.close()


def read_input(name: str) -> bytes:
    """The bytes of a file, or of standard input for ``-``; CannotRead where there is none."""
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise CannotRead(name, error.strerror or str(error)) from None


def read_records(paths: Iterable[Path]) -> list[RecordFile]:
    """The record files that the paths name; NoRecords for a path that is neither a record nor a folder."""
    try:
        return list(record_files(paths))
    except OSError as error:
        raise NoRecords(str(error.filename), error.strerror or str(error)) from None


def progress() -> "Progress":
    """A progress bar on standard error; silent where that is not a terminal."""
    # Imported here because it costs 60 ms, and only long work shows it.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    return Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
