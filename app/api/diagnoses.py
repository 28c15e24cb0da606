"""Diagnose a log by HTTP, and what can be done with a stored diagnosis."""

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.api.problems import responses
from app.api.schemas import DiagnosisLineShape, DiagnosisShape, diagnosis_shape
from app.http import base_url, casebook_of, person_of, read_body, read_form
from app.logs import expand
from app.services import diagnose as service
from app.services.answers import ENVIRONMENT_LENGTH, SERVICE_LENGTH, TITLE_LENGTH, Answer, Paste
from app.services.report import markdown, plain_text

router = APIRouter(tags=["diagnoses"])
FORMS = ("application/json", "text/markdown", "text/plain")
MAX_LIMIT = 1000
# JSON writes a control character as six.
JSON_FACTOR = 6


class LogRequest(BaseModel):
    """A log with what is known about it.  *store* false: nothing is kept.  *limit*: so many findings at most."""

    model_config = ConfigDict(extra="forbid")

    log: str
    title: str = Field("", max_length=TITLE_LENGTH)
    service: str = Field("", max_length=SERVICE_LENGTH)
    environment: str = Field("", max_length=ENVIRONMENT_LENGTH)
    store: bool = True
    limit: int | None = Field(None, ge=1, le=MAX_LIMIT)


class FeedbackRequest(BaseModel):
    """What a person says of a finding; null takes it back."""

    model_config = ConfigDict(extra="forbid")

    signature: str
    outcome: Literal["confirmed", "rejected"] | None
    reason: str = Field("", max_length=2000)


class DiagnosisList(BaseModel):
    """A page of stored diagnoses, newest first."""

    items: list[DiagnosisLineShape]
    next: str | None


async def _body(request: Request) -> dict[str, str | bytes] | bytes:
    """The body of a request: the fields of a form with files, or the octets as sent."""
    kind = _content_type(request)
    if kind == "multipart/form-data":
        return await read_form(request)
    return await read_body(request, factor=JSON_FACTOR if kind == "application/json" else 1)


def _paste(request: Request, body: Annotated[dict[str, str | bytes] | bytes, Depends(_body)]) -> Paste:
    """The log of a request.  A plain function: expanding and parsing must not hold up other requests."""
    if isinstance(body, dict):
        return _from_form(body)
    encoding = request.headers.get("content-encoding")
    if _content_type(request) == "application/json":
        limit = casebook_of(request).limits.log_bytes * JSON_FACTOR
        return _from_json(expand(body, limit=limit, encoding=encoding))
    # Anything else is the log itself, also what `curl --data-binary` calls a form unless it is told otherwise.
    return _plain(request, body, encoding)


def _content_type(request: Request) -> str:
    return request.headers.get("content-type", "").split(";")[0].strip().lower()


def _plain(request: Request, body: bytes, encoding: str | None) -> Paste:
    given: dict[str, Any] = dict(request.query_params)
    options = _valid({**given, "log": ""}, where="query")
    return Paste(body, options.title, options.service, options.environment, encoding, options.store, options.limit)


def _from_json(body: bytes) -> Paste:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        fault = {"type": "json_invalid", "loc": ("body",), "msg": f"not JSON: {error}", "input": None}
        raise RequestValidationError([fault]) from None
    given = _valid(data, where="body")
    log = given.log.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode()
    return Paste(log, given.title, given.service, given.environment, None, given.store, given.limit)


def _from_form(fields: dict[str, str | bytes]) -> Paste:
    log = fields.get("log", fields.get("file"))
    given = {name: value for name, value in fields.items() if name not in ("log", "file") and value != ""}
    if log is None:
        fault = {
            "type": "missing",
            "loc": ("body", "log"),
            "msg": "the form has no file or field named log",
            "input": None,
        }
        raise RequestValidationError([fault])
    options = _valid({**given, "log": ""}, where="body")
    data = log if isinstance(log, bytes) else log.encode("utf-8", "replace")
    return Paste(data, options.title, options.service, options.environment, None, options.store, options.limit)


def _valid(data: object, *, where: str) -> LogRequest:
    try:
        return LogRequest.model_validate(data)
    except ValidationError as error:
        faults = [{**one, "loc": (where, *one["loc"])} for one in error.errors(include_url=False)]
        raise RequestValidationError(faults) from None


