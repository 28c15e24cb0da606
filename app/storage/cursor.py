"""Cursors: where the next page of a list begins, as text that callers hand back and need not understand."""

import base64
import binascii
from datetime import date, datetime
from typing import TypeVar

import msgspec

from app.errors import BadCursor

# Beyond this no database is asked for a page.
_MOST_HITS = 1 << 31

T = TypeVar("T")


def to_cursor(*place: str | int | date) -> str:
    """The cursor for *place*, fit for an address."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def key_of(cursor: str) -> str:
    """The key after which a list goes on."""
    return _read(cursor, tuple[str])[0]


def time_and_key_of(cursor: str) -> tuple[datetime, str]:
    """The time and, within it, the key after which a list goes on."""
    return _read(cursor, tuple[datetime, str])


def item_place_of(cursor: str) -> tuple[int, date, datetime, int, int]:
    """The place of an action item: closed or not, due, opened, and where it stands."""
    return _read(cursor, tuple[int, date, datetime, int, int])


def offset_of(cursor: str | None) -> int:
    """How many hits were shown already."""
    offset = _read(cursor, tuple[int])[0] if cursor else 0
    if cursor and not 0 <= offset <= _MOST_HITS:
        raise BadCursor(cursor)
    return offset


def _read(cursor: str, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=kind)
    except (binascii.Error, msgspec.DecodeError, ValueError) as error:
        raise BadCursor(cursor) from error
