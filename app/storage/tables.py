"""The tables, one class each.  Rows never leave this folder."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.matching.diagnosis import Strength, Verdict
from app.storage.columns import Key, Moment, Words
from app.storage.shapes import KindName, Outcome


class LibraryRow(SQLModel, table=True):
    """The only row of its table: how often the records changed."""

    __tablename__ = "library"

    id: int = Field(primary_key=True)
    version: int
    filing: int = 0  # which way of filing the derived tables are made by


class RecordRow(SQLModel, table=True):
    """A signature or postmortem as it is now: one document, and the columns that lists filter and order by."""

    __tablename__ = "record"
    __table_args__ = (
        UniqueConstraint("kind", "key", name="record_kind_key"),
        Index("record_by_change", "kind", "changed_at", "key"),
        Index("record_by_incident", "kind", "happened_at", "key"),
        Index("record_by_title", "kind", "title", "key"),
        Index("record_changed", "changed_at", "key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: KindName = Field(sa_type=Key)
    key: str = Field(sa_type=Key)
    title: str = Field(sa_type=Words)
    status: str = Field(sa_type=Key)
    document: str = Field(sa_type=Words)
    revision: int
    changed_at: datetime = Field(sa_type=Moment)
    changed_by: str = Field(sa_type=Words)
    happened_at: datetime = Field(sa_type=Moment)


class FacetValueRow(SQLModel, table=True):
    """One value that records are filed under (a tag, a service, a status), and how many of each kind have it."""

    __tablename__ = "facet_value"
    __table_args__ = (UniqueConstraint("field", "folded", name="facet_value_field_folded"),)

    id: int | None = Field(default=None, primary_key=True)
    field: str = Field(sa_type=Key)
    folded: str = Field(sa_type=Key)
    value: str = Field(sa_type=Words)
    signatures: int
    postmortems: int


class FacetRow(SQLModel, table=True):
    """One value that a record is filed under, by its number: counting by numbers takes a fraction of the time."""

    __tablename__ = "facet"
    __table_args__ = (Index("facet_by_value", "value_id", "record_id"), {"sqlite_with_rowid": False})

    record_id: int = Field(primary_key=True, foreign_key="record.id", ondelete="CASCADE")
    value_id: int = Field(primary_key=True, foreign_key="facet_value.id", ondelete="CASCADE")


class VocabularyRow(SQLModel, table=True):
    """A word of the names of records."""

    __tablename__ = "vocabulary"
    __table_args__ = ({"sqlite_with_rowid": False},)

    word: str = Field(primary_key=True, sa_type=Key)


class LinkRow(SQLModel, table=True):
    """One record that another one names, and as what: ``explains``, ``signatures``, ``part_of``."""

    __tablename__ = "link"
    __table_args__ = (Index("link_by_target", "relation", "target", "record_id"),)

    record_id: int = Field(primary_key=True, foreign_key="record.id", ondelete="CASCADE")
    relation: str = Field(primary_key=True, sa_type=Key)
    target: str = Field(primary_key=True, sa_type=Key)


class IncidentRow(SQLModel, table=True):
    """The times of a postmortem; *check* is how to tell its cause, empty where it does not say."""

    __tablename__ = "incident"

    record_id: int = Field(primary_key=True, foreign_key="record.id", ondelete="CASCADE")
    started_at: datetime | None = Field(sa_type=Moment, nullable=True, index=True)
    detected_at: datetime | None = Field(sa_type=Moment, nullable=True)
    mitigated_at: datetime | None = Field(sa_type=Moment, nullable=True)
    resolved_at: datetime | None = Field(sa_type=Moment, nullable=True)
    reviewed_at: datetime | None = Field(sa_type=Moment, nullable=True)
    review_due: date | None
    check: str = Field(sa_type=Words)


class ActionItemRow(SQLModel, table=True):
    """One action item of a postmortem, by its place in the list; *opened_at* is when it was first written down."""

    __tablename__ = "action_item"
    __table_args__ = (
        Index("action_item_by_due", "status", "due"),
        Index("action_item_figures", "status", "type", "priority", "due", "opened_at", "record_id"),
    )

    record_id: int = Field(primary_key=True, foreign_key="record.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    text: str = Field(sa_type=Words)
    type: str = Field(sa_type=Key)
    owner: str = Field(sa_type=Words)
    owner_folded: str = Field(sa_type=Key)
    priority: str | None = Field(sa_type=Key, nullable=True)
    due: date | None
    status: str = Field(sa_type=Key)
    reason: str = Field(sa_type=Words)
    link: str = Field(sa_type=Words)
    opened_at: datetime = Field(sa_type=Moment)
    closed_at: datetime | None = Field(sa_type=Moment, nullable=True)


class RevisionRow(SQLModel, table=True):
    """A record as one save left it."""

    __tablename__ = "revision"

    record_id: int = Field(primary_key=True, foreign_key="record.id", ondelete="CASCADE")
    number: int = Field(primary_key=True)
    author: str = Field(sa_type=Words)
    at: datetime = Field(sa_type=Moment)
    message: str = Field(sa_type=Words)
    document: str = Field(sa_type=Words)


class RedirectRow(SQLModel, table=True):
    """A key that a record had before it was renamed."""

    __tablename__ = "redirect"

    kind: KindName = Field(primary_key=True, sa_type=Key)
    key: str = Field(primary_key=True, sa_type=Key)
    record_id: int = Field(foreign_key="record.id", ondelete="CASCADE", index=True)


class BroughtRow(SQLModel, table=True):
    """What an import brought for one record."""

    __tablename__ = "brought"

    kind: KindName = Field(primary_key=True, sa_type=Key)
    key: str = Field(primary_key=True, sa_type=Key)
    digest: str = Field(sa_type=Key)
    revision: int


class DiagnosisRow(SQLModel, table=True):
    """A stored diagnosis.  *first_at* is when its log was first diagnosed, *counted* is false after a later one of it."""

    __tablename__ = "diagnosis"
    __table_args__ = (
        Index("diagnosis_by_time", "created_at", "id"),
        Index("diagnosis_by_shape", "shape", "verdict", "counted", "first_at", "id"),
        Index("diagnosis_by_day", "day", "verdict", "counted"),
    )

    id: str = Field(primary_key=True, sa_type=Key)
    created_at: datetime = Field(sa_type=Moment)
    first_at: datetime = Field(sa_type=Moment)
    day: date
    counted: bool = True
    expires_at: datetime | None = Field(sa_type=Moment, nullable=True, index=True)
    erased_at: datetime | None = Field(default=None, sa_type=Moment, nullable=True)
    title: str = Field(sa_type=Words)
    service: str = Field(sa_type=Key)
    environment: str = Field(sa_type=Words)
    verdict: Verdict = Field(sa_type=Key)
    leading: str | None = Field(sa_type=Key, nullable=True)
    leading_title: str = Field(sa_type=Words)
    shape: str | None = Field(sa_type=Key, nullable=True)
    again_of: str | None = Field(sa_type=Key, nullable=True)
    document: str = Field(sa_type=Words)


class LogRow(SQLModel, table=True):
    """The masked, compressed text of a diagnosed log; apart, so that erasing it is deleting a row."""

    __tablename__ = "log"

    diagnosis_id: str = Field(primary_key=True, foreign_key="diagnosis.id", ondelete="CASCADE", sa_type=Key)
    body: bytes


class OccurrenceRow(SQLModel, table=True):
    """One finding of a stored diagnosis, for counting."""

    __tablename__ = "occurrence"
    __table_args__ = (Index("occurrence_by_signature", "signature", "day", "strength", "at"),)

    diagnosis_id: str = Field(primary_key=True, foreign_key="diagnosis.id", ondelete="CASCADE", sa_type=Key)
    signature: str = Field(primary_key=True, sa_type=Key)
    at: datetime = Field(sa_type=Moment)
    day: date
    confidence: float
    strength: Strength = Field(sa_type=Key)


class VoteRow(SQLModel, table=True):
    """The last word of one person on one finding.  It outlives the diagnosis, because it is about the signature."""

    __tablename__ = "vote"
    __table_args__ = (Index("vote_by_signature", "signature", "outcome", "at"),)

    diagnosis_id: str = Field(primary_key=True, sa_type=Key)
    signature: str = Field(primary_key=True, sa_type=Key)
    person: str = Field(primary_key=True, sa_type=Words)
    outcome: Outcome = Field(sa_type=Key)
    reason: str = Field(sa_type=Words)
    at: datetime = Field(sa_type=Moment)


class AttachmentRow(SQLModel, table=True):
    """A file that belongs to a postmortem, as it was uploaded."""

    __tablename__ = "attachment"

    record_id: int = Field(primary_key=True, foreign_key="record.id", ondelete="CASCADE")
    name: str = Field(primary_key=True, sa_type=Key)
    media_type: str = Field(sa_type=Key)
    size: int
    digest: str = Field(sa_type=Key)
    body: bytes
    added_at: datetime = Field(sa_type=Moment)
    added_by: str = Field(sa_type=Words)


class RescanRow(SQLModel, table=True):
    """In how many stored logs a signature was found, as of one revision of it."""

    __tablename__ = "rescan"

    record_id: int = Field(primary_key=True, foreign_key="record.id", ondelete="CASCADE")
    revision: int
    at: datetime = Field(sa_type=Moment)
    looked_at: int
    matched: int


class RescanMatchRow(SQLModel, table=True):
    """A stored log in which a rescan found a signature."""

    __tablename__ = "rescan_match"

    diagnosis_id: str = Field(primary_key=True, foreign_key="diagnosis.id", ondelete="CASCADE", sa_type=Key)
    record_id: int = Field(primary_key=True, foreign_key="record.id", ondelete="CASCADE", index=True)


class OwnValueRow(SQLModel, table=True):
    """A value that the program made for itself and keeps, such as a signing key."""

    __tablename__ = "own_value"

    name: str = Field(primary_key=True, sa_type=Key)
    value: str = Field(sa_type=Words)
