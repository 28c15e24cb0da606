"""Which action items are asked for, as conditions on their table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlmodel import col

from app.records.postmortem import ActionItem
from app.storage.facets import filed_under
from app.storage.kinds import POSTMORTEMS
from app.storage.query import fold
from app.storage.returns import last_returns
from app.storage.tables import ActionItemRow, RecordRow

OPEN = ("proposed", "open", "in_progress")
CLOSED = ("done", "declined")
# How far ahead a due date counts as soon.
SOON = timedelta(days=14)

Due = Literal["overdue", "soon", "later", "none", "closed"]


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which action items are asked for; an empty field asks for all.  The owner "" is that of items without one."""

    statuses: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    dues: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    postmortem: str = ""
    came_back: bool = False  # open prevention of failures that came back since


EVERY_ITEM = ItemFilter()

STATUS, DUE = col(ActionItemRow.status), col(ActionItemRow.due)
IS_OPEN = STATUS.in_(OPEN)
# By the index of facets: archived records are few, and the others are not read for it.
NOT_ARCHIVED = col(ActionItemRow.record_id).not_in(filed_under("status", "archived"))


def due_of(item: ActionItem, today: date) -> Due:
    """Whether an item is overdue, due soon or later, has no date, or is closed and no longer due."""
    if not item.is_open:
        return "closed"
    if item.due is None:
        return "none"
    return "overdue" if item.due < today else "soon" if item.due <= today + SOON else "later"


def due_column(today: date) -> ColumnElement[str]:
    """The same as a column."""
    return case(
        (~IS_OPEN, "closed"),
        (DUE.is_(None), "none"),
        (today > DUE, "overdue"),
        (today + SOON >= DUE, "soon"),
        else_="later",
    )


def item_conditions(asked: ItemFilter, today: date) -> Iterator[ColumnElement[bool]]:
    """The conditions under which an item is what the filter asks for."""
    yield from besides_dimensions(asked)
    if asked.statuses:
        yield STATUS.in_(asked.statuses)
    if asked.types:
        yield col(ActionItemRow.type).in_(asked.types)
    if asked.priorities:
        yield func.coalesce(col(ActionItemRow.priority), "").in_(asked.priorities)
    if asked.dues:
        yield or_(*(_is_due(due, today) for due in asked.dues))


def besides_dimensions(asked: ItemFilter) -> Iterator[ColumnElement[bool]]:
    """The same, but for status, type, priority and due."""
    yield NOT_ARCHIVED
    if asked.owners:
        yield col(ActionItemRow.owner_folded).in_([fold(owner) for owner in asked.owners])
    for service in asked.services:
        yield col(ActionItemRow.record_id).in_(filed_under("service", service))
    for word in asked.words:
        yield col(ActionItemRow.text).icontains(word, autoescape=True)
    if asked.came_back:
        yield and_(col(ActionItemRow.type) == "prevent", IS_OPEN)
        yield col(ActionItemRow.record_id).in_(select(last_returns().c.record_id))
    if asked.postmortem:
        named = (col(RecordRow.kind) == POSTMORTEMS.name, col(RecordRow.key) == asked.postmortem)
        yield col(ActionItemRow.record_id).in_(select(col(RecordRow.id)).where(*named))


def _is_due(due: str, today: date) -> ColumnElement[bool]:
    soon = today + SOON
    ranges = {
        "overdue": and_(IS_OPEN, today > DUE),
        "soon": and_(IS_OPEN, today <= DUE, soon >= DUE),
        "later": and_(IS_OPEN, soon < DUE),
        "none": and_(IS_OPEN, DUE.is_(None)),
        "closed": ~IS_OPEN,
    }
    return ranges[due]
