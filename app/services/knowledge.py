"""Signatures and postmortems, each with what it links to in both directions."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process

from app.errors import NotFound
from app.matching.signature import Signature
from app.records.postmortem import Postmortem
from app.records.postmortem_markdown import postmortem_to_markdown
from app.records.signature_yaml import signature_to_yaml
from app.services.answers import PostmortemLink, Seen, SignatureLink
from app.services.casebook import Casebook
from app.services.links import postmortem_link, signature_link
from app.storage import POSTMORTEMS, SIGNATURES, Kind, Page, Revision, Stored, parse_query
from app.storage.shapes import R

SUGGESTIONS = 3
LEAST_LIKENESS = 60
# The page of a signature shows so many of its incidents, the latest ones.
LINKED = 50


@dataclass(frozen=True, slots=True)
class SignaturePage:
    """A signature with its history and what it links to."""

    record: Signature
    revision: int
    seen: Seen
    postmortems: tuple[PostmortemLink, ...]
    explains: tuple[SignatureLink, ...]
    explained_by: tuple[SignatureLink, ...]
    revisions: tuple[Revision, ...]


@dataclass(frozen=True, slots=True)
class PostmortemPage:
    """A postmortem with its history and what it links to: (relation, postmortem), both directions."""

    record: Postmortem
    revision: int
    signatures: tuple[SignatureLink, ...]
    related: tuple[tuple[str, PostmortemLink], ...]
    revisions: tuple[Revision, ...]


def signature(casebook: Casebook, id_: str) -> SignaturePage:
    """The signature of this id; NotFound, with similar ids, if there is none."""
    stored = _get(casebook, SIGNATURES, id_)
    record = stored.record
    library = casebook.library()
    known = {one.id: one for one in library.signatures}
    linked = casebook.database.relations.postmortems_of([record.id], each=LINKED)[record.id]
    return SignaturePage(
        record=record,
        revision=stored.revision,
        seen=casebook.database.occurrences.seen([record.id]).get(record.id, Seen()),
        postmortems=tuple(map(postmortem_link, linked)),
        explains=tuple(signature_link(known[other]) for other in record.explains if other in known),
        explained_by=tuple(signature_link(one) for one in library.signatures if record.id in one.explains),
        revisions=casebook.database.records.history(SIGNATURES, record.id),
    )


def postmortem(casebook: Casebook, slug: str) -> PostmortemPage:
    """The postmortem of this slug, or the one that once had it; NotFound, with similar slugs, if there is none."""
    stored = _get(casebook, POSTMORTEMS, slug)
    record = stored.record
    named = [slug for field in _RELATIONS for slug in _slugs(record, field)]
    others = [kept.record for kept in casebook.database.records.some(POSTMORTEMS, named)]
    others += casebook.database.relations.naming(record.slug, tuple(_RELATIONS))
    known = {one.id: one for one in casebook.library().signatures}
    return PostmortemPage(
        record=record,
        revision=stored.revision,
        signatures=tuple(signature_link(known[id_]) for id_ in record.signatures if id_ in known),
        related=tuple(_relations(record, others)),
        revisions=casebook.database.records.history(POSTMORTEMS, record.slug),
    )


def signatures(
    casebook: Casebook, *, text: str = "", cursor: str | None = None, limit: int = 50
) -> Page[Stored[Signature]]:
    """A page of signatures by id, those that a query asks for."""
    return casebook.database.records.list(SIGNATURES, parse_query(text), cursor=cursor, limit=limit)


def postmortems(
    casebook: Casebook, *, text: str = "", cursor: str | None = None, limit: int = 50
) -> Page[Stored[Postmortem]]:
    """A page of postmortems, the latest incident first, those that a query asks for."""
    return casebook.database.records.list(POSTMORTEMS, parse_query(text), order="happened", cursor=cursor, limit=limit)


def signature_yaml(casebook: Casebook, id_: str) -> str:
    """The file of a signature."""
    return signature_to_yaml(_get(casebook, SIGNATURES, id_).record)


def postmortem_markdown(casebook: Casebook, slug: str) -> str:
    """The file of a postmortem."""
    return postmortem_to_markdown(_get(casebook, POSTMORTEMS, slug).record)


def _get(casebook: Casebook, kind: Kind[R], key: str) -> Stored[R]:
    records = casebook.database.records
    found = records.find(kind, key)
    renamed = records.renamed(kind, key) if found is None else None
    if found is None and renamed is not None:
        found = records.find(kind, renamed)
    if found is None:
        keys = [kind.key(kept.record) for kept in records.all(kind)]
        close = process.extract(key, keys, limit=SUGGESTIONS, score_cutoff=LEAST_LIKENESS)
        raise NotFound(kind.name, key, tuple(name for name, _, _ in close))
    return found


# field: (how this record calls the other, how the other calls this one)
_RELATIONS = {
    "related": ("related to", "related to"),
    "part_of": ("part of", "holds"),
    "duplicate_of": ("duplicate of", "has the duplicate"),
    "recurrence_of": ("came back after", "came back as"),
    "caused_by": ("caused by", "led to"),
}


def _relations(record: Postmortem, others: Iterable[Postmortem]) -> list[tuple[str, PostmortemLink]]:
    found: dict[tuple[str, str], tuple[str, PostmortemLink]] = {}
    for other in others:
        if other.slug == record.slug:
            continue
        for field, (forward, backward) in _RELATIONS.items():
            if other.slug in _slugs(record, field):
                found.setdefault((forward, other.slug), (forward, postmortem_link(other)))
            if record.slug in _slugs(other, field):
                found.setdefault((backward, other.slug), (backward, postmortem_link(other)))
    order = [word for pair in _RELATIONS.values() for word in pair]
    return sorted(found.values(), key=lambda pair: (order.index(pair[0]), pair[1].slug))


def _slugs(record: Postmortem, field: str) -> tuple[str, ...]:
    value: str | tuple[str, ...] = getattr(record, field)
    return (value,) if isinstance(value, str) else value
