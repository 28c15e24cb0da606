"""Saves records inside a transaction: each with its revision and all that it is filed under, or none at all.

The rows are read and written for all records together, because an import brings hundreds.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, tuple_, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.errors import Conflict, NotFound
from app.storage.filing import file_all
from app.storage.fulltext import FullText
from app.storage.kinds import Filing, file_record
from app.storage.running import run
from app.storage.shapes import Change
from app.storage.tables import BroughtRow, LibraryRow, OccurrenceRow, RecordRow, RedirectRow, RevisionRow, VoteRow

# SQLite and PostgreSQL limit how many values one statement may name.
_KEYS_AT_ONCE = 500

Name = tuple[str, str]  # kind and key


@dataclass(frozen=True, slots=True)
class _Saved:
    """A record whose row is written: what became of one change."""

    row: RecordRow
    number: int
    filing: Filing
    change: Change


@dataclass(frozen=True, slots=True)
class _Desk:
    """The rows of all records concerned, by name, and where old names lead; a name that leads nowhere has None."""

    rows: dict[Name, RecordRow]
    redirects: dict[Name, RecordRow | None] = field(default_factory=dict)


def save_all(session: Session, full_text: FullText, changes: Sequence[Change]) -> tuple[int, ...]:
    """Save the records and return their new revisions; Conflict if another save of one of them came first."""
    # On PostgreSQL, this also makes the transactions that change records take turns.
    session.execute(update(LibraryRow).values(version=LibraryRow.version + 1))
    filings = [file_record(change.record) for change in changes]
    desk = _Desk(_current(session, {name for pair in zip(filings, changes, strict=True) for name in _names(*pair)}))
    saved = [_write(session, desk, filing, change) for filing, change in zip(filings, changes, strict=True)]
    session.flush()
    _write_redirects(session, desk)
    _rename_findings(session, saved)
    _write_revisions(session, saved)
    file_all(
        session, full_text, {each.row.id: (each.filing, each.change.at) for each in saved if each.row.id is not None}
    )
    _remember_imports(session, saved)
    return tuple(each.number for each in saved)


def _names(filing: Filing, change: Change) -> Iterator[Name]:
    yield filing.kind, filing.key
    if change.was:
        yield filing.kind, change.was


def _current(session: Session, names: Iterable[Name]) -> dict[Name, RecordRow]:
    ordered = sorted(names)
    rows: dict[Name, RecordRow] = {}
    for start in range(0, len(ordered), _KEYS_AT_ONCE):
        some = tuple_(col(RecordRow.kind), col(RecordRow.key)).in_(ordered[start : start + _KEYS_AT_ONCE])
        rows |= {(row.kind, row.key): row for row in session.scalars(select(RecordRow).where(some))}
    return rows


def _write(session: Session, desk: _Desk, filing: Filing, change: Change) -> _Saved:
    old, new = (filing.kind, change.was or filing.key), (filing.kind, filing.key)
    row = desk.rows.get(old)
    _refuse_stale(old, row, change)
    if row and old != new:
        _rename(desk, row, old, new)
    if row is None:
        row = RecordRow(revision=0, **_columns(filing, change))
        session.add(row)
        desk.redirects[new] = None
    for name, value in _columns(filing, change).items():
        setattr(row, name, value)
    row.revision += 1
    desk.rows[new] = row
    return _Saved(row, row.revision, filing, change)


def _refuse_stale(name: Name, row: RecordRow | None, change: Change) -> None:
    if row is None and change.based_on is not None:
        raise NotFound(*name)
    based_on, current = change.based_on or 0, row.revision if row else 0
    if based_on != current:
        raise Conflict(*name, based_on=based_on, current=current)


def _rename(desk: _Desk, row: RecordRow, old: Name, new: Name) -> None:
    other = desk.rows.get(new)
    if other:
        raise Conflict(*new, based_on=0, current=other.revision)
    del desk.rows[old]
    desk.redirects[new] = None
    desk.redirects[old] = row


def _columns(filing: Filing, change: Change) -> dict[str, Any]:
    return {
        "kind": filing.kind,
        "key": filing.key,
        "title": filing.title,
        "status": filing.status,
        "document": filing.document,
        "changed_at": change.at,
        "changed_by": change.author,
        "happened_at": filing.happened_at,
    }


def _write_redirects(session: Session, desk: _Desk) -> None:
    names = [{"of_kind": kind, "of_key": key} for kind, key in desk.redirects]
    named = (col(RedirectRow.kind) == bindparam("of_kind"), col(RedirectRow.key) == bindparam("of_key"))
    run(session, delete(RedirectRow).where(*named), names)
    leading = [
        {"kind": kind, "key": key, "record_id": row.id}
        for (kind, key), row in desk.redirects.items()
        if row is not None
    ]
    run(session, insert(RedirectRow), leading)


def _rename_findings(session: Session, saved: Iterable[_Saved]) -> None:
    """What was found and voted under the old id of a signature counts for its new one."""
    names = [
        {"of_signature": each.change.was, "named": each.filing.key}
        for each in saved
        if each.change.was and each.filing.kind == "signature"
    ]
    for row in (OccurrenceRow, VoteRow) if names else ():
        renamed = update(row).where(col(row.signature) == bindparam("of_signature"))
        run(session, renamed.values(signature=bindparam("named")), names)


def _write_revisions(session: Session, saved: Iterable[_Saved]) -> None:
    revisions = [
        {
            "record_id": each.row.id,
            "number": each.number,
            "author": each.change.author,
            "at": each.change.at,
            "message": each.change.message,
            "document": each.filing.document,
        }
        for each in saved
    ]
    run(session, insert(RevisionRow), revisions)


def _remember_imports(session: Session, saved: Iterable[_Saved]) -> None:
    for each in saved:
        if each.change.digest is not None:
            kind, key = each.filing.kind, each.filing.key
            session.merge(BroughtRow(kind=kind, key=key, digest=each.change.digest, revision=each.number))
