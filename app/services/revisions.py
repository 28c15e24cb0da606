"""Records as they were: one revision, what changed between two, and two edits of one revision put together."""

from dataclasses import dataclass, replace
from typing import Generic

from app.errors import Conflict
from app.matching.signature import Signature
from app.records.differences import Difference, differences
from app.records.merging import merge
from app.services.casebook import Casebook
from app.storage import Kind, Revision, Stored
from app.storage.shapes import R

# What a save sets by itself: no author edits these.
STAMPS = ("created_at", "updated_at", "published_at")


@dataclass(frozen=True, slots=True)
class Combined(Generic[R]):
    """An edit that came too late, beside the one that came first; both are edits of *base*.

    A field in *conflicts* was changed by both in the same place: *merged* has it as in yours.  The *differences* lead
    from theirs to yours.
    """

    base: R
    yours: R
    theirs: R
    theirs_revision: int
    theirs_author: str
    merged: R
    conflicts: tuple[str, ...]
    differences: tuple[Difference, ...]


def stored(casebook: Casebook, kind: Kind[R], key: str) -> Stored[R]:
    """The record of this key, or the one that once had it; NotFound if there is none."""
    records = casebook.database.records
    return records.find(kind, key) or records.get(kind, records.renamed(kind, key) or key)


def stored_at(casebook: Casebook, kind: Kind[R], key: str, based_on: int) -> Stored[R]:
    """The record, to be changed by somebody who saw revision *based_on*; Conflict if another save came after it."""
    current = stored(casebook, kind, key)
    if current.revision != based_on:
        raise Conflict(kind.name, kind.key(current.record), based_on, current.revision)
    return current


def history(casebook: Casebook, kind: Kind[R], key: str) -> tuple[Revision, ...]:
    """Every save of the record, the latest first; NotFound if there is no such record."""
    return casebook.database.records.history(kind, kind.key(stored(casebook, kind, key).record))


def at_revision(casebook: Casebook, kind: Kind[R], key: str, number: int) -> R:
    """The record as the save of this number left it; NotFound if there is none."""
    return casebook.database.records.revision(kind, kind.key(stored(casebook, kind, key).record), number)


def compare(casebook: Casebook, kind: Kind[R], key: str, old: int, new: int) -> tuple[Difference, ...]:
    """What changed from one revision of the record to another; NotFound if there is no such revision."""
    return differences(at_revision(casebook, kind, key, old), at_revision(casebook, kind, key, new))


def combine(casebook: Casebook, kind: Kind[R], key: str, record: R, *, based_on: int) -> Combined[R]:
    """An edit of revision *based_on*, put together with what was saved meanwhile; NotFound without that revision."""
    current = stored(casebook, kind, key)
    base = at_revision(casebook, kind, key, based_on)
    yours = stamped_as(record, base)
    merged = merge(base, yours, current.record)
    return Combined(
        base=base,
        yours=yours,
        theirs=current.record,
        theirs_revision=current.revision,
        theirs_author=current.changed_by,
        merged=merged.record,
        conflicts=merged.conflicts,
        differences=differences(current.record, stamped_as(yours, current.record)),
    )


def stamped_as(record: R, other: R) -> R:
    """The record with the times of its history as in *other*."""
    if isinstance(record, Signature):
        return record
    return replace(record, **{name: getattr(other, name) for name in STAMPS})
