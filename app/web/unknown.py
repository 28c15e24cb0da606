"""The queue of unknown failures: how often each came, and one click to write it up."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from app.http import casebook_of
from app.services.unknown import ASKS_AT, Unknown, unknown_failures
from app.web.rendering import render

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class UnknownPage:
    """The failures that wait for a write-up, and those that are known by now."""

    waiting: tuple[Unknown, ...]
    known: tuple[Unknown, ...]
    asks_at: int


@router.get("/unknown")
def queue(request: Request) -> Response:
    """Unknown failures, the most frequent first."""
    found = unknown_failures(casebook_of(request))
    waiting = tuple(one for one in found if not one.known_since)
    known = tuple(one for one in found if one.known_since)
    return render(request, "unknown.html", UnknownPage(waiting, known, ASKS_AT))
