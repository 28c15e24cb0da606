"""The action items of all postmortems: listed, filtered and counted without reading documents."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Select, case, func, literal, select, tuple_
from sqlalchemy.orm import Session
from sqlmodel import col

from app.records.postmortem import ActionItem
from app.storage.columns import Moment
from app.storage.cursor import item_place_of, to_cursor
from app.storage.engine import Sessions
from app.storage.item_filter import (
    DUE,
    EVERY_ITEM,
    IS_OPEN,
    OPEN,
    STATUS,
    Due,
    ItemFilter,
    besides_dimensions,
    due_column,
    due_of,
    item_conditions,
)
from app.storage.kinds import POSTMORTEMS
from app.storage.shapes import Page
from app.storage.tables import ActionItemRow, FacetRow, FacetValueRow, RecordRow, RevisionRow

# So many owners and services are counted, those with the most items.
MOST_VALUES = 40
# A place beyond the numbers that a column holds has no item, and no database could be asked for it.
_MOST_ITEMS = 1 << 31

Place = tuple[str, int]  # the slug of a postmortem, and the position of an item in it


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An action item with the postmortem that it belongs to.  *opened_at* is when it was first written down."""

    postmortem: str
    title: str
    state: str
    revision: int
    services: tuple[str, ...]
    position: int
    item: ActionItem
    opened_at: datetime
    due: Due


@dataclass(frozen=True, slots=True)
class ItemCounts:
    """How many items there are, and how they spread: field, then value, then count.

    The counts of a field are those of all its values, whatever the filter says of this field.
    """

    total: int
    by: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class ItemsThen:
    """The action items of a postmortem as one save left them."""

    revision: int
    author: str
    at: datetime
    items: tuple[ActionItem, ...]


