"""What goes into the storage and comes out of it, besides the records and diagnoses themselves."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Literal, TypeVar

from app.matching.diagnosis import Diagnosis, Verdict
from app.matching.signature import Signature
from app.records.library import Incident
from app.records.postmortem import Postmortem

Record = Signature | Postmortem
KindName = Literal["signature", "postmortem"]
Order = Literal["key", "changed", "happened"]
Sort = Literal["relevance", "changed", "incident", "title", "seen"]
Outcome = Literal["confirmed", "rejected"]

T = TypeVar("T")
R = TypeVar("R", Signature, Postmortem)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list, and the cursor of those that follow; None at the end."""

    items: tuple[T, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Stored(Generic[R]):
    """A record as it is now, with the number of its latest revision."""

    record: R
    revision: int
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class Change:
    """A record to save.

    *based_on* is the revision that the author saw, None for a record that must not exist yet.  *was* is the key that
    the record had until now, if it is renamed.  *digest* is that of the file that it came from, if it is imported.
    """

    record: Record
    author: str
    message: str
    at: datetime
    based_on: int | None = None
    was: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One save of a record."""

    number: int
    author: str
    at: datetime
    message: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a library is built from, as of one version: active signatures, and what published postmortems teach."""

    version: int
    signatures: tuple[Signature, ...]
    incidents: tuple[Incident, ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import brought for one record: the digest of the file, and the revision that it became."""

    kind: KindName
    key: str
    digest: str
    revision: int


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that belongs to a postmortem, without its bytes.  *digest* is their SHA-256."""

    name: str
    media_type: str
    size: int
    digest: str
    added_at: datetime
    added_by: str


@dataclass(frozen=True, slots=True)
class NewDiagnosis:
    """A diagnosis to store.  *log* is masked and compressed already; None keeps no text."""

    id: str
    created_at: datetime
    diagnosis: Diagnosis
    expires_at: datetime | None = None
    title: str = ""
    service: str = ""
    environment: str = ""
    log: bytes | None = None
    again_of: str | None = None


@dataclass(frozen=True, slots=True)
class StoredDiagnosis:
    """A stored diagnosis.  *erased_at* is when the text of its log went, None while it is there or if it never was."""

    id: str
    created_at: datetime
    diagnosis: Diagnosis
    expires_at: datetime | None
    erased_at: datetime | None
    title: str
    service: str
    environment: str
    again_of: str | None


@dataclass(frozen=True, slots=True)
class DiagnosisLine:
    """A stored diagnosis as one line of a list.  *leading* is the signature of its first finding."""

    id: str
    created_at: datetime
    expires_at: datetime | None
    title: str
    service: str
    environment: str
    verdict: Verdict
    leading: str | None
    leading_title: str


@dataclass(frozen=True, slots=True)
class Seen:
    """How often a signature was found, from when to when, and what people said of it."""

    count: int = 0
    first: datetime | None = None
    last: datetime | None = None
    confirmed: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class DayCount:
    """How often a signature was found on one day (UTC)."""

    day: date
    signature: str
    count: int


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many logs got this verdict on one day (UTC)."""

    day: date
    verdict: Verdict
    count: int


@dataclass(frozen=True, slots=True)
class ShapeCount:
    """How many logs showed the same unknown failure, from when to when; *example* is the diagnosis of one of them."""

    shape: str
    count: int
    first: datetime
    last: datetime
    example: str


@dataclass(frozen=True, slots=True)
class Vote:
    """The last word of one person on one finding."""

    diagnosis: str
    signature: str
    person: str
    outcome: Outcome
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people confirmed and rejected a signature, over all diagnoses."""

    confirmed: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Rescan:
    """In how many of the stored logs that were looked at a signature was found, when, and as of which revision."""

    signature: str
    revision: int
    at: datetime
    looked_at: int
    matched: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that a search found.  Scores order the hits of one search and mean nothing else."""

    kind: KindName
    key: str
    title: str
    score: float


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits; how many there are in all; and how they spread: field, then value, then count.

    With *is_more*, there are more than *total*, and *facets* are of the latest so many.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: dict[str, dict[str, int]]
    next: str | None = None
    is_more: bool = False
