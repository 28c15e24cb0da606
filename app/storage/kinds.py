"""The kinds of records: how each is written down, what it is filed under, and which of its words can be searched."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic

from app.matching.signature import All, Condition, Line, Regex, Sequence, Signature
from app.records.postmortem import Postmortem, Why
from app.storage.documents import decode_postmortem, decode_signature, encode_postmortem, encode_signature
from app.storage.shapes import KindName, R, Record

# Incidents at an unknown time are listed last.
UNKNOWN_TIME = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Kind(Generic[R]):
    """A kind of record.  *live* is the status of those that belong to the library."""

    name: KindName
    live: str
    key: Callable[[R], str]
    encode: Callable[[R], str]
    decode: Callable[[str], R]
    happened_at: Callable[[R], datetime]
    texts: Callable[[R], Iterable[str]]


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
        body="\n".join(text for text in kind.texts(record) if text),
    )


def _facets(kind: str, record: Record) -> Iterator[tuple[str, str]]:
    yield "kind", kind
    yield "status", record.status
    if record.severity:
        yield "severity", record.severity
    yield from (("service", service) for service in record.services)
    yield from (("tag", tag) for tag in record.tags)


def _signature_texts(signature: Signature) -> Iterator[str]:
    yield signature.id
    yield from (*signature.tags, *signature.services)
    for condition in signature.match:
        yield from _patterns(condition)
    yield from (signature.cause, signature.confirm, signature.fix, signature.verify)
    yield from (signature.not_when, signature.prevention)
    yield from (command.text for command in signature.commands)
    yield from (example.log for example in signature.examples if example.matches)


def _patterns(condition: Condition) -> Iterator[str]:
    match condition:
        case Line() | Regex():
            yield condition.pattern
        case All() | Sequence():
            for inner in condition.conditions:
                yield from _patterns(inner)


def _postmortem_texts(postmortem: Postmortem) -> Iterator[str]:
    yield postmortem.slug
    yield from (*postmortem.tags, *postmortem.services, *postmortem.signatures, *postmortem.alert_names)
    yield from (postmortem.owner, postmortem.team, postmortem.environment)
    yield from (postmortem.tldr, postmortem.summary, postmortem.symptom, *postmortem.error_excerpts)
    yield from (event.text for event in postmortem.timeline)
    yield from (postmortem.detection, postmortem.impact, postmortem.trigger, postmortem.root_cause)
    yield from postmortem.contributing_factors
    for why in postmortem.five_whys:
        yield from _why_texts(why)
    yield from (postmortem.fix, postmortem.confirm, postmortem.verify, postmortem.not_when, postmortem.prevention)
    yield from (command.text for command in postmortem.commands)
    yield from (item.text for item in postmortem.action_items)
    yield from (postmortem.went_well, postmortem.went_wrong, postmortem.got_lucky, postmortem.lessons)


def _why_texts(why: Why) -> Iterator[str]:
    yield from (why.question, why.finding, why.evidence)
    for further in why.then:
        yield from _why_texts(further)


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
    texts=_signature_texts,
)

POSTMORTEMS: Kind[Postmortem] = Kind(
    name="postmortem",
    live="published",
    key=lambda postmortem: postmortem.slug,
    encode=encode_postmortem,
    decode=decode_postmortem,
    happened_at=_incident_time,
    texts=_postmortem_texts,
)
