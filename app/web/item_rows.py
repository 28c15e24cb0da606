"""The list of action items as its page shows it: rows by urgency, facets, and the state of each form."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.records.postmortem import ACTION_STATUSES, ACTION_TYPES, PRIORITIES
from app.records.problems import Problem
from app.services.action_items import CLOSED, DUES, OPEN, ItemFilter, ItemLine, Items
from app.services.answers import FacetValue
from app.web.item_form import NOTHING_TYPED, Typed, typed_of
from app.web.lists import Choice, Facet, View
from app.web.phrases import age, counted

PATH = "/action-items"
# How the address calls the value of an item that has none.
NOBODY, NONE = "nobody", "none"

_FILTERS = ("due", "status", "type", "priority", "owner", "service", "postmortem", "came_back")
_ORDERED: dict[str, Sequence[str]] = {
    "due": DUES,
    "status": ACTION_STATUSES,
    "type": ACTION_TYPES,
    "priority": (*reversed(PRIORITIES), ""),
}
_HEADINGS = {
    "overdue": "Overdue",
    "soon": "Due within two weeks",
    "later": "Due later",
    "none": "Without a date",
    "closed": "Closed",
}
_SHOWN = ("status", "reason", "owner", "due")


@dataclass(frozen=True, slots=True)
class Row:
    """An item with its form: what was typed in it, and what is wrong with that."""

    line: ItemLine
    late: str
    age: str
    typed: Typed
    faults: tuple[Problem, ...] = ()
    is_chosen: bool = False
    is_open: bool = False

    @property
    def id(self) -> str:
        """Its id on the page."""
        return f"item-{self.line.postmortem}-{self.line.position}"

    @property
    def name(self) -> str:
        """Its name in forms."""
        return f"item.{self.line.postmortem}.{self.line.position}"

    @property
    def about(self) -> tuple[Problem, ...]:
        """What is wrong with it as a whole, or in a field that the form of a row does not have."""
        return tuple(one for one in self.faults if one.field not in _SHOWN)

    def faults_of(self, name: str) -> tuple[Problem, ...]:
        """What is wrong with one field."""
        return tuple(one for one in self.faults if one.field == name)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one urgency; *count* is how many there are on all pages."""

    heading: str
    count: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ItemsPage:
    """The list: what was asked for, rows by urgency, facets, where it goes on, and what was sent but not saved."""

    view: View
    total: int
    groups: tuple[Group, ...]
    facets: tuple[Facet, ...]
    more: str
    author: str
    changed: int = 0
    several: Typed = NOTHING_TYPED
    problems: tuple[tuple[str, str], ...] = ()  # the id that a problem leads to, and what it is

    @property
    def csv(self) -> str:
        """The address of the same as a table."""
        return View(f"{PATH}.csv", self.view.words, self.view.filters).address()


def view_of(asked: Iterable[tuple[str, str]]) -> View:
    """The view that an address asks for."""
    pairs = [(name, value.strip()) for name, value in asked if value.strip()]
    words = next((value for name, value in pairs if name == "q"), "")
    return View(PATH, words, tuple(pair for pair in dict.fromkeys(pairs) if pair[0] in _FILTERS))


def asked_by(view: View) -> ItemFilter:
    """What a view asks for; a day that does not exist asks for nothing."""
    given: dict[str, tuple[str, ...]] = dict.fromkeys(_FILTERS, ())
    for name, value in view.filters:
        given[name] = (*given[name], value)
    return ItemFilter(
        statuses=OPEN + CLOSED if "any" in given["status"] else given["status"],
        types=given["type"],
        owners=tuple("" if value == NOBODY else value for value in given["owner"]),
        priorities=tuple("" if value == NONE else value for value in given["priority"]),
        services=given["service"],
        dues=tuple(due for due in given["due"] if due in DUES),
        words=tuple(view.words.split()),
        postmortem=given["postmortem"][0] if given["postmortem"] else "",
        came_back="yes" in given["came_back"],
    )


def items_page(view: View, found: Items, *, author: str, rows: Sequence[Row] = ()) -> ItemsPage:
    """The page of a view and what was found for it; *rows* were sent and not saved, and stand first."""
    first = {row.id for row in rows}
    others = [row for line in found.page.items if (row := row_of(line, found.today)).id not in first]
    return ItemsPage(
        view=view,
        total=found.counts.total,
        groups=(*([Group("Not saved", len(rows), tuple(rows))] if rows else []), *_groups(others, found)),
        facets=tuple(_facets(view, found)),
        more=view.address(("cursor", found.page.next)) if found.page.next else "",
        author=author,
    )


def row_of(line: ItemLine, today: date) -> Row:
    """An item as it is now."""
    late = counted((today - line.item.due).days, "day") if line.due == "overdue" and line.item.due else ""
    return Row(line, f"{late} late" if late else "", age(line.opened_at, today), typed_of(line.item))


def _groups(rows: Sequence[Row], found: Items) -> Iterator[Group]:
    for due in DUES:
        some = tuple(row for row in rows if row.line.due == due)
        if some:
            yield Group(_HEADINGS[due], found.counts.by["due"].get(due, len(some)), some)


def _facets(view: View, found: Items) -> Iterator[Facet]:
    for name in (each for each in _FILTERS if each in found.counts.by):
        chosen = [value for one, value in view.filters if one == name]
        counts = {_named(name, value): count for value, count in _sorted(name, found.counts.by[name])}
        counts |= {value: 0 for value in chosen if value not in counts}
        if len(counts) > 1 or chosen:
            values = [FacetValue(value, count, value in chosen) for value, count in counts.items()]
            yield Facet(name, tuple(Choice(one, view.toggled(name, one.value)) for one in values))


def _sorted(name: str, counts: Mapping[str, int]) -> list[tuple[str, int]]:
    if name not in _ORDERED:
        return list(counts.items())
    return [(value, counts[value]) for value in _ORDERED[name] if value in counts]


def _named(name: str, value: str) -> str:
    return value or (NOBODY if name == "owner" else NONE)
