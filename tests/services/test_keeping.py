"""Figures that take long to count are kept for a minute; others are counted each time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from app.services.keeping import LONGEST, Kept

NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)


class Clock:
    """A clock that only moves when it is told to."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        """What it shows."""
        return self.now


def counting(clock: Clock, took: timedelta) -> Callable[[], int]:
    """Work that takes so long and gives 1, 2, 3 and so on."""
    values = iter(range(1, 10))

    def make() -> int:
        clock.now += took
        return next(values)

    return make


@pytest.mark.parametrize(("seconds", "expected"), [(0.9, [1, 2, 3]), (1, [1, 1, 1]), (30, [1, 1, 1])])
def test_only_what_took_long_is_kept(seconds: float, expected: list[int]) -> None:
    """What is counted within a second is counted again each time."""
    clock, kept = Clock(), Kept[int]()
    make = counting(clock, timedelta(seconds=seconds))

    assert [kept.get("figures", clock, make) for _ in range(3)] == expected


def test_a_minute_later_it_is_made_again() -> None:
    """Its age is that of the moment when its making began."""
    clock, kept = Clock(), Kept[int]()
    make = counting(clock, timedelta(seconds=5))
    kept.get("figures", clock, make)

    clock.now = NOON + LONGEST - timedelta(seconds=1)
    assert kept.get("figures", clock, make) == 1
    clock.now = NOON + LONGEST
    assert kept.get("figures", clock, make) == 2


def test_each_key_has_its_own_value() -> None:
    """Figures of another range, or after a change of the records, are others."""
    clock, kept = Clock(), Kept[int]()
    make = counting(clock, timedelta(seconds=5))

    assert [kept.get(key, clock, make) for key in ("30 days", "90 days", "30 days")] == [1, 2, 1]
