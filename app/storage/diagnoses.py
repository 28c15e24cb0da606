"""Stored diagnoses and the masked logs that belong to them, until their time is up or somebody erases them."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, delete, select, tuple_, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.errors import Gone, NotFound
from app.storage.cursor import time_and_key_of, to_cursor
from app.storage.documents import decode_diagnosis, encode_diagnosis
from app.storage.engine import Sessions
from app.storage.shapes import DiagnosisLine, NewDiagnosis, Page, StoredDiagnosis
from app.storage.tables import DiagnosisRow, LogRow, OccurrenceRow, VoteRow


class Diagnoses:
    """The diagnoses of one database."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def put(self, new: NewDiagnosis) -> None:
        """Store a diagnosis, its log, and an occurrence of each signature that it found.

        A log that is diagnosed again counts once: with what it shows now, at the time when it was first diagnosed.
        """
        with self._sessions.write() as session:
            row = _row(new, _supersede(session, new))
            session.add(row)
            session.flush()
            if new.log is not None:
                session.add(LogRow(diagnosis_id=new.id, body=new.log))
            session.add_all(_occurrences(new, row.first_at))

    def get(self, diagnosis_id: str) -> StoredDiagnosis:
        """The diagnosis; NotFound if there is none of this id."""
        with self._sessions.read() as session:
            return _stored(_existing(session, diagnosis_id))

    def some(self, diagnosis_ids: Iterable[str]) -> dict[str, StoredDiagnosis]:
        """Those of these diagnoses that exist, by id."""
        chosen = select(DiagnosisRow).where(col(DiagnosisRow.id).in_(list(diagnosis_ids)))
        with self._sessions.read() as session:
            return {row.id: _stored(row) for row in session.scalars(chosen)}

    def log(self, diagnosis_id: str) -> bytes:
        """The log as it was stored; Gone if it was erased or never kept, NotFound if there is no such diagnosis."""
        with self._sessions.read() as session:
            kept = session.get(LogRow, diagnosis_id)
            if kept is None:
                raise Gone("diagnosis", diagnosis_id, since=_existing(session, diagnosis_id).erased_at)
            return kept.body

    def list(
        self, *, verdict: str | None = None, service: str | None = None, limit: int = 50, cursor: str | None = None
    ) -> Page[DiagnosisLine]:
        """One page of the stored diagnoses, the latest first."""
        conditions = list(_listed(verdict, service, cursor))
        chosen = select(*_LINE).where(*conditions).order_by(*_NEWEST_FIRST).limit(limit + 1)
        with self._sessions.read() as session:
            lines = tuple(DiagnosisLine(*row) for row in session.execute(chosen))
        following = to_cursor(lines[limit - 1].created_at, lines[limit - 1].id) if len(lines) > limit else None
        return Page(lines[:limit], following)

    def recent_logs(self, limit: int) -> Iterator[tuple[str, bytes]]:
        """The logs that are still kept, the latest first, one in memory at a time: the diagnosis's id, and the log."""
        kept = select(col(LogRow.diagnosis_id)).join(DiagnosisRow, col(DiagnosisRow.id) == LogRow.diagnosis_id)
        with self._sessions.read() as session:
            ids = session.scalars(kept.order_by(*_NEWEST_FIRST).limit(limit)).all()
        for diagnosis_id in ids:
            with self._sessions.read() as session:
                body = session.scalars(select(col(LogRow.body)).where(col(LogRow.diagnosis_id) == diagnosis_id)).first()
            if body is not None:
                yield diagnosis_id, body

    def delete(self, diagnosis_id: str) -> None:
        """Erase a diagnosis with its log, its occurrences and what was written about it; votes still count."""
        with self._sessions.write() as session:
            session.delete(_existing(session, diagnosis_id))
            votes = update(VoteRow).where(col(VoteRow.diagnosis_id) == diagnosis_id)
            session.execute(votes.values(reason=""))

    def expire(self, now: datetime) -> int:
        """Erase the logs whose time is up, and return how many; the diagnoses stay."""
        kept = select(col(LogRow.diagnosis_id))
        due = (col(DiagnosisRow.expires_at) <= now, col(DiagnosisRow.id).in_(kept))
        erased = select(col(DiagnosisRow.id)).where(col(DiagnosisRow.erased_at).is_not(None))
        with self._sessions.write() as session:
            session.execute(update(DiagnosisRow).where(*due).values(erased_at=now))
            gone = session.scalars(
                delete(LogRow).where(col(LogRow.diagnosis_id).in_(erased)).returning(col(LogRow.diagnosis_id))
            )
            return len(gone.all())


_NEWEST_FIRST = (col(DiagnosisRow.created_at).desc(), col(DiagnosisRow.id).desc())
_LINE = (
    col(DiagnosisRow.id),
    col(DiagnosisRow.created_at),
    col(DiagnosisRow.expires_at),
    col(DiagnosisRow.title),
    col(DiagnosisRow.service),
    col(DiagnosisRow.environment),
    col(DiagnosisRow.verdict),
    col(DiagnosisRow.leading),
    col(DiagnosisRow.leading_title),
)


def _existing(session: Session, diagnosis_id: str) -> DiagnosisRow:
    row = session.get(DiagnosisRow, diagnosis_id)
    if row is None:
        raise NotFound("diagnosis", diagnosis_id)
    return row


def _supersede(session: Session, new: NewDiagnosis) -> datetime:
    """Stop counting the earlier diagnosis of the same log, and return when the log was first diagnosed."""
    earlier = session.get(DiagnosisRow, new.again_of) if new.again_of else None
    if earlier is None:
        return new.created_at
    earlier.counted = False
    session.add(earlier)
    session.execute(delete(OccurrenceRow).where(col(OccurrenceRow.diagnosis_id) == earlier.id))
    return earlier.first_at


def _row(new: NewDiagnosis, first_at: datetime) -> DiagnosisRow:
    leading = new.diagnosis.findings[0] if new.diagnosis.findings else None
    return DiagnosisRow(
        id=new.id,
        created_at=new.created_at,
        first_at=first_at,
        day=_day(first_at),
        expires_at=new.expires_at,
        title=new.title,
        service=new.service,
        environment=new.environment,
        verdict=new.diagnosis.verdict,
        leading=leading.signature if leading else None,
        leading_title=leading.title if leading else "",
        shape=new.diagnosis.shape,
        again_of=new.again_of,
        document=encode_diagnosis(new.diagnosis),
    )


def _occurrences(new: NewDiagnosis, first_at: datetime) -> Iterator[OccurrenceRow]:
    for signature, finding in {finding.signature: finding for finding in new.diagnosis.findings}.items():
        yield OccurrenceRow(
            diagnosis_id=new.id,
            signature=signature,
            at=first_at,
            day=_day(first_at),
            confidence=finding.confidence,
            strength=finding.strength,
        )


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def _stored(row: DiagnosisRow) -> StoredDiagnosis:
    return StoredDiagnosis(
        id=row.id,
        created_at=row.created_at,
        diagnosis=decode_diagnosis(row.document),
        expires_at=row.expires_at,
        erased_at=row.erased_at,
        title=row.title,
        service=row.service,
        environment=row.environment,
        again_of=row.again_of,
    )


def _listed(verdict: str | None, service: str | None, cursor: str | None) -> Iterator[ColumnElement[bool]]:
    if verdict:
        yield col(DiagnosisRow.verdict) == verdict
    if service:
        yield col(DiagnosisRow.service) == service
    if cursor:
        yield tuple_(col(DiagnosisRow.created_at), col(DiagnosisRow.id)) < time_and_key_of(cursor)
