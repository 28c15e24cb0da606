"""The form of a postmortem with everything that was typed in it, and every problem at its place."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from app.records.problems import Problem
from app.records.severities import SeverityChoice
from app.records.source import Plain
from app.web.postmortem_fields import GROUPS, Choices, Entry, Group, Listing

# A time as records write it, which people read and type without its marks.
_WRITTEN = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)(\.\d+)?Z")

# A text is shown as a whole up to this many lines of about this length.
_MOST_ROWS = 16
_LINE_LENGTH = 90


@dataclass(frozen=True, slots=True)
class Control:
    """A field to type in or choose from, by its name in the form."""

    entry: Entry
    name: str
    label: str
    value: str
    faults: tuple[Problem, ...]
    has_focus: bool = False

    @property
    def id(self) -> str:
        """Its id on the page."""
        return id_of(self.name)

    @property
    def rows(self) -> int:
        """How many lines of it are seen at once."""
        return min(max(self.entry.rows, len(self.value) // _LINE_LENGTH + self.value.count("\n") + 1), _MOST_ROWS)

    @property
    def choices(self) -> Choices:
        """What can be chosen, which includes what is chosen already."""
        known = any(self.value == value for value, _ in self.entry.choices)
        return self.entry.choices if known or not self.value else (*self.entry.choices, (self.value, self.value))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list."""

    name: str
    label: str
    controls: tuple[Control, ...]
    branches: "Rows | None" = None
    faults: tuple[Problem, ...] = ()
    is_first: bool = True
    is_last: bool = True

    @property
    def id(self) -> str:
        """Its id on the page."""
        return id_of(self.name)


@dataclass(frozen=True, slots=True)
class Rows:
    """A list that grows."""

    listing: Listing
    name: str
    rows: tuple[Row, ...]
    faults: tuple[Problem, ...]
    has_focus: bool

    @property
    def id(self) -> str:
        """Its id on the page."""
        return id_of(self.name)


