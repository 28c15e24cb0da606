"""What changed between two forms of a record: field by field, word by word in texts, item by item in lists."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from rapidfuzz.distance import Indel

from app.matching.signature import Signature
from app.records.plain import to_data, to_sparse_data
from app.records.postmortem import Postmortem
from app.records.source import Plain
from app.records.yaml_text import write_yaml

Mark = Literal["same", "gone", "new"]
Piece = tuple[str, Mark]

_WORD = re.compile(r"\S+\s*|\s+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
# Words before times words after: comparing needs a bit for each pair, and time for it.
MAX_PAIRS = 50_000_000


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that changed, as canonical text.

    The *pieces* that are same or gone make up *before*, those that are same or new make up *after*: joined as they are
    for a text, by line breaks where each piece is an item of a list.
    """

    field: str
    before: str
    after: str
    pieces: tuple[Piece, ...]
    by_item: bool = False


def differences(old: Signature | Postmortem, new: Signature | Postmortem) -> tuple[Difference, ...]:
    """The fields that differ, in the order of the record."""
    before, after = to_data(old), to_data(new)
    # Items are shown as files have them, without what says nothing.
    old_items, new_items = to_sparse_data(old), to_sparse_data(new)
    found: list[Difference] = []
    for name, value in after.items():
        if before[name] == value:
            continue
        if isinstance(value, list):
            found.append(_list_difference(name, _items(old_items.get(name)), _items(new_items.get(name))))
        else:
            found.append(_text_difference(name, _text(before[name]), _text(value)))
    return tuple(found)


def pieces_of(before: str, after: str) -> tuple[Piece, ...]:
    """How one text became another, by words; by lines or as a whole where that would take too long."""
    for unit in (_WORD, _LINE):
        old, new = unit.findall(before), unit.findall(after)
        if len(old) * len(new) <= MAX_PAIRS:
            return _joined(_pieces(old, new))
    return tuple(piece for piece in ((before, "gone"), (after, "new")) if piece[0])


def _text_difference(name: str, before: str, after: str) -> Difference:
    return Difference(name, before, after, pieces_of(before, after))


def _list_difference(name: str, before: Sequence[str], after: Sequence[str]) -> Difference:
    return Difference(name, "\n".join(before), "\n".join(after), tuple(_pieces(before, after)), by_item=True)


def _pieces(before: Sequence[str], after: Sequence[str]) -> list[Piece]:
    """The items with their marks; of a changed stretch, what is gone comes first, then what is new."""
    found: list[Piece] = []
    new: list[Piece] = []
    for step in Indel.opcodes(before, after):
        if step.tag == "equal":
            found += new
            new = []
            found += [(text, "same") for text in before[step.src_start : step.src_end]]
        else:
            found += [(text, "gone") for text in before[step.src_start : step.src_end]]
            new += [(text, "new") for text in after[step.dest_start : step.dest_end]]
    return found + new


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Neighbouring pieces of one mark as one."""
    marked = groupby(pieces, key=lambda piece: piece[1])
    return tuple(("".join(text for text, _ in group), mark) for mark, group in marked)


def _items(value: Plain) -> list[str]:
    if not isinstance(value, list):
        return []
    return [write_yaml(item).rstrip("\n") if isinstance(item, dict) else _text(item) for item in value]


def _text(value: Plain) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
