"""Every record of a kind as JSON, one after the other, so that an export of any size needs little memory."""

import json
from collections.abc import Iterator
from typing import Literal

from app.records.plain import to_data
from app.services.casebook import Casebook
from app.storage import POSTMORTEMS, SIGNATURES, Kind
from app.storage.shapes import R

Kinds = Literal["signatures", "postmortems"]
_AT_ONCE = 200


def as_lines(casebook: Casebook, kind: Kinds) -> Iterator[str]:
    """NDJSON: each record on a line of its own, in the order of their keys."""
    for text in _texts(casebook, kind):
        yield f"{text}\n"


def as_json(casebook: Casebook, kind: Kinds) -> Iterator[str]:
    """One JSON list of all records, in the order of their keys."""
    yield "["
    for index, text in enumerate(_texts(casebook, kind)):
        yield f"{',' if index else ''}\n{text}"
    yield "\n]\n"


def _texts(casebook: Casebook, kind: Kinds) -> Iterator[str]:
    return _records(casebook, SIGNATURES) if kind == "signatures" else _records(casebook, POSTMORTEMS)


def _records(casebook: Casebook, kind: Kind[R]) -> Iterator[str]:
    cursor: str | None = None
    while True:
        page = casebook.database.records.list(kind, limit=_AT_ONCE, cursor=cursor)
        for kept in page.items:
            yield json.dumps(to_data(kept.record), ensure_ascii=False)
        cursor = page.next
        if cursor is None:
            return
