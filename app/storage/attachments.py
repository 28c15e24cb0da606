"""The files that belong to postmortems, in the database, so that one backup holds everything."""

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.errors import NotFound
from app.storage.engine import Sessions
from app.storage.shapes import AttachedFile
from app.storage.tables import AttachmentRow, RecordRow


class Attachments:
    """The attachments of one database.  They follow a postmortem through a rename."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def all(self, slug: str) -> tuple[AttachedFile, ...]:
        """The files of a postmortem, by name; none for a postmortem that does not exist."""
        chosen = select(*_COLUMNS).join(RecordRow, col(RecordRow.id) == AttachmentRow.record_id)
        chosen = chosen.where(col(RecordRow.kind) == "postmortem", col(RecordRow.key) == slug)
        with self._sessions.read() as session:
            return tuple(AttachedFile(*row) for row in session.execute(chosen.order_by(col(AttachmentRow.name))))

    def body(self, slug: str, name: str) -> bytes:
        """The bytes of a file; NotFound if the postmortem has none of this name."""
        with self._sessions.read() as session:
            body = session.scalars(
                select(col(AttachmentRow.body)).where(
                    col(AttachmentRow.record_id).in_(_record(slug)), col(AttachmentRow.name) == name
                )
            ).first()
        if body is None:
            raise NotFound("attachment", name)
        return body

    def put(self, slug: str, file: AttachedFile, body: bytes) -> None:
        """Keep a file; NotFound if there is no such postmortem, and nothing else may have its name."""
        with self._sessions.write() as session:
            row = AttachmentRow(
                record_id=_id(session, slug),
                name=file.name,
                media_type=file.media_type,
                size=file.size,
                digest=file.digest,
                body=body,
                added_at=file.added_at,
                added_by=file.added_by,
            )
            session.add(row)

    def remove(self, slug: str, name: str) -> None:
        """Delete a file; NotFound if the postmortem has none of this name."""
        with self._sessions.write() as session:
            record_id = _id(session, slug)
            named = (col(AttachmentRow.record_id) == record_id, col(AttachmentRow.name) == name)
            if session.scalars(select(col(AttachmentRow.name)).where(*named)).first() is None:
                raise NotFound("attachment", name)
            session.execute(delete(AttachmentRow).where(*named))


_COLUMNS = (
    col(AttachmentRow.name),
    col(AttachmentRow.media_type),
    col(AttachmentRow.size),
    col(AttachmentRow.digest),
    col(AttachmentRow.added_at),
    col(AttachmentRow.added_by),
)


def _record(slug: str) -> Select[int | None]:
    return select(col(RecordRow.id)).where(col(RecordRow.kind) == "postmortem", col(RecordRow.key) == slug)


def _id(session: Session, slug: str) -> int:
    found = session.scalars(_record(slug)).first()
    if found is None:
        raise NotFound("postmortem", slug)
    return found
