"""Which stored logs show a signature that was saved after them: found by scanning them again, kept as figures."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.storage.engine import Sessions
from app.storage.kinds import SIGNATURES
from app.storage.shapes import Rescan
from app.storage.tables import DiagnosisRow, RecordRow, RescanMatchRow, RescanRow


class Rescans:
    """The rescans of one database."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def due(self) -> tuple[tuple[str, int], ...]:
        """The active signatures, with their revisions, for which stored logs were not scanned since they were saved."""
        old = or_(col(RescanRow.revision).is_(None), col(RescanRow.revision) != col(RecordRow.revision))
        chosen = select(col(RecordRow.key), col(RecordRow.revision)).outerjoin(
            RescanRow, col(RescanRow.record_id) == col(RecordRow.id)
        )
        active = (col(RecordRow.kind) == SIGNATURES.name, col(RecordRow.status) == SIGNATURES.live)
        with self._sessions.read() as session:
            rows = session.execute(chosen.where(*active, old).order_by(col(RecordRow.key)))
            return tuple((key, revision) for key, revision in rows)

    def put(
        self, revisions: Mapping[str, int], found: Mapping[str, Sequence[str]], *, looked_at: int, at: datetime
    ) -> None:
        """Keep in which of so many logs each signature of these *revisions* was found: the ids of their diagnoses.

        A signature that was removed meanwhile is left out, and so is a diagnosis.
        """
        with self._sessions.write() as session:
            named = select(col(RecordRow.key), col(RecordRow.id)).where(
                col(RecordRow.kind) == SIGNATURES.name, col(RecordRow.key).in_(list(revisions))
            )
            ids = {key: id_ for key, id_ in session.execute(named) if id_ is not None}
            session.execute(delete(RescanRow).where(col(RescanRow.record_id).in_(ids.values())))
            session.execute(delete(RescanMatchRow).where(col(RescanMatchRow.record_id).in_(ids.values())))
            there = _there(session, {diagnosis for each in found.values() for diagnosis in each})
            for key, id_ in ids.items():
                matched = there.intersection(found.get(key, ()))
                session.add(
                    RescanRow(record_id=id_, revision=revisions[key], at=at, looked_at=looked_at, matched=len(matched))
                )
                session.add_all(RescanMatchRow(diagnosis_id=each, record_id=id_) for each in sorted(matched))

    def get(self, signature: str) -> Rescan | None:
        """The latest rescan for a signature; None if there was none."""
        columns = (
            col(RecordRow.key),
            col(RescanRow.revision),
            col(RescanRow.at),
            col(RescanRow.looked_at),
            col(RescanRow.matched),
        )
        chosen = select(*columns).join(RecordRow, col(RecordRow.id) == col(RescanRow.record_id))
        chosen = chosen.where(col(RecordRow.kind) == SIGNATURES.name, col(RecordRow.key) == signature)
        with self._sessions.read() as session:
            row = session.execute(chosen).first()
        return Rescan(*row) if row else None

    def known_since(self, diagnoses: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The active signatures that a rescan found in each of these diagnoses; those without any are left out."""
        chosen = (
            select(col(RescanMatchRow.diagnosis_id), col(RecordRow.key))
            .join(RecordRow, col(RecordRow.id) == col(RescanMatchRow.record_id))
            .where(col(RescanMatchRow.diagnosis_id).in_(list(diagnoses)), col(RecordRow.status) == SIGNATURES.live)
        )
        found: dict[str, tuple[str, ...]] = {}
        with self._sessions.read() as session:
            for diagnosis, key in session.execute(chosen.order_by(col(RecordRow.key))):
                found[diagnosis] = (*found.get(diagnosis, ()), key)
        return found


def _there(session: Session, diagnoses: Iterable[str]) -> set[str]:
    chosen = select(col(DiagnosisRow.id)).where(col(DiagnosisRow.id).in_(list(diagnoses)))
    return set(session.scalars(chosen))
