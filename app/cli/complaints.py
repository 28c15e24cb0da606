"""Errors as a person at a terminal reads them: what, why, how to mend it."""

from collections.abc import Callable
from typing import Any

from app.cli.errors import CannotRead, CannotWrite, NoAccess, NoRecords, ServerRefused
from app.errors import (
    BadCursor,
    BrokenCompression,
    CasebookError,
    Conflict,
    DatabaseUnavailable,
    EmptyLog,
    Gone,
    NotFound,
    OutOfTime,
    SettingsInvalid,
    TooLarge,
    UnknownDatabase,
    UnknownEncoding,
    WorkerLost,
)
from app.services.evaluate import BrokenCases


def complaint(error: CasebookError) -> str:
    """The message for standard error, ended by a line feed."""
    for kind, phrase in _PHRASES:
        if isinstance(error, kind):
            return f"casebook: {phrase(error)}\n"
    return f"casebook: {type(error).__name__}: {error}\n"


def _settings(error: SettingsInvalid) -> str:
    lines = [f"{name}: {what}\n  help: {mend}" for name, what, mend in error.faults]
    return "some settings are not right:\n" + "\n".join(lines)


def _cases(error: BrokenCases) -> str:
    shown = "\n".join(f"  line {line}: {what}" for line, what in error.faults[:20])
    return f'{len(error.faults)} lines are not cases:\n{shown}\n  help: {{"case": "id", "log": "…", "expect": "id or null"}}'


def _too_large(error: TooLarge) -> str:
    size = f" ({error.size:,} bytes)" if error.size else ""
    return f"the {error.what} is too large{size}: the limit is {error.limit:,} bytes\n  help: send the end of it: tail -n 20000 FILE | casebook diagnose -"


_PHRASES: tuple[tuple[type[CasebookError], Callable[[Any], str]], ...] = (
    (SettingsInvalid, _settings),
    (BrokenCases, _cases),
    (TooLarge, _too_large),
    (EmptyLog, lambda _: "there is nothing to diagnose: the log has no text"),
    (
        CannotRead,
        lambda e: f"cannot read {e.path}: {e.reason}\n  help: give the path of a file, or - for standard input",
    ),
    (
        NoRecords,
        lambda e: (
            f"cannot read {e.path}: {e.reason}\n  help: give files that end in .yaml, .yml or .md, or folders of them"
        ),
    ),
    (CannotWrite, lambda e: f"cannot write {e.path}: {e.reason}\n  help: give a folder that you may write to"),
    (
        NoAccess,
        lambda e: (
            f"{e.host} can be reached from other machines, and nobody has to log in\n"
            "  help: listen on 127.0.0.1, or set CASEBOOK_ALLOW_UNAUTHENTICATED=yes if a proxy or a firewall guards it"
        ),
    ),
    (ServerRefused, lambda e: f"{e.url}: {e.reason}\n  help: is Casebook running there? See {e.url}/healthz"),
    (BrokenCompression, lambda e: f"the log says that it is {e.encoding}, but: {e.reason}"),
    (UnknownEncoding, lambda e: f'"{e.encoding}" is not one of {", ".join(e.known)}'),
    (OutOfTime, lambda e: f"matching took more than {e.seconds:g} s and was stopped"),
    (WorkerLost, lambda _: "the process that was matching ended unexpectedly"),
    (NotFound, lambda e: f'there is no {e.kind} "{e.key}"'),
    (Gone, lambda e: f'the text of the {e.kind} "{e.key}" was erased'),
    (
        Conflict,
        lambda e: (
            f'the {e.kind} "{e.key}" was saved by somebody else at the same time\n'
            "  help: nothing was changed; run the command again"
        ),
    ),
    (BadCursor, lambda e: f'"{e.cursor}" does not continue this list\n  help: begin with the first page'),
    (
        DatabaseUnavailable,
        lambda e: f"the database {e.database} cannot be used: {e.reason}\n  help: see CASEBOOK_DATABASE_URL",
    ),
    (
        UnknownDatabase,
        lambda e: (
            f'"{e.scheme}" is not a database that Casebook stores in\n  help: CASEBOOK_DATABASE_URL starts with {" or ".join(e.known)}'
        ),
    ),
)
