"""A query as a condition on the table of records: what both lists and searches select by."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from app.storage.fulltext import FullText
from app.storage.query import Query
from app.storage.tables import FacetRow, RecordRow

# A record has any number of these, so several filters on one of them must all hold.
_MANY = ("service", "tag")


def fold(value: str) -> str:
    """The form in which two values of a filter are the same."""
    return value.strip().casefold()


def record_conditions(query: Query, full_text: FullText) -> list[ColumnElement[bool]]:
    """The conditions under which a record is what *query* asks for; none if it asks for everything."""
    conditions = [_filed_under(field, values) for field, values in _groups(query)]
    if query.terms:
        found = select(full_text.record_id).where(full_text.matches(query))
        conditions.append(col(RecordRow.id).in_(found))
    return conditions


def _groups(query: Query) -> Iterator[tuple[str, tuple[str, ...]]]:
    for field in dict.fromkeys(field for field, _ in query.filters):
        values = tuple(fold(value) for name, value in query.filters if name == field)
        if field in _MANY:
            yield from ((field, (value,)) for value in values)
        else:
            yield field, values


def _filed_under(field: str, values: tuple[str, ...]) -> ColumnElement[bool]:
    filed = select(col(FacetRow.record_id)).where(col(FacetRow.field) == field, col(FacetRow.folded).in_(values))
    return col(RecordRow.id).in_(filed)
