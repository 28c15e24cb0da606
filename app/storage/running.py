"""Runs one statement for many rows."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Delete, Insert, Update
from sqlalchemy.orm import Session


def run(session: Session, statement: Insert | Delete | Update, rows: Sequence[dict[str, Any]]) -> None:
    """Run one statement for many rows, past the session, which would look for each of them among its objects."""
    if rows:
        session.connection().execute(statement, rows)
