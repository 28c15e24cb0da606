"""How many SQL statements an operation needs does not grow with the number of records."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from app.matching.signature import Line, Signature
from app.storage import SIGNATURES, Change, Database, parse_query
from tests.statements import counted

DISK = Signature("disk-full", "Disk full", (Line("No space left on device"),), tags=("disk",))


OPERATIONS: tuple[tuple[str, int, Callable[[Database], object]], ...] = (
    ("list", 1, lambda database: database.records.list(SIGNATURES, parse_query("disk tag:disk status:active"))),
    ("all", 1, lambda database: database.records.all(SIGNATURES)),
    ("some", 1, lambda database: database.records.some(SIGNATURES, [f"disk-{number}" for number in range(30)])),
    ("contents", 3, lambda database: database.records.contents()),
    ("library_version", 1, lambda database: database.records.library_version()),
    ("search", 2, lambda database: database.search.find(parse_query("disk tag:disk"))),
    ("best", 1, lambda database: database.search.best(parse_query("disk tag:disk"), 5)),
    ("diagnoses", 1, lambda database: database.diagnoses.list(verdict="known")),
    ("seen", 2, lambda database: database.occurrences.seen(f"disk-{number}" for number in range(30))),
    ("history", 1, lambda database: database.records.history(SIGNATURES, "disk-1")),
)


@pytest.mark.parametrize(("name", "expected", "operation"), OPERATIONS, ids=[name for name, *_ in OPERATIONS])
def test_statements_do_not_grow(
    database: Database, noon: datetime, name: str, expected: int, operation: Callable[[Database], object]
) -> None:
    """Reading two records takes as many statements as reading thirty."""
    changes = [Change(replace(DISK, id=f"disk-{number}"), "ada", "", noon) for number in range(30)]
    database.records.put_many(changes[:2])
    with counted() as few:
        operation(database)
    database.records.put_many(changes[2:])
    with counted() as many:
        operation(database)

    assert (len(few), len(many)) == (expected, expected), name
