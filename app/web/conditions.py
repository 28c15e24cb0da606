"""Say in words what a condition of a signature asks for."""

from dataclasses import dataclass

from app.matching.signature import All, Condition, Line, Regex, Sequence, Unless, Window
from app.web.phrases import counted

_SIDES = {"around": "around", "before": "before", "after": "after"}


@dataclass(frozen=True, slots=True)
class Wording:
    """A condition in words, with its pattern or its parts."""

    words: str
    pattern: str = ""
    parts: tuple["Wording", ...] = ()


def wording_of(condition: Condition) -> Wording:
    """What *condition* asks for."""
    match condition:
        case Line():
            return Wording(_single("a line contains", condition), condition.pattern)
        case Regex():
            return Wording(_single("a line matches the expression", condition), condition.pattern)
        case All():
            return Wording(f"all of these{_within(condition.within)}", parts=_parts(condition.conditions))
        case Sequence():
            return Wording(f"these in this order{_within(condition.within)}", parts=_parts(condition.conditions))


def wording_of_exception(unless: Unless) -> Wording:
    """What *unless* asks for, and where."""
    inner = wording_of(unless.condition)
    if unless.within is None:
        return Wording(f"{inner.words}, anywhere in the log", inner.pattern)
    return Wording(f"{inner.words}, {window(unless.within)} {_SIDES[unless.side]} the evidence", inner.pattern)


def window(within: Window) -> str:
    """A distance as "50 lines", "30 s" or "2 min"."""
    if within.lines is not None:
        return counted(within.lines, "line")
    seconds = within.seconds or 0
    for unit, length in (("h", 3600), ("min", 60)):
        if seconds >= length and seconds % length == 0:
            return f"{seconds / length:g} {unit}"
    return f"{seconds:g} s" if seconds >= 1 else f"{seconds * 1000:g} ms"


def _single(words: str, condition: Line | Regex) -> str:
    case = ", in any case" if condition.ignore_case else ""
    often = f", at least {counted(condition.count, 'time')}" if condition.count > 1 else ""
    return f"{words}{case}{often}{_within(condition.within)}"


def _within(within: Window | None) -> str:
    return f", within {window(within)}" if within else ""


def _parts(conditions: tuple[Condition, ...]) -> tuple[Wording, ...]:
    return tuple(wording_of(condition) for condition in conditions)
