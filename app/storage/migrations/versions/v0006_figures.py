"""Indexes that have all that the figures count by, so that counting a million rows reads no others."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Put each index in place of the one that it begins with, and one beside the others of action items."""
    op.create_index(
        "action_item_figures", "action_item", ["status", "type", "priority", "due", "opened_at", "record_id"]
    )
    for name, table, columns in (
        ("diagnosis_by_day", "diagnosis", ["day", "verdict", "counted"]),
        ("diagnosis_by_shape", "diagnosis", ["shape", "verdict", "counted", "first_at", "id"]),
        ("occurrence_by_signature", "occurrence", ["signature", "day", "strength", "at"]),
    ):
        op.drop_index(name, table)
        op.create_index(name, table, columns)
