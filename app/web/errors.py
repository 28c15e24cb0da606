"""Pages for what went wrong: what it was, and what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app.errors import (
    BadCursor,
    BrokenCompression,
    CasebookError,
    ConditionMissing,
    Conflict,
    CrossSite,
    DatabaseUnavailable,
    EmptyLog,
    ForeignHost,
    Gone,
    NameTaken,
    NotFound,
    OutOfTime,
    TooLarge,
    UnknownEncoding,
    WorkerLost,
)
from app.http import status_of
from app.records.problems import errors
from app.services.checking import RecordRefused
from app.web.phrases import day, size
from app.web.rendering import render


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What went wrong, in a title and a few sentences; *command* helps, *similar* are (title, path) to try instead."""

    title: str
    text: tuple[str, ...] = ()
    command: str = ""
    similar: tuple[tuple[str, str], ...] = ()
    request_id: str = ""
    status: int = 500


def error_page(request: Request, error: Exception) -> Response:
    """The page that tells a person about *error*.  It never shows anything of the inside of the program."""
    phrase = next((phrase for kind, phrase in _PHRASES if isinstance(error, kind)), _unexpected)
    title, text, command, similar = phrase(error)
    status = _status(error)
    request_id = str(getattr(request.state, "request_id", ""))
    return render(request, "error.html", ErrorPage(title, text, command, similar, request_id, status), status=status)


def _status(error: Exception) -> int:
    if isinstance(error, CasebookError):
        return status_of(error)
    if isinstance(error, HTTPException):
        return error.status_code
    return 400 if isinstance(error, RequestValidationError) else 500


Phrase = tuple[str, tuple[str, ...], str, tuple[tuple[str, str], ...]]


_MISSPELT = "The address may be misspelt. The search looks in every record."
_MISSING = {
    "diagnosis": "The address may be incomplete, or the diagnosis was erased.",
    "finding": "The diagnosis does not have it, so nothing was changed.",
}


def _not_found(error: NotFound) -> Phrase:
    is_record = error.kind in ("signature", "postmortem")
    similar = tuple((key, f"/{error.kind}s/{key}") for key in error.similar) if is_record else ()
    return f"There is no {error.kind} “{error.key}”", (_MISSING.get(error.kind, _MISSPELT),), "", similar


def _too_large(error: TooLarge) -> Phrase:
    sent = f"; this one has {size(error.size)}" if error.size else ""
    title, limit = f"The {error.what} is too large", f"The limit is {size(error.limit)}{sent}. Nothing was stored."
    if "log" not in error.what.split():
        text = "Go back: the browser still has what was typed. Shorten the longest text, or attach it as a file."
        return title, (limit, text), "", ()
    cut = "The last lines usually tell: cut the log and send it again."
    return title, (limit, cut), "tail -n 20000 app.log > end-of-app.log", ()


def _empty(_: EmptyLog) -> Phrase:
    return "There is nothing to diagnose", ("The log has no lines, or only blank ones.",), "", ()


def _broken(error: BrokenCompression) -> Phrase:
    text = f"It says that it is compressed with {error.encoding}, but cannot be expanded: {error.reason}."
    return "The log cannot be read", (text, "Send it again, or send it uncompressed."), "", ()


def _unknown_encoding(error: UnknownEncoding) -> Phrase:
    text = f"“{error.encoding}” is not an encoding that Casebook reads. It reads {', '.join(error.known)}."
    return "The log cannot be read", (text,), "", ()


def _gone(error: Gone) -> Phrase:
    since = f" Its time was up on {day(error.since)}." if error.since else ""
    text = f"Its text is no longer here.{since} The findings and their evidence stay."
    return "The log was erased", (text,), "", (("The diagnosis of this log", f"/d/{error.key}"),)


def _out_of_time(error: OutOfTime) -> Phrase:
    text = f"Matching was stopped after {error.seconds:g} seconds. Nothing was stored."
    return (
        "The log took too long",
        (text, "A shorter piece of it may do."),
        "tail -n 20000 app.log > end-of-app.log",
        (),
    )


def _worker_lost(_: WorkerLost) -> Phrase:
    return "The diagnosis was interrupted", ("Nothing was stored. Send the log again.",), "", ()


def _unavailable(_: DatabaseUnavailable) -> Phrase:
    return "The database cannot be reached now", ("Nothing was stored. Try again in a moment.",), "", ()


def _conflict(error: Conflict) -> Phrase:
    text = (
        f"It was based on revision {error.based_on}, and the current one is {error.current}. Nothing was overwritten."
    )
    return f"Somebody else has saved this {error.kind} meanwhile", (text,), "", ()


def _name_taken(error: NameTaken) -> Phrase:
    text = f"Another {error.kind} has this name, or had it until it was renamed. Nothing was saved."
    return f"The name “{error.key}” is taken", (text, "Go back and choose another one."), "", ()


def _condition_missing(error: ConditionMissing) -> Phrase:
    text = f"The request does not say which revision it is based on; the current one is {error.current}."
    return f"The {error.kind} was not changed", (text, "Go back, reload the page and try again."), "", ()


def _refused(error: RecordRefused) -> Phrase:
    faults = tuple(f"{problem.field}: {problem.what}. {problem.help}" for problem in errors(error.problems))
    return "The record has errors", ("Nothing was saved.", *faults), "", ()


def _foreign_host(error: ForeignHost) -> Phrase:
    text = f"This Casebook does not answer to the name “{error.host}”."
    help_ = "Whoever runs it sets CASEBOOK_BASE_URL to the address that users see; on its own machine, use 127.0.0.1."
    return "The address is not that of this Casebook", (text, help_), "", ()


def _cross_site(_: CrossSite) -> Phrase:
    return "The request was refused", ("A page of another site sent it. Open Casebook itself and try again.",), "", ()


def _bad_cursor(_: BadCursor) -> Phrase:
    return "There is no such place in the list", ("The address may be incomplete. Start the list anew.",), "", ()


def _invalid(_: RequestValidationError) -> Phrase:
    return "The request is incomplete", ("Go back, reload the page and try again.",), "", ()


def _http(error: HTTPException) -> Phrase:
    if error.status_code == 404:  # noqa: PLR2004 (not found)
        return "There is no such page", ("The search looks in every record.",), "", ()
    typed = ("Nothing was saved. Go back: the browser still has what was typed.",)
    return str(error.detail), typed if error.status_code == 400 else (), "", ()  # noqa: PLR2004 (a form)


def _unexpected(_: Exception) -> Phrase:
    text = "This is a fault of Casebook, not of what was sent. It has been written to the server's log."
    return "Something went wrong", (text,), "", ()


# Each phrase takes exactly the error that stands beside it.
_PHRASES: tuple[tuple[type[Exception], Callable[..., Phrase]], ...] = (
    (NotFound, _not_found),
    (TooLarge, _too_large),
    (EmptyLog, _empty),
    (BrokenCompression, _broken),
    (UnknownEncoding, _unknown_encoding),
    (Gone, _gone),
    (OutOfTime, _out_of_time),
    (WorkerLost, _worker_lost),
    (DatabaseUnavailable, _unavailable),
    (NameTaken, _name_taken),
    (Conflict, _conflict),
    (ConditionMissing, _condition_missing),
    (RecordRefused, _refused),
    (ForeignHost, _foreign_host),
    (CrossSite, _cross_site),
    (BadCursor, _bad_cursor),
    (RequestValidationError, _invalid),
    (HTTPException, _http),
)
