"""Why a signature did not match: the condition that came nearest, and what it lacks."""

import pytest

from app.matching.missing import why_not
from app.matching.signature import All, Line, Regex, Sequence, Signature, Unless, Window
from tests.matching.conftest import log_of, signature

ALPHA, BETA = Line("alpha began"), Line("beta failed")

# name: (signature, lines of the log, the condition that came nearest, what it lacks)
CASES: dict[str, tuple[Signature, tuple[str, ...], str, str]] = {
    "nothing like it": (signature("x", "lease lost"), ("zzz",), "match[0]", "no line has it, and none is like it"),
    "a nearby line": (
        signature("x", "cannot connect to {host:word} port {port:int}"),
        ("INFO a", "ERROR cannot connect to db1 socket 7"),
        "match[0]",
        "no line has it; line 2 is the nearest",
    ),
    "capital letters": (
        signature("x", "Cannot Connect to {host:word}"),
        ("ERROR cannot connect to db1",),
        "match[0]",
        "line 1 differs from it only in capital letters: ignore case",
    ),
    "too few": (
        signature("x", Line("lease lost", count=5)),
        ("lease lost",) * 3,
        "match[0]",
        "it stands on 3 lines; 5 are needed (count: 3 of 5)",
    ),
    "too far in lines": (
        signature("x", Line("lease lost", count=2, within=Window(lines=2))),
        ("lease lost", "a", "b", "c", "lease lost"),
        "match[0]",
        "it stands on 2 lines, but lines 1 and 5 are 4 lines apart where 2 lines are allowed",
    ),
    "too far in time": (
        signature("x", Line("lease lost", count=2, within=Window(seconds=60))),
        ("2026-01-01 10:00:00 lease lost", "2026-01-01 10:05:00 lease lost"),
        "match[0]",
        "it stands on 2 lines, but lines 1 and 2 are 300 s apart where 60 s are allowed",
    ),
    "second of a sequence": (
        signature("x", Sequence((ALPHA, BETA))),
        ("alpha began", "quiet"),
        "match[0].sequence[1]",
        "1 of 2 parts are there (part 1 on line 1); part 2: no line has it, and none is like it",
    ),
    "wrong order": (
        signature("x", Sequence((ALPHA, BETA))),
        ("beta failed", "alpha began"),
        "match[0]",
        "all 2 parts are there, but not in this order: part 2 comes last on line 1, part 1 first on line 2",
    ),
    "sequence too far": (
        signature("x", Sequence((ALPHA, BETA), Window(lines=2))),
        ("alpha began", "1", "2", "3", "beta failed"),
        "match[0]",
        "all 2 parts are there, but lines 1 and 5 are 4 lines apart where 2 lines are allowed",
    ),
    "all too far": (
        signature("x", All((ALPHA, BETA), Window(lines=2))),
        ("beta failed", "1", "2", "3", "alpha began"),
        "match[0]",
        "all 2 parts are there, but lines 1 and 5 are 4 lines apart where 2 lines are allowed",
    ),
    "stopped by an exception": (
        signature("x", "lease lost", unless=(Unless(Line("something else")), Unless(Line("lease regained")))),
        ("lease lost", "a", "lease regained"),
        "match[0]",
        "it holds at line 1, but unless[1] stands on line 3",
    ),
    "the nearest of two": (
        signature("x", "utterly different words", Line("lease lost", count=2)),
        ("lease lost",),
        "match[1]",
        "it stands on 1 line; 2 are needed (count: 1 of 2)",
    ),
    "a regular expression": (
        signature("x", Regex(r"lease (?P<x>\d+) lost for ever")),
        ("lease 12 was lost for ever",),
        "match[0]",
        "no line has it; line 1 is the nearest",
    ),
}


@pytest.mark.parametrize(("candidate", "lines", "condition", "what"), CASES.values(), ids=CASES)
def test_the_nearest_condition_says_what_it_lacks(
    candidate: Signature, lines: tuple[str, ...], condition: str, what: str
) -> None:
    """The first answer names the condition that came nearest, with lines and figures."""
    nearest = why_not(candidate, log_of(*lines))[0]

    assert (nearest.condition, nearest.what) == (condition, what)


# name: (pattern, line, what of the line fits, what the pattern goes on with, what the line has instead)
DIFFERENCES = {
    "another word": (
        "cannot connect to {host:word} port {port:int}",
        "ERROR cannot connect to db1 socket 7",
        "cannot connect to db1 ",
        "port {port:int}",
        "socket 7",
    ),
    "a hole that does not fit": (
        "port {p:int} is taken",
        "ERROR port http is taken",
        "port ",
        "{p:int} is taken",
        "http is taken",
    ),
    "a slip": (
        "connexion refused by {host}",
        "connection refused by db1",
        "conne",
        "xion refused by {host}",
        "ction refused by db1",
    ),
    "braces": ("bad footer {{sum={n:int}}} found", "bad footer {sum=12} lost", "bad footer {sum=12} ", "found", "lost"),
    "the line ends": ("lease lost for ever and ever", "ERROR lease lost for", "lease lost for", " ever and ever", ""),
}


@pytest.mark.parametrize(("pattern", "line", "fits", "expected", "instead"), DIFFERENCES.values(), ids=DIFFERENCES)
def test_the_first_difference_is_shown(pattern: str, line: str, fits: str, expected: str, instead: str) -> None:
    """Of the line that nearly fits: how far it does, and where the two part."""
    near = why_not(signature("x", pattern), log_of(line))[0].near

    assert near is not None
    assert near.text[slice(*near.fits)] == fits
    assert (near.expected, near.instead) == (expected, instead)


def test_nothing_is_missing_where_a_condition_holds() -> None:
    """One condition that holds is enough."""
    assert why_not(signature("x", "lease lost", "lease gone"), log_of("lease lost")) == ()


def test_a_nearby_line_is_shown_without_its_secrets() -> None:
    """What comes nearest is masked."""
    near = why_not(
        signature("x", "login with password= was refused by {host}"),
        log_of("login with password=hunter2hunter2 failed"),
    )

    assert near[0].near is not None
    assert "hunter2" not in repr(near)
