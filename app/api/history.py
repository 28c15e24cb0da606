"""The revisions of records by HTTP: what they are, what changed between two, and going back to one."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from app.api.conditional import based_on
from app.api.problems import responses
from app.api.writing import author_of, saved
from app.http import casebook_of
from app.records.plain import to_data
from app.services import authoring
from app.storage import POSTMORTEMS, SIGNATURES, Kind
from app.storage.shapes import R

router = APIRouter()
MAX_NUMBER = (1 << 31) - 1


class RevisionShape(BaseModel):
    """One save of a record."""

    number: int
    author: str
    at: datetime
    message: str


class PieceShape(BaseModel):
    """A piece of a text, or an item of a list."""

    text: str
    mark: Literal["same", "gone", "new"]


class DifferenceShape(BaseModel):
    """A field that changed; *by_item* says that each piece is an item of a list."""

    field: str
    before: str
    after: str
    by_item: bool
    pieces: list[PieceShape]


class ComparisonShape(BaseModel):
    """What changed from revision *against* to revision *number*, field by field."""

    number: int
    against: int
    differences: list[DifferenceShape]


Number = Annotated[int, Path(ge=1, le=MAX_NUMBER)]
Against = Annotated[int | None, Query(ge=1, le=MAX_NUMBER, description="compare with this revision")]
_ONE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The record; with *against*, what changed", "model": ComparisonShape | dict[str, Any]}
}


@router.get("/signatures/{id}/revisions", tags=["signatures"], responses=responses(404))
def list_signature_revisions(request: Request, id: str) -> list[RevisionShape]:  # noqa: A002 (the name in the path)
    """Every save of a signature, the latest first."""
    return _history(request, SIGNATURES, id)


@router.get("/signatures/{id}/revisions/{number}", tags=["signatures"], responses={**_ONE, **responses(404)})
def get_signature_revision(request: Request, id: str, number: Number, against: Against = None) -> Response:  # noqa: A002
    """A signature as one save left it; with *against*, what changed between the two."""
    return _revision(request, SIGNATURES, id, number, against)


@router.post(
    "/signatures/{id}/revisions/{number}/restore", tags=["signatures"], responses=responses(404, 412, 422, 428)
)
def restore_signature(request: Request, id: str, number: Number) -> Response:  # noqa: A002
    """Save a signature as that revision left it, as a new revision; needs If-Match."""
    return _restored(request, SIGNATURES, id, number)


@router.get("/postmortems/{slug}/revisions", tags=["postmortems"], responses=responses(404))
def list_postmortem_revisions(request: Request, slug: str) -> list[RevisionShape]:
    """Every save of a postmortem, the latest first."""
    return _history(request, POSTMORTEMS, slug)


@router.get("/postmortems/{slug}/revisions/{number}", tags=["postmortems"], responses={**_ONE, **responses(404)})
def get_postmortem_revision(request: Request, slug: str, number: Number, against: Against = None) -> Response:
    """A postmortem as one save left it; with *against*, what changed between the two."""
    return _revision(request, POSTMORTEMS, slug, number, against)


@router.post(
    "/postmortems/{slug}/revisions/{number}/restore", tags=["postmortems"], responses=responses(404, 412, 422, 428)
)
def restore_postmortem(request: Request, slug: str, number: Number) -> Response:
    """Save a postmortem as that revision left it, as a new revision; needs If-Match."""
    return _restored(request, POSTMORTEMS, slug, number)


def _history(request: Request, kind: Kind[R], key: str) -> list[RevisionShape]:
    revisions = authoring.history(casebook_of(request), kind, key)
    return [RevisionShape.model_validate(one, from_attributes=True) for one in revisions]


def _revision(request: Request, kind: Kind[R], key: str, number: int, against: int | None) -> Response:
    casebook = casebook_of(request)
    if against is None:
        record = authoring.at_revision(casebook, kind, key, number)
        return JSONResponse({**to_data(record), "revision": number})
    found = authoring.compare(casebook, kind, key, against, number)
    differences = [
        DifferenceShape(
            field=one.field,
            before=one.before,
            after=one.after,
            by_item=one.by_item,
            pieces=[PieceShape(text=text, mark=mark) for text, mark in one.pieces],
        )
        for one in found
    ]
    content = ComparisonShape(number=number, against=against, differences=differences)
    return JSONResponse(content.model_dump())


def _restored(request: Request, kind: Kind[R], key: str, number: int) -> Response:
    casebook = casebook_of(request)
    current = based_on(request, kind, authoring.stored(casebook, kind, key))
    author = author_of(request)
    return saved(request, kind, authoring.restore(casebook, kind, key, number, based_on=current, author=author))
