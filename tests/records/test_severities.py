"""The list of severities is a setting: its text, and the check of a postmortem against it."""

import pytest

from app.records.parsed import Parsed
from app.records.postmortem import Postmortem
from app.records.severities import DEFAULT, SeverityChoice, check_severity, read_severities

LISTS = {
    "names with meanings": ("sev1: all is down; sev2: a part", [("sev1", "all is down"), ("sev2", "a part")]),
    "names alone": ("sev1; sev2;", [("sev1", ""), ("sev2", "")]),
    "a meaning with a colon": ("sev1: bad: call", [("sev1", "bad: call")]),
    "one name twice": ("a: x; a: y", [("a", "y")]),
    "nothing": (" ; : x", []),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read(name: str) -> None:
    """Names with their meanings, in their order."""
    text, expected = LISTS[name]

    assert [(one.name, one.meaning) for one in read_severities(text)] == expected


@pytest.mark.parametrize(("said", "warned"), [("", False), ("high", False), ("sev-2", True)])
def test_a_word_that_is_not_in_use_is_warned_of(said: str, *, warned: bool) -> None:
    """No severity is none of the words; one of another list is kept, with a warning that names the choices."""
    parsed = Parsed("postmortems/x", Postmortem("x", "X", severity=said))
    problems = list(check_severity(parsed, read_severities(DEFAULT)))

    assert bool(problems) is warned
    assert all("critical, high, medium, low" in one.help and not one.is_error for one in problems)


def test_without_a_list_every_word_will_do() -> None:
    """Nothing is warned of where nothing is listed."""
    parsed = Parsed("postmortems/x", Postmortem("x", "X", severity="any"))

    assert list(check_severity(parsed, ())) == []
    assert list(check_severity(parsed, [SeverityChoice("any")])) == []
