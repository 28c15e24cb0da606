"""A query as conditions on the table of records: what lists select by."""

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from app.storage.fulltext import FullText
from app.storage.kinds import UNKNOWN_TIME
from app.storage.query import Query
from app.storage.tables import RecordRow


def record_conditions(query: Query, full_text: FullText) -> list[ColumnElement[bool]]:
    """The conditions under which a record is what *query* asks for; none if it asks for everything."""
    conditions = happened(query)
    if query.selects:
        conditions.append(col(RecordRow.id).in_(select(full_text.record_id).where(full_text.matches(query))))
    return conditions


def happened(query: Query) -> list[ColumnElement[bool]]:
    """The conditions on when an incident happened; what has no known time is left out by any of them."""
    at = col(RecordRow.happened_at)
    since = [at >= query.since] if query.since else []
    return [*since, *([at < query.until, at > UNKNOWN_TIME] if query.until else [])]
