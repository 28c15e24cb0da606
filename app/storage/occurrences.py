"""How often each signature was found in the stored diagnoses, and which unknown failures keep coming."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from app.storage.engine import Sessions
from app.storage.shapes import DayCount, Seen, ShapeCount, Tally, VerdictCount
from app.storage.tables import DiagnosisRow, OccurrenceRow
from app.storage.votes import tally

# A finding that is only possible is not proof that the failure was there.
COUNTED = ("strong", "likely")


class Occurrences:
    """The figures over all stored diagnoses of one database."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def seen(self, signatures: Iterable[str], *, besides: str | None = None) -> dict[str, Seen]:
        """For each of *signatures*: how often it was found at least likely, first and last, and the votes on it.

        The findings of the diagnosis *besides* are not counted.
        """
        asked = list(signatures)
        at = col(OccurrenceRow.at)
        found = select(col(OccurrenceRow.signature), func.count(), func.min(at), func.max(at))
        found = found.where(col(OccurrenceRow.signature).in_(asked), col(OccurrenceRow.strength).in_(COUNTED))
        if besides is not None:
            found = found.where(col(OccurrenceRow.diagnosis_id) != besides)
        with self._sessions.read() as session:
            times = {row[0]: row[1:] for row in session.execute(found.group_by(col(OccurrenceRow.signature)))}
            votes = tally(session, asked)
        return {each: _seen(times.get(each, (0, None, None)), votes.get(each, Tally())) for each in asked}

    def by_day(self, since: date) -> tuple[DayCount, ...]:
        """How often each signature was found at least likely on each day (UTC) from *since* on, in order of days."""
        day, signature = col(OccurrenceRow.day), col(OccurrenceRow.signature)
        found = select(day, signature, func.count()).where(day >= since, col(OccurrenceRow.strength).in_(COUNTED))
        with self._sessions.read() as session:
            rows = session.execute(found.group_by(day, signature).order_by(day, signature))
            return tuple(DayCount(*row) for row in rows)

    def verdicts_by_day(self, since: date) -> tuple[VerdictCount, ...]:
        """How many logs got each verdict on each day (UTC) from *since* on, in order of days."""
        day, verdict = col(DiagnosisRow.day), col(DiagnosisRow.verdict)
        given = select(day, verdict, func.count()).where(day >= since, col(DiagnosisRow.counted).is_(True))
        with self._sessions.read() as session:
            rows = session.execute(given.group_by(day, verdict).order_by(day, verdict))
            return tuple(VerdictCount(*row) for row in rows)

    def shapes(self, *, at_least: int = 1, limit: int = 50) -> tuple[ShapeCount, ...]:
        """The unknown failures that came at least so often, the most frequent first."""
        shape, first_at = col(DiagnosisRow.shape), col(DiagnosisRow.first_at)
        columns = (
            func.coalesce(shape, ""),
            func.count(),
            func.min(first_at),
            func.max(first_at),
            func.min(DiagnosisRow.id),
        )
        grouped = select(*columns).where(*_UNKNOWN, shape.is_not(None)).group_by(shape)
        frequent = grouped.having(func.count() >= at_least).order_by(func.count().desc(), shape).limit(limit)
        with self._sessions.read() as session:
            return tuple(ShapeCount(*row) for row in session.execute(frequent))

    def same_shape(self, shape: str) -> int:
        """How many logs showed the unknown failure of this shape."""
        with self._sessions.read() as session:
            counted = select(func.count()).where(*_UNKNOWN, col(DiagnosisRow.shape) == shape)
            return session.scalars(counted).one()


_UNKNOWN = (col(DiagnosisRow.verdict) == "unknown", col(DiagnosisRow.counted).is_(True))


def _seen(times: Sequence[Any], votes: Tally) -> Seen:
    count, first, last = times
    return Seen(count, first, last, votes.confirmed, votes.rejected)
