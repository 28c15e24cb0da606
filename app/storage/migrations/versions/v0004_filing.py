"""What is derived from records: links in both directions, the times of incidents, and action items."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_WORDS = sa.Text()
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables, empty; the next start files all records."""
    op.add_column("library", sa.Column("filing", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "link",
        _of_record(),
        sa.Column("relation", _KEY, primary_key=True),
        sa.Column("target", _KEY, primary_key=True),
    )
    op.create_index("link_by_target", "link", ["relation", "target", "record_id"])
    op.create_table(
        "incident",
        _of_record(),
        *(sa.Column(f"{name}_at", _MOMENT) for name in ("started", "detected", "mitigated", "resolved", "reviewed")),
        sa.Column("review_due", sa.Date()),
        sa.Column("check", _WORDS, nullable=False),
    )
    op.create_index("ix_incident_started_at", "incident", ["started_at"])
    _action_items()


def _action_items() -> None:
    op.create_table(
        "action_item",
        _of_record(),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("text", _WORDS, nullable=False),
        sa.Column("type", _KEY, nullable=False),
        sa.Column("owner", _WORDS, nullable=False),
        sa.Column("owner_folded", _KEY, nullable=False),
        sa.Column("priority", _KEY),
        sa.Column("due", sa.Date()),
        sa.Column("status", _KEY, nullable=False),
        sa.Column("reason", _WORDS, nullable=False),
        sa.Column("link", _WORDS, nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("closed_at", _MOMENT),
    )
    op.create_index("action_item_by_due", "action_item", ["status", "due"])


def _of_record() -> sa.Column[int]:
    return sa.Column("record_id", sa.Integer(), sa.ForeignKey("record.id", ondelete="CASCADE"), primary_key=True)
