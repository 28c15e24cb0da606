"""What two people changed at once: for each field that overlaps what it was, what the others and what you made of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.records.differences import differences
from app.storage.shapes import R
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
    base: R,
    theirs: R,
    yours: R,
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


def meanwhile_of(fields: Mapping[str, str]) -> Meanwhile | None:
    """The conflict that a form comes from, if it does."""
    base, author = number_of(fields.get("overlap_base", "")), fields.get("overlap_author", "")
    overlapping = tuple(fields.get("overlap_fields", "").split())
    return Meanwhile(base, number_of(fields.get("based_on", "")), author, overlapping) if base else None


def taken_of(fields: Mapping[str, str]) -> frozenset[str]:
    """The fields of a conflict for which the text of the others was chosen."""
    return frozenset(name.removeprefix("take.") for name, value in fields.items() if value == "theirs")


def number_of(text: str) -> int:
    """The number of a revision; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 - fits any database
