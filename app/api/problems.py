"""Errors as problem documents (RFC 9457): what it was, why, and how to mend it, every fault listed."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
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
from app.records.problems import Grade, Problem
from app.services.checking import RecordRefused

MEDIA_TYPE = "application/problem+json"


class Fault(BaseModel):
    """One thing that is wrong: *where* is the field, *help* how to mend it; a warning does not refuse a record."""

    where: str
    what: str
    help: str = ""
    grade: Grade = "error"


class ProblemDocument(BaseModel):
    """An error: a title that is the same for all of its kind, a detail of this one, and its faults.

    *current_revision* is there only where a change must say which revision it is based on.
    """

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str
    request_id: str
    faults: list[Fault] = []
    current_revision: int | None = None


class _Document(JSONResponse):
    """A problem document; what it quotes of a request may be no text that can be sent back."""

    media_type = MEDIA_TYPE

    def render(self, content: object) -> bytes:
        return json.dumps(content, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")


def problem_response(request: Request, error: Exception) -> JSONResponse:
    """The problem document of an error, with its HTTP status."""
    status, title, detail, faults = _described(error)
    document = ProblemDocument(
        title=title,
        status=status,
        detail=detail,
        instance=request.url.path,
        request_id=str(request.scope.get("state", {}).get("request_id", "")),
        faults=faults,
        current_revision=error.current if isinstance(error, Conflict | ConditionMissing) else None,
    )
    headers = dict(error.headers) if isinstance(error, HTTPException) and error.headers else {}
    if status == 503:  # noqa: PLR2004 (unavailable: worth another try)
        headers["Retry-After"] = "5"
    # An extension member is there only where it says something.
    return _Document(document.model_dump(exclude_none=True), status, headers)


def faults_of(problems: Iterable[Problem]) -> list[Fault]:
    """The problems of a record as faults."""
    return [Fault(where=one.field, what=one.what, help=one.help, grade=one.grade) for one in problems]


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What the description of an operation says of its errors."""
    return {status: {"model": ProblemDocument, "content": {MEDIA_TYPE: {}}} for status in statuses}


Described = tuple[int, str, str, list[Fault]]


def _described(error: Exception) -> Described:
    if isinstance(error, RequestValidationError):
        faults = [_fault(one) for one in error.errors()]
        return 422, "The request is not valid", _wrong(len(faults)), faults
    if isinstance(error, RecordRefused):
        return status_of(error), "The record has errors", _counted(error.problems), faults_of(error.problems)
    if isinstance(error, HTTPException):
        return error.status_code, str(error.detail), str(error.detail), []
    for kind, title, detail in _PHRASES:
        if isinstance(error, kind) and isinstance(error, CasebookError):
            return status_of(error), title, detail(error), []
    return 500, "Casebook failed", "The failure was logged under the request id; nothing was stored.", []


def _fault(one: Mapping[str, Any]) -> Fault:
    where = ".".join(str(part) for part in one.get("loc", ()))
    return Fault(where=where, what=str(one.get("msg", "")), help="see /openapi.json for what this part takes")


def _wrong(count: int) -> str:
    return f"{count} of its parts {'is' if count == 1 else 'are'} wrong."


def _counted(problems: Iterable[Problem]) -> str:
    count = sum(problem.is_error for problem in problems)
    return f"{count} error{'s' * (count != 1)} in it; nothing was saved."


def _too_large(error: TooLarge) -> str:
    size = f"{error.size:,} bytes, " if error.size else ""
    help_ = " Send the last part: tail -n 20000." if error.what.endswith("log") else ""
    return f"The {error.what} is {size}over the limit of {error.limit:,} bytes.{help_}"


def _not_found(error: NotFound) -> str:
    hint = f" Did you mean {', '.join(error.similar)}?" if error.similar else ""
    return f'There is no {error.kind} "{error.key}".{hint}'


# Each phrase takes exactly the error that stands beside it.
_PHRASES: tuple[tuple[type[CasebookError], str, Callable[[Any], str]], ...] = (
    (TooLarge, "Too large", _too_large),
    (EmptyLog, "There is nothing to diagnose", lambda _: "The log has no text. Send the log itself as the body."),
    (NotFound, "Not found", _not_found),
    (Gone, "Gone", lambda error: f"The text of the log of {error.kind} {error.key} was erased."),
    (
        BrokenCompression,
        "The log cannot be expanded",
        lambda error: f"It says that it is {error.encoding}, but: {error.reason}. Send it uncompressed or whole.",
    ),
    (
        UnknownEncoding,
        "Unknown Content-Encoding",
        lambda error: f'"{error.encoding}" is not one of {", ".join(error.known)}.',
    ),
    (
        NameTaken,
        "The name is taken",
        lambda error: f'Another {error.kind} is, or was once, called "{error.key}". Choose another name.',
    ),
    (
        ConditionMissing,
        "If-Match is missing",
        lambda error: (
            f"Say which revision your change is based on, by the ETag that you got. The current one is {error.current}."
        ),
    ),
    (
        Conflict,
        "Somebody saved it meanwhile",
        lambda error: f"Your change is based on revision {error.based_on}; the current one is {error.current}.",
    ),
    (
        ForeignHost,
        "Unknown host name",
        lambda error: (
            f'This Casebook does not answer to "{error.host}". Set CASEBOOK_BASE_URL to the address that users see.'
        ),
    ),
    (CrossSite, "Refused", lambda _: "A page of another site sent this. Open Casebook itself and try again."),
    (OutOfTime, "Out of time", lambda error: f"Matching took over {error.seconds:g} s. Send a smaller part."),
    (WorkerLost, "Matching was interrupted", lambda _: "The process that was matching ended; nothing was stored."),
    (BadCursor, "Unknown cursor", lambda error: f'"{error.cursor}" was not given out by this list. Start without one.'),
    (DatabaseUnavailable, "The database is unavailable", lambda _: "Nothing was stored. Try again in a moment."),
)
