"""Search over everything by HTTP."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from app.api.problems import responses
from app.http import base_url, casebook_of
from app.services.answers import FacetValue, Hit, Sort
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


class NearestShape(BaseModel):
    """What comes near a search that found little; *query* is how it may have been meant, empty if only looser."""

    query: str
    hits: list[HitShape]


class SearchShape(BaseModel):
    """A page of hits with the facets of all hits; with *more_than*, there are more than *total*."""

    query: str
    total: int
    more_than: bool
    hits: list[HitShape]
    facets: dict[str, list[FacetShape]]
    unknown_operators: list[str]
    nearest: NearestShape | None
    next: str | None


@router.get("/search", responses=responses(400))
def find(  # noqa: PLR0913, PLR0917 (the parameters of an address)
    request: Request,
    q: str = "",
    kind: Literal["signature", "postmortem"] | None = None,
    sort: Sort | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> SearchShape:
    """Words, "phrases", prefix*, -without, and filters such as service: tag: status: owner: after: before: has:."""
    page = search(casebook_of(request), q, kind=kind, sort=sort, cursor=cursor, limit=limit)
    base = base_url(request)
    near = page.nearest
    return SearchShape(
        query=page.query,
        total=page.total,
        more_than=page.is_more,
        hits=[_shape(base, hit) for hit in page.hits],
        facets={name: [_value(one) for one in values] for name, values in page.facets.items()},
        unknown_operators=list(page.unknown),
        nearest=NearestShape(query=near.text, hits=[_shape(base, hit) for hit in near.hits]) if near else None,
        next=page.cursor,
    )


def _shape(base: str, hit: Hit) -> HitShape:
    text, marks = _flat(hit.snippet)
    return HitShape(
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


def _value(one: FacetValue) -> FacetShape:
    return FacetShape(value=one.value, count=one.count, chosen=one.chosen)


def _flat(pieces: tuple[tuple[str, bool], ...]) -> tuple[str, list[tuple[int, int]]]:
    text, marks = "", []
    for piece, is_marked in pieces:
        if is_marked:
            marks.append((len(text), len(text) + len(piece)))
        text += piece
    return text, marks
