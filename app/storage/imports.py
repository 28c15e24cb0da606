"""What imports brought, so that the next one can tell who changed a record since: the file, the database or both."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import col

from app.storage.engine import Sessions
from app.storage.shapes import Brought
from app.storage.tables import BroughtRow


class Imports:
    """The memory of imports of one database."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def all(self) -> dict[tuple[str, str], Brought]:
        """What was brought last for each record, by kind and key."""
        with self._sessions.read() as session:
            rows = session.execute(select(*_COLUMNS))
            return {(row.kind, row.key): Brought(*row) for row in rows}

    def put_many(self, brought: Iterable[Brought]) -> None:
        """Remember what was brought, in place of what was known of these records."""
        with self._sessions.write() as session:
            for each in brought:
                session.merge(BroughtRow(kind=each.kind, key=each.key, digest=each.digest, revision=each.revision))


_COLUMNS = (col(BroughtRow.kind), col(BroughtRow.key), col(BroughtRow.digest), col(BroughtRow.revision))
