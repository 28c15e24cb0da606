"""Conditions of a signature in words."""

import pytest

from app.matching.signature import All, Line, Regex, Sequence, Unless, Window
from app.web.conditions import window, wording_of, wording_of_exception


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        (Window(lines=1), "1 line"),
        (Window(lines=50), "50 lines"),
        (Window(seconds=0.5), "500 ms"),
        (Window(seconds=30), "30 s"),
        (Window(seconds=120), "2 min"),
        (Window(seconds=90), "90 s"),
        (Window(seconds=7200), "2 h"),
    ],
)
def test_a_window_is_said_in_its_natural_unit(within: Window, expected: str) -> None:
    """A distance reads as an author would write it."""
    assert window(within) == expected


def test_single_conditions_say_what_they_ask_for() -> None:
    """Case, number and window are in the words."""
    line = Line("disk full", ignore_case=True, count=5, within=Window(seconds=60))

    assert wording_of(line).words == "a line contains, in any case, at least 5 times, within 1 min"
    assert wording_of(Regex("a+")).words == "a line matches the expression"


def test_several_conditions_have_parts() -> None:
    """A group of conditions lists each of them."""
    wording = wording_of(All((Line("a"), Sequence((Line("b"), Line("c"))))))

    assert wording.words == "all of these"
    assert [part.words for part in wording.parts] == ["a line contains", "these in this order"]


def test_an_exception_says_where_it_counts() -> None:
    """Without a window, an exception counts anywhere in the log."""
    near = Unless(Line("ok"), Window(lines=10), "before")

    assert wording_of_exception(Unless(Line("ok"))).words == "a line contains, anywhere in the log"
    assert wording_of_exception(near).words == "a line contains, 10 lines before the evidence"
