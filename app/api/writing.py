"""What all changes of records by HTTP share: the body, who makes the change, and the answer."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import fields
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse

from app.api.conditional import based_on, etag, is_known
from app.api.diagnoses import preferred
from app.api.problems import faults_of
from app.http import base_url, casebook_of, person_of, read_body
from app.matching.signature import Signature
from app.records.plain import to_data
from app.records.postmortem import Postmortem
from app.services import authoring
from app.storage import Kind
from app.storage.shapes import R

RECORD_LIMIT = 2 << 20
Reader = Callable[..., R]
# What answers say besides the fields of a record: it may be sent back as it came, and says nothing then.
_ADDED = ("revision", "seen", "maturity", "relations", "warnings")


async def _record_body(request: Request) -> object:
    body = await read_body(request, what="record", limit=RECORD_LIMIT)
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        fault = {"type": "json_invalid", "loc": ("body",), "msg": f"not JSON: {error}", "input": None}
        raise RequestValidationError([fault]) from None
    if isinstance(data, dict):
        return {name: value for name, value in data.items() if name not in _ADDED}
    return data


CREATED = 201

RecordBody = Annotated[object, Depends(_record_body)]
Message = Annotated[str, Query(max_length=authoring.MESSAGE_LENGTH, description="why, for the record's history")]


def author_of(request: Request) -> str:
    """Who makes a change: the header X-Casebook-Author, or else what is known of who is asking."""
    given = request.headers.get("x-casebook-author", "").strip()
    with suppress(UnicodeError):  # then it was in Latin-1 indeed
        given = given.encode("latin-1").decode()
    return given or person_of(request)


def shown(
    request: Request, revision: int, content: Mapping[str, Any], media_type: str, write: Callable[[], str]
) -> Response:
    """A record as the client wants it: JSON, or what *write* gives; nothing if the client has this revision."""
    headers = {"ETag": etag(revision), "Vary": "Accept", "Cache-Control": "no-cache"}
    if is_known(request, revision):
        return Response(status_code=304, headers=headers)
    if preferred(request.headers.get("accept", ""), ("application/json", media_type)) == media_type:
        return PlainTextResponse(write(), headers=headers, media_type=media_type)
    return JSONResponse({**content, "revision": revision}, headers=headers)


def created(request: Request, kind: Kind[R], record: R, *, message: str) -> Response:
    """Save a new record: 201 with its address."""
    result = authoring.create(casebook_of(request), record, author=author_of(request), message=message)
    return saved(request, kind, result, status=CREATED)


def replaced(  # noqa: PLR0913 (what a PUT has)
    request: Request, kind: Kind[R], key: str, body: object, read: Reader[R], *, message: str
) -> Response:
    """Save a record in place of the one that If-Match names.  Without a name or a status in it, it keeps its own."""
    casebook = casebook_of(request)
    current = authoring.stored(casebook, kind, key)
    number, was = based_on(request, kind, current), kind.key(current.record)
    own = {"id" if kind.name == "signature" else "slug": was, "status": current.record.status}
    record = read(casebook, {**own, **body} if isinstance(body, dict) else body, was=was)
    author = author_of(request)
    return saved(
        request,
        kind,
        authoring.save(casebook, kind, was, record, based_on=number, author=author, message=message),
    )


def set_state(request: Request, kind: Kind[R], key: str, status: str, *, message: str) -> Response:
    """Change the state of the record that If-Match names."""
    casebook = casebook_of(request)
    number = based_on(request, kind, authoring.stored(casebook, kind, key))
    author = author_of(request)
    result = authoring.set_status(casebook, kind, key, status, based_on=number, author=author, message=message)
    return saved(request, kind, result)


def saved(request: Request, kind: Kind[R], result: authoring.Saved, *, status: int = 200) -> Response:
    """The answer to a change: the record as it was saved, with its revision and the warnings that it got."""
    record = authoring.at_revision(casebook_of(request), kind, result.key, result.revision)
    address = f"{base_url(request)}/api/v1/{kind.name}s/{result.key}"
    headers = {"ETag": etag(result.revision), ("Location" if status == CREATED else "Content-Location"): address}
    warnings = [fault.model_dump() for fault in faults_of(result.warnings)]
    return JSONResponse({**to_data(record), "revision": result.revision, "warnings": warnings}, status, headers)


def described(record: type[Signature] | type[Postmortem], *required: str) -> dict[str, Any]:
    """What the description of an operation says of a record in its body."""
    properties = {each.name: _schema(str(each.type)) for each in fields(record)}
    schema = {"title": record.__name__, "type": "object", "required": list(required), "properties": properties}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def _schema(annotation: str) -> dict[str, Any]:
    if "tuple[" in annotation:
        return {"type": "array", "items": {"type": "string"} if "str" in annotation else {}}
    if "datetime" in annotation:
        return {"type": ["string", "null"], "format": "date-time"}
    return {"type": "boolean"} if "bool" in annotation else {"type": "string"}
