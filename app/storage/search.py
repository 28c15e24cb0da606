"""Searches the records: hits in the order asked for, with counts of what they are filed under."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, exists, func, literal, select, union
from sqlalchemy.orm import Session
from sqlmodel import col

from app.storage.conditions import happened
from app.storage.cursor import offset_of, to_cursor
from app.storage.engine import Sessions
from app.storage.fulltext import FULL_TEXTS
from app.storage.occurrences import COUNTED
from app.storage.query import Query
from app.storage.shapes import Hit, KindName, Results, Sort
from app.storage.tables import FacetRow, FacetValueRow, OccurrenceRow, RecordRow
from app.storage.vocabulary import Vocabulary

# More hits than these are not counted one by one: the answer then says "more than".
MOST_COUNTED = 5_000
# Of more hits than these, the latest are ranked, and the latest of those with the words in their titles.
MOST_RANKED = 1_000
# So many values of each facet, the most frequent ones.
MOST_VALUES = 50

# As filters name them.
KINDS = ("signature", "postmortem")

Facets = dict[str, dict[str, int]]

_ID, _KEY = col(RecordRow.id), col(RecordRow.key)
_HIT = (col(RecordRow.kind), _KEY, col(RecordRow.title))
_ORDERS: dict[Sort, tuple[Any, ...]] = {
    "changed": (col(RecordRow.changed_at).desc(), _KEY.desc()),
    "incident": (col(RecordRow.happened_at).desc(), _KEY.desc()),
    "title": (col(RecordRow.title), _KEY),
}


class Search:
    """The search over all records of one database."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._full_text = FULL_TEXTS[sessions.dialect]
        self.vocabulary = Vocabulary(sessions)

    def find(
        self,
        query: Query,
        *,
        limit: int = 20,
        cursor: str | None = None,
        sort: Sort | None = None,
        apart: Sequence[str] = (),
    ) -> Results:
        """One page of what *query* asks for: best first if it has words to look for, else the last changed first.

        The values of the facets *apart* are counted as if the query did not filter by them.
        """
        start = offset_of(cursor)
        with self._sessions.read() as session:
            facets = self._facets(session, query)
            # Every record is of one kind, so the kinds add up to all of them.
            total = sum(facets.get("kind", {}).values())
            for field in apart:
                facets[field] = self._facets(session, _without(query, field)).get(field, {})
            page = self._page(query, sort or ("relevance" if query.terms else "changed"), total)
            found = tuple(Hit(*row) for row in session.execute(page.limit(limit + 1).offset(start)))
        following = to_cursor(start + limit) if len(found) > limit else None
        is_more = not _is_of_kinds(query) and total > MOST_COUNTED
        return Results(found[:limit], MOST_COUNTED if is_more else total, facets, following, is_more)

    def best(self, query: Query, limit: int) -> tuple[Hit, ...]:
        """The hits that fit the words of *query* best, of the latest ones and those with the words in their titles.

        Nothing is counted, so that it is quick whatever the words are.
        """
        with self._sessions.read() as session:
            return tuple(Hit(*row) for row in session.execute(self._best(query, is_much=True).limit(limit)))

    def known(self, queries: Sequence[Query]) -> tuple[bool, ...]:
        """For each of the queries, whether it finds anything, times aside."""
        found = (select(self._full_text.record_id).where(self._full_text.matches(query)) for query in queries)
        columns = [exists(each) for each in found]
        with self._sessions.read() as session:
            return tuple(map(bool, session.execute(select(*columns)).one())) if columns else ()

    def _page(self, query: Query, sort: Sort, total: int) -> Select[KindName, str, str, float]:
        if sort == "relevance" and query.terms:
            return self._best(query, is_much=total > MOST_RANKED)
        chosen: Select[KindName, str, str, float] = select(*_HIT, literal(0.0)).where(*self._records(query, total))
        if sort != "seen":
            return chosen.order_by(*_ORDERS.get(sort, _ORDERS["changed"]))
        times = func.count().label("times")
        seen = select(col(OccurrenceRow.signature), times).where(col(OccurrenceRow.strength).in_(COUNTED))
        counts = seen.group_by(col(OccurrenceRow.signature)).subquery()
        chosen = chosen.outerjoin(counts, (col(RecordRow.kind) == "signature") & (counts.c.signature == _KEY))
        return chosen.order_by(func.coalesce(counts.c.times, 0).desc(), _KEY)

    def _best(self, query: Query, *, is_much: bool) -> Select[KindName, str, str, float]:
        record_id = self._full_text.record_id
        candidates: Select[int] = select(record_id).where(*self._matching(query))
        if is_much:
            latest, called = (self._latest(query, MOST_RANKED, in_title=in_title) for in_title in (False, True))
            either = union(select(latest.subquery()), select(called.subquery())).subquery()
            candidates = select(either.c.of_record)
        score = self._full_text.score(query).label("score")
        ranked = select(record_id.label("of_record"), score).where(*self._full_text.among(query, candidates)).subquery()
        found: Select[KindName, str, str, float] = select(*_HIT, ranked.c.score).join(ranked, ranked.c.of_record == _ID)
        return found.order_by(ranked.c.score.desc(), _ID.desc())

    def _records(self, query: Query, total: int) -> list[ColumnElement[bool]]:
        """The conditions on the table of records, in the form that is fastest for so many hits."""
        kinds = [value for field, value in query.filters if field == "kind"]
        conditions: list[ColumnElement[bool]] = [col(RecordRow.kind).in_(kinds)] if kinds else []
        if _is_of_kinds(query):
            return conditions
        found = select(self._full_text.record_id).where(*self._matching(query))
        # Few hits are looked up and sorted; among many, the records are gone through in the order asked for.
        return [*conditions, (_ID if total <= MOST_COUNTED else _ID + 0).in_(found)]

    def _facets(self, session: Session, query: Query) -> Facets:
        if _is_of_kinds(query):
            times = _totals(query).label("times")
            counted = select(col(FacetValueRow.id).label("value_id"), times).where(times > 0).subquery()
        else:
            found = self._latest(query, MOST_COUNTED + 1).subquery()
            chosen = select(col(FacetRow.value_id), func.count().label("times"))
            chosen = chosen.where(col(FacetRow.record_id).in_(select(found)))
            counted = chosen.group_by(col(FacetRow.value_id)).subquery()
        return _most_frequent(session, counted)

    def _latest(self, query: Query, most: int, *, in_title: bool = False) -> Select[int]:
        record_id = self._full_text.record_id
        found = select(record_id.label("of_record")).where(*self._matching(query, in_title=in_title))
        return found.order_by(record_id.desc()).limit(most)

    def _matching(self, query: Query, *, in_title: bool = False) -> list[ColumnElement[bool]]:
        matching = [self._full_text.matches(query, in_title=in_title)]
        if times := happened(query):
            then = select(_ID).where(col(RecordRow.kind) == "postmortem", *times)
            matching.append((self._full_text.record_id + 0).in_(then))
        return matching


