"""Where in a line a signature matched, and the ways to look for a form there: anywhere, around it, before, after."""

import re
from collections.abc import Callable

Span = tuple[int, int]
Test = Callable[[str, Span], bool]

# So much of a line is looked at before the match.
_BEFORE = 120


def bare(text: str, span: Span) -> Span:
    """The span without the quotes, brackets and blanks that a pattern took along at either end."""
    first, last = span
    while first < last and not text[first].isalnum():
        first += 1
    while last > first and text[last - 1] in " \t\"'`<>,;:=(":
        last -= 1
    return (first, last) if first < last else span


def any_of(*forms: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """One pattern for several forms."""
    return re.compile("|".join(forms), flags)


def anywhere(pattern: re.Pattern[str]) -> Test:
    """The line has the form, wherever the match stands."""
    return lambda text, _span: pattern.search(text) is not None


def within(pattern: re.Pattern[str]) -> Test:
    """The form holds the whole match; its group *inner*, where it has one."""
    group = "inner" if "inner" in pattern.groupindex else 0

    def applies(text: str, span: Span) -> bool:
        found = (one.span(group) for one in pattern.finditer(text))
        return any(start <= span[0] and span[1] <= end for start, end in found)

    return applies


def begins_in(pattern: re.Pattern[str]) -> Test:
    """The match begins in the form's group *inner*, however far it goes."""
    return lambda text, span: any(one.start("inner") <= span[0] < one.end("inner") for one in pattern.finditer(text))


def before(pattern: re.Pattern[str]) -> Test:
    """The form stands before the match; it says itself how near."""
    return lambda text, span: pattern.search(text[max(0, span[0] - _BEFORE) : span[0]]) is not None


def after(pattern: re.Pattern[str]) -> Test:
    """The form follows the match at once."""
    return lambda text, span: pattern.match(text, span[1]) is not None


def beside(pattern: re.Pattern[str], reach: int) -> Test:
    """The form stands in the match or at most *reach* characters from it."""
    return lambda text, span: pattern.search(text, max(0, span[0] - reach), min(len(text), span[1] + reach)) is not None
