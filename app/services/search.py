"""One search over all records: hits with the words marked and the field named, and facets that survive a new query."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from app.matching.remedy import fill
from app.matching.signature import Signature
from app.records.postmortem import Postmortem
from app.records.texts import postmortem_texts, signature_texts
from app.services.answers import FacetValue, Hit, Nearest, SearchPage, Seen
from app.services.casebook import Casebook
from app.services.links import gist
from app.services.snippets import marked, snippet
from app.services.spelling import nearest_words, respelled
from app.storage import POSTMORTEMS, SIGNATURES, Query, Sort, Stored, Term, any_of, parse_query
from app.storage import Hit as Found
from app.storage.query import FIELDS

PAGE = 20
# A search that finds no more than these may be misspelled.
FEW = 2
# So many hits are shown for the nearest words.
NEAR = 5
# A text this long was not typed: it is a line of a log, or several.
PASTED_LENGTH = 80
PASTED_WORDS = 9
PASTED_IN_VAIN = 4
# Where an author may leave a hole for a captured value.
_WITH_HOLES = frozenset({"cause", "confirm", "fix", "verify", "not when", "prevention", "commands"})
# A record has one value of these: several that are chosen are alternatives.
_SINGLE = ("kind", "status", "severity", "team", "owner", "environment", "year", "role")
_LEAST_LETTERS = 3

_Filters = Sequence[tuple[str, str]]


def search(  # noqa: PLR0913 (what an address of a list says)
    casebook: Casebook,
    text: str,
    *,
    kind: str | None = None,
    filters: _Filters = (),
    sort: Sort | None = None,
    cursor: str | None = None,
    limit: int = PAGE,
) -> SearchPage:
    """The records that *text* asks for (words, "phrases", ``service:`` and other filters); without words, all of them.

    *filters* are added to those of the text.
    """
    given = ((("kind", kind),) if kind else ()) + tuple(filters)
    query = parse_query(text, given)
    sort = sort or ("relevance" if query.terms else "changed")
    apart = [field for field in _SINGLE if _asks(query, field) and not (field == "kind" and kind)]
    results = casebook.database.search.find(query, limit=limit, cursor=cursor, sort=sort, apart=apart)
    is_little = bool(text) and cursor is None and results.total <= FEW
    return SearchPage(
        query=text,
        hits=_hits(casebook, results.hits, query.terms),
        total=results.total,
        facets=_facets(results.facets, query, kind, [one.name for one in casebook.severities]),
        cursor=results.next,
        is_more=results.is_more,
        sort=sort,
        unknown=query.unknown,
        nearest=_nearest(casebook, text, query, given) if is_little else None,
        pasted=_is_pasted(text, found=results.total),
    )


_Record = Signature | Postmortem


def _asks(query: Query, field: str) -> bool:
    return any(name == field for name, _ in query.filters)


def _is_pasted(text: str, *, found: int) -> bool:
    count = len(text.split())
    return len(text) >= PASTED_LENGTH or count >= PASTED_WORDS or (not found and count >= PASTED_IN_VAIN)


def _nearest(casebook: Casebook, text: str, query: Query, given: _Filters) -> Nearest | None:
    """What one may have meant, if it finds more than the text as it stands."""
    respelling = _respelled(casebook, text, query)
    if respelling:
        other = parse_query(respelling, given)
        if found := _best(casebook, other):
            return Nearest(respelling, _hits(casebook, found, other.terms))
    words = [word for term in query.terms for word in term.words if len(word) >= _LEAST_LETTERS]
    if len(words) < 2:  # noqa: PLR2004 (of one word there is no part)
        return None
    some = replace(query, terms=any_of(words).terms, any_term=True)
    found = _best(casebook, some)
    return Nearest("", _hits(casebook, found, some.terms)) if found else None


def _best(casebook: Casebook, query: Query) -> tuple[Found, ...]:
    """The few hits that fit best; without words there is no best, and the last changed come first."""
    search_ = casebook.database.search
    return search_.best(query, NEAR) if query.terms else search_.find(query, limit=NEAR).hits


def _respelled(casebook: Casebook, text: str, query: Query) -> str:
    """*text* with the words that nobody used as they may have been meant; empty if there are none."""
    parts = [Query((term,)) for term in query.terms] + [Query(filters=(pair,)) for pair in query.filters]
    names = [*(term.words for term in query.terms), *((value.casefold(),) for _, value in query.filters)]
    known = casebook.database.search.known(parts)
    strange = [word for words, is_known in zip(names, known, strict=True) if not is_known for word in words]
    meant = nearest_words(strange, casebook.database.search.vocabulary.words()) if strange else {}
    return respelled(text, {word: near[0] for word, near in meant.items()}) if meant else ""


def _hits(casebook: Casebook, found: Sequence[Found], terms: Sequence[Term]) -> tuple[Hit, ...]:
    if not found:
        return ()
    seen = casebook.database.occurrences.seen([hit.key for hit in found if hit.kind == "signature"])
    records = _records(casebook, found)
    kept = [hit for hit in found if (hit.kind, hit.key) in records]
    return tuple(_hit(hit, records[hit.kind, hit.key], terms, seen.get(hit.key, Seen())) for hit in kept)


_Kept = Stored[Signature] | Stored[Postmortem]


def _records(casebook: Casebook, hits: Iterable[Found]) -> dict[tuple[str, str], _Kept]:
    records = casebook.database.records
    keys: dict[str, list[str]] = {"signature": [], "postmortem": []}
    for hit in hits:
        keys[hit.kind].append(hit.key)
    found: dict[tuple[str, str], _Kept] = {}
    found.update({("signature", one.record.id): one for one in records.some(SIGNATURES, keys["signature"])})
    found.update({("postmortem", one.record.slug): one for one in records.some(POSTMORTEMS, keys["postmortem"])})
    return found


def _hit(found: Found, kept: _Kept, terms: Sequence[Term], seen: Seen) -> Hit:
    record = kept.record
    field, pieces = snippet(_texts(record), terms)
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
        heading=marked(record.title, terms),
        happened_at=postmortem.started_at if postmortem else None,
        changed_at=kept.changed_at,
        authors=postmortem.authors if postmortem else (),
    )


def _facets(
    counts: Mapping[str, Mapping[str, int]], query: Query, kind: str | None, severities: Sequence[str]
) -> dict[str, tuple[FacetValue, ...]]:
    chosen = {(field, value.casefold()) for field, value in query.filters}
    return {
        field: tuple(
            FacetValue(value, count, (field, value.casefold()) in chosen)
            for value, count in _ordered(counts.get(field, {}), severities if field == "severity" else ())
        )
        for field in FIELDS
        if counts.get(field) and not (field == "kind" and kind)
    }


def _ordered(counts: Mapping[str, int], names: Sequence[str]) -> list[tuple[str, int]]:
    """The counts as they are, but in the order of *names*, for the values that are among them, and these first."""
    places = {name: at for at, name in enumerate(names)}
    return sorted(counts.items(), key=lambda pair: places.get(pair[0], len(names)))


def _texts(record: _Record) -> Iterator[tuple[str, str]]:
    if isinstance(record, Postmortem):
        return postmortem_texts(record)
    return ((field, fill(text, {}) if field in _WITH_HOLES else text) for field, text in signature_texts(record))
