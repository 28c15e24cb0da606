"""What was to keep a failure from coming back, is still open, and did not: action items that were too late."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, Subquery, func, literal, select, union, union_all
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.storage.engine import Sessions
from app.storage.item_filter import IS_OPEN, NOT_ARCHIVED
from app.storage.kinds import POSTMORTEMS, SIGNATURES, UNKNOWN_TIME
from app.storage.occurrences import COUNTED
from app.storage.tables import ActionItemRow, IncidentRow, LinkRow, OccurrenceRow, RecordRow


@dataclass(frozen=True, slots=True)
class OpenPrevention:
    """An open action item of type prevent whose failure came back.

    It was seen again as *signature*, or as the postmortem *recurrence*, the other of which is empty; *back_at* is
    None where the recurrence does not say when it was.
    """

    postmortem: str
    title: str
    position: int
    text: str
    owner: str
    due: date | None
    status: str
    signature: str
    recurrence: str
    back_at: datetime | None


class Prevention:
    """The open prevention of one database."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def too_late(self, limit: int) -> tuple[int, tuple[OpenPrevention, ...]]:
        """How many open action items were to prevent a failure that came back since, and those of the latest returns.

        A failure came back if a log showed a signature of its postmortem after the last known time of the incident,
        or if another postmortem is a recurrence of it.
        """
        back, item = _last_return(), ActionItemRow
        signs = (back.c.signature, back.c.recurrence, back.c.back_at, func.count().over().label("total"))
        late = select(item.record_id, item.position, item.text, item.owner, item.due, item.status, *signs)  # type: ignore[call-overload]
        late = late.join(back, back.c.record_id == item.record_id).where(*_PREVENTS, NOT_ARCHIVED, back.c.place == 1)
        # The rows of records are long: only those that are shown are read.
        first = late.order_by(back.c.back_at.desc(), item.record_id, item.position).limit(limit).subquery()
        columns = (first.c[name] for name in (*_FACTS[2:], "back_at", "total"))
        chosen = select(RecordRow.key, RecordRow.title, *columns).join(first, first.c.record_id == RecordRow.id)  # type: ignore[call-overload]
        order = (first.c.back_at.desc(), first.c.record_id, first.c.position)
        with self._sessions.read() as session:
            rows = session.execute(chosen.order_by(*order)).all()
        return rows[0][-1] if rows else 0, tuple(_open(tuple(row)) for row in rows)


_FACTS = tuple(each.name for each in fields(OpenPrevention))[:-1]
_PREVENTS = (col(ActionItemRow.type) == "prevent", IS_OPEN)


def _open(row: tuple[Any, ...]) -> OpenPrevention:
    *facts, back_at, _total = row
    return OpenPrevention(**dict(zip(_FACTS, facts, strict=True)), back_at=back_at if back_at > UNKNOWN_TIME else None)


def _last_return() -> Subquery:
    """Each sign that the failure of a postmortem with open prevention came back; *place* 1 is the last."""
    signs = union_all(_seen_again(), _recurrences()).subquery()
    latest = (signs.c.back_at.desc(), signs.c.signature, signs.c.recurrence)
    place = func.row_number().over(partition_by=signs.c.record_id, order_by=latest).label("place")
    return select(signs, place).subquery()


def _concerned() -> Select[int]:
    return select(col(ActionItemRow.record_id)).where(*_PREVENTS)


def _seen_again() -> Select[int, str, str, datetime]:
    at, signature = col(OccurrenceRow.at), col(OccurrenceRow.signature)
    seen = select(signature, func.max(at).label("last")).where(col(OccurrenceRow.strength).in_(COUNTED))
    last, named = seen.group_by(signature).subquery(), _named()
    # An unknown time is never taken for now: without any time of the incident, nothing came after it.
    ended = func.coalesce(
        *(IncidentRow.resolved_at, IncidentRow.mitigated_at, IncidentRow.detected_at, IncidentRow.started_at)
    )
    columns = (col(IncidentRow.record_id), named.c.signature, literal("").label("recurrence"), last.c.last)
    chosen = select(*(*columns[:3], columns[3].label("back_at"))).select_from(IncidentRow)
    chosen = chosen.join(named, named.c.record_id == IncidentRow.record_id)
    chosen = chosen.join(last, last.c.signature == named.c.signature)
    return chosen.where(last.c.last > ended, col(IncidentRow.record_id).in_(_concerned()))


def _recurrences() -> Select[int | None, str, str, datetime]:
    first, again = aliased(RecordRow), aliased(RecordRow)
    columns = (col(first.id), literal(""), col(again.key), col(again.happened_at))
    chosen = select(*columns).select_from(LinkRow)
    chosen = chosen.join(again, col(again.id) == LinkRow.record_id)
    chosen = chosen.join(first, (col(first.kind) == POSTMORTEMS.name) & (col(first.key) == LinkRow.target))
    is_told = (col(LinkRow.relation) == "recurrence_of", col(again.status) != "archived")
    return chosen.where(*is_told, col(first.id).in_(_concerned()))


def _named() -> Subquery:
    """The signatures of each postmortem, linked from either side."""
    naming: Select[int, str] = select(col(LinkRow.record_id), col(LinkRow.target).label("signature")).where(
        col(LinkRow.relation) == "signatures"
    )
    signature, named = aliased(RecordRow), aliased(RecordRow)
    own = select(col(named.id), col(signature.key)).select_from(LinkRow)
    own = own.join(signature, col(signature.id) == LinkRow.record_id)
    own = own.join(named, (col(named.kind) == POSTMORTEMS.name) & (col(named.key) == LinkRow.target))
    own = own.where(col(LinkRow.relation) == "postmortems", col(signature.kind) == SIGNATURES.name)
    return union(naming, own).subquery()
