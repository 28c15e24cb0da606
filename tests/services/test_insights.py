"""What insights say of signatures and of prevention."""

from datetime import UTC, datetime, timedelta

from app.matching.signature import Line, Signature
from app.services.casebook import Casebook, Limits
from app.services.insights import STALE, insights
from app.services.workers import InThisProcess
from app.storage import Change, Database

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def casebook_of(database: Database) -> Casebook:
    """A Casebook whose clock stands still."""
    return Casebook(database, InThisProcess(), lambda: NOW, Limits(1 << 20, 1 << 20, None))


def test_a_young_signature_may_wait_for_its_first_log(database: Database) -> None:
    """Only a signature that is here for long is said to match nothing."""
    for name, age in (("old", STALE + timedelta(days=1)), ("young", timedelta(days=3))):
        record = Signature(name, name, (Line(f"{name} failed"),))
        database.records.put_many([Change(record, "ada", "", NOW - age)])

    quality = insights(casebook_of(database)).quality

    assert (quality.signatures, quality.never, quality.waiting) == (2, (("old", "old"),), 1)
