"""Figures over all stored diagnoses, grouped in the database: what comes how often, and what nobody has described."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, Select, case, func, select
from sqlmodel import col

from app.storage.documents import decode_diagnosis
from app.storage.engine import Sessions
from app.storage.kinds import SIGNATURES
from app.storage.occurrences import COUNTED
from app.storage.shapes import DayCount, DiagnosisLine
from app.storage.tables import DiagnosisRow, OccurrenceRow, RecordRow, RescanMatchRow, RevisionRow, VoteRow


@dataclass(frozen=True, slots=True)
class SignatureFigures:
    """How often a signature was found, at least likely: since a day and in all, from when to when; and the votes."""

    signature: str
    recent: int
    count: int
    first: datetime | None
    last: datetime | None
    confirmed: int
    rejected: int


@dataclass(frozen=True, slots=True)
class WaitingShape:
    """An unknown failure without a signature; *example* is the diagnosis of a log that showed it, *line* one of it."""

    shape: str
    count: int
    first: datetime
    last: datetime
    example: str
    title: str
    line: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The unknown failures without a signature: how many kinds, in how many logs, and the most frequent ones."""

    shapes: int
    logs: int
    top: tuple[WaitingShape, ...]


class Insights:
    """The figures over the stored diagnoses of one database."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def signatures(self, since: date) -> tuple[SignatureFigures, ...]:
        """Every signature that was found or voted on, the most frequent since that day first."""
        at, signature = col(OccurrenceRow.at), col(OccurrenceRow.signature)
        recent = func.sum(case((col(OccurrenceRow.day) >= since, 1), else_=0))
        found = select(signature, recent, func.count(), func.min(at), func.max(at)).where(_IS_COUNTED)
        outcome = func.sum(case((col(VoteRow.outcome) == "confirmed", 1), else_=0))
        said = select(col(VoteRow.signature), outcome, func.count()).group_by(col(VoteRow.signature))
        with self._sessions.read() as session:
            times = {row[0]: tuple(row[1:]) for row in session.execute(found.group_by(signature))}
            votes = {row[0]: (row[1], row[2] - row[1]) for row in session.execute(said)}
        figures = (_figures(key, times.get(key, _NEVER), votes.get(key, (0, 0))) for key in times.keys() | votes.keys())
        return tuple(sorted(figures, key=lambda one: (-one.recent, -one.count, one.signature)))

    def by_day(self, signatures: Iterable[str], since: date) -> tuple[DayCount, ...]:
        """How often each of *signatures* was found on each day (UTC) from *since* on, in order of days."""
        day, signature = col(OccurrenceRow.day), col(OccurrenceRow.signature)
        found = select(day, signature, func.count()).where(signature.in_(list(signatures)), day >= since, _IS_COUNTED)
        with self._sessions.read() as session:
            rows = session.execute(found.group_by(day, signature).order_by(day, signature))
            return tuple(DayCount(*row) for row in rows)

    def titles(self, signatures: Iterable[str]) -> dict[str, str]:
        """What each of *signatures* is called, also those that are retired; those that are gone are left out."""
        named = (col(RecordRow.kind) == SIGNATURES.name, col(RecordRow.key).in_(list(signatures)))
        with self._sessions.read() as session:
            return {key: title for key, title in session.execute(select(_KEY, _TITLE).where(*named))}  # noqa: C416

    def written(self) -> dict[str, datetime]:
        """When each active signature was first saved here."""
        first = (col(RevisionRow.record_id) == RecordRow.id) & (col(RevisionRow.number) == 1)
        active = (col(RecordRow.kind) == SIGNATURES.name, col(RecordRow.status) == SIGNATURES.live)
        chosen = select(_KEY, col(RevisionRow.at)).join(RevisionRow, first).where(*active)
        with self._sessions.read() as session:
            return {key: at for key, at in session.execute(chosen)}  # noqa: C416 (typed)

    def last_failure(self) -> DiagnosisLine | None:
        """The latest diagnosis of a log that showed a failure, None if there is none."""
        chosen = select(*_LINE).where(col(DiagnosisRow.verdict) != "healthy")
        latest = (col(DiagnosisRow.created_at).desc(), col(DiagnosisRow.id).desc())
        with self._sessions.read() as session:
            row = session.execute(chosen.order_by(*latest).limit(1)).first()
        return DiagnosisLine(*row) if row else None

    def waiting(self, limit: int) -> Waiting:
        """The unknown failures that no signature matches yet, the most frequent first."""
        grouped = _waiting().subquery()
        top = select(grouped).order_by(grouped.c.logs.desc(), grouped.c.shape).limit(limit)
        with self._sessions.read() as session:
            shapes, logs = session.execute(select(func.count(), func.coalesce(func.sum(grouped.c.logs), 0))).one()
            rows = session.execute(top).all()
            examples = _examples([row.example for row in rows])
            about = {id_: (title, _line(document)) for id_, title, document in session.execute(examples)}
        return Waiting(shapes, logs, tuple(_shape(row, *about[row.example]) for row in rows))


# A finding that is only possible is not proof that the failure was there.
_IS_COUNTED = col(OccurrenceRow.strength).in_(COUNTED)
_KEY, _TITLE = col(RecordRow.key), col(RecordRow.title)
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


_Times = tuple[int, int, datetime | None, datetime | None]
_NEVER: _Times = (0, 0, None, None)


def _figures(signature: str, times: _Times, votes: tuple[int, int]) -> SignatureFigures:
    return SignatureFigures(signature, *times, *votes)


def _shape(row: Row[str, int, datetime, datetime, str], title: str, line: str) -> WaitingShape:
    return WaitingShape(row.shape, row.logs, row.first, row.last, row.example, title, line)


def _waiting() -> Select[str, int, datetime, datetime, str]:
    """Unknown failures by shape, but for the logs in which a rescan found a signature that was saved later."""
    shape, first_at, id_ = col(DiagnosisRow.shape), col(DiagnosisRow.first_at), col(DiagnosisRow.id)
    known = select(col(RescanMatchRow.diagnosis_id)).join(RecordRow, col(RecordRow.id) == RescanMatchRow.record_id)
    unknown: tuple[ColumnElement[bool], ...] = (
        col(DiagnosisRow.verdict) == "unknown",
        col(DiagnosisRow.counted).is_(True),
        shape.is_not(None),
        id_.not_in(known.where(col(RecordRow.status) == SIGNATURES.live)),
    )
    columns = (
        func.coalesce(shape, "").label("shape"),
        func.count().label("logs"),
        func.min(first_at).label("first"),
        func.max(first_at).label("last"),
        func.min(id_).label("example"),
    )
    return select(*columns).where(*unknown).group_by(shape)


def _examples(ids: Sequence[str]) -> Select[str, str, str]:
    columns = (col(DiagnosisRow.id), col(DiagnosisRow.title), col(DiagnosisRow.document))
    return select(*columns).where(col(DiagnosisRow.id).in_(ids))


def _line(document: str) -> str:
    return next((one.text.strip() for one in decode_diagnosis(document).salient), "")
