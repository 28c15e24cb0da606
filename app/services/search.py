"""One search over all records: hits with the words marked and the field named, and facets that survive a new query."""

from collections.abc import Iterable, Iterator, Mapping

from app.matching.remedy import fill
from app.matching.signature import Signature
from app.records.postmortem import Postmortem
from app.records.texts import postmortem_texts, signature_texts
from app.services.answers import FacetValue, Hit, SearchPage, Seen
from app.services.casebook import Casebook
from app.services.links import gist
from app.services.snippets import snippet
from app.storage import POSTMORTEMS, SIGNATURES, Query, parse_query
from app.storage import Hit as Found
from app.storage.query import FIELDS

PAGE = 20
# Where an author may leave a hole for a captured value.
_WITH_HOLES = frozenset({"cause", "confirm", "fix", "verify", "not when", "prevention", "commands"})


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
    field, pieces = snippet(_texts(record), words)
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


def _texts(record: _Record) -> Iterator[tuple[str, str]]:
    if isinstance(record, Postmortem):
        return postmortem_texts(record)
    return ((field, fill(text, {}) if field in _WITH_HOLES else text) for field, text in signature_texts(record))
