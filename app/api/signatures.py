"""Read signatures by HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from app.api.problems import responses
from app.api.schemas import SeenShape
from app.http import casebook_of
from app.records.plain import to_data
from app.services import knowledge

router = APIRouter(tags=["signatures"])


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


@router.get("/signatures/{id}", responses=responses(404))
def get_signature(request: Request, id: str) -> Response:  # noqa: A002 (the name in the path)
    """One signature, with its revision as ETag, and how often it was seen."""
    page = knowledge.signature(casebook_of(request), id)
    seen = SeenShape.model_validate(page.seen, from_attributes=True).model_dump(mode="json")
    content = {**to_data(page.record), "revision": page.revision, "seen": seen}
    return JSONResponse(content, headers={"ETag": f'"{page.revision}"'})