@dataclass(frozen=True, slots=True)
class FilledGroup:
    """A section of the form with what is in it."""

    group: Group
    parts: tuple[Control | Rows, ...]
    faults: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem as the summary on top says it; *target* is the id of the field, empty for the record as a whole."""

    problem: Problem
    label: str
    target: str


@dataclass(frozen=True, slots=True)
class Form:
    """All sections, and all problems."""

    groups: tuple[FilledGroup, ...]
    faults: tuple[Fault, ...]

    @property
    def refusals(self) -> int:
        """How many of the problems refuse the record."""
        return sum(fault.problem.is_error for fault in self.faults)


def form_of(
    data: Mapping[str, Plain],
    problems: Iterable[Problem] = (),
    *,
    focus: str = "",
    severities: Iterable[SeverityChoice] = (),
) -> Form:
    """The form that says *data*.  *focus* is the row, or the list, that the cursor goes to."""
    choices = (("", "not said yet"), *((one.name, _meant(one)) for one in severities))
    places = {place.name: place for place in _places(_Filling({}, "", choices).groups(data))}
    located = [(problem, _nearest(problem.field, places)) for problem in problems]
    order = {name: at for at, name in enumerate(places, 1)}
    located.sort(key=lambda pair: order.get(pair[1], 0))
    faults: dict[str, tuple[Problem, ...]] = {}
    for problem, name in located:
        faults[name] = (*faults.get(name, ()), problem)
    said = (Fault(problem, _label(places, name), id_of(name) if name else "") for problem, name in located)
    return Form(_Filling(faults, focus, choices).groups(data), tuple(said))


def _meant(severity: SeverityChoice) -> str:
    return f"{severity.name}: {severity.meaning}" if severity.meaning else severity.name


def id_of(name: str) -> str:
    """The id on the page of what has this name in the form."""
    return "f-" + name.replace("].", "-").replace("]", "").replace("[", "-").replace(".", "-")


@dataclass(frozen=True, slots=True)
class _Filling:
    """Puts values into the form, with the problems of each field, by its name, and the cursor at one place."""

    faults: Mapping[str, tuple[Problem, ...]]
    focus: str
    severities: Choices

    def groups(self, data: Mapping[str, Plain]) -> tuple[FilledGroup, ...]:
        return tuple(self._group(group, data) for group in GROUPS)

    def _group(self, group: Group, data: Mapping[str, Plain]) -> FilledGroup:
        parts = tuple(
            self._control(part, part.name, part.label, data.get(part.name))
            if isinstance(part, Entry)
            else self._rows(part, part.name, data.get(part.name))
            for part in group.parts
        )
        own = {part.name for part in group.parts}
        return FilledGroup(group, parts, sum(len(some) for name, some in self.faults.items() if _root(name) in own))

    def _control(self, entry: Entry, name: str, label: str, value: Plain) -> Control:
        text = "" if value is None or isinstance(value, list | dict) else str(value)
        if name == "severity":
            entry = replace(entry, choices=self.severities)
        has_focus = bool(self.focus) and name == self.focus
        return Control(entry, name, label, _readable(entry, text), self.faults.get(name, ()), has_focus)

    def _rows(self, listing: Listing, name: str, value: Plain, number: str = "") -> Rows:
        given = value if isinstance(value, list) else []
        # A list that is still empty takes its first row as it is; under each question that would never end.
        shown = given or ([] if number else [None])
        rows = tuple(
            replace(
                self._row(listing, f"{name}[{at}]", row, f"{number}{at + 1}"),
                is_first=at == 0,
                is_last=at == len(shown) - 1,
            )
            for at, row in enumerate(shown)
        )
        return Rows(listing, name, rows, self.faults.get(name, ()), bool(self.focus) and self.focus == name)

    def _row(self, listing: Listing, name: str, value: Plain, number: str) -> Row:
        label = f"{listing.row} {number}"
        if listing.is_plain:
            return Row(name, label, (self._control(listing.entries[0], name, label, value),))
        said = value if isinstance(value, dict) else {}
        first = replace(self, focus=f"{name}.{listing.entries[0].name}") if self.focus == name else self
        controls = tuple(
            first._control(entry, f"{name}.{entry.name}", entry.label, said.get(entry.name))  # noqa: SLF001 - its own
            for entry in listing.entries
        )
        further = listing.branches
        branches = self._rows(listing, f"{name}.{further}", said.get(further), f"{number}.") if further else None
        return Row(name, label, controls, branches, self.faults.get(name, ()))


def _readable(entry: Entry, text: str) -> str:
    text = text or entry.default
    if entry.kind == "check":
        return "true" if text.lower() == "true" else ""
    found = _WRITTEN.fullmatch(text) if entry.kind == "time" else None
    if found is None:
        return text
    seconds = f"{found[3]}{found[4] or ''}"
    return f"{found[1]} {found[2]}{'' if seconds == ':00' else seconds}"


def _places(groups: Iterable[FilledGroup]) -> Iterator[Control | Row | Rows]:
    """Everything on the form that a problem can stand at."""
    for group in groups:
        for part in group.parts:
            if isinstance(part, Control):
                yield part
            else:
                yield from _places_in(part)


def _places_in(rows: Rows) -> Iterator[Control | Row | Rows]:
    yield rows
    for row in rows.rows:
        if not rows.listing.is_plain:
            yield row
        yield from row.controls
        if row.branches:
            yield from _places_in(row.branches)


def _nearest(field: str, places: Mapping[str, object]) -> str:
    """The name of the field, or of what is around it, that is on the form; empty where nothing is."""
    while field and field not in places:
        field = _around(field)
    return field


def _around(name: str) -> str:
    """The name of what a field is a part of; empty for a field of the record."""
    return name[: max(name.rfind("."), name.rfind("["), 0)]


def _label(places: Mapping[str, Control | Row | Rows], name: str) -> str:
    if not name:
        return ""
    place = places[name]
    own = place.listing.label if isinstance(place, Rows) else place.label
    around = places.get(_around(name))
    return f"{around.label}, {own}" if isinstance(around, Row) else own


def _root(name: str) -> str:
    return re.split(r"[.\[]", name, maxsplit=1)[0]
