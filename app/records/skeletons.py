"""The shortest texts that an expression matches, one for each way through its alternatives; what it says is then seen.

Where any character will do, a stand-in stands that no log has.
"""

import re._constants as sre  # type: ignore[import-not-found]  # Python's own parser, which has no stubs
import re._parser as sre_parser  # type: ignore[import-not-found]
from collections.abc import Iterable
from functools import lru_cache
from itertools import product
from typing import Any

from app.matching.patterns import KEPT_PATTERNS, compile_line, compile_regex
from app.matching.signature import All, Condition, Line, Regex, Sequence

# Private characters: of Unicode's own, none means anything in a log.
ANYTHING, START, END = "\ue000", "\ue001", "\ue002"
# An expression with more ways than this is not spelt out.
MAX_WAYS = 256

_STARTS = (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING)
_ENDS = (sre.AT_END, sre.AT_END_STRING)
_CATEGORIES = {sre.CATEGORY_DIGIT: "0", sre.CATEGORY_SPACE: " ", sre.CATEGORY_WORD: "a"}

_UNFIXED = str.maketrans("", "", ANYTHING + START + END)


class _TooMany(Exception):
    """There are more ways than are worth spelling out."""


def skeletons(pattern: Line | Regex) -> tuple[str, ...]:
    """The texts, with START and END where it is anchored; none where it has too many or is not in Python's syntax."""
    compile_ = compile_line if isinstance(pattern, Line) else compile_regex
    return _skeletons(compile_(pattern.pattern, ignore_case=pattern.ignore_case).expression)


@lru_cache(maxsize=KEPT_PATTERNS)
def _skeletons(expression: str) -> tuple[str, ...]:
    try:
        return tuple(dict.fromkeys(_ways(sre_parser.parse(expression))))
    except (sre_parser.error, _TooMany, RecursionError, OverflowError):
        return ()


def fixed_text(condition: Condition) -> str | None:
    """The least text that every match has, without blanks; None where it cannot be told."""
    if isinstance(condition, All | Sequence):
        parts = [fixed_text(part) for part in condition.conditions]
        return None if None in parts else "".join(part or "" for part in parts)
    texts = ["".join(text.translate(_UNFIXED).split()) for text in skeletons(condition)]
    return min(texts, key=len, default=None)


def _ways(parsed: Iterable[tuple[Any, Any]]) -> list[str]:
    ways = [""]
    for operator, argument in parsed:
        pieces = _pieces(operator, argument)
        if len(ways) * len(pieces) > MAX_WAYS:
            raise _TooMany
        ways = ["".join(pair) for pair in product(ways, pieces)]
    return ways


def _pieces(operator: Any, argument: Any) -> list[str]:  # noqa: ANN401 (parser's own)
    if operator in (sre.LITERAL, sre.IN):
        return [chr(argument) if operator is sre.LITERAL else _member(argument)]
    if operator is sre.SUBPATTERN:
        return _ways(argument[3])
    if operator is sre.BRANCH:
        return [way for branch in argument[1] for way in _ways(branch)]
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        least = argument[0]
        return [way * least for way in _ways(argument[2])] if least else [""]
    if operator is sre.AT:
        return [START if argument in _STARTS else END if argument in _ENDS else ""]
    return [ANYTHING]


def _member(members: Iterable[tuple[Any, Any]]) -> str:
    """One character of a class, a printable one if it has any."""
    found = [_character(kind, argument) for kind, argument in members]
    if None in found:
        return ANYTHING
    return max((one for one in found if one), key=str.isprintable, default=ANYTHING)


def _character(kind: Any, argument: Any) -> str | None:  # noqa: ANN401 (parser's own)
    """A character of one part of a class; None where it takes nearly everything."""
    if kind is sre.LITERAL:
        return chr(argument)
    if kind is sre.RANGE:
        return chr(argument[0]) if chr(argument[0]).isprintable() else chr(argument[1])
    return _CATEGORIES.get(argument) if kind is sre.CATEGORY else None
