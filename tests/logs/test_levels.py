"""Levels are read from the usual prefixes and from the fields of records."""

import pytest

from app.logs import Level
from app.logs.levels import level, level_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-02-02 11:00:03 FATAL x", Level.FATAL),
        ("2024-06-04T09:01:15.402+02:00 ERROR 51204 --- [tariff] [main] o.s.b.X : x", Level.ERROR),
        ("[2024-09-23 11:20:00,377: ERROR/ForkPoolWorker-1] Task x", Level.ERROR),
        ("2024/04/11 22:05:31 [emerg] 1#1: host not found", Level.FATAL),
        ("2024-07-05 12:00:12.902 UTC [71] FATAL:  role", Level.FATAL),
        ("2024-07-05 12:00:12.902 UTC [71] LOG:  ready", Level.INFO),
        ("12:18:03.551 [main] WARN org.x -- y", Level.WARNING),
        ("ERROR: no", Level.ERROR),
        ("error: no", Level.ERROR),
        ("error[E0382]: borrow of moved value", Level.ERROR),
        ("SEVERE: A thread died", Level.ERROR),
        ("CRITICAL x", Level.CRITICAL),
        ("level=error ts=1 msg=x", Level.ERROR),
        ("E1027 08:10:31.220450   31120 memcache.go:265] x", Level.ERROR),
        ("npm ERR! code ERESOLVE", Level.ERROR),
        ("npm error code ENOSPC", Level.ERROR),
        ("##[error]Process completed with exit code 1.", Level.ERROR),
        ("panic: runtime error: x", Level.FATAL),
        ("fatal: not a git repository", Level.FATAL),
        ("fail: Meterbridge.Worker[0]", Level.ERROR),
        ("crit: X[0]", Level.CRITICAL),
        ("<3>x", Level.ERROR),
        ("INFO[0000] x", Level.INFO),
        ("2025-04-01T00:00:00Z\tERROR\tReconciler error", Level.ERROR),
        ("│ Error: Failed to query", Level.ERROR),
        ("DEBUG x", Level.DEBUG),
        ("TRACE x", Level.TRACE),
        ("[Note] x", Level.INFO),
    ],
)
def test_a_line_says_how_grave_it_is(text: str, expected: Level) -> None:
    """The prefixes of loggers and tools give the level."""
    assert level(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "all tests passed, 0 errors",
        "the client received an unexpected ERROR from the peer",
        "    raise ERROR",
        "\tat com.x.ERROR(Foo.java:1)",
        "GET /errors/summary HTTP/1.1",
        "ModuleNotFoundError: No module named 'x'",
        "tests/test_errors.py ....",
    ],
)
def test_a_line_that_only_mentions_a_level_has_none(text: str) -> None:
    """Words inside a sentence, source code and paths are no levels."""
    assert level(text) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (30, Level.INFO),
        (50, Level.ERROR),
        (60, Level.FATAL),
        ("3", Level.ERROR),
        (0, Level.FATAL),
        ("Error", Level.ERROR),
        ("WARNING", Level.WARNING),
        ("E", Level.ERROR),
        (b"error", Level.ERROR),
        ("ERROR2", Level.ERROR),
        ("loud", None),
        (None, None),
        (True, None),
        (9999, None),
    ],
)
def test_fields_of_records_hold_levels_as_words_or_numbers(value: object, expected: Level | None) -> None:
    """Words, bunyan's tens and syslog's digits are all read."""
    assert level_of(value) == expected
