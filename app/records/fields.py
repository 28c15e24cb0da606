"""Decode the fields of one mapping, each in a form of its own, and collect every problem instead of stopping at one."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TypeVar

from app.records.nearest import did_you_mean
from app.records.parsed import line_of
from app.records.problems import Grade, Problem
from app.records.text_forms import excerpt, is_name, prose, shown, unstorable

Word = TypeVar("Word", bound=str)

_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}
_WHOLE = re.compile(r"-?\d{1,9}")
_DAY = re.compile(r"\d{4}-?\d\d-?\d\d")
_NAME_FORM = "use lower-case letters, digits and single hyphens, at most 100"
_INSTANT_FORM = "write 2025-09-04T23:10:00Z; without a zone it counts as UTC"


@dataclass
class Reading:
    """One record being read: where it came from, and what was wrong with it so far."""

    path: str
    lines: Mapping[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def fault(self, where: str, what: str, help_: str, grade: Grade = "error") -> None:
        """Note a problem of the field *where*."""
        self.problems.append(Problem(self.path, line_of(self.lines, where), where, what, help_, grade))

    def fields(self, data: object, where: str, known: Sequence[str]) -> "Fields":
        """The mapping at *where*; an empty one with a problem where *data* is none.  Only *known* fields are allowed."""
        if not isinstance(data, Mapping):
            self.fault(where, f"{_kind(data)} stands where fields are expected", f"the fields are: {', '.join(known)}")
            return Fields(self, where, None)
        for name in data:
            if name not in known:
                inner = f"{where}.{name}" if where else str(name)
                otherwise = f"the fields are: {', '.join(known)}"
                self.fault(inner, f"unknown field {shown(name)}", did_you_mean(str(name), known, otherwise=otherwise))
        return Fields(self, where, data)


class Fields:
    """The fields of one mapping.  A method gives the value in its form; the default, with a problem, where it is not."""

    def __init__(self, reading: Reading, where: str, data: Mapping[str, object] | None) -> None:
        self.reading = reading
        self.is_readable = data is not None  # otherwise that has been said, and what is missing in it need not be
        self._where = where
        self._data = data or {}

    def __contains__(self, name: str) -> bool:
        return self._data.get(name) is not None

    def at(self, name: str) -> str:
        """The dotted path of a field; of the mapping itself for an empty name."""
        return ".".join(part for part in (self._where, name) if part)

    def raw(self, name: str) -> object:
        """The value as it came."""
        return self._data.get(name)

    def fault(self, name: str, what: str, help_: str, grade: Grade = "error") -> None:
        """Note a problem of a field."""
        self.reading.fault(self.at(name), what, help_, grade)

    def require(self, name: str, help_: str) -> None:
        """Note a problem where a field is missing or empty."""
        value = self._data.get(name)
        if not self.is_readable:
            return
        if value is None or value == [] or (isinstance(value, str) and not value.strip()):
            self.fault(name, f"{name} is missing", help_)

    def verbatim(self, name: str) -> str:
        """A text exactly as it is."""
        return self._text(self.at(name), self._data.get(name)) or ""

    def phrase(self, name: str) -> str:
        """A text of one line, without blank space around it."""
        return self._phrase(self.at(name), self._data.get(name)) or ""

    def prose(self, name: str) -> str:
        """Markdown, in canonical form."""
        return prose(self.verbatim(name))

    def excerpt(self, name: str) -> str:
        """A piece of a log, in canonical form."""
        return excerpt(self.verbatim(name))

    def name(self, name: str) -> str:
        """An id or slug."""
        return self._name(self.at(name), self._data.get(name)) or ""

    def names(self, name: str) -> tuple[str, ...]:
        """A list of ids or slugs."""
        return tuple(found for where, value in self.items(name) if (found := self._name(where, value)))

    def phrases(self, name: str) -> tuple[str, ...]:
        """A list of texts of one line."""
        return tuple(found for where, value in self.items(name) if (found := self._phrase(where, value)))

    def proses(self, name: str) -> tuple[str, ...]:
        """A list of Markdown texts."""
        return tuple(found for where, value in self.items(name) if (found := prose(self._text(where, value) or "")))

    def excerpts(self, name: str) -> tuple[str, ...]:
        """A list of pieces of logs."""
        return tuple(found for where, value in self.items(name) if (found := excerpt(self._text(where, value) or "")))

    def refuse_self(self, own: str, links: Mapping[str, str | tuple[str, ...]]) -> None:
        """Note a problem for each link, by its field, that leads to the record itself."""
        for name, value in links.items():
            if own and own in ((value,) if isinstance(value, str) else value):
                where = name if isinstance(value, str) else f"{name}[{value.index(own)}]"
                self.fault(where, f"{shown(own)} names itself", "take it out")

    def choice(self, name: str, choices: Sequence[Word], default: Word) -> Word:
        """One of the words *choices*."""
        return self.optional_choice(name, choices) or default

    def optional_choice(self, name: str, choices: Sequence[Word]) -> Word | None:
        """One of the words *choices*, or None where nothing is said."""
        text = self.phrase(name)
        found = next((word for word in choices if word == text), None)
        if text and found is None:
            help_ = did_you_mean(text, choices, otherwise=f"choose one of: {', '.join(choices)}")
            self.fault(name, f"{shown(text)} is not one of: {', '.join(choices)}", help_)
        return found

    def boolean(self, name: str) -> bool:
        """Whether a field says true; false where it says nothing."""
        value = self._data.get(name)
        if isinstance(value, str):
            value = _BOOLEANS.get(value.strip().lower(), value)
        if value is not None and not isinstance(value, bool):
            self.fault(name, f"{shown(value)} is neither true nor false", "write true or false")
        return value is True

    def count(self, name: str) -> int:
        """A whole number from 1; 1 where nothing is said."""
        value = self._data.get(name)
        if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
            value = int(value)
        if value is None:
            return 1
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self.fault(name, f"{shown(value)} is not a number from 1", "write how often it must be there, at least")
            return 1
        return value

    def day(self, name: str) -> date | None:
        """A date, as 2025-09-04."""
        text = self.phrase(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.fault(name, f"{shown(text)} is not a date", "write 2025-09-04")
            return None

    def instant(self, name: str) -> datetime | None:
        """A moment, in UTC."""
        text = self.phrase(name)
        if not text:
            return None
        if _DAY.fullmatch(text):
            help_ = f"{_INSTANT_FORM}; leave it out where the time is unknown, and name the day in a text"
            self.fault(name, f"{shown(text)} names a day but no time", help_)
            return None
        try:
            return _in_utc(datetime.fromisoformat(text))
        except (ValueError, OverflowError):
            self.fault(name, f"{shown(text)} is not a time", _INSTANT_FORM)
            return None

    def items(self, name: str) -> Iterator[tuple[str, object]]:
        """The items of a list with the path of each."""
        value = self._data.get(name)
        if value is None:
            return
        if isinstance(value, str | Mapping) or not isinstance(value, Collection):
            self.fault(name, f"{_kind(value)} stands where a list is expected", _list_help(name, value))
            return
        for index, item in enumerate(value):
            yield f"{self.at(name)}[{index}]", item

    def _text(self, where: str, value: object) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str):
            self.reading.fault(where, f"{_kind(value)} stands where a text is expected", "write a text, in quotes")
            return None
        character = unstorable(value)
        if character:
            self.reading.fault(where, f"holds the character {character}, which no record can keep", "take it out")
            return None
        return value

    def _phrase(self, where: str, value: object) -> str | None:
        text = (self._text(where, value) or "").strip()
        if "\n" in text or "\r" in text:
            self.reading.fault(where, f"{shown(text)} has a line break", "write it on one line")
            return None
        return text

    def _name(self, where: str, value: object) -> str | None:
        text = self._phrase(where, value)
        if text and not is_name(text):
            self.reading.fault(where, f"{shown(text)} is not in the form of an id or slug", _NAME_FORM)
            return None
        return text


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _list_help(name: str, value: object) -> str:
    example = shown(value) if isinstance(value, str) else "..."
    return f"write {name}: [{example}], or one item a line after a hyphen"


def _kind(value: object) -> str:
    """What *value* is, in an author's words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool | int | float):
        return f"the number {value}" if not isinstance(value, bool) else f"{value}".lower()
    if isinstance(value, str):
        return f"the text {shown(value)}"
    return "a mapping" if isinstance(value, Mapping) else "a list"
