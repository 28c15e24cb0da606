"""Attachments: the files that belong to a postmortem, as they were uploaded."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_WORDS = sa.Text()
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "attachment",
        sa.Column("record_id", sa.Integer(), sa.ForeignKey("record.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("name", _KEY, primary_key=True),
        sa.Column("media_type", _KEY, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", _KEY, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", _MOMENT, nullable=False),
        sa.Column("added_by", _WORDS, nullable=False),
    )
