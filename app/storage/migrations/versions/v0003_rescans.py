"""Rescans: in which stored logs a signature is found that was saved after them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "rescan",
        sa.Column("record_id", sa.Integer(), sa.ForeignKey("record.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("looked_at", sa.Integer(), nullable=False),
        sa.Column("matched", sa.Integer(), nullable=False),
    )
    op.create_table(
        "rescan_match",
        sa.Column("diagnosis_id", _KEY, sa.ForeignKey("diagnosis.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("record_id", sa.Integer(), sa.ForeignKey("record.id", ondelete="CASCADE"), primary_key=True),
    )
    op.create_index("ix_rescan_match_record_id", "rescan_match", ["record_id"])
