"""Read YAML into plain data whose scalars are all text, and remember the line that each field stands on.

Scalars stay text, so that ``no``, ``1.10`` and dates come through as their author wrote them.  The events of the
parser are read, not its nodes: its composer ends the process on deeply nested brackets and expands aliases.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from app.records.problems import Problem

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]

MAX_DEPTH = 64  # the deepest record, five whys that branch five times, needs 12

# What YAML refuses even inside a text: controls, halves of surrogate pairs and two code points that are none.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NULLS = ("", "~", "null", "Null", "NULL")

_HELP = (
    ("tab character", "indent with spaces; YAML takes no tabs there"),
    ("mapping values are not allowed", 'a text that holds ": " needs quotes, and each field a line of its own'),
    ("cannot start any token", "put the text in quotes, and indent with spaces, not tabs"),
    ("unknown escape character", "use single quotes, where a backslash is just a backslash"),
    ("invalid Unicode character escape", "use single quotes, where a backslash is just a backslash"),
    ("unexpected end of stream", "close the quotes"),
    ("expected ',' or ']'", "close the bracket, or put the text in quotes"),
    ("expected ',' or '}'", "close the brace, or put the text in quotes"),
    ("another document", "one file holds one record: take out the line ---"),
    ("expected ':'", "write each field as name: value, and indent the lines that continue a text"),
    ("'-' indicator", "begin each item of a list with - at the same column"),
    ("expected <block end>", "give all fields of one mapping the same column"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """What a text said: plain data, the line of each field by its dotted path, and why it could not be read."""

    data: Plain = None
    lines: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_yaml(text: str, *, path: str, first_line: int = 1, where: str = "") -> Source:
    """The plain data of one YAML document.  *first_line* is where it begins in its file, *where* the field it fills."""
    text = text.removeprefix("\ufeff")
    refused = _REFUSED.search(text)
    if refused:
        line = first_line + text.count("\n", 0, refused.start())
        return Source(problems=(_refused_character(path, line, where, refused[0]),))
    builder = _Builder(path, first_line)
    try:
        data = builder.document(yaml.parse(text, Loader=yaml.CSafeLoader), where)
    except yaml.MarkedYAMLError as error:
        builder.problems.append(_syntax(error, text, path, first_line, where))
        data = None
    except _Abandoned:
        data = None
    return Source(data, builder.lines, tuple(builder.problems))


class _Abandoned(Exception):
    """Reading on would only repeat the problem."""


class _Builder:
    def __init__(self, path: str, first_line: int) -> None:
        self.lines: dict[str, int] = {}
        self.problems: list[Problem] = []
        self._path = path
        self._first_line = first_line

    def document(self, events: Iterator[yaml.Event], where: str) -> Plain:
        data: Plain = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and self.lines:
                self._fault(event, where, "a second document begins here", "one file holds one record")
                raise _Abandoned
            if isinstance(event, yaml.NodeEvent):
                self.lines[where] = self._line(event)
                data = self._value(event, events, where, 0)
        return data

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], where: str, depth: int) -> Plain:
        self._refuse_machinery(event, where)
        if depth > MAX_DEPTH:
            self._fault(event, "", f"is nested more than {MAX_DEPTH} deep", "a record needs a few levels only")
            raise _Abandoned
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, where, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(events, where, depth)
        assert isinstance(event, yaml.ScalarEvent)  # noqa: S101 - an alias was refused above
        is_plain = event.implicit[0]
        return None if is_plain and event.value in _NULLS else str(event.value)

    def _mapping(self, events: Iterator[yaml.Event], where: str, depth: int) -> dict[str, Plain]:
        data: dict[str, Plain] = {}
        for key in events:
            if isinstance(key, yaml.MappingEndEvent):
                break
            if not isinstance(key, yaml.ScalarEvent):
                self._fault(key, where, "the name of a field is not a text", "write each field as name: value")
                raise _Abandoned
            name = str(key.value)
            inner = f"{where}.{name}" if where else name
            if name in data:
                self._fault(key, inner, f'"{name}" stands here for the second time', "keep one of the two")
            self.lines.setdefault(inner, self._line(key))
            value = self._value(next(events), events, inner, depth + 1)
            data.setdefault(name, value)
        return data

    def _list(self, events: Iterator[yaml.Event], where: str, depth: int) -> list[Plain]:
        items: list[Plain] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            inner = f"{where}[{len(items)}]"
            self.lines[inner] = self._line(event)
            items.append(self._value(event, events, inner, depth + 1))
        return items

    def _refuse_machinery(self, event: yaml.Event, where: str) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._fault(event, where, f'"*{event.anchor}" is an alias', "write the text itself, or put it in quotes")
            raise _Abandoned
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor:
            self._fault(event, where, f'"&{anchor}" is an anchor', "leave it out, or put the text in quotes")
        if tag:
            self._fault(event, where, f'"{tag}" is a tag', "leave it out, or put the text in quotes")

    def _fault(self, event: yaml.Event, where: str, what: str, help_: str) -> None:
        self.problems.append(Problem(self._path, self._line(event), where, what, help_))

    def _line(self, event: yaml.Event) -> int:
        return int(getattr(event.start_mark, "line", 0)) + self._first_line


def _refused_character(path: str, line: int, where: str, character: str) -> Problem:
    code = ord(character)
    help_ = f'write "\\x{code:02x}" in double quotes' if 0 < code < 0xA0 else "take it out"  # noqa: PLR2004 - C0 and C1
    return Problem(path, line, where, f"holds the character U+{code:04X}, which YAML does not take", help_)


def _syntax(error: yaml.MarkedYAMLError, text: str, path: str, first_line: int, where: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    number = int(getattr(mark, "line", 0))
    lines = text.split("\n")
    # An error at the end of the text is about something above it that was not closed.
    if mark and error.context_mark and number >= len(lines) - 1 and not "".join(lines[number:]).strip():
        number = int(getattr(error.context_mark, "line", number))
    shown = lines[number].strip()[:80] if number < len(lines) else ""
    reason = error.problem or "it is not YAML"
    what = f"YAML stops here: {reason}: {shown}" if shown else f"YAML stops here: {reason}"
    help_ = next(
        (text for part, text in _HELP if part in reason), "compare with the example in the README of the folder"
    )
    return Problem(path, number + first_line, where, what, help_)
