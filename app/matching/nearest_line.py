"""The line of a log that comes nearest to a pattern, and the first place where the two differ."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from app.logs import Log
from app.matching.engine import Engine
from app.matching.patterns import Pattern, PatternFault, compile_line, compile_regex
from app.matching.showing import shown
from app.matching.signature import Line, Regex

# Lines that are compared with a pattern, from both ends of the log, and how like it (0 to 100) one must be.
COMPARED = 4000
LEAST_LIKENESS = 55
NEAREST = 3
LONGEST_COMPARED = 400
_SHOWN_TEXT = 40


@dataclass(frozen=True, slots=True)
class Near:
    """The line that nearly fits a pattern: *fits* is what of its text does, then it says *instead* of *expected*."""

    line: int
    text: str
    fits: tuple[int, int]
    expected: str
    instead: str


def nearest_line(condition: Line | Regex, log: Log) -> tuple[Near | None, float]:
    """The line most like what a condition looks for, and how like it is, 0 to 1."""
    wanted = _fixed_text(condition)
    if not wanted.strip():
        return None, 0.0
    texts = {log.line(line)[:LONGEST_COMPARED]: line for line in reversed(_compared(len(log)))}
    found = process.extract(
        wanted.lower(),
        list(texts),
        scorer=fuzz.partial_ratio,
        processor=str.lower,
        limit=NEAREST,
        score_cutoff=LEAST_LIKENESS,
    )
    if not found:
        return None, 0.0
    fits = [_fit(condition, text) for text, _, _ in found]
    best = max(range(len(found)), key=lambda at: (fits[at][0], found[at][1]))
    return _near(condition, log, texts[found[best][0]], fits[best]), found[best][1] / 100


def _near(condition: Line | Regex, log: Log, line: int, fit: tuple[int, tuple[int, int]]) -> Near:
    cut, span = fit
    text = log.line(line)[:LONGEST_COMPARED]
    visible, spans = shown(text, [span] if cut else [])
    here = spans[0] if spans else (0, 0)
    return Near(
        log.number(line),
        visible,
        here,
        condition.pattern[cut:][:_SHOWN_TEXT] if isinstance(condition, Line) else "",
        visible[here[1] :][:_SHOWN_TEXT] if isinstance(condition, Line) else "",
    )


def _fit(condition: Line | Regex, text: str) -> tuple[int, tuple[int, int]]:
    """How much of a line pattern, from its start, matches in *text*, and where; nothing of a regular expression."""
    if isinstance(condition, Regex):
        return 0, (0, 0)
    cuts = list(_cuts(condition.pattern))
    low, high = 0, len(cuts)
    span = (0, 0)
    while low < high:
        middle = (low + high) // 2
        found = _found(condition, condition.pattern[: cuts[middle]], text)
        if found:
            low, span = middle + 1, found
        else:
            high = middle
    cut = cuts[low - 1] if low else 0
    return (cut, span) if cut >= min(_LEAST_FIT, len(condition.pattern) // 2) else (0, (0, 0))


# A pattern of which less fits than this many characters begins there by accident.
_LEAST_FIT = 4
_TOKEN = re.compile(r"\{\{|\}\}|\{[^{}]*\}|.")


def _cuts(pattern: str) -> Iterator[int]:
    """The places where the beginning of a pattern is a pattern, too."""
    for token in _TOKEN.finditer(pattern):
        yield token.end()


def _found(condition: Line, pattern: str, text: str) -> tuple[int, int] | None:
    try:
        compiled = compile_line(pattern, ignore_case=condition.ignore_case)
    except PatternFault:  # only blanks so far
        return (0, 0)
    match = Engine([compiled], hyperscan_allowed=False).match(0, text)
    return match.spans[0] if match else None


def compiled(condition: Line | Regex) -> Pattern:
    """The compiled form of a condition; PatternFault where it is broken."""
    compile_: Callable[..., Pattern] = compile_line if isinstance(condition, Line) else compile_regex
    return compile_(condition.pattern, ignore_case=condition.ignore_case)


def matches_text(condition: Line | Regex, text: str) -> bool:
    """Whether a condition matches a text."""
    return Engine([compiled(condition)], hyperscan_allowed=False).match(0, text) is not None


def _fixed_text(condition: Line | Regex) -> str:
    if isinstance(condition, Line):
        return "".join(
            token[0] if token in ("{{", "}}") else " " if token.startswith("{") else token
            for token in _TOKEN.findall(condition.pattern)
        )
    return " ".join(
        re.findall(r"[\w' ]{3,}", re.sub(r"\\[A-Za-z]|\(\?[^:)]*[:)>]|\[[^\]]*\]|\{[^}]*\}", "|", condition.pattern))
    )


def _compared(count: int) -> list[int]:
    half = COMPARED // 2
    return list(range(count)) if count <= COMPARED else [*range(half), *range(count - half, count)]
