"""Searches the records: hits, best first, with counts of what they are filed under."""

from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.storage.conditions import record_conditions
from app.storage.cursor import offset_of, to_cursor
from app.storage.engine import Sessions
from app.storage.fulltext import FULL_TEXTS
from app.storage.query import Query
from app.storage.shapes import Hit, KindName, Results
from app.storage.tables import FacetRow, RecordRow


class Search:
    """The search over all records of one database."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._full_text = FULL_TEXTS[sessions.dialect]

    def find(self, query: Query, *, limit: int = 20, cursor: str | None = None) -> Results:
        """One page of what *query* asks for, best first; without words to look for, the last changed first."""
        start = offset_of(cursor)
        page = self._best_first(query).limit(limit).offset(start)
        with self._sessions.read() as session:
            hits = tuple(Hit(*row) for row in session.execute(page))
            facets = _facets(session, record_conditions(query, self._full_text))
        # Every record is of one kind, so the kinds add up to all of them.
        total = sum(facets.get("kind", {}).values())
        return Results(hits, total, facets, to_cursor(start + limit) if start + limit < total else None)

    def _best_first(self, query: Query) -> Select[KindName, str, str, float]:
        columns = (col(RecordRow.kind), col(RecordRow.key), col(RecordRow.title))
        filters = record_conditions(Query(filters=query.filters), self._full_text)
        if not query.terms:
            return (
                select(*columns, literal(0.0)).where(*filters).order_by(col(RecordRow.changed_at).desc(), *columns[:2])
            )
        score = self._full_text.score(query).label("score")
        found = select(*columns, score).join(self._full_text.table, self._full_text.record_id == RecordRow.id)
        return found.where(self._full_text.matches(query), *filters).order_by(score.desc(), *columns[:2])


def _facets(session: Session, conditions: list[ColumnElement[bool]]) -> dict[str, dict[str, int]]:
    found = select(col(RecordRow.id)).where(*conditions)
    counted = (
        select(col(FacetRow.field), func.min(FacetRow.value), func.count().label("times"))
        .where(col(FacetRow.record_id).in_(found))
        .group_by(col(FacetRow.field), col(FacetRow.folded))
        .order_by(func.count().desc(), col(FacetRow.folded))
    )
    facets: dict[str, dict[str, int]] = {}
    for field, value, times in session.execute(counted):
        facets.setdefault(field, {})[value] = times
    return facets
