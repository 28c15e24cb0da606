"""Signatures and postmortems: as they are, as they were, and saving them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select, tuple_
from sqlalchemy.orm import Mapped, Session
from sqlmodel import col

from app.errors import NotFound
from app.records.library import Incident
from app.storage.conditions import record_conditions
from app.storage.cursor import key_of, time_and_key_of, to_cursor
from app.storage.engine import Sessions
from app.storage.fulltext import FULL_TEXTS
from app.storage.kinds import POSTMORTEMS, SIGNATURES, Kind
from app.storage.query import Query
from app.storage.saving import save_all
from app.storage.shapes import Change, Contents, Order, Page, R, Record, Revision, Stored
from app.storage.tables import IncidentRow, LibraryRow, LinkRow, RecordRow, RedirectRow, RevisionRow

EVERYTHING = Query()
# The library learns from so many incidents: what mattered before them hardly tells what is usual now, and each save
# makes the library read them again.
MOST_TAUGHT = 2_000


class Records:
    """The signatures and postmortems of one database."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._full_text = FULL_TEXTS[sessions.dialect]

    def get(self, kind: Kind[R], key: str) -> Stored[R]:
        """The record as it is now; NotFound if there is none of this key."""
        stored = self.find(kind, key)
        if stored is None:
            raise NotFound(kind.name, key)
        return stored

    def find(self, kind: Kind[R], key: str) -> Stored[R] | None:
        """The record as it is now, None if there is none of this key."""
        with self._sessions.read() as session:
            row = session.scalars(select(RecordRow).where(*_is(kind, key))).first()
        return _stored(kind, row) if row else None

    def renamed(self, kind: Kind[R], key: str) -> str | None:
        """The key that the record which once had *key* has today, None if no record had it."""
        chosen = select(col(RecordRow.key)).join(RedirectRow, col(RedirectRow.record_id) == RecordRow.id)
        chosen = chosen.where(col(RedirectRow.kind) == kind.name, col(RedirectRow.key) == key)
        with self._sessions.read() as session:
            return session.scalars(chosen).first()

    def all(self, kind: Kind[R]) -> tuple[Stored[R], ...]:
        """Every record of this kind whatever its status, by key."""
        chosen = select(RecordRow).where(col(RecordRow.kind) == kind.name).order_by(col(RecordRow.key))
        with self._sessions.read() as session:
            return tuple(_stored(kind, row) for row in session.scalars(chosen))

    def some(self, kind: Kind[R], keys: Sequence[str]) -> tuple[Stored[R], ...]:
        """Those of the records with these keys that exist, by key."""
        if not keys:
            return ()
        chosen = select(RecordRow).where(col(RecordRow.kind) == kind.name, col(RecordRow.key).in_(keys))
        with self._sessions.read() as session:
            return tuple(_stored(kind, row) for row in session.scalars(chosen.order_by(col(RecordRow.key))))

    def keys(self, kind: Kind[R]) -> frozenset[str]:
        """The key of every record of this kind."""
        with self._sessions.read() as session:
            return frozenset(session.scalars(select(col(RecordRow.key)).where(col(RecordRow.kind) == kind.name)))

    def naming(self, kind: Kind[R], key: str, relations: Sequence[str]) -> tuple[Stored[R], ...]:
        """The records of this kind that name *key* by one of *relations*, by key."""
        named = select(col(LinkRow.record_id)).where(col(LinkRow.relation).in_(relations), col(LinkRow.target) == key)
        chosen = select(RecordRow).where(col(RecordRow.kind) == kind.name, col(RecordRow.id).in_(named))
        with self._sessions.read() as session:
            return tuple(_stored(kind, row) for row in session.scalars(chosen.order_by(col(RecordRow.key))))

    def list(
        self,
        kind: Kind[R],
        query: Query = EVERYTHING,
        *,
        order: Order = "key",
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[Stored[R]]:
        """One page of the records that *query* asks for: by key, or the last changed or latest incident first."""
        chosen = select(RecordRow).where(col(RecordRow.kind) == kind.name, *record_conditions(query, self._full_text))
        with self._sessions.read() as session:
            rows = session.scalars(_ordered(chosen, order, cursor).limit(limit + 1)).all()
        following = _cursor(rows[limit - 1], order) if len(rows) > limit else None
        return Page(tuple(_stored(kind, row) for row in rows[:limit]), following)

    def contents(self) -> Contents:
        """What the library of today is built from."""
        with self._sessions.read() as session:
            # The version first: if a save comes in between, the next look at the version notices it.
            version = session.scalars(select(col(LibraryRow.version))).one()
            return Contents(version, _live(session, SIGNATURES), _incidents(session))

    def library_version(self) -> int:
        """A number that every successful change of any record raises."""
        with self._sessions.read() as session:
            return session.scalars(select(col(LibraryRow.version))).one()

    def put(  # noqa: PLR0913 - a save has these facts
        self,
        record: Record,
        *,
        based_on: int | None,
        author: str,
        message: str,
        at: datetime,
        was: str | None = None,
    ) -> int:
        """Save a record and return its new revision.

        *based_on* is the revision that the author saw, None for a record that must not exist yet; if another save came
        first, it is a Conflict.  *was* is the key that the record had until now, if it is renamed.
        """
        change = Change(record, author=author, message=message, at=at, based_on=based_on, was=was)
        return self.put_many([change])[0]

    def put_many(self, changes: Sequence[Change]) -> tuple[int, ...]:
        """Save all the records or, if one of them cannot be, none; return their new revisions in the same order."""
        if not changes:
            return ()
        with self._sessions.write() as session:
            return save_all(session, self._full_text, changes)

    def history(self, kind: Kind[R], key: str) -> tuple[Revision, ...]:
        """Every save of the record, the latest first; NotFound if there is none of this key."""
        chosen = select(*_REVISION).join(RecordRow, col(RecordRow.id) == RevisionRow.record_id)
        chosen = chosen.where(*_is(kind, key)).order_by(col(RevisionRow.number).desc())
        with self._sessions.read() as session:
            revisions = tuple(Revision(*row) for row in session.execute(chosen))
        if not revisions:
            raise NotFound(kind.name, key)
        return revisions

    def revision(self, kind: Kind[R], key: str, number: int) -> R:
        """The record as the save of this number left it; NotFound if there is none."""
        chosen = select(col(RevisionRow.document)).join(RecordRow, col(RecordRow.id) == RevisionRow.record_id)
        with self._sessions.read() as session:
            document = session.scalars(chosen.where(*_is(kind, key), col(RevisionRow.number) == number)).first()
        if document is None:
            raise NotFound(kind.name, f"{key}, revision {number}")
        return kind.decode(document)


_REVISION = (col(RevisionRow.number), col(RevisionRow.author), col(RevisionRow.at), col(RevisionRow.message))


def _is(kind: Kind[R], key: str) -> tuple[ColumnElement[bool], ...]:
    return col(RecordRow.kind) == kind.name, col(RecordRow.key) == key


def _stored(kind: Kind[R], row: RecordRow) -> Stored[R]:
    return Stored(kind.decode(row.document), row.revision, row.changed_at, row.changed_by)


def _live(session: Session, kind: Kind[R]) -> tuple[R, ...]:
    chosen = select(col(RecordRow.document)).where(col(RecordRow.kind) == kind.name, col(RecordRow.status) == kind.live)
    return tuple(kind.decode(document) for document in session.scalars(chosen.order_by(col(RecordRow.key))))


def _incidents(session: Session) -> tuple[Incident, ...]:
    """What the latest published postmortems teach, as far as they name a signature; the latest first."""
    published = (col(RecordRow.kind) == POSTMORTEMS.name, col(RecordRow.status) == POSTMORTEMS.live)
    latest_first = (col(RecordRow.happened_at).desc(), col(RecordRow.key))
    latest = select(col(RecordRow.id)).where(*published).order_by(*latest_first).limit(MOST_TAUGHT)
    columns = (col(RecordRow.id), col(RecordRow.title), col(IncidentRow.check), col(LinkRow.target))
    chosen = select(*columns).join(IncidentRow, col(IncidentRow.record_id) == RecordRow.id)
    chosen = chosen.join(LinkRow, col(LinkRow.record_id) == RecordRow.id)
    chosen = chosen.where(col(LinkRow.relation) == "signatures", col(RecordRow.id).in_(latest))
    taught: dict[int | None, Incident] = {}
    for id_, title, check, signature in session.execute(chosen.order_by(*latest_first, columns[3])):
        named = taught[id_].signatures if id_ in taught else ()
        taught[id_] = Incident(title, (*named, signature), check)
    return tuple(taught.values())


def _ordered(chosen: Select[RecordRow], order: Order, cursor: str | None) -> Select[RecordRow]:
    key = col(RecordRow.key)
    if order == "key":
        after = [key > key_of(cursor)] if cursor else []
        return chosen.where(*after).order_by(key)
    time = _time_column(order)
    after = [tuple_(time, key) < time_and_key_of(cursor)] if cursor else []
    return chosen.where(*after).order_by(time.desc(), key.desc())


def _time_column(order: Order) -> Mapped[datetime]:
    return col(RecordRow.changed_at if order == "changed" else RecordRow.happened_at)


def _cursor(row: RecordRow, order: Order) -> str:
    if order == "key":
        return to_cursor(row.key)
    return to_cursor(row.changed_at if order == "changed" else row.happened_at, row.key)
