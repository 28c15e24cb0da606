"""What two people changed at once: for each field that overlaps what it was, what the others and what you made of it."""

from collections.abc import Collection
from dataclasses import dataclass

from app.records.differences import differences
from app.records.postmortem import Postmortem
from app.web.postmortem_fields import label_of

# Every save changes these by itself.
BOOKKEEPING = frozenset({"updated_at", "published_at"})


@dataclass(frozen=True, slots=True)
class Overlap:
    """A field that both changed, as three texts; *takes_theirs* is the choice made for it."""

    field: str
    label: str
    base: str
    theirs: str
    yours: str
    takes_theirs: bool


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Who saved meanwhile, after *base*, the revision that you began with, and the fields that you both changed."""

    base: int
    revision: int
    author: str
    overlapping: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConflictView:
    """What happened meanwhile: what overlaps, and the labels of what was taken over from the others as it is."""

    meanwhile: Meanwhile
    overlaps: tuple[Overlap, ...]
    taken_over: tuple[str, ...]


def conflict_view(
    meanwhile: Meanwhile,
    base: Postmortem,
    theirs: Postmortem,
    yours: Postmortem,
    *,
    taken: Collection[str] = (),
) -> ConflictView:
    """The conflict of these three versions; *taken* are the fields for which the text of theirs was chosen."""
    their_changes = {one.field: one for one in differences(base, theirs)}
    your_texts = {one.field: one.after for one in differences(base, yours)}
    overlaps = tuple(
        Overlap(name, label_of(name), one.before, one.after, your_texts.get(name, one.before), name in taken)
        for name, one in their_changes.items()
        if name in meanwhile.overlapping
    )
    others = (name for name in their_changes if name not in meanwhile.overlapping and name not in BOOKKEEPING)
    return ConflictView(meanwhile, overlaps, tuple(map(label_of, others)))
