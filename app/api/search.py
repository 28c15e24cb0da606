"""Search over everything by HTTP."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from app.api.problems import responses
from app.http import base_url, casebook_of
from app.services.search import search

router = APIRouter(tags=["search"])


class HitShape(BaseModel):
    """A record that was found; *marks* are half-open spans of *snippet*, in code points."""

    kind: str
    key: str
    title: str
    url: str
    field: str
    snippet: str
    marks: list[tuple[int, int]]
    status: str
    severity: str
    services: list[str]
    seen: int
    last_seen: datetime | None


class FacetShape(BaseModel):
    """One value of a facet."""

    value: str
    count: int
    chosen: bool


class SearchShape(BaseModel):
    """A page of hits, best first, with the facets of all hits."""

    query: str
    total: int
    hits: list[HitShape]
    facets: dict[str, list[FacetShape]]
    next: str | None


@router.get("/search", responses=responses(400))
def find(
    request: Request,
    q: str = "",
    kind: Literal["signature", "postmortem"] | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> SearchShape:
    """Words, "phrases", prefix*, and service: tag: status: severity: kind: filters."""
    page = search(casebook_of(request), q, kind=kind, cursor=cursor, limit=limit)
    base = base_url(request)
    hits = []
    for hit in page.hits:
        text, marks = _flat(hit.snippet)
        hits.append(
            HitShape(
                kind=hit.kind,
                key=hit.key,
                title=hit.title,
                url=f"{base}/{hit.kind}s/{hit.key}",
                field=hit.field,
                snippet=text,
                marks=marks,
                status=hit.status,
                severity=hit.severity,
                services=list(hit.services),
                seen=hit.seen.count,
                last_seen=hit.seen.last,
            )
        )
    facets = {
        name: [FacetShape(value=one.value, count=one.count, chosen=one.chosen) for one in values]
        for name, values in page.facets.items()
    }
    return SearchShape(query=page.query, total=page.total, hits=hits, facets=facets, next=page.cursor)


def _flat(pieces: tuple[tuple[str, bool], ...]) -> tuple[str, list[tuple[int, int]]]:
    text, marks = "", []
    for piece, is_marked in pieces:
        if is_marked:
            marks.append((len(text), len(text) + len(piece)))
        text += piece
    return text, marks
