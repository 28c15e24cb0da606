"""Numbers and times in words."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from app.web import phrases

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (phrases.when(datetime(2026, 11, 18, 22, 1, tzinfo=UTC)), "18 Nov 2026, 22:01 UTC"),
        (phrases.when(datetime(2026, 11, 19, 0, 1, tzinfo=timezone(timedelta(hours=2)))), "18 Nov 2026, 22:01 UTC"),
        (phrases.when(None), "unknown"),
        (phrases.day(date(2026, 3, 4)), "4 Mar 2026"),
        (phrases.day(None), "unknown"),
        (phrases.duration(timedelta(seconds=102)), "1 min 42 s"),
        (phrases.duration(timedelta(minutes=22)), "22 min"),
        (phrases.duration(timedelta(hours=27, minutes=1)), "1 d 3 h"),
        (phrases.duration(timedelta(days=1, minutes=1)), "1 d"),
        (phrases.duration(timedelta(0)), "0 s"),
        (phrases.duration(-timedelta(minutes=5)), "-5 min"),
        (phrases.duration(None), "unknown"),
        (phrases.age(None, TODAY), "never"),
        (phrases.age(TODAY, TODAY), "today"),
        (phrases.age(date(2026, 11, 20), TODAY), "1 day ago"),
        (phrases.age(datetime(2026, 8, 20, tzinfo=UTC), TODAY), "3 months ago"),
        (phrases.age(date(2024, 11, 20), TODAY), "2 years ago"),
        (phrases.counted(1, "line"), "1 line"),
        (phrases.counted(12_000, "line"), "12,000 lines"),
        (phrases.counted(0, "match", "matches"), "0 matches"),
        (phrases.milliseconds(0.83), "0.8 ms"),
        (phrases.milliseconds(4.1), "4 ms"),
        (phrases.milliseconds(1240), "1.2 s"),
        (phrases.size(812), "812 bytes"),
        (phrases.size(40_960), "40 KiB"),
        (phrases.size(64 << 20), "64 MiB"),
        (phrases.size((1 << 20) * 3 // 2), "1.5 MiB"),
        (phrases.format_names(("plain",)), ""),
        (phrases.format_names(("cloud-run-json", "timestamped", "docker-json")), "Cloud Run, Docker"),
        (phrases.format_names(("some-new-form",)), "some new form"),
        (phrases.masked({"password": 1, "private-key": 2}), "1 password, 2 private keys masked"),
        (phrases.masked({}), ""),
    ],
)
def test_each_number_and_time_is_said_plainly(said: str, expected: str) -> None:
    """A number or a time reads as people say it."""
    assert said == expected
