"""What was to keep a failure from coming back, is still open, and did not: action items that were too late."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from app.storage.engine import Sessions
from app.storage.item_filter import IS_OPEN, NOT_ARCHIVED
from app.storage.kinds import UNKNOWN_TIME
from app.storage.returns import last_returns
from app.storage.tables import ActionItemRow, RecordRow


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
        or if another postmortem is a recurrence of it.  Signatures of effects do not tell: many failures lead to them.
        """
        back, item = last_returns(), ActionItemRow
        signs = (back.c.signature, back.c.recurrence, back.c.back_at, func.count().over().label("total"))
        late = select(item.record_id, item.position, item.text, item.owner, item.due, item.status, *signs)  # type: ignore[call-overload]
        late = late.join(back, back.c.record_id == item.record_id).where(*_PREVENTS, NOT_ARCHIVED)
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
