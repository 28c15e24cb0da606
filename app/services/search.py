"""One search over all records: hits with the words marked and the field named, and facets that survive a new query."""

from collections.abc import Iterable, Iterator, Mapping

from app.matching.signature import Condition, Line, Regex, Signature
from app.records.postmortem import Postmortem
from app.services.answers import FacetValue, Hit, SearchPage, Seen
from app.services.casebook import Casebook
from app.services.links import gist
from app.services.snippets import snippet
from app.storage import POSTMORTEMS, SIGNATURES, Query, parse_query
from app.storage import Hit as Found
from app.storage.query import FIELDS

PAGE = 20


def search(
    casebook: Casebook, text: str, *, kind: str | None = None, cursor: str | None = None, limit: int = PAGE
) -> SearchPage:
    """The records that *text* asks for (words, "phrases", ``service:`` and other filters); without words, all of them."""
    query = parse_query(text, (("kind", kind),) if kind else ())
    results = casebook.database.search.find(query, limit=limit, cursor=cursor)
    seen = casebook.database.occurrences.seen([hit.key for hit in results.hits if hit.kind == "signature"])
    records = _records(casebook, results.hits)
    return SearchPage(
        query=text,
        hits=tuple(_hit(hit, records[hit.kind, hit.key], query, seen.get(hit.key, Seen())) for hit in results.hits),
        total=results.total,
        facets=_facets(results.facets, query, kind),
        cursor=results.next,
    )


_Record = Signature | Postmortem


def _records(casebook: Casebook, hits: Iterable[Found]) -> dict[tuple[str, str], _Record]:
    records = casebook.database.records
    keys: dict[str, list[str]] = {"signature": [], "postmortem": []}
    for hit in hits:
        keys[hit.kind].append(hit.key)
    found: dict[tuple[str, str], _Record] = {}
    found.update({("signature", one.record.id): one.record for one in records.some(SIGNATURES, keys["signature"])})
    found.update({("postmortem", one.record.slug): one.record for one in records.some(POSTMORTEMS, keys["postmortem"])})
    return found


def _hit(found: Found, record: _Record, query: Query, seen: Seen) -> Hit:
    words = [word for term in query.terms for word in term.words]
    texts = _signature_texts(record) if isinstance(record, Signature) else _postmortem_texts(record)
    field, pieces = snippet(texts, words)
    postmortem = record if isinstance(record, Postmortem) else None
    return Hit(
        kind=found.kind,
        key=found.key,
        title=record.title,
        field=field,
        snippet=pieces,
        status=record.status,
        severity=record.severity,
        services=record.services,
        seen=seen,
        open_action_items=sum(item.is_open for item in postmortem.action_items) if postmortem else 0,
        reviewed_at=postmortem.reviewed_at if postmortem else None,
        line=record.tldr if isinstance(record, Postmortem) else gist(record),
    )


def _facets(
    counts: Mapping[str, Mapping[str, int]], query: Query, kind: str | None
) -> dict[str, tuple[FacetValue, ...]]:
    chosen = {(field, value.casefold()) for field, value in query.filters}
    return {
        field: tuple(
            FacetValue(value, count, (field, value.casefold()) in chosen)
            for value, count in counts.get(field, {}).items()
        )
        for field in FIELDS
        if counts.get(field) and not (field == "kind" and kind)
    }


def _signature_texts(signature: Signature) -> Iterator[tuple[str, str]]:
    yield "cause", signature.cause
    yield "fix", signature.fix
    yield "confirm", signature.confirm
    yield "verify", signature.verify
    yield "not when", signature.not_when
    yield "prevention", signature.prevention
    yield from (("commands", command.text) for command in signature.commands)
    yield from (("examples", example.log) for example in signature.examples if example.matches)
    for condition in signature.match:
        yield from (("match", pattern) for pattern in _patterns(condition))


def _patterns(condition: Condition) -> Iterator[str]:
    if isinstance(condition, Line | Regex):
        yield condition.pattern
    else:
        yield from (pattern for part in condition.conditions for pattern in _patterns(part))


def _postmortem_texts(record: Postmortem) -> Iterator[tuple[str, str]]:
    for name in ("tldr", "symptom", "root_cause", "fix", "summary", "impact", "detection", "trigger"):
        yield name.replace("_", " "), getattr(record, name)
    yield from (("error excerpts", text) for text in record.error_excerpts)
    yield from (("contributing factors", text) for text in record.contributing_factors)
    yield from (("timeline", event.text) for event in record.timeline)
    yield from (("commands", command.text) for command in record.commands)
    yield from (("action items", item.text) for item in record.action_items)
    for name in ("confirm", "verify", "not_when", "prevention", "went_well", "went_wrong", "got_lucky", "lessons"):
        yield name.replace("_", " "), getattr(record, name)
