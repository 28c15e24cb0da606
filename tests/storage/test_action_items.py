"""The action items of all postmortems, listed, filtered and counted: the same as when counted one by one."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.errors import BadCursor
from app.records.postmortem import ActionItem, Postmortem
from app.storage import Change, Database
from app.storage.action_items import ItemLine
from app.storage.item_filter import ItemFilter, due_of
from tests.storage.generated import TODAY, postmortems

Line = tuple[Postmortem, int, ActionItem]

FILTERS = (
    ItemFilter(),
    ItemFilter(statuses=("open", "in_progress")),
    ItemFilter(types=("prevent",), dues=("overdue",)),
    ItemFilter(owners=("ada",)),
    ItemFilter(owners=("",), priorities=("high", "")),
    ItemFilter(services=("BILLING",)),
    ItemFilter(services=("orders", "mail"), dues=("none", "soon")),
    ItemFilter(words=("PIN", "version"), statuses=("done",)),
    ItemFilter(words=("100 %",)),
    ItemFilter(postmortem="incident-003"),
)


@pytest.fixture
def kept(database: Database, noon: datetime) -> list[Postmortem]:
    """What is in the database."""
    generated = postmortems(60)
    database.records.put_many([Change(record, "ada", "", noon) for record in generated])
    return generated


def wanted(record: Postmortem, item: ActionItem, asked: ItemFilter, *, besides: str = "") -> bool:
    """Whether a filter asks for an item, but for what it says of one field."""
    values = (
        ("status", asked.statuses, item.status in asked.statuses),
        ("type", asked.types, item.type in asked.types),
        ("priority", asked.priorities, (item.priority or "") in asked.priorities),
        ("due", asked.dues, due_of(item, TODAY) in asked.dues),
        ("owner", asked.owners, item.owner.casefold() in asked.owners),
        (
            "service",
            asked.services,
            {one.casefold() for one in asked.services} <= {one.casefold() for one in record.services},
        ),
        ("words", asked.words, all(word.casefold() in item.text.casefold() for word in asked.words)),
        ("postmortem", asked.postmortem, record.slug == asked.postmortem),
    )
    return all(holds for name, given, holds in values if given and name != besides)


def chosen(kept: Iterable[Postmortem], asked: ItemFilter, *, besides: str = "") -> list[Line]:
    """The items that a filter asks for, one by one."""
    return [
        (record, position, item)
        for record in kept
        if record.status != "archived"
        for position, item in enumerate(record.action_items)
        if wanted(record, item, asked, besides=besides)
    ]


def all_pages(database: Database, asked: ItemFilter) -> list[ItemLine]:
    """The whole list, by small pages."""
    page = database.action_items.list(asked, today=TODAY, limit=7)
    lines = list(page.items)
    while page.next:
        page = database.action_items.list(asked, today=TODAY, limit=7, cursor=page.next)
        lines += page.items
    return lines


@pytest.mark.parametrize("asked", FILTERS, ids=repr)
def test_lists_and_counts_are_those_of_a_recount(database: Database, kept: list[Postmortem], asked: ItemFilter) -> None:
    """Every filter finds what it asks for, all of it once, and the facets count it."""
    expected = chosen(kept, asked)
    lines = all_pages(database, asked)
    counts = database.action_items.counts(asked, today=TODAY)

    assert len(lines) == len(expected) == counts.total
    assert {(line.postmortem, line.position, line.item, line.services) for line in lines} == {
        (record.slug, position, item, tuple(sorted(record.services, key=str.casefold)))
        for record, position, item in expected
    }
    for name, value in (
        ("status", lambda _, item: item.status),
        ("type", lambda _, item: item.type),
        ("priority", lambda _, item: item.priority or ""),
        ("due", lambda _, item: due_of(item, TODAY)),
        ("owner", lambda _, item: item.owner),
    ):
        assert counts.by[name] == Counter(value(r, i) for r, _, i in chosen(kept, asked, besides=name)), name
    assert counts.by["service"] == Counter(
        service for record, _, _ in chosen(kept, asked, besides="service") for service in record.services
    )


@pytest.mark.usefixtures("kept")
def test_open_items_come_by_due_date_and_closed_ones_last(database: Database) -> None:
    """What is overdue longest is first; without a date comes after every date."""
    lines = all_pages(database, ItemFilter())
    dues = [line.due for line in lines]
    dated = [line.item.due for line in lines if line.due in ("overdue", "soon", "later")]

    assert [due for index, due in enumerate(dues) if not index or dues[index - 1] != due] == [
        *("overdue", "soon", "later", "none", "closed")
    ]
    assert dated == sorted(date for date in dated if date)


def test_the_oldest_of_one_day_comes_first(database: Database, save: Callable[..., int]) -> None:
    """Between items that are due on the same day, the one that was written down first leads."""
    item = ActionItem("Pin it", due=TODAY, status="open")
    for day, slug in ((3, "b-third"), (1, "c-first"), (2, "a-second")):
        save(Postmortem(slug, slug, action_items=(item,)), at=datetime(2026, 2, day, tzinfo=UTC))

    assert [line.postmortem for line in all_pages(database, ItemFilter())] == ["c-first", "a-second", "b-third"]


def test_a_day_is_overdue_when_it_is_over(database: Database, save: Callable[..., int]) -> None:
    """What is due today is not late yet, and two weeks are soon."""
    days = (-1, 0, 14, 15)
    items = tuple(ActionItem(f"{days}", due=TODAY + timedelta(days=days), status="open") for days in days)
    save(Postmortem("one", "One", action_items=items))

    assert [line.due for line in all_pages(database, ItemFilter())] == ["overdue", "soon", "soon", "later"]


def test_places_name_items(database: Database, kept: list[Postmortem]) -> None:
    """Items are found by their place; one that is not there is left out."""
    record = next(each for each in kept if len(each.action_items) > 1)
    found = database.action_items.at([(record.slug, 1), (record.slug, 99), ("nowhere", 0)], today=TODAY)

    assert [(line.postmortem, line.position, line.item) for line in found] == [(record.slug, 1, record.action_items[1])]
    assert database.action_items.at([], today=TODAY) == ()


def test_history_has_the_items_of_each_revision(database: Database, save: Callable[..., int], noon: datetime) -> None:
    """Each save is there with its author, the latest first; none for a postmortem that is not there."""
    item = ActionItem("Pin it", status="open")
    save(Postmortem("one", "One", action_items=(item,)))
    save(Postmortem("one", "One", action_items=(replace(item, status="done"),)), based_on=1, author="grace")
    found = database.action_items.history("one")

    assert [(then.revision, then.author, then.at, then.items[0].status) for then in found] == [
        (2, "grace", noon, "done"),
        (1, "ada", noon, "open"),
    ]
    assert database.action_items.history("two") == ()


def test_a_foreign_cursor_is_refused(database: Database) -> None:
    """A cursor of another list is not taken for one of this."""
    with pytest.raises(BadCursor):
        database.action_items.list(today=TODAY, cursor="WyJvbmUiXQ")


@pytest.mark.parametrize("position", [-1, 1 << 31, 10**30])
def test_no_place_is_an_error(database: Database, kept: list[Postmortem], position: int) -> None:
    """A number that no column holds is a place without an item."""
    assert database.action_items.at([(kept[0].slug, position)], today=TODAY) == ()


@pytest.mark.parametrize("text", ["\0", "\udcff", "%", "'"])
def test_no_filter_is_an_error(database: Database, text: str) -> None:
    """Whatever an address asks for is looked for, and not found."""
    asked = ItemFilter(owners=(text,), services=(text,), words=(text,), postmortem=text)

    assert database.action_items.list(asked, today=TODAY).items == ()
    assert database.action_items.counts(asked, today=TODAY).total == 0