def _most_frequent(session: Session, counted: Subquery) -> Facets:
    order = (counted.c.times.desc(), col(FacetValueRow.folded))
    place = func.row_number().over(partition_by=col(FacetValueRow.field), order_by=order).label("place")
    columns = (col(FacetValueRow.field), col(FacetValueRow.value), counted.c.times, place)
    placed = select(*columns).join(counted, counted.c.value_id == FacetValueRow.id).subquery()
    shown = select(placed.c.field, placed.c.value, placed.c.times).where(placed.c.place <= MOST_VALUES)
    facets: Facets = {}
    for field, value, times in session.execute(shown.order_by(placed.c.field, placed.c.place)):
        facets.setdefault(field, {})[value] = times
    return facets


def _totals(query: Query) -> ColumnElement[int]:
    kinds = {value for _, value in query.filters}
    signatures, postmortems = col(FacetValueRow.signatures) + 0, col(FacetValueRow.postmortems) + 0
    if kinds == {"signature"}:
        return signatures
    return postmortems if kinds == {"postmortem"} else signatures + postmortems


def _is_of_kinds(query: Query) -> bool:
    """Whether it asks for all records, or all of some kinds: then everything is counted already."""
    return query == Query(filters=query.filters) and all(
        field == "kind" and value in KINDS for field, value in query.filters
    )


def _without(query: Query, field: str) -> Query:
    return replace(query, filters=tuple(pair for pair in query.filters if pair[0] != field))
