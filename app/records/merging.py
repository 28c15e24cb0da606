"""Join two edits of one record: field by field, and item by item where both changed the same list or text."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Generic, TypeVar

from rapidfuzz.distance import Levenshtein

from app.matching.signature import Signature
from app.records.postmortem import Postmortem
from app.records.text_forms import prose

R = TypeVar("R", Signature, Postmortem)
T = TypeVar("T", bound=Hashable)

_PARAGRAPH = "\n\n"


@dataclass(frozen=True, slots=True)
class Merged(Generic[R]):
    """Two edits as one record.  A field in *conflicts* was changed by both in the same place, and is as in yours."""

    record: R
    conflicts: tuple[str, ...]


def merge(base: R, yours: R, theirs: R) -> Merged[R]:
    """What *yours* and *theirs* made of *base*, joined where their changes do not overlap."""
    values: dict[str, Any] = {}
    conflicts: list[str] = []
    for each in fields(base):
        value = _merged(*(getattr(record, each.name) for record in (base, yours, theirs)))
        if value is None:
            conflicts.append(each.name)
        else:
            values[each.name] = value[0]
    return Merged(replace(yours, **values), tuple(conflicts))


def _merged(base: Any, yours: Any, theirs: Any) -> tuple[Any] | None:  # noqa: ANN401 (the value of any field)
    """The one value that both edits lead to, in a tuple; None where they overlap."""
    if yours in (base, theirs):
        return (theirs,)
    if theirs == base:
        return (yours,)
    if isinstance(base, tuple):
        items = merge_items(base, yours, theirs)
        return None if items is None else (tuple(items),)
    if isinstance(base, str):
        paragraphs = merge_items(*map(_paragraphs, (base, yours, theirs)), both_may_insert=False)
        return None if paragraphs is None else (prose(_PARAGRAPH.join(paragraphs)),)
    return None


def _paragraphs(text: str) -> list[str]:
    return text.split(_PARAGRAPH) if text else []


def merge_items(
    base: Sequence[T], yours: Sequence[T], theirs: Sequence[T], *, both_may_insert: bool = True
) -> list[T] | None:
    """Two edits of a list as one; None where both changed the same item, each in another way.

    Where both insert at the same place, yours come first and what is the same in theirs is taken once; that is a
    conflict, too, unless *both_may_insert*.
    """
    mine, other = _edit(base, yours), _edit(base, theirs)
    added = Counter(item for items in mine.inserted.values() for item in items)
    merged: list[T] = []
    for index in range(len(base) + 1):
        own, new = mine.inserted.get(index, []), other.inserted.get(index, [])
        if own and new and own != new and not both_may_insert:
            return None
        merged += own
        merged += _not_taken(new, added) if both_may_insert or own else new
        if index < len(base):
            fate = _fate([base[index]], mine.fates.get(index), other.fates.get(index))
            if fate is None:
                return None
            merged += fate
    return merged


def _not_taken(items: Sequence[T], taken: Counter[T]) -> list[T]:
    """The items that are not among those *taken*, each of which stands for one."""
    left: list[T] = []
    for item in items:
        if taken[item]:
            taken[item] -= 1
        else:
            left.append(item)
    return left


@dataclass
class _Edit(Generic[T]):
    """How a list was edited: what became of its items by index (unchanged ones left out), what was put before which."""

    fates: dict[int, list[T]] = field(default_factory=dict)
    inserted: dict[int, list[T]] = field(default_factory=dict)


def _edit(base: Sequence[T], new: Sequence[T]) -> _Edit[T]:
    edit: _Edit[T] = _Edit()
    for step in Levenshtein.opcodes(base, new):
        if step.tag == "insert":
            edit.inserted.setdefault(step.src_start, []).extend(new[step.dest_start : step.dest_end])
        elif step.tag == "delete":
            edit.fates.update((index, []) for index in range(step.src_start, step.src_end))
        elif step.tag == "replace":
            changed = new[step.dest_start : step.dest_end]
            edit.fates.update((step.src_start + offset, [item]) for offset, item in enumerate(changed))
    return edit


def _fate(kept: list[T], yours: list[T] | None, theirs: list[T] | None) -> list[T] | None:
    """What becomes of one item; None where both changed it, each in another way."""
    if yours is None or yours == theirs:
        return kept if theirs is None else theirs
    return yours if theirs is None else None