_BODY = {
    "requestBody": {
        "required": True,
        "description": "The log itself (any octets; Content-Encoding gzip or zstd), JSON, or a form with a file.",
        "content": {
            "text/plain": {"schema": {"type": "string"}},
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
            "application/json": {"schema": LogRequest.model_json_schema()},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["log"],
                    "properties": {"log": {"type": "string", "format": "binary"}, "title": {"type": "string"}},
                }
            },
        },
    }
}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The diagnosis; it was not stored", "model": DiagnosisShape},
    201: {
        "description": "The diagnosis; Location is its address",
        "model": DiagnosisShape,
        "content": {"text/markdown": {}, "text/plain": {}},
    },
}


@router.post(
    "/diagnoses", status_code=201, responses={**_ANSWERS, **responses(400, 413, 415, 422, 503)}, openapi_extra=_BODY
)
def diagnose(request: Request, paste: Annotated[Paste, Depends(_paste)]) -> Response:
    """Diagnose a log.  Answers as JSON, Markdown or plain text, by Accept."""
    return _answer(request, service.diagnose(casebook_of(request), paste))


@router.get("/diagnoses", responses=responses(400))
def list_diagnoses(
    request: Request,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    verdict: Literal["known", "possible", "unknown", "healthy"] | None = None,
    of_service: Annotated[str | None, Query(alias="service")] = None,
) -> DiagnosisList:
    """Stored diagnoses, newest first."""
    page = service.recent(casebook_of(request), cursor=cursor, limit=limit, verdict=verdict, service=of_service)
    base = base_url(request)
    items = [
        DiagnosisLineShape(
            id=line.id,
            url=f"{base}/d/{line.id}",
            created_at=line.created_at,
            expires_at=line.expires_at,
            title=line.title,
            service=line.service,
            environment=line.environment,
            verdict=line.verdict,
            signature=line.leading,
        )
        for line in page.items
    ]
    return DiagnosisList(items=items, next=page.next)


@router.get("/diagnoses/{id}", responses={200: {"model": DiagnosisShape}, **responses(404)})
def get_diagnosis(request: Request, id: str) -> Response:  # noqa: A002 (the name in the path)
    """A stored diagnosis, as JSON, Markdown or plain text."""
    return _answer(request, service.recall(casebook_of(request), id), status=200)


@router.delete("/diagnoses/{id}", status_code=204, responses=responses(404))
def delete_diagnosis(request: Request, id: str) -> Response:  # noqa: A002
    """Erase a stored log and its diagnosis."""
    service.erase(casebook_of(request), id)
    return Response(status_code=204)


@router.post("/diagnoses/{id}/again", status_code=201, responses={**_ANSWERS, **responses(404, 410)})
def diagnose_again(request: Request, id: str) -> Response:  # noqa: A002
    """The same log against the library of today: a new diagnosis, linked to the old one."""
    return _answer(request, service.again(casebook_of(request), id))


@router.post("/diagnoses/{id}/feedback", responses={200: {"model": DiagnosisShape}, **responses(404, 422)})
def give_feedback(request: Request, id: str, body: FeedbackRequest) -> Response:  # noqa: A002
    """Confirm or reject a finding; the last word of the same person counts."""
    answer = service.feedback(
        casebook_of(request),
        id,
        body.signature,
        outcome=body.outcome,
        reason=body.reason,
        person=person_of(request),
    )
    return _answer(request, answer, status=200)


def _answer(request: Request, answer: Answer, *, status: int | None = None) -> Response:
    base = base_url(request)
    url = f"{base}/d/{answer.id}" if answer.id else None
    status = status or (201 if answer.id else 200)
    headers = {"Vary": "Accept", "Cache-Control": "no-store"}
    if answer.id and status == 201:  # noqa: PLR2004 (created)
        headers["Location"] = f"{base}/api/v1/diagnoses/{answer.id}"
    form = preferred(request.headers.get("accept", ""), FORMS)
    if form == "text/markdown":
        return PlainTextResponse(markdown(answer, url=url), status, headers, "text/markdown")
    if form == "text/plain":
        return PlainTextResponse(plain_text(answer, url=url), status, headers)
    return JSONResponse(diagnosis_shape(answer, base).model_dump(mode="json"), status, headers)


def preferred(accept: str, forms: tuple[str, ...]) -> str:
    """The form that an Accept header asks for; the first one where it asks for none of them."""
    best, best_quality = forms[0], 0.0
    for part in accept.split(","):
        kind, _, parameters = part.partition(";")
        quality = _quality(parameters)
        if kind.strip().lower() in forms and quality > best_quality:
            best, best_quality = kind.strip().lower(), quality
    return best


def _quality(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