class ActionItems:
    """The action items of one database.  Those of archived postmortems are left out everywhere."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def list(
        self, asked: ItemFilter = EVERY_ITEM, *, today: date, limit: int = 50, cursor: str | None = None
    ) -> Page[ItemLine]:
        """One page: open items by due date, so overdue ones first and those without one last, then closed ones.

        On the same day the oldest comes first.
        """
        conditions = [*item_conditions(asked, today), *([tuple_(*_ORDER) > _place(cursor)] if cursor else [])]
        # The rows of records are long: only those that are shown are read.
        first = select(*_KEY).where(*conditions).order_by(*_ORDER).limit(limit + 1).subquery()
        is_first = (first.c.record_id == _KEY[0]) & (first.c.position == _KEY[1])
        with self._sessions.read() as session:
            rows = session.execute(_CHOSEN.join(first, is_first).order_by(*_ORDER)).all()
            lines = _lines(session, rows[:limit], today)
        following = to_cursor(*_place_of(rows[limit - 1])) if len(rows) > limit else None
        return Page(lines, following)

    def at(self, places: Collection[Place], *, today: date) -> tuple[ItemLine, ...]:
        """The items at these places, in any order; a place that has none is left out."""
        possible = [place for place in places if 0 <= place[1] < _MOST_ITEMS]
        named = (col(RecordRow.key), col(ActionItemRow.position))
        chosen = _CHOSEN.where(col(RecordRow.kind) == POSTMORTEMS.name, tuple_(*named).in_(possible))
        with self._sessions.read() as session:
            return _lines(session, session.execute(chosen).all(), today) if possible else ()

    def counts(self, asked: ItemFilter = EVERY_ITEM, *, today: date) -> ItemCounts:
        """How many items the filter asks for, and how they spread over status, type, priority, due, owner, service."""
        with self._sessions.read() as session:
            cube = _cube(session, asked, today)
            owners = _owners(session, replace(asked, owners=()), today)
            services = _services(session, replace(asked, services=()), today)
        spread = {name: _spread(cube, asked, name) for name in _DIMENSIONS}
        total = sum(count for values, count in cube if _agrees(values, asked))
        return ItemCounts(total, spread | {"owner": owners, "service": services})

    def history(self, slug: str) -> tuple[ItemsThen, ...]:
        """The items of a postmortem as each of its revisions had them, the latest first."""
        columns = (col(RevisionRow.number), col(RevisionRow.author), col(RevisionRow.at), col(RevisionRow.document))
        chosen = select(*columns).join(RecordRow, col(RecordRow.id) == RevisionRow.record_id)
        chosen = chosen.where(col(RecordRow.kind) == POSTMORTEMS.name, col(RecordRow.key) == slug)
        with self._sessions.read() as session:
            rows = session.execute(chosen.order_by(columns[0].desc()))
            return tuple(
                ItemsThen(number, author, at, POSTMORTEMS.decode(document).action_items)
                for number, author, at, document in rows
            )


_NEVER = date(9999, 12, 31)
_ORDER = (
    case((IS_OPEN, 0), else_=1),
    func.coalesce(DUE, literal(_NEVER)),
    col(ActionItemRow.opened_at),
    col(ActionItemRow.record_id),
    col(ActionItemRow.position),
)
_KEY = (col(ActionItemRow.record_id), col(ActionItemRow.position))
_CHOSEN = select(
    ActionItemRow, col(RecordRow.key), col(RecordRow.title), col(RecordRow.status), col(RecordRow.revision)
).join(RecordRow, col(RecordRow.id) == col(ActionItemRow.record_id))
_DIMENSIONS = ("status", "type", "priority", "due")
_FIELDS = {"status": "statuses", "type": "types", "priority": "priorities", "due": "dues"}


_Cube = Sequence[tuple[dict[str, str], int]]


def _cube(session: Session, asked: ItemFilter, today: date) -> _Cube:
    """Counts for each combination of the fields that have few values."""
    priority = func.coalesce(col(ActionItemRow.priority), "")
    dimensions = (STATUS, col(ActionItemRow.type), priority.label("priority"), due_column(today).label("due_group"))
    counted = select(*dimensions, func.count()).where(*besides_dimensions(asked))
    rows = session.execute(counted.group_by(STATUS, col(ActionItemRow.type), "priority", "due_group"))
    return [(dict(zip(_DIMENSIONS, row[:-1], strict=True)), row[-1]) for row in rows]


def _spread(cube: _Cube, asked: ItemFilter, name: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for values, count in cube:
        if _agrees(values, asked, besides=name):
            found[values[name]] = found.get(values[name], 0) + count
    return found


def _agrees(values: Mapping[str, str], asked: ItemFilter, *, besides: str = "") -> bool:
    wanted = ((name, getattr(asked, field)) for name, field in _FIELDS.items() if name != besides)
    return all(not chosen or values[name] in chosen for name, chosen in wanted)


def _owners(session: Session, asked: ItemFilter, today: date) -> dict[str, int]:
    owner = col(ActionItemRow.owner_folded)
    counted = select(func.min(ActionItemRow.owner), func.count()).where(*item_conditions(asked, today)).group_by(owner)
    most = session.execute(counted.order_by(func.count().desc(), owner).limit(MOST_VALUES))
    return {row[0]: row[1] for row in most}


def _services(session: Session, asked: ItemFilter, today: date) -> dict[str, int]:
    number, of_item = col(FacetRow.value_id), col(ActionItemRow.record_id) == FacetRow.record_id
    counted: Select[int, int] = select(number.label("number"), func.count().label("times"))
    conditions = (number.in_(_SERVICES), *item_conditions(asked, today))
    times = counted.join(ActionItemRow, of_item).where(*conditions).group_by(number).subquery()
    named = select(col(FacetValueRow.value), times.c.times).join(times, times.c.number == FacetValueRow.id)
    most = session.execute(named.order_by(times.c.times.desc(), col(FacetValueRow.folded)).limit(MOST_VALUES))
    return {value: count for value, count in most}  # noqa: C416 (typed)


_SERVICES = select(col(FacetValueRow.id)).where(col(FacetValueRow.field) == "service")


def _place(cursor: str) -> Any:  # noqa: ANN401 (a row of values, which SQLAlchemy types by the columns)
    is_closed, due, opened_at, record_id, position = item_place_of(cursor)
    return tuple_(
        *(literal(value) for value in (is_closed, due)),
        literal(opened_at, Moment()),
        *(literal(value) for value in (record_id, position)),
    )


def _place_of(row: Sequence[Any]) -> tuple[int, date, datetime, int, int]:
    item: ActionItemRow = row[0]
    due = item.due or _NEVER
    return int(item.status not in OPEN), due, item.opened_at, item.record_id, item.position


def _lines(session: Session, rows: Iterable[Sequence[Any]], today: date) -> tuple[ItemLine, ...]:
    found = [tuple(row) for row in rows]
    services = _services_of(session, {row[0].record_id for row in found})
    return tuple(
        _line(item, key, title, state, revision, services.get(item.record_id, ()), today)
        for item, key, title, state, revision in found
    )


def _line(  # noqa: PLR0913, PLR0917 (the columns of a line)
    row: ActionItemRow, key: str, title: str, state: str, revision: int, services: tuple[str, ...], today: date
) -> ItemLine:
    item = ActionItem(
        text=row.text,
        type=cast("Any", row.type),
        owner=row.owner,
        priority=cast("Any", row.priority),
        due=row.due,
        status=cast("Any", row.status),
        reason=row.reason,
        link=row.link,
        closed_at=row.closed_at,
    )
    return ItemLine(key, title, state, revision, services, row.position, item, row.opened_at, due_of(item, today))


def _services_of(session: Session, record_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    chosen = select(col(FacetRow.record_id), col(FacetValueRow.value)).order_by(col(FacetValueRow.folded))
    chosen = chosen.join(FacetValueRow, col(FacetValueRow.id) == FacetRow.value_id)
    chosen = chosen.where(col(FacetValueRow.field) == "service", col(FacetRow.record_id).in_(record_ids))
    found: dict[int, tuple[str, ...]] = {}
    for record_id, value in session.execute(chosen):
        found[record_id] = (*found.get(record_id, ()), value)
    return found
