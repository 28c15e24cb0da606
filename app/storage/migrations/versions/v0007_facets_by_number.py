"""Facets by the number of their value alone: the value itself stands once, among the values."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Put the narrow table, empty, in place of the wide one; the next start files all records."""
    op.drop_table("facet")
    op.create_table(
        "facet",
        _of("record"),
        _of("value", "facet_value"),
        sqlite_with_rowid=False,
    )
    op.create_index("facet_by_value", "facet", ["value_id", "record_id"])
    op.execute("UPDATE library SET filing = 0")


def _of(name: str, table: str = "") -> sa.Column[int]:
    target = sa.ForeignKey(f"{table or name}.id", ondelete="CASCADE")
    return sa.Column(f"{name}_id", sa.Integer(), target, primary_key=True)
