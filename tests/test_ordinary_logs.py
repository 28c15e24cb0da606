"""Logs of healthy software give no strong or likely finding, in long files and in short pastes."""

import pytest

from app.matching.background import ordinary_lines
from tests.ordinary_logs import KINDS, ordinary_log
from tests.starter import diagnose

# Together with the background's, the lines are more than 50,000.
LINES, BACKGROUND_LINES = 6_000, 24_000
PASTE = 120


def found_in(lines: list[str]) -> list[tuple[str, str]]:
    """The signatures that are firmly found in these lines, each with its first line of evidence."""
    diagnosis = diagnose("\n".join(lines) + "\n")
    return [(one.signature, one.evidence[0].text) for one in diagnosis.findings if one.strength != "possible"]


def pastes(lines: list[str]) -> list[list[str]]:
    """The lines in pieces as long as somebody pastes."""
    return [lines[first : first + PASTE] for first in range(0, len(lines), PASTE)]


def test_there_are_enough_lines() -> None:
    """The goal is silence on 50,000 lines."""
    assert LINES * len(KINDS) + BACKGROUND_LINES >= 50_000


@pytest.mark.parametrize("kind", KINDS)
def test_ordinary_logs_of_each_kind_are_silent(kind: str) -> None:
    """As one file, and in pastes, because what stands near an end weighs more."""
    lines = list(ordinary_log(kind, LINES, seed=1))

    assert [found for paste in pastes(lines) for found in found_in(paste)] == []
    assert found_in(lines) == []


def test_the_background_is_silent() -> None:
    """The lines on which texts are counted, drawn anew."""
    lines = list(ordinary_lines(BACKGROUND_LINES, seed=20))

    assert [found for paste in pastes(lines) for found in found_in(paste)] == []
    assert found_in(lines) == []


def test_each_kind_beside_the_others() -> None:
    """A paste of everything that ran is silent too: no sequence is put together from lines of several."""
    mixed = [line for lines in zip(*(ordinary_log(kind, 600, seed=2) for kind in KINDS), strict=True) for line in lines]

    assert found_in(mixed) == []
