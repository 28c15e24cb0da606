"""Signatures by HTTP: read, written, retired."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.problems import responses
from app.api.schemas import SeenShape
from app.api.writing import Message, RecordBody, created, described, replaced, set_state, shown
from app.http import casebook_of
from app.matching.signature import Signature, Status
from app.records.plain import to_data
from app.records.signature_yaml import signature_to_yaml
from app.services import authoring, knowledge
from app.services.maturity import maturity
from app.storage import SIGNATURES

router = APIRouter(tags=["signatures"])
_BODY = described(Signature, "id", "title", "match")


class SignatureStatusRequest(BaseModel):
    """The state that a signature is to have, and why."""

    model_config = ConfigDict(extra="forbid")

    status: Status
    message: str = Field("", max_length=authoring.MESSAGE_LENGTH)


class RecordList(BaseModel):
    """A page of records, each with its fields by the names of the file format, and the cursor of the next page."""

    items: list[dict[str, Any]]
    next: str | None


@router.get("/signatures", responses=responses(400))
def list_signatures(
    request: Request, q: str = "", cursor: str | None = None, limit: Annotated[int, Query(ge=1, le=500)] = 50
) -> RecordList:
    """Signatures by id; *q* filters as the search does (``tag:python status:active words``)."""
    page = knowledge.signatures(casebook_of(request), text=q, cursor=cursor, limit=limit)
    return RecordList(items=[to_data(kept.record) for kept in page.items], next=page.next)


@router.post("/signatures", status_code=201, responses=responses(409, 413, 422), openapi_extra=_BODY)
def create_signature(request: Request, body: RecordBody, message: Message = "") -> Response:
    """A new signature, with the field names of the file format; the header X-Casebook-Author says whose it is."""
    return created(request, SIGNATURES, authoring.read_signature(casebook_of(request), body), message=message)


@router.get("/signatures/{id}", responses=responses(404))
def get_signature(request: Request, id: str) -> Response:  # noqa: A002 (the name in the path)
    """One signature, with its revision as ETag and how often it was seen; as YAML by Accept: application/yaml."""
    page = knowledge.signature(casebook_of(request), id)
    seen = SeenShape.model_validate(page.seen, from_attributes=True).model_dump(mode="json")
    content = {**to_data(page.record), "seen": seen, "maturity": maturity(page.seen)}
    return shown(request, page.revision, content, "application/yaml", lambda: signature_to_yaml(page.record))


@router.put("/signatures/{id}", responses=responses(404, 409, 412, 413, 422, 428), openapi_extra=_BODY)
def replace_signature(request: Request, id: str, body: RecordBody, message: Message = "") -> Response:  # noqa: A002
    """Save all fields of a signature; needs If-Match.  Another id in the body renames it: the old one leads there."""
    return replaced(request, SIGNATURES, id, body, authoring.read_signature, message=message)


@router.delete("/signatures/{id}", responses=responses(404, 412, 428))
def retire_signature(request: Request, id: str, message: Message = "") -> Response:  # noqa: A002
    """Retire a signature; needs If-Match.  It stays readable, and matches no more."""
    return set_state(request, SIGNATURES, id, "retired", message=message)


@router.post("/signatures/{id}/status", responses=responses(404, 412, 422, 428))
def change_signature_status(request: Request, id: str, body: SignatureStatusRequest) -> Response:  # noqa: A002
    """Activate a signature, retire it or take it back to draft; needs If-Match."""
    return set_state(request, SIGNATURES, id, body.status, message=body.message)
