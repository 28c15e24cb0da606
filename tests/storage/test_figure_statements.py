"""How many SQL statements the figures and the list of action items need does not grow with the records."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from app.services.action_items import ItemFilter, items
from app.services.casebook import Casebook, Limits
from app.services.insights import insights
from app.services.workers import InThisProcess
from app.storage import Change, Database
from tests.storage.generated import SIGNATURES, postmortems
from tests.storage.test_statements import counted
from tests.storage.test_stored_diagnoses import diagnosis, put

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

OPERATIONS: tuple[tuple[str, int, Callable[[Casebook], object]], ...] = (
    ("insights", 18, insights),
    ("action items", 5, lambda casebook: items(casebook, ItemFilter(words=("Step",), services=("orders",)))),
)


@pytest.mark.parametrize(("name", "expected", "operation"), OPERATIONS, ids=[name for name, *_ in OPERATIONS])
def test_statements_do_not_grow(
    database: Database, name: str, expected: int, operation: Callable[[Casebook], object]
) -> None:
    """Figures of a few records take as many statements as those of many."""
    casebook = Casebook(database, InThisProcess(), lambda: NOW, Limits(1 << 20, 1 << 20, None))
    changes = [Change(record, "ada", "", NOW - timedelta(days=300)) for record in postmortems(40)]
    logs = [diagnosis(key) for key in SIGNATURES] + [diagnosis(shape=f"shape-{number}") for number in range(5)]
    database.records.put_many(changes[:10])
    for number, log in enumerate(logs[::3]):
        put(database, f"few{number}", NOW, log)
    casebook.library()
    with counted() as few:
        operation(casebook)
    database.records.put_many(changes[10:])
    for number, log in enumerate(logs * 2):
        put(database, f"many{number}", NOW, log)
    casebook.library()
    with counted() as many:
        operation(casebook)

    assert (len(few), len(many)) == (expected, expected), name
