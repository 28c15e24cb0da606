"""Times are read in the usual forms."""

from datetime import UTC, datetime

import pytest

from app.logs.times import stamp, stamp_of


def at(*parts: int) -> datetime:
    """A moment in UTC."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-11-01T12:00:05.0105424Z ##[error]x", at(2024, 11, 1, 12, 0, 5, 10542)),
        ("2024-11-01 12:00:05,377 ERROR x", at(2024, 11, 1, 12, 0, 5, 377000)),
        ("2024-06-04T09:01:11.730+02:00  INFO 1 --- x", at(2024, 6, 4, 7, 1, 11, 730000)),
        ("[2024-02-19 08:14:02 +0000] [1] [INFO] x", at(2024, 2, 19, 8, 14, 2)),
        ("2023-11-05 04:00:01.870 CET [1] ERROR:  x", at(2023, 11, 5, 3, 0, 1, 870000)),
        ("2024/04/11 22:05:31 [error] x", at(2024, 4, 11, 22, 5, 31)),
        ("[GIN] 2025/01/12 - 20:15:04 | 500 |", at(2025, 1, 12, 20, 15, 4)),
        ('10.0.0.1 - - [12/Nov/2024:19:08:30 +0000] "GET / HTTP/1.1" 502', at(2024, 11, 12, 19, 8, 30)),
        ("Nov 07, 2024 9:43:40 PM hudson.x", at(2024, 11, 7, 21, 43, 40)),
        ("[Nest] 1 - 06/08/2021, 9:11:02 AM x", at(2021, 6, 8, 9, 11, 2)),
        ("1:M 19 Jun 2025 05:00:01.115 * Ready", at(2025, 6, 19, 5, 0, 1, 115000)),
        ("Tue Oct 14 18:02:51 2025 x", at(2025, 10, 14, 18, 2, 51)),
        ("Fri, 15 Nov 2024 09:56:14 +0200", at(2024, 11, 15, 7, 56, 14)),
        ("Jan 31, 2025 @ 07:43:46.124\tx", at(2025, 1, 31, 7, 43, 46, 124000)),
        ("1717590840.5 x", at(2024, 6, 5, 12, 34, 0, 500000)),
    ],
)
def test_a_full_time_gives_a_moment(text: str, moment: datetime) -> None:
    """A date and time give the moment in UTC, and its seconds since 1970."""
    found = stamp(text)

    assert found is not None
    assert found.moment == moment
    assert found.seconds == pytest.approx(moment.timestamp())


@pytest.mark.parametrize(
    ("earlier", "later", "seconds"),
    [
        ("Jan 12 20:15:02 host x", "Jan 13 20:15:03 host x", 86401),
        ("Jan 31 07:43:46 AM  x", "Jan 31 07:43:46 PM  x", 12 * 3600),
        ("Jan 31 07:43:46 am-1 x", "Jan 31 07:43:46 pm-1 x", 0),
        ("Jan 31, 07:43:46 AM: x", "Jan 31, 07:43:47 AM: x", 1),
        ("23:11:57 INFO x", "23:13:57 INFO x", 120),
        ("[8:12:02 AM] x", "[1:12:02 PM] x", 5 * 3600),
        ("12:18:03.551 [main] ERROR x", "12:18:04.051 [main] ERROR x", 0.5),
        ("E1027 08:10:31.220450 1 a.go:1] x", "E1027 08:10:32.220450 1 a.go:1] x", 1),
    ],
)
def test_a_time_without_a_year_orders_lines_only(earlier: str, later: str, seconds: float) -> None:
    """A time without date or year has no moment, but lines can be spaced by it."""
    first, second = stamp(earlier), stamp(later)

    assert first is not None
    assert second is not None
    assert (first.moment, second.moment) == (None, None)
    assert second.seconds - first.seconds == pytest.approx(seconds)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no time at all",
        "2024-13-45T99:99:99Z",
        "ratio 16:9:1",
        "listening on 10.0.0.1:8080",
        "a" * 90 + " 2024-11-01 12:00:05",
        "version 1.2.3 built from 3f786850e387550f",
    ],
)
def test_what_is_no_time_gives_none(text: str) -> None:
    """Impossible times, addresses and times far inside a line are no stamps."""
    assert stamp(text) is None


@pytest.mark.parametrize(
    "value",
    [
        1717590840,
        1717590840.0,
        1717590840000,
        1717590840000.0,
        "1717590840000000",
        1717590840000000000,
        "2024-06-05T12:34:00Z",
        b"2024-06-05T14:34:00+0200",
        {"seconds": 1717590840, "nanos": 0},
    ],
)
def test_fields_of_records_hold_times_as_text_or_numbers(value: object) -> None:
    """Seconds, milliseconds, microseconds, nanoseconds and texts all give the same moment."""
    found = stamp_of(value)

    assert found is not None
    assert found.moment == at(2024, 6, 5, 12, 34)


@pytest.mark.parametrize("value", [None, True, 7, -1, "", "soon", [], 10**30, float("inf"), float("nan")])
def test_other_values_are_no_times(value: object) -> None:
    """What is no time gives none, and no error."""
    assert stamp_of(value) is None
