"""Action items across all postmortems: what is to be done, by whom, until when; and what became of one over time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from app.errors import NotFound
from app.records.postmortem import ActionItem
from app.services.casebook import Casebook
from app.storage.action_items import ItemCounts, ItemLine, ItemsThen, Place
from app.storage.item_filter import CLOSED, OPEN, SOON, Due, ItemFilter
from app.storage.shapes import Page

__all__ = [
    "CLOSED",
    "DUES",
    "OPEN",
    "SOON",
    "ActionItem",
    "Due",
    "ItemCounts",
    "ItemFilter",
    "ItemLine",
    "ItemPage",
    "ItemStep",
    "Items",
    "Place",
    "every_item",
    "items",
    "items_at",
    "one_item",
]

# In the order in which they want to be dealt with.
DUES: tuple[Due, ...] = ("overdue", "soon", "later", "none", "closed")
_AT_ONCE = 500
# What history tells of an item, besides that it was reworded.
_TOLD = ("status", "reason", "owner", "due", "priority", "type", "link", "text")


@dataclass(frozen=True, slots=True)
class Items:
    """Some of the items that were asked for, how all of them spread, and the day on which that is so."""

    page: Page[ItemLine]
    counts: ItemCounts
    today: date


@dataclass(frozen=True, slots=True)
class ItemStep:
    """What one save did to an item: (field, before, after); *is_first* where it was written down."""

    revision: int
    author: str
    at: datetime
    is_first: bool
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One item with its history, the latest step first."""

    line: ItemLine
    steps: tuple[ItemStep, ...]
    today: date


def items(casebook: Casebook, asked: ItemFilter, *, limit: int = 50, cursor: str | None = None) -> Items:
    """One page of the items that are asked for; open ones where nothing is said of the status or of the day."""
    today, asked = casebook.clock().date(), _open_by_default(asked)
    found = casebook.database.action_items
    return Items(found.list(asked, today=today, limit=limit, cursor=cursor), found.counts(asked, today=today), today)


def every_item(casebook: Casebook, asked: ItemFilter) -> Iterator[ItemLine]:
    """All items that are asked for, in the same order; read page by page."""
    today, asked = casebook.clock().date(), _open_by_default(asked)
    cursor = None
    while True:
        page = casebook.database.action_items.list(asked, today=today, limit=_AT_ONCE, cursor=cursor)
        yield from page.items
        cursor = page.next
        if cursor is None:
            return


def items_at(casebook: Casebook, places: Iterable[Place]) -> tuple[ItemLine, ...]:
    """The items at these places, in any order; a place that has none is left out."""
    return casebook.database.action_items.at(tuple(places), today=casebook.clock().date())


def one_item(casebook: Casebook, slug: str, position: int) -> ItemPage:
    """An item with what became of it, save by save; NotFound if there is none at this place."""
    today, found = casebook.clock().date(), casebook.database.action_items
    lines = found.at([(slug, position)], today=today)
    if not lines:
        raise NotFound("action item", f"{slug}, {position}")
    return ItemPage(lines[0], tuple(_steps(found.history(slug), position)), today)


def _open_by_default(asked: ItemFilter) -> ItemFilter:
    return asked if asked.statuses or "closed" in asked.dues else replace(asked, statuses=OPEN)


def _steps(revisions: Sequence[ItemsThen], position: int) -> Iterator[ItemStep]:
    trail = list(_trail(revisions, position))
    for (then, item), (_, before) in pairwise(trail):
        changes = _changes(before, item)
        if changes:
            yield ItemStep(then.revision, then.author, then.at, is_first=False, changes=changes)
    for then, item in trail[-1:]:
        changes = (("status", "", item.status),)
        yield ItemStep(then.revision, then.author, then.at, is_first=True, changes=changes)


def _trail(revisions: Sequence[ItemsThen], position: int) -> Iterator[tuple[ItemsThen, ActionItem]]:
    """The same item in each revision, the latest first, back to where it was written down."""
    newer: tuple[ActionItem, ...] = ()
    item: ActionItem | None = None
    for then in revisions:
        place = position if item is None else _place(then.items, item.text, position, newer)
        if place is None or place >= len(then.items):
            return
        item, position, newer = then.items[place], place, then.items
        yield then, item


def _place(items: Sequence[ActionItem], text: str, position: int, newer: Sequence[ActionItem]) -> int | None:
    same = [place for place, item in enumerate(items) if item.text == text]
    if same:
        return min(same, key=lambda place: abs(place - position))
    # It was reworded, if what stood at its place is not found elsewhere afterwards.
    is_there = position < len(items) and items[position].text not in {item.text for item in newer}
    return position if is_there else None


def _changes(before: ActionItem, after: ActionItem) -> tuple[tuple[str, str, str], ...]:
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in _TOLD)
    return tuple((name, str(old or ""), str(new or "")) for name, old, new in pairs if old != new)
