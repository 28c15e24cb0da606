"""What people said of findings: this was it, or it was not."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, tuple_
from sqlalchemy.orm import Session
from sqlmodel import col

from app.errors import NotFound
from app.storage.engine import Sessions
from app.storage.shapes import Outcome, Tally, Vote
from app.storage.tables import DiagnosisRow, VoteRow


class Votes:
    """The votes of one database."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def cast(  # noqa: PLR0913 - a vote has these facts
        self, diagnosis: str, signature: str, *, person: str, outcome: Outcome | None, at: datetime, reason: str = ""
    ) -> None:
        """Keep the last word of *person* on this finding; None takes it back.  NotFound without such a diagnosis."""
        with self._sessions.write() as session:
            # Locked, so that two votes of one person in the same moment do not both insert a row.
            if session.get(DiagnosisRow, diagnosis, with_for_update=True) is None:
                raise NotFound("diagnosis", diagnosis)
            session.execute(delete(VoteRow).where(*_of(diagnosis, signature, person)))
            if outcome is not None:
                session.add(_row(Vote(diagnosis, signature, person, outcome, reason, at)))

    def on_diagnosis(self, diagnosis: str) -> tuple[Vote, ...]:
        """The votes on the findings of one diagnosis, the oldest first."""
        chosen = select(*_COLUMNS).where(col(VoteRow.diagnosis_id) == diagnosis)
        with self._sessions.read() as session:
            rows = session.execute(chosen.order_by(col(VoteRow.at), col(VoteRow.signature), col(VoteRow.person)))
            return tuple(Vote(*row) for row in rows)

    def tally(self, signatures: Iterable[str]) -> dict[str, Tally]:
        """How many votes each of *signatures* has; those without any are left out."""
        with self._sessions.read() as session:
            return tally(session, signatures)

    def last_confirmed(self, signatures: Iterable[str]) -> dict[str, Vote]:
        """The latest vote that confirmed each of *signatures*; those without any are left out."""
        confirmed = (col(VoteRow.signature).in_(list(signatures)), col(VoteRow.outcome) == "confirmed")
        latest = select(col(VoteRow.signature), func.max(VoteRow.at)).where(*confirmed).group_by(VoteRow.signature)
        chosen = select(*_COLUMNS).where(*confirmed, tuple_(col(VoteRow.signature), col(VoteRow.at)).in_(latest))
        with self._sessions.read() as session:
            return {vote.signature: vote for vote in (Vote(*row) for row in session.execute(chosen))}


def tally(session: Session, signatures: Iterable[str]) -> dict[str, Tally]:
    """How many votes each of *signatures* has; those without any are left out."""
    columns = (col(VoteRow.signature), col(VoteRow.outcome))
    counted = select(*columns, func.count()).where(columns[0].in_(list(signatures))).group_by(*columns)
    counts: dict[str, dict[str, int]] = {}
    for signature, outcome, count in session.execute(counted):
        counts.setdefault(signature, {})[outcome] = count
    return {signature: Tally(**by_outcome) for signature, by_outcome in counts.items()}


_COLUMNS = (
    col(VoteRow.diagnosis_id),
    col(VoteRow.signature),
    col(VoteRow.person),
    col(VoteRow.outcome),
    col(VoteRow.reason),
    col(VoteRow.at),
)


def _of(diagnosis: str, signature: str, person: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(VoteRow.diagnosis_id) == diagnosis,
        col(VoteRow.signature) == signature,
        col(VoteRow.person) == person,
    )


def _row(vote: Vote) -> VoteRow:
    return VoteRow(
        diagnosis_id=vote.diagnosis,
        signature=vote.signature,
        person=vote.person,
        outcome=vote.outcome,
        reason=vote.reason,
        at=vote.at,
    )
