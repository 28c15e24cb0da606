"""Stored logs are scanned again after a signature was saved, and the number is kept with it."""

from typing import Any

import pytest

from app.errors import CasebookError, DatabaseUnavailable, OutOfTime
from app.services.casebook import Casebook
from app.services.rescan import last_rescan, rescan
from app.services.unknown import unknown_failures
from app.services.workers import InThisProcess
from app.storage import SIGNATURES, Database
from tests.services.learning import empty_casebook, keep, paste, rename, signature_for, unknown


class Failing(InThisProcess):
    """Workers that cannot work now."""

    def __init__(self, error: CasebookError) -> None:
        self._error = error

    def run(self, *_: object, **__: object) -> Any:
        """Always the same error."""
        raise self._error


@pytest.fixture
def casebook(database: Database) -> Casebook:
    """An empty Casebook, on both databases."""
    return empty_casebook(database)


def test_a_saved_signature_is_looked_for_in_stored_logs(casebook: Casebook) -> None:
    """In how many of them it is found, and of which revision that is told."""
    for number in (1, 2):
        paste(casebook, unknown("the lens", number))
    paste(casebook, unknown("the bell"))
    lens = signature_for("the lens")
    keep(casebook, lens)

    assert rescan(casebook) == 1
    found = last_rescan(casebook, lens.id)
    assert found is not None
    assert (found.revision, found.looked_at, found.matched) == (1, 3, 2)


def test_nothing_is_scanned_twice(casebook: Casebook) -> None:
    """A rescan is due once for each save, and again after the next one."""
    paste(casebook, unknown("the lens"))
    lens = signature_for("the lens")
    keep(casebook, lens)

    assert [rescan(casebook), rescan(casebook)] == [1, 0]
    rename(casebook, lens, "The lens is broken")
    assert rescan(casebook) == 1
    found = last_rescan(casebook, lens.id)
    assert found is not None
    assert (found.revision, found.matched) == (2, 1)


def test_drafts_and_retired_ones_are_not_looked_for(casebook: Casebook) -> None:
    """Only what is matched is scanned for."""
    paste(casebook, unknown("the lens"))
    keep(casebook, signature_for("the lens", status="draft"))

    assert rescan(casebook) == 0
    assert last_rescan(casebook, "the-lens-broke") is None


def test_a_rescan_that_failed_is_due_again(casebook: Casebook) -> None:
    """What ends in the middle leaves nothing behind, and the next run does it all."""
    paste(casebook, unknown("the lens"))
    keep(casebook, signature_for("the lens"))
    working = casebook.matching

    casebook.matching = Failing(DatabaseUnavailable("casebook", "gone"))
    with pytest.raises(DatabaseUnavailable):
        rescan(casebook)
    assert last_rescan(casebook, "the-lens-broke") is None

    casebook.matching = working
    assert rescan(casebook) == 1


def test_logs_that_take_too_long_are_left_out(casebook: Casebook) -> None:
    """They are not counted as looked at, and the rescan ends."""
    paste(casebook, unknown("the lens"))
    keep(casebook, signature_for("the lens"))
    casebook.matching = Failing(OutOfTime(1))

    assert rescan(casebook) == 1
    found = last_rescan(casebook, "the-lens-broke")
    assert found is not None
    assert (found.looked_at, found.matched) == (0, 0)


def test_erased_logs_are_counted_no_more(casebook: Casebook) -> None:
    """A diagnosis that goes takes what was found in it along, and the figures stay as they were."""
    kept, gone = paste(casebook, unknown("the lens")), paste(casebook, unknown("the lens", 2))
    keep(casebook, signature_for("the lens"))
    rescan(casebook)
    casebook.database.diagnoses.delete(gone)

    assert casebook.database.rescans.known_since([kept, gone]) == {kept: ("the-lens-broke",)}


def test_unknown_failures_are_counted_by_shape(casebook: Casebook) -> None:
    """The most frequent first, with a line of it, its times and the diagnosis to write up."""
    for number in (1, 2, 3):
        paste(casebook, unknown("the lens", number))
    bell = paste(casebook, unknown("the bell"), title="Monday's bell")

    lens, other = unknown_failures(casebook)
    assert (lens.count, lens.asks, other.count, other.asks) == (3, True, 1, False)
    assert "FATAL the lens broke in hall" in lens.line
    assert lens.first < lens.last
    assert (other.example, other.title) == (bell, "Monday's bell")


def test_what_is_known_by_now_waits_no_more(casebook: Casebook) -> None:
    """A shape that a later signature matches stands at the end, with that signature's name."""
    for number in (1, 2, 3):
        paste(casebook, unknown("the lens", number))
    paste(casebook, unknown("the bell"))
    keep(casebook, signature_for("the lens"))
    rescan(casebook)

    bell, lens = unknown_failures(casebook)
    assert (bell.known_since, lens.known_since) == ((), ("the-lens-broke",))
    assert not lens.asks
    assert casebook.database.records.get(SIGNATURES, "the-lens-broke").record.status == "active"
