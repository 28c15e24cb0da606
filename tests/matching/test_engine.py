"""The engine finds what a plain loop of Python's `re` finds, whichever scanner it has."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from app.logs import read
from app.matching.engine import Engine
from app.matching.patterns import compile_line, compile_regex
from tests.matching.conftest import log_of

PATTERNS = (
    "connection refused",
    "No module named '{module:word}'",
    "dial tcp {host:word}:{port:int}: connect",
    "error {code:int}",
    "a{}b",
)
EXPRESSIONS = (
    r"(?:refused|reset) by peer",
    r"exit(?:ed)? (?P<code>[1-9]\d*)",
    r"[A-Z]{3}",
    r"oom[-_]kill(?:ed|er)?",
    "é+x",
)
WORDS = st.sampled_from(
    ["connection refused", "reset by peer", "No module named 'x.y'", "dial tcp [::1]:80: connect", "error 12", "exit 1",
     "ABC", "oom-killed", "OOM_KILLER", "ééx", "a b", "", " ", "\t", "INFO", "{", "\\", "\x00", "ok"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.lists(WORDS, max_size=4).map(" ".join), max_size=30), st.booleans())
def test_the_engine_agrees_with_a_loop(lines: list[str], hyperscan_allowed: bool) -> None:
    """Each pattern is found on exactly the lines on which Python's `re` finds it."""
    patterns = [compile_line(text) for text in PATTERNS] + [
        compile_regex(text, ignore_case=ignore_case) for text in EXPRESSIONS for ignore_case in (False, True)
    ]
    log = log_of(*lines)
    engine = Engine(patterns, hyperscan_allowed=hyperscan_allowed)

    found = {pattern: [int(line) for line in hits] for pattern, hits in engine.search(log).items()}

    expected = {
        index: [
            line for line in range(len(log)) if re.search(pattern.expression, log.line(line), re.ASCII | re.UNICODE & 0)
        ]
        for index, pattern in enumerate(patterns)
    }
    assert found == {index: hits for index, hits in expected.items() if hits}


def test_a_flood_is_found_whole(hyperscan_allowed: bool) -> None:
    """A line full of one atom does not stop the others from being found."""
    log = log_of("..." * 400_000, "needle here", "..." * 400_000, "needle")
    engine = Engine([compile_line("..."), compile_line("needle")], hyperscan_allowed=hyperscan_allowed)

    found = engine.search(log)

    assert found[0].tolist() == [0, 2]
    assert found[1].tolist() == [1, 3]


def test_a_very_long_line_is_searched_around_its_atoms(hyperscan_allowed: bool) -> None:
    """A pattern with holes is found far inside a line of megabytes, with the right span."""
    filler = "x" * 3_000_000
    log = read(f"{filler} No module named 'deep' {filler}\n".encode(), limit=1 << 26)
    engine = Engine([compile_line("No module named '{module:word}'")], hyperscan_allowed=hyperscan_allowed)

    assert engine.search(log)[0].tolist() == [0]
    match = engine.match(0, log.line(0))
    assert match is not None
    assert match.captures == {"module": "deep"}
    assert match.spans == ((3_000_001, 3_000_023),)


def test_chunks_do_not_lose_lines(hyperscan_allowed: bool) -> None:
    """Matches at the ends of megabyte chunks are found, once each."""
    lines = ["needle" if number % 1000 == 0 else "straw " * 20 for number in range(40_000)]
    log = log_of(*lines)

    found = Engine([compile_line("needle")], hyperscan_allowed=hyperscan_allowed).search(log)

    assert found[0].tolist() == list(range(0, 40_000, 1000))
