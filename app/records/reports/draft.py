"""A record while it is put together from the sections of a report, and the account of what went where."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from app.records.plain import instant_text
from app.records.reports.aliases import LISTS, MOMENTS, PROSE, WORD_LISTS, WORDS, folded
from app.records.reports.dates import moment_in
from app.records.source import Plain

_LONGEST_WORD = 200  # letters; what is longer is a text and no word to sort records by
_LONGEST_LINE = 400  # of a tldr
_MARKS = "*_` "


@dataclass(frozen=True, slots=True)
class Placement:
    """What stood under a heading or label of the report, and the field of the record that took it."""

    heading: str
    line: int
    record: str
    field: str
    words: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the report something stands: the heading or label over it, and its line."""

    heading: str
    line: int


@dataclass
class Draft:
    """The fields of one record so far.  *day* is that of the incident, as far as the report tells."""

    title: str
    day: date | None = None
    proses: dict[str, list[str]] = field(default_factory=dict)
    lists: dict[str, list[Plain]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    account: dict[tuple[Place, str], int] = field(default_factory=dict)

    def say(self, name: str, text: str, place: Place) -> None:
        """Add Markdown to a field of prose."""
        if text.strip():
            self.proses.setdefault(name, []).append(text.strip("\n"))
            self._note(place, name, text)

    def add(self, name: str, item: Plain, place: Place) -> None:
        """Add an item to a list, once."""
        items = self.lists.setdefault(name, [])
        if item not in items:
            items.append(item)
        self._note(place, name, " ".join(map(str, item.values())) if isinstance(item, dict) else str(item))

    def set(self, name: str, value: str, place: Place) -> bool:
        """Give a short field its value; false where the value does not say plainly what the field holds."""
        value = " ".join(value.split()).strip(_MARKS)
        if name in WORD_LISTS:
            return self._set_list(name, value, place)
        if not value or name in self.words:
            return False
        if name in MOMENTS:
            moment = moment_in(value, self.day)
            return moment is not None and self._keep(name, instant_text(moment), place)
        most = _LONGEST_LINE if name == "tldr" else _LONGEST_WORD
        return name in WORDS and len(value) <= most and self._keep(name, value, place)

    def data(self) -> dict[str, Plain]:
        """The fields as plain data."""
        proses: dict[str, Plain] = {name: "\n\n".join(texts) for name, texts in self.proses.items()}
        return {"title": self.title, **self.words, **proses, **self.lists}

    def placements(self, slug: str) -> Iterable[Placement]:
        """The account, for the record of this name."""
        for (place, name), words in self.account.items():
            yield Placement(place.heading, place.line, slug, name, words)

    def _set_list(self, name: str, value: str, place: Place) -> bool:
        items = [item.strip(_MARKS) for item in value.replace(";", ",").split(",")]
        if not any(items) or max(map(len, items)) > _LONGEST_WORD:
            return False
        for item in filter(None, items):
            self.add(name, item, place)
        return True

    def _keep(self, name: str, value: str, place: Place) -> bool:
        self.words[name] = value
        self._note(place, name, value)
        return True

    def _note(self, place: Place, name: str, text: str) -> None:
        self.account[place, name] = self.account.get((place, name), 0) + len(folded(text).split())


def as_instant(moment: datetime | None) -> str | None:
    """A moment as plain data."""
    return instant_text(moment.astimezone(UTC)) if moment else None


def is_list(name: str) -> bool:
    """Whether a field is a list of items with a form of their own."""
    return name in LISTS


def is_prose(name: str) -> bool:
    """Whether a field takes any Markdown."""
    return name in PROSE
