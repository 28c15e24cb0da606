"""Searching among many records: facets by number with their totals, known words, and filters in the full-text index."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_WORDS = sa.Text()
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create what is new, empty; the next start files all records."""
    op.execute("DELETE FROM facet")
    op.add_column("facet", sa.Column("value_id", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("facet_by_record", "facet", ["record_id", "value_id"])
    op.create_table(
        "facet_value",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("field", _KEY, nullable=False),
        sa.Column("folded", _KEY, nullable=False),
        sa.Column("value", _WORDS, nullable=False),
        sa.Column("signatures", sa.Integer(), nullable=False),
        sa.Column("postmortems", sa.Integer(), nullable=False),
        sa.UniqueConstraint("field", "folded", name="facet_value_field_folded"),
    )
    op.create_table("vocabulary", sa.Column("word", _KEY, primary_key=True), sqlite_with_rowid=False)
    op.create_index("record_changed", "record", ["changed_at", "key"])
    op.create_index("record_by_title", "record", ["kind", "title", "key"])
    if op.get_bind().dialect.name == "sqlite":
        # A column more, for what a record is filed under; the words of a virtual table cannot be altered.
        op.execute("DROP TABLE search_text")
        op.execute(
            "CREATE VIRTUAL TABLE search_text USING fts5(title, body, filed, tokenize = 'ascii', prefix = '2 3')"
        )
    op.execute("UPDATE library SET filing = 0")
