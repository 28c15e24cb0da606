"""Saves one record inside a transaction: the record, its revision, its facets and its place in the index."""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.errors import Conflict, NotFound
from app.storage.conditions import fold
from app.storage.fulltext import FullText
from app.storage.kinds import Filing, file_record
from app.storage.shapes import Change
from app.storage.tables import BroughtRow, FacetRow, LibraryRow, RecordRow, RedirectRow, RevisionRow


def raise_version(session: Session) -> None:
    """Raise the library version; on PostgreSQL, this also makes the transactions that change records take turns."""
    session.execute(update(LibraryRow).values(version=LibraryRow.version + 1))


def save(session: Session, full_text: FullText, change: Change) -> int:
    """Save one record and return the number of its new revision; Conflict if another save came first."""
    filing = file_record(change.record)
    row = _current(session, filing.kind, change.was or filing.key)
    _refuse_stale(filing, row, change)
    _take_key(session, filing, row)
    row = _write(session, row, filing, change)
    record_id = _id(row)
    _write_revision(session, record_id, row.revision, filing, change)
    _write_facets(session, record_id, filing)
    full_text.put(session, record_id, title=filing.title, body=filing.body)
    if change.digest is not None:
        session.merge(BroughtRow(kind=filing.kind, key=filing.key, digest=change.digest, revision=row.revision))
    return row.revision


def _current(session: Session, kind: str, key: str) -> RecordRow | None:
    chosen = select(RecordRow).where(col(RecordRow.kind) == kind, col(RecordRow.key) == key)
    return session.scalars(chosen).first()


def _refuse_stale(filing: Filing, row: RecordRow | None, change: Change) -> None:
    if row is None and change.based_on is not None:
        raise NotFound(filing.kind, change.was or filing.key)
    based_on, current = change.based_on or 0, row.revision if row else 0
    if based_on != current:
        raise Conflict(filing.kind, change.was or filing.key, based_on=based_on, current=current)


def _take_key(session: Session, filing: Filing, row: RecordRow | None) -> None:
    """Make the record's key its own: no other record has it, and no old name leads elsewhere from it."""
    if row and row.key == filing.key:
        return
    session.execute(delete(RedirectRow).where(col(RedirectRow.kind) == filing.kind, col(RedirectRow.key) == filing.key))
    if row:
        _refuse_taken(session, filing)
        session.add(RedirectRow(kind=row.kind, key=row.key, record_id=_id(row)))


def _refuse_taken(session: Session, filing: Filing) -> None:
    other = _current(session, filing.kind, filing.key)
    if other:
        raise Conflict(filing.kind, filing.key, based_on=0, current=other.revision)


def _write(session: Session, row: RecordRow | None, filing: Filing, change: Change) -> RecordRow:
    """Insert the record, or bring its row to what it is now, as its next revision."""
    written = RecordRow(
        id=row.id if row else None,
        kind=filing.kind,
        key=filing.key,
        title=filing.title,
        status=filing.status,
        document=filing.document,
        revision=row.revision + 1 if row else 1,
        changed_at=change.at,
        changed_by=change.author,
        happened_at=filing.happened_at,
    )
    written = session.merge(written) if row else written
    session.add(written)
    session.flush()
    return written


def _write_revision(session: Session, record_id: int, number: int, filing: Filing, change: Change) -> None:
    session.add(
        RevisionRow(
            record_id=record_id,
            number=number,
            author=change.author,
            at=change.at,
            message=change.message,
            document=filing.document,
        )
    )


def _write_facets(session: Session, record_id: int, filing: Filing) -> None:
    session.execute(delete(FacetRow).where(col(FacetRow.record_id) == record_id))
    values = {(field, fold(value)): value for field, value in filing.facets}
    session.add_all(
        FacetRow(record_id=record_id, field=field, folded=folded, value=value)
        for (field, folded), value in values.items()
    )


def _id(row: RecordRow) -> int:
    if row.id is None:
        raise ValueError(row)
    return row.id
