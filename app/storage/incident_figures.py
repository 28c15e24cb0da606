"""Figures over all postmortems, grouped in the database: how long it took, what is still open, what went stale."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Integer, Subquery, case, extract, func, literal, or_, select, union_all
from sqlmodel import col

from app.storage.columns import Moment
from app.storage.engine import Sessions
from app.storage.facets import filed_under
from app.storage.item_filter import DUE, IS_OPEN, NOT_ARCHIVED
from app.storage.kinds import POSTMORTEMS
from app.storage.tables import ActionItemRow, IncidentRow, RecordRow, RevisionRow

Measure = Literal["detect", "mitigate", "resolve"]
MEASURES: tuple[Measure, ...] = ("detect", "mitigate", "resolve")


@dataclass(frozen=True, slots=True)
class Spread:
    """How long incidents took, in seconds: the median, and what nine in ten did not exceed.

    *period* is the place of the period among those asked for, None for all of them together.
    """

    measure: Measure
    period: int | None
    count: int
    median: float
    ninth: float


@dataclass(frozen=True, slots=True)
class OpenItems:
    """Open action items of one type that were written down in one period, by its place; and how many are overdue."""

    type: str
    period: int
    count: int
    overdue: int


@dataclass(frozen=True, slots=True)
class OwnerItems:
    """The open action items of one owner, "" for those that nobody owns."""

    owner: str
    count: int
    overdue: int


@dataclass(frozen=True, slots=True)
class StaleRecord:
    """A postmortem whose review is due; *written_at* is when it was first saved here."""

    postmortem: str
    title: str
    reviewed_at: datetime | None
    review_due: date | None
    written_at: datetime


class IncidentFigures:
    """The figures over the postmortems of one database.

    Periods are given by their starts, the latest first; each ends where the one before it in the list begins.
    """

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def times(self, starts: Sequence[datetime]) -> tuple[Spread, ...]:
        """Times to detect, mitigate and resolve of the published incidents that began in these periods.

        An incident counts only where both times are known, and the second is not before the first.
        """
        took = _took(starts)
        with self._sessions.read() as session:
            rows = session.execute(union_all(_spread(took, took.c.period), _spread(took, None)))
            return tuple(Spread(*row) for row in rows)

    def incidents(self, starts: Sequence[datetime]) -> dict[int | None, int]:
        """How many published incidents began in each period; None: at an unknown time."""
        period = _period(starts, col(IncidentRow.started_at)).label("period")
        counted = select(period, func.count())
        counted = counted.where(_IS_PUBLISHED, _begins(starts) | col(IncidentRow.started_at).is_(None))
        with self._sessions.read() as session:
            return {place: count for place, count in session.execute(counted.group_by("period"))}  # noqa: C416 (typed)

    def open_items(self, starts: Sequence[datetime], today: date) -> tuple[OpenItems, ...]:
        """Open action items by type, and by the period in which they were first written down."""
        period = _period(starts, col(ActionItemRow.opened_at)).label("period")
        kind = col(ActionItemRow.type)
        counted = select(kind, period, func.count(), _overdue(today)).where(IS_OPEN, NOT_ARCHIVED)
        with self._sessions.read() as session:
            rows = session.execute(counted.group_by(kind, "period").order_by(kind, "period"))
            return tuple(OpenItems(*row) for row in rows)

    def owners(self, today: date, limit: int) -> tuple[OwnerItems, ...]:
        """Who has the most overdue items, and then the most open ones."""
        overdue = _overdue(today)
        counted = select(func.min(ActionItemRow.owner), func.count(), overdue).where(IS_OPEN, NOT_ARCHIVED)
        folded = col(ActionItemRow.owner_folded)
        most = counted.group_by(folded).order_by(overdue.desc(), func.count().desc(), folded).limit(limit)
        with self._sessions.read() as session:
            return tuple(OwnerItems(*row) for row in session.execute(most))

    def stale(self, before: datetime, today: date, limit: int) -> tuple[int, tuple[StaleRecord, ...]]:
        """How many published postmortems want a review, and the ones that wait longest.

        Their date of review has passed, or they were neither reviewed nor first written since *before*.
        """
        written, reviewed = col(RevisionRow.at), col(IncidentRow.reviewed_at)
        since = func.coalesce(reviewed, written, type_=Moment())
        is_first = (col(RevisionRow.record_id) == IncidentRow.record_id) & (col(RevisionRow.number) == 1)
        columns = (col(IncidentRow.record_id), reviewed, col(IncidentRow.review_due), written)
        due = select(*columns, since.label("since"), func.count().over().label("total")).select_from(IncidentRow)
        due = due.join(RevisionRow, is_first).where(
            _IS_PUBLISHED, or_(since < before, col(IncidentRow.review_due) < today)
        )
        first = due.order_by(since, columns[0]).limit(limit).subquery()
        told = (col(RecordRow.key), col(RecordRow.title), first.c.reviewed_at, first.c.review_due, first.c.at)
        chosen = select(*told, first.c.total).join(first, first.c.record_id == RecordRow.id)
        with self._sessions.read() as session:
            rows = session.execute(chosen.order_by(first.c.since, first.c.record_id)).all()
        return rows[0][-1] if rows else 0, tuple(StaleRecord(*row[:-1]) for row in rows)


# By the index of facets: the rows of records are long, and reading one for each incident takes most of the time.
_IS_PUBLISHED = col(IncidentRow.record_id).in_(filed_under("status", POSTMORTEMS.live))
_ENDS: tuple[tuple[Measure, Any], ...] = (
    ("detect", col(IncidentRow.detected_at)),
    ("mitigate", col(IncidentRow.mitigated_at)),
    ("resolve", col(IncidentRow.resolved_at)),
)


def _period(starts: Sequence[datetime], moment: Any) -> ColumnElement[int]:  # noqa: ANN401 (a column, null or not)
    """The place of the period that a moment is in; null before all of them and for no moment."""
    return case(*((moment >= start, place) for place, start in enumerate(starts)))


def _begins(starts: Sequence[datetime]) -> ColumnElement[bool]:
    return col(IncidentRow.started_at) >= starts[-1]


def _overdue(today: date) -> ColumnElement[int]:
    return func.sum(case((today > DUE, 1), else_=0))


def _took(starts: Sequence[datetime]) -> Subquery:
    """One row for each incident and measure that is known: the period in which it began, and the seconds."""
    started = col(IncidentRow.started_at)
    period = _period(starts, started).label("period")
    return union_all(
        *(
            select(
                literal(measure).label("measure"),
                period,
                (extract("epoch", end) - extract("epoch", started)).cast(Integer).label("seconds"),
            ).where(_IS_PUBLISHED, _begins(starts), end >= started)
            for measure, end in _ENDS
        )
    ).subquery()


def _spread(took: Subquery, period: Any) -> Any:  # noqa: ANN401 (a part of a union)
    """Median and ninth tenth of each measure: within each period, or of all together."""
    within: Iterable[Any] = (took.c.measure,) if period is None else (took.c.measure, period)
    place = func.row_number().over(partition_by=within, order_by=took.c.seconds).label("place")
    size = func.count().over(partition_by=within).label("size")
    shown = (literal(None, Integer) if period is None else period).label("period")
    ranked = select(took.c.measure, shown, took.c.seconds, place, size).subquery()
    in_middle = ranked.c.place.in_(((ranked.c.size + 1) // 2, (ranked.c.size + 2) // 2))
    median = func.avg(case((in_middle, ranked.c.seconds)))
    ninth = func.max(case((ranked.c.place == (ranked.c.size * 9 + 9) // 10, ranked.c.seconds)))
    columns = (ranked.c.measure, ranked.c.period, func.max(ranked.c.size), median, ninth)
    return select(*columns).group_by(ranked.c.measure, ranked.c.period)
