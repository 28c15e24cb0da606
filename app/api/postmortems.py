"""Postmortems by HTTP: read, written, published, archived."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.problems import responses
from app.api.signatures import RecordList
from app.api.writing import Message, RecordBody, created, described, replaced, set_state, shown
from app.http import base_url, casebook_of
from app.records.plain import to_data
from app.records.postmortem import Postmortem, State
from app.records.postmortem_markdown import postmortem_to_markdown
from app.services import authoring, knowledge
from app.storage import POSTMORTEMS

router = APIRouter(tags=["postmortems"])
_BODY = described(Postmortem, "slug", "title")


class StatusRequest(BaseModel):
    """The state that a postmortem is to have, and why."""

    model_config = ConfigDict(extra="forbid")

    status: State
    message: str = Field("", max_length=authoring.MESSAGE_LENGTH)


@router.get("/postmortems", responses=responses(400))
def list_postmortems(
    request: Request, q: str = "", cursor: str | None = None, limit: Annotated[int, Query(ge=1, le=500)] = 50
) -> RecordList:
    """Postmortems, the latest incident first; *q* filters as the search does."""
    page = knowledge.postmortems(casebook_of(request), text=q, cursor=cursor, limit=limit)
    return RecordList(items=[to_data(kept.record) for kept in page.items], next=page.next)


@router.post("/postmortems", status_code=201, responses=responses(409, 413, 422), openapi_extra=_BODY)
def create_postmortem(request: Request, body: RecordBody, message: Message = "") -> Response:
    """A new postmortem, with the field names of the file format; the header X-Casebook-Author says whose it is."""
    return created(request, POSTMORTEMS, authoring.read_postmortem(casebook_of(request), body), message=message)


@router.get("/postmortems/{slug}", responses=responses(404))
def get_postmortem(request: Request, slug: str) -> Response:
    """One postmortem, with its revision as ETag and its relations; as Markdown by Accept: text/markdown."""
    page = knowledge.postmortem(casebook_of(request), slug)
    base = base_url(request)
    relations = [
        {"relation": word, "slug": link.slug, "title": link.title, "url": f"{base}/postmortems/{link.slug}"}
        for word, link in page.related
    ]
    content = {**to_data(page.record), "relations": relations}
    return shown(request, page.revision, content, "text/markdown", lambda: postmortem_to_markdown(page.record))


@router.put("/postmortems/{slug}", responses=responses(404, 409, 412, 413, 422, 428), openapi_extra=_BODY)
def replace_postmortem(request: Request, slug: str, body: RecordBody, message: Message = "") -> Response:
    """Save all fields of a postmortem; needs If-Match.  Another slug in the body renames it: the old one leads there."""
    return replaced(request, POSTMORTEMS, slug, body, authoring.read_postmortem, message=message)


@router.delete("/postmortems/{slug}", responses=responses(404, 412, 428))
def archive_postmortem(request: Request, slug: str, message: Message = "") -> Response:
    """Archive a postmortem; needs If-Match.  It stays readable, and no diagnosis names it."""
    return set_state(request, POSTMORTEMS, slug, "archived", message=message)


@router.post("/postmortems/{slug}/status", responses=responses(404, 412, 422, 428))
def change_status(request: Request, slug: str, body: StatusRequest) -> Response:
    """Publish a postmortem, send it to review, take it back or archive it; needs If-Match."""
    return set_state(request, POSTMORTEMS, slug, body.status, message=body.message)
