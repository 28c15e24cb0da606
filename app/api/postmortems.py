"""Read postmortems by HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from app.api.problems import responses
from app.api.signatures import RecordList
from app.http import base_url, casebook_of
from app.records.plain import to_data
from app.services import knowledge

router = APIRouter(tags=["postmortems"])


@router.get("/postmortems", responses=responses(400))
def list_postmortems(
    request: Request, q: str = "", cursor: str | None = None, limit: Annotated[int, Query(ge=1, le=500)] = 50
) -> RecordList:
    """Postmortems, the latest incident first; *q* filters as the search does."""
    page = knowledge.postmortems(casebook_of(request), text=q, cursor=cursor, limit=limit)
    return RecordList(items=[to_data(kept.record) for kept in page.items], next=page.next)


@router.get("/postmortems/{slug}", responses=responses(404))
def get_postmortem(request: Request, slug: str) -> Response:
    """One postmortem, with its revision as ETag and its relations in both directions."""
    page = knowledge.postmortem(casebook_of(request), slug)
    base = base_url(request)
    relations = [
        {"relation": word, "slug": link.slug, "title": link.title, "url": f"{base}/postmortems/{link.slug}"}
        for word, link in page.related
    ]
    content = {**to_data(page.record), "revision": page.revision, "relations": relations}
    return JSONResponse(content, headers={"ETag": f'"{page.revision}"'})


@router.get("/postmortems/{slug}/revisions", responses=responses(404))
def list_revisions(request: Request, slug: str) -> list[dict[str, str | int]]:
    """Every save of a postmortem, the latest first."""
    revisions = knowledge.postmortem(casebook_of(request), slug).revisions
    return [
        {"number": one.number, "author": one.author, "at": one.at.isoformat(), "message": one.message}
        for one in revisions
    ]
