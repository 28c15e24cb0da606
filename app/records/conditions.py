"""Conditions between plain data and values: what an author writes under ``match`` and ``unless``."""

from collections.abc import Callable
from collections.abc import Sequence as Ordered
from dataclasses import dataclass, field

from app.matching.patterns import Pattern, PatternFault, compile_line, compile_regex
from app.matching.signature import All, Condition, Line, Regex, Sequence, Side, Unless, Window
from app.records.fields import Fields, Reading
from app.records.source import Plain
from app.records.text_forms import shown
from app.records.windows import WINDOW_FORMS, read_window, write_window

KINDS = ("line", "regex", "all", "sequence")
CONDITION_FIELDS = (*KINDS, "ignore_case", "count", "within")
UNLESS_FIELDS = ("line", "regex", "ignore_case", "within", "before", "after")

MAX_DEPTH = 4  # deeper, nobody can say any more what a signature matches

_SIDES: dict[str, Side] = {"within": "around", "before": "before", "after": "after"}
_COMPILERS: dict[str, Callable[..., Pattern]] = {"line": compile_line, "regex": compile_regex}


@dataclass
class ConditionReader:
    """Reads conditions and gathers the names that they capture, in their order."""

    reading: Reading
    captures: dict[str, None] = field(default_factory=dict)
    is_complete: bool = True  # whether every condition could be read, and so all captures are known

    def conditions(self, items: Ordered[tuple[str, object]]) -> tuple[Condition, ...]:
        """Those that are right; the others leave problems."""
        found = [self._condition(data, where, 1) for where, data in items]
        self.is_complete = self.is_complete and None not in found
        return tuple(condition for condition in found if condition is not None)

    def exceptions(self, items: Ordered[tuple[str, object]]) -> tuple[Unless, ...]:
        """What stands under ``unless``."""
        found = [self._unless(data, where) for where, data in items]
        return tuple(unless for unless in found if unless is not None)

    def _condition(self, data: object, where: str, depth: int) -> Condition | None:
        fields = self.reading.fields(data, where, CONDITION_FIELDS)
        kind = _kind(fields, KINDS)
        if kind in ("line", "regex"):
            return self._pattern(fields, kind)
        return self._group(fields, kind, depth) if kind else None

    def _pattern(self, fields: Fields, kind: str) -> Line | Regex | None:
        within = _window(fields, "within")
        count = fields.count("count")
        condition = _single(fields, kind, count=count, within=within)
        if within and count == 1:
            fields.fault("within", "within has no effect on one line", "add count:, or group lines with all", "warning")
        if condition is None:
            return None
        self.captures.update(dict.fromkeys(condition[1]))
        return condition[0]

    def _group(self, fields: Fields, kind: str, depth: int) -> All | Sequence | None:
        for name in ("count", "ignore_case"):
            if name in fields:
                fields.fault(name, f"{name} does not go with {kind}", f"put it on the conditions inside {kind}")
        if depth > MAX_DEPTH:
            fields.fault(kind, f"conditions are nested more than {MAX_DEPTH} deep", "write flatter ones")
            return None
        items = list(fields.items(kind))
        found = [self._condition(item, where, depth + 1) for where, item in items]
        inner = tuple(condition for condition in found if condition is not None)
        within = _window(fields, "within")
        if not items:
            fields.fault(kind, f"{kind} has no conditions", f"list them under {kind}:, each after a hyphen")
        if not items or len(inner) < len(items):
            return None
        return All(inner, within) if kind == "all" else Sequence(inner, within)

    def _unless(self, data: object, where: str) -> Unless | None:
        fields = self.reading.fields(data, where, UNLESS_FIELDS)
        kind = _kind(fields, ("line", "regex"))
        if not kind:
            return None
        sides = [name for name in _SIDES if name in fields]
        if len(sides) > 1:
            fields.fault(sides[1], f"says both {sides[0]} and {sides[1]}", "within looks both ways; keep one of them")
        window = _window(fields, sides[0]) if sides else None
        condition = _single(fields, kind, count=1, within=None)
        return Unless(condition[0], window, _SIDES[sides[0]] if window else "around") if condition else None


def condition_to_plain(condition: Condition) -> dict[str, Plain]:
    """A condition as its author would write it, without defaults."""
    if isinstance(condition, Line | Regex):
        return _pattern_to_plain(condition) | _window_to_plain("within", condition.within)
    kind = "all" if isinstance(condition, All) else "sequence"
    inner: list[Plain] = [condition_to_plain(each) for each in condition.conditions]
    return {kind: inner, **_window_to_plain("within", condition.within)}


def unless_to_plain(unless: Unless) -> dict[str, Plain]:
    """An exception as its author would write it, without defaults."""
    side = next(name for name, side in _SIDES.items() if side == unless.side)
    return _pattern_to_plain(unless.condition) | _window_to_plain(side, unless.within)


def _kind(fields: Fields, kinds: Ordered[str]) -> str | None:
    """The one kind of condition that is there; None, with a problem, where there are several or none."""
    found = [kind for kind in kinds if fields.raw(kind) is not None]
    if len(found) == 1:
        return found[0]
    if found:
        help_ = (
            "make each a condition of its own: any one of the list is enough, and all: or sequence: asks for several"
        )
        fields.fault(found[1], f"has {' and '.join(found)} in one condition", help_)
    elif fields.is_readable:
        fields.fault("", "has no condition", f"give it one of: {', '.join(kinds)}")
    return None


def _single(
    fields: Fields, kind: str, *, count: int, within: Window | None
) -> tuple[Line | Regex, tuple[str, ...]] | None:
    """A condition on one line and the names that it captures."""
    pattern = fields.verbatim(kind)
    ignore_case = fields.boolean("ignore_case")
    if not pattern.strip():
        if isinstance(fields.raw(kind), str):
            fields.fault(kind, "the pattern is empty", "write the words of the message as the software prints them")
        return None
    try:
        compiled = _COMPILERS[kind](pattern, ignore_case=ignore_case)
    except PatternFault as fault:
        fields.fault(kind, fault.what, fault.help)
        return None
    make = Line if kind == "line" else Regex
    return make(pattern, ignore_case, count, within), compiled.captures


def _window(fields: Fields, name: str) -> Window | None:
    text = fields.phrase(name)
    window = read_window(text) if text else None
    if text and window is None:
        fields.fault(name, f"{shown(text)} is not a window", WINDOW_FORMS)
    return window


def _pattern_to_plain(condition: Line | Regex) -> dict[str, Plain]:
    data: dict[str, Plain] = {"line" if isinstance(condition, Line) else "regex": condition.pattern}
    if condition.ignore_case:
        data["ignore_case"] = True
    if condition.count > 1:
        data["count"] = condition.count
    return data


def _window_to_plain(name: str, window: Window | None) -> dict[str, Plain]:
    return {name: write_window(window)} if window else {}
