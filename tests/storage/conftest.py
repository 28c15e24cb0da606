"""Fixtures that the tests of the storage share."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.storage import Change, Database

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def noon() -> datetime:
    """The moment at which most tests happen."""
    return NOON


@pytest.fixture
def minutes() -> Callable[[float], datetime]:
    """The moment so many minutes after noon."""
    return lambda count: NOON + timedelta(minutes=count)


@pytest.fixture
def save(database: Database) -> Callable[..., int]:
    """Saves a record, at noon unless told otherwise, and returns its new revision."""

    def save(record: Any, based_on: int | None = None, **facts: Any) -> int:
        change = {"author": "ada", "message": "", "at": NOON} | facts
        return database.records.put_many([Change(record, based_on=based_on, **change)])[0]

    return save
