"""Open the Casebook of this machine for one command, without a server."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.errors import CannotRead, NoRecords
from app.main import open_casebook
from app.records.library import Library, build_library, incident_of
from app.records.problems import errors
from app.services.casebook import Casebook
from app.services.exchange import RecordFile, check_form, parse, record_files
from app.services.workers import InThisProcess
from app.settings import Settings, load_settings

if TYPE_CHECKING:
    from rich.progress import Progress

_DEFAULT_DATABASE: str = Settings.model_fields["database_url"].default


@contextmanager
def casebook() -> Iterator[Casebook]:
    """The Casebook of the settings, closed at the end."""
    opened = open_casebook(load_settings(), InThisProcess())
    try:
        yield opened
    finally:
        opened.close()


def library() -> Library:
    """The library of the settings; where there is no database yet, that of the starter files, and none is made."""
    settings = load_settings()
    if settings.database_url != _DEFAULT_DATABASE or Path(_DEFAULT_DATABASE.removeprefix("sqlite:///")).exists():
        with casebook() as opened:
            return opened.library()
    parsing = parse(record_files(folder for folder in settings.starter_library if folder.is_dir()))
    refused = {problem.path for problem in errors(check_form(parsing))}
    signatures = [one.draft for one in parsing.signatures if one.draft and one.path not in refused]
    postmortems = [one.draft for one in parsing.postmortems if one.draft and one.path not in refused]
    published = [record for record in postmortems if record.status == "published"]
    return build_library("starter", signatures, map(incident_of, published))


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
