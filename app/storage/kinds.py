"""The kinds of records: how each is written down, what it is filed under, and which of its words can be searched."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Generic

from app.matching.signature import Signature
from app.records.library import check_of
from app.records.postmortem import ActionItem, Postmortem
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
    relations: tuple[str, ...]  # the fields that name other records


# What a record may have, for ``has:``.
HELD: tuple[tuple[str, Callable[[Record], bool]], ...] = (
    ("action-items", lambda record: isinstance(record, Postmortem) and bool(record.action_items)),
    (
        "open-action-items",
        lambda record: isinstance(record, Postmortem) and any(item.is_open for item in record.action_items),
    ),
    ("attachments", lambda record: isinstance(record, Postmortem) and bool(record.attachments)),
    ("signatures", lambda record: isinstance(record, Postmortem) and bool(record.signatures)),
    ("postmortems", lambda record: isinstance(record, Signature) and bool(record.postmortems)),
    ("commands", lambda record: bool(record.commands)),
    ("fix", lambda record: bool(record.fix.strip())),
)


@dataclass(frozen=True, slots=True)
class Times:
    """What a postmortem says of times; *check* is how to tell its cause, empty where it does not say."""

    started_at: datetime | None
    detected_at: datetime | None
    mitigated_at: datetime | None
    resolved_at: datetime | None
    reviewed_at: datetime | None
    review_due: date | None
    check: str


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
    names: tuple[str, ...]  # what it is called by, for spelling
    links: tuple[tuple[str, str], ...]  # relation and target
    body: str
    times: Times | None = None
    action_items: tuple[ActionItem, ...] = ()


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
        facets=tuple(_facets(kind, record)),
        names=tuple(_names(kind, record)),
        links=tuple(_links(kind.relations, record)),
        body=_body(text for _, text in kind.texts(record)),
        times=_times(record) if isinstance(record, Postmortem) else None,
        action_items=record.action_items if isinstance(record, Postmortem) else (),
    )


def _body(texts: Iterable[str]) -> str:
    # An index reads only so much of a record: what it leaves out must be a pasted log, not a tag.
    return "\n".join(sorted(filter(None, texts), key=lambda text: len(text) > _LONG))


def _facets(kind: Kind[R], record: R) -> Iterator[tuple[str, str]]:
    yield "kind", kind.name
    yield "status", record.status
    if record.severity:
        yield "severity", record.severity
    yield from (("service", service) for service in record.services)
    yield from (("tag", tag) for tag in record.tags)
    yield from (("has", name) for name, has in HELD if has(record))
    if isinstance(record, Postmortem):
        yield from _postmortem_facets(record)
    else:
        yield "role", record.role


def _postmortem_facets(record: Postmortem) -> Iterator[tuple[str, str]]:
    happened = _incident_time(record)
    year = str(happened.year) if happened > UNKNOWN_TIME else ""
    one = (("team", record.team), ("owner", record.owner), ("environment", record.environment), ("year", year))
    yield from ((field, value) for field, value in one if value.strip())
    yield from (("author", author) for author in record.authors if author.strip())


def _names(kind: Kind[R], record: R) -> Iterator[str]:
    yield from (kind.key(record), record.title, *record.tags, *record.services)
    if isinstance(record, Signature):
        yield from (text for field, text in kind.texts(record) if field == "match")


def _links(relations: Iterable[str], record: Record) -> Iterator[tuple[str, str]]:
    for relation in relations:
        named: str | tuple[str, ...] = getattr(record, relation)
        yield from ((relation, target) for target in ((named,) if isinstance(named, str) else named) if target)


def _times(postmortem: Postmortem) -> Times:
    return Times(
        postmortem.started_at,
        postmortem.detected_at,
        postmortem.mitigated_at,
        postmortem.resolved_at,
        postmortem.reviewed_at,
        postmortem.review_due,
        check_of(postmortem),
    )


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
    relations=("explains", "yields_to", "postmortems"),
)

POSTMORTEMS: Kind[Postmortem] = Kind(
    name="postmortem",
    live="published",
    key=lambda postmortem: postmortem.slug,
    encode=encode_postmortem,
    decode=decode_postmortem,
    happened_at=_incident_time,
    texts=postmortem_texts,
    relations=("signatures", "related", "part_of", "duplicate_of", "recurrence_of", "caused_by"),
)
