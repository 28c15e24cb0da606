"""Conditions as boxes to type in: a line for each pattern, several lines in an order or in any; the rest as YAML."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from app.records.problems import Problem
from app.records.source import Plain, read_yaml
from app.records.yaml_text import write_yaml

REGEX = "regex:"
Order = Literal["sequence", "all"]
Form = Literal["lines", "yaml"]

ORDERS: tuple[tuple[str, str], ...] = (("sequence", "in this order"), ("all", "in any order"))
SIDES: tuple[tuple[str, str], ...] = (("within", "around"), ("before", "before"), ("after", "after"))


@dataclass(frozen=True, slots=True)
class Box:
    """One condition as it is typed.  *text* has a pattern on each line, or the YAML of the condition."""

    text: str = ""
    form: Form = "lines"
    order: str = "sequence"
    within: str = ""
    count: str = ""
    ignore_case: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return not (self.text.strip() or self.within or self.count)

    @property
    def lines(self) -> tuple[str, ...]:
        """The patterns."""
        return tuple(line for line in self.text.splitlines() if line.strip())

    @property
    def rows(self) -> int:
        """How high its text is."""
        return min(14, max(2, self.text.count("\n") + 2))


@dataclass(frozen=True, slots=True)
class UnlessBox:
    """One exception as it is typed: a pattern, and where it must not stand."""

    text: str = ""
    side: str = "within"
    within: str = ""
    ignore_case: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return not (self.text.strip() or self.within)


def box_of(condition: Plain) -> Box:
    """The box of a condition in plain data; one with YAML for what no simple box can hold."""
    if not isinstance(condition, dict):
        return Box(_yaml(condition), "yaml")
    kind = next((kind for kind in ("sequence", "all") if kind in condition), None)
    own: Plain = [{name: condition[name] for name in condition if name in _PATTERN}]
    parts = condition.get(kind) if kind else own
    rest = {"within", "count", "ignore_case", *_PATTERN} if kind is None else {kind, "within"}
    lines = _lines(parts)
    if lines is None or not set(condition) <= rest or (kind is not None and len(lines) == 1):
        return Box(_yaml(condition), "yaml")
    ignoring = {_truth(part.get("ignore_case")) for part in cast("list[dict[str, Plain]]", parts)}
    if len(ignoring) > 1:
        return Box(_yaml(condition), "yaml")
    return Box(
        "\n".join(lines),
        order=kind or "sequence",
        within=_said(condition.get("within")),
        count=_said(condition.get("count")),
        ignore_case=True in ignoring,
    )


def condition_of(box: Box, path: str, where: str) -> tuple[Plain, tuple[Problem, ...]]:
    """The condition of a box as plain data, and the problems of its YAML."""
    if box.form == "yaml":
        source = read_yaml(box.text, path=path, where=where)
        return source.data, source.problems
    parts: list[Plain] = [_part(line, box) for line in box.lines]
    extra: dict[str, Plain] = {name: value for name in ("within", "count") if (value := getattr(box, name).strip())}
    if len(parts) == 1:
        return {**cast("dict[str, Plain]", parts[0]), **extra}, ()
    return {box.order: parts, **extra}, ()


def unless_box_of(exception: Plain) -> UnlessBox:
    """The box of an exception in plain data."""
    data = exception if isinstance(exception, dict) else {}
    side = next((side for side, _ in SIDES if side in data), "within")
    lines = _lines([{name: data[name] for name in data if name in _PATTERN}])
    return UnlessBox((lines or [""])[0], side, _said(data.get(side)), _truth(data.get("ignore_case")))


def exception_of(box: UnlessBox) -> Plain:
    """The exception of a box as plain data."""
    extra: dict[str, Plain] = {box.side: box.within.strip()} if box.within.strip() else {}
    return {**_pattern(box.text.strip("\r\n"), ignore_case=box.ignore_case), **extra}


_PATTERN = ("line", "regex", "ignore_case")


def _lines(parts: Plain) -> list[str] | None:
    """A typed line for each part; None where one of them needs more than a line."""
    if not isinstance(parts, list) or not parts:
        return None
    lines: list[str] = []
    for part in parts:
        if not isinstance(part, dict) or not set(part) <= set(_PATTERN):
            return None
        line, regex = part.get("line"), part.get("regex")
        text = line if isinstance(line, str) else f"{REGEX} {regex}" if isinstance(regex, str) else None
        is_odd = text is None or "\n" in text or (text == line and text.startswith(REGEX))
        if is_odd or ("line" in part and "regex" in part):
            return None
        lines.append(str(text))
    return lines


def _part(line: str, box: Box) -> Plain:
    return _pattern(line, ignore_case=box.ignore_case)


def _pattern(text: str, *, ignore_case: bool) -> dict[str, Plain]:
    is_regex = text.startswith(REGEX)
    data: dict[str, Plain] = {"regex": text.removeprefix(REGEX).removeprefix(" ")} if is_regex else {"line": text}
    return data | {"ignore_case": True} if ignore_case else data


def _yaml(value: Plain) -> str:
    return write_yaml(cast("Mapping[str, Plain]", value)) if isinstance(value, dict) else _said(value)


def _said(value: Plain) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)


def _truth(value: Plain) -> bool:
    return value is True or str(value).lower() in ("true", "yes")
