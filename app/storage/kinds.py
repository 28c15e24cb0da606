"""The kinds of records: how each is written down, what it is filed under, and which of its words can be searched."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic

from app.matching.signature import Signature
from app.records.postmortem import Postmortem
from app.records.texts import postmortem_texts, signature_texts
from app.storage.documents import decode_postmortem, decode_signature, encode_postmortem, encode_signature
from app.storage.shapes import KindName, R, Record

# Incidents at an unknown time are listed last.
UNKNOWN_TIME = datetime(1900, 1, 1, tzinfo=UTC)
# Letters; longer texts of a record come after all others.
_LONG = 4_000


@dataclass(frozen=True, slots=True)
class Kind(Generic[R]):
    """A kind of record.  *live* is the status of those that belong to the library."""

    name: KindName
    live: str
    key: Callable[[R], str]
    encode: Callable[[R], str]
    decode: Callable[[str], R]
    happened_at: Callable[[R], datetime]
    texts: Callable[[R], Iterable[tuple[str, str]]]  # with the names of their fields


@dataclass(frozen=True, slots=True)
class Filing:
    """One record as the tables take it."""

    kind: KindName
    key: str
    title: str
    status: str
    document: str
    happened_at: datetime
    facets: tuple[tuple[str, str], ...]
    body: str


def file_record(record: Record) -> Filing:
    """What the tables keep of *record*."""
    return _file(SIGNATURES, record) if isinstance(record, Signature) else _file(POSTMORTEMS, record)


def _file(kind: Kind[R], record: R) -> Filing:
    return Filing(
        kind=kind.name,
        key=kind.key(record),
        title=record.title,
        status=record.status,
        document=kind.encode(record),
        happened_at=kind.happened_at(record),
        facets=tuple(_facets(kind.name, record)),
        body=_body(text for _, text in kind.texts(record)),
    )


def _body(texts: Iterable[str]) -> str:
    # An index reads only so much of a record: what it leaves out must be a pasted log, not a tag.
    return "\n".join(sorted(filter(None, texts), key=lambda text: len(text) > _LONG))


def _facets(kind: str, record: Record) -> Iterator[tuple[str, str]]:
    yield "kind", kind
    yield "status", record.status
    if record.severity:
        yield "severity", record.severity
    yield from (("service", service) for service in record.services)
    yield from (("tag", tag) for tag in record.tags)


def _signature_time(_signature: Signature) -> datetime:
    return UNKNOWN_TIME


def _incident_time(postmortem: Postmortem) -> datetime:
    times = (postmortem.started_at, postmortem.detected_at, postmortem.mitigated_at, postmortem.resolved_at)
    return next((time for time in times if time), UNKNOWN_TIME)


SIGNATURES: Kind[Signature] = Kind(
    name="signature",
    live="active",
    key=lambda signature: signature.id,
    encode=encode_signature,
    decode=decode_signature,
    happened_at=_signature_time,
    texts=signature_texts,
)

POSTMORTEMS: Kind[Postmortem] = Kind(
    name="postmortem",
    live="published",
    key=lambda postmortem: postmortem.slug,
    encode=encode_postmortem,
    decode=decode_postmortem,
    happened_at=_incident_time,
    texts=postmortem_texts,
)
