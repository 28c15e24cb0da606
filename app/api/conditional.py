"""HTTP conditions: which revision a request is based on (If-Match), and which one it has already (If-None-Match)."""

import re
from collections.abc import Iterator

from fastapi import Request

from app.errors import ConditionMissing, Conflict
from app.storage import Kind, Stored
from app.storage.shapes import R

ANY = "*"
_TAG = re.compile(r'\s*(?:(?P<weak>W/)?"(?P<value>[^"]*)"|(?P<any>\*))\s*(?:,|\Z)')


def etag(revision: int) -> str:
    """The tag of a revision, as the header ETag has it."""
    return f'"{revision}"'


def based_on(request: Request, kind: Kind[R], current: Stored[R]) -> int:
    """The revision that a change is based on, by its If-Match; ConditionMissing without one, Conflict for another."""
    given = _header(request, "if-match")
    if not given:
        raise ConditionMissing(kind.name, kind.key(current.record), current.revision)
    # Only a strong tag says that every byte was seen.
    tags = [value for value, is_weak in _tags(given) if not is_weak]
    if ANY not in tags and str(current.revision) not in tags:
        seen = next((int(tag) for tag in tags if tag.isdecimal() and tag.isascii() and len(tag) < 10), 0)  # noqa: PLR2004
        raise Conflict(kind.name, kind.key(current.record), seen, current.revision)
    return current.revision


def is_known(request: Request, revision: int) -> bool:
    """Whether the client has this revision already."""
    tags = [value for value, _ in _tags(_header(request, "if-none-match"))]
    return ANY in tags or str(revision) in tags


def _header(request: Request, name: str) -> str:
    return ", ".join(request.headers.getlist(name))


def _tags(text: str) -> Iterator[tuple[str, bool]]:
    """The tags of a condition, each with whether it is weak; reading ends at what is none."""
    place = 0
    while place < len(text) and (found := _TAG.match(text, place)):
        place = found.end()
        yield found["any"] or found["value"], found["weak"] is not None
