"""Action items are changed where they are listed, each change a revision of its postmortem; all of them or none."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.errors import NotFound
from app.records.postmortem import ActionItem, Postmortem
from app.services import authoring
from app.services.action_items import ItemFilter, every_item, items, one_item
from app.services.casebook import Casebook, Limits
from app.services.checking import RecordRefused
from app.services.item_changes import ItemChange, ItemsChanged, change
from app.services.workers import InThisProcess
from app.storage import POSTMORTEMS, Database

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PIN = ActionItem("Pin the version", type="prevent", owner="Ada", due=date(2026, 3, 10), status="open")
ALERT = ActionItem("Add an alert", type="detect", owner="Bob", due=date(2026, 2, 1), status="in_progress")
DISK = Postmortem("disk-full", "Disk full", action_items=(PIN, ALERT))
PUBLISHED = replace(
    DISK,
    slug="disk-again",
    status="published",
    fix="Delete old logs.",
    root_cause="Nothing rotates the logs.",
    confirm="df -h shows 100 %.",
    verify="df -h shows room.",
)


@pytest.fixture
def casebook(database: Database) -> Casebook:
    """A Casebook with a draft and a published postmortem that have the same two items, on both databases."""
    casebook = Casebook(database, InThisProcess(), lambda: NOON, Limits(1 << 20, 1 << 20, None))
    for record in (DISK, PUBLISHED):
        authoring.create(casebook, record, author="ada")
    return casebook


def to(position: int = 0, *, slug: str = "disk-full", revision: int = 1, **values: Any) -> ItemChange:
    """A change of an item as the first revision had it."""
    return ItemChange(slug, position, revision, values)


def stored(casebook: Casebook, slug: str = "disk-full") -> tuple[ActionItem, ...]:
    """The items as they are now."""
    return casebook.database.records.get(POSTMORTEMS, slug).record.action_items


def messages(casebook: Casebook, slug: str = "disk-full") -> list[str]:
    """What the history says, the latest first."""
    return [revision.message for revision in casebook.database.records.history(POSTMORTEMS, slug)]


def refused(casebook: Casebook, *changes: ItemChange) -> list[tuple[str, str]]:
    """Field and fault of each problem."""
    with pytest.raises(RecordRefused) as refusal:
        change(casebook, changes, author="eve")
    return [(problem.field, problem.what) for problem in refusal.value.problems]


@pytest.mark.parametrize(
    ("values", "expected", "message"),
    [
        ({"status": "done"}, {"status": "done", "closed_at": NOON}, "open to done"),
        (
            {"status": "declined", "reason": "too dear"},
            {"status": "declined", "reason": "too dear", "closed_at": NOON},
            "open to declined (too dear)",
        ),
        ({"status": "in_progress"}, {"status": "in_progress"}, "open to in progress"),
        ({"owner": " Grace Hopper "}, {"owner": "Grace Hopper"}, "owner Grace Hopper"),
        ({"owner": "", "due": None}, {"owner": "", "due": None}, "no owner, no due"),
        ({"due": "2026-04-01"}, {"due": date(2026, 4, 1)}, "due 2026-04-01"),
        (
            {"priority": "high", "type": "process", "link": "https://tracker.example.test/1"},
            {"priority": "high", "type": "process", "link": "https://tracker.example.test/1"},
            "priority high, type process, link https://tracker.example.test/1",
        ),
    ],
)
def test_a_change_is_a_revision_of_the_postmortem(
    casebook: Casebook, values: dict[str, Any], expected: dict[str, Any], message: str
) -> None:
    """The item gets what was given, and the history of its postmortem says who did what."""
    (line,) = change(casebook, [to(**values)], author="grace")

    assert stored(casebook) == (replace(PIN, **expected), ALERT)
    assert (line.item, line.revision) == (stored(casebook)[0], 2)
    assert messages(casebook)[0] == f'action item "Pin the version": {message}'
    assert casebook.database.records.history(POSTMORTEMS, "disk-full")[0].author == "grace"


def test_a_reopened_item_is_not_closed(casebook: Casebook) -> None:
    """Its closing time goes, and so does the reason why it was declined."""
    change(casebook, [to(status="declined", reason="too dear")], author="ada")
    change(casebook, [to(revision=2, status="open", reason="too dear")], author="ada")

    assert stored(casebook)[0] == PIN
    assert messages(casebook)[0] == 'action item "Pin the version": declined to open'


def test_nothing_new_is_not_saved(casebook: Casebook) -> None:
    """The same values again make no revision."""
    (line,) = change(casebook, [to(status="open", owner="Ada")], author="ada")

    assert line.revision == 1


def test_several_items_are_changed_together(casebook: Casebook) -> None:
    """Two items of one postmortem make one revision of it, an item of another one its own."""
    lines = change(
        casebook,
        [to(1, status="done"), to(slug="disk-again", status="done"), to(owner="Grace")],
        author="ada",
    )

    assert [(line.postmortem, line.position, line.revision) for line in lines] == [
        ("disk-full", 1, 2),
        ("disk-again", 0, 2),
        ("disk-full", 0, 2),
    ]
    assert messages(casebook)[0] == (
        'action item "Add an alert": in progress to done; action item "Pin the version": owner Grace'
    )


def test_all_or_none_with_all_problems(casebook: Casebook) -> None:
    """One refused change refuses all of them, and each problem says which change it belongs to."""
    problems = refused(
        casebook,
        to(status="done"),
        to(1, status="declined"),
        to(slug="nowhere", status="done"),
        to(7, status="done"),
        to(status="finished", text="other", due="soon"),
    )

    assert [(field, what.split(" ")[0]) for field, what in problems] == [
        ("[1].reason", "it"),
        ("[2].postmortem", "there"),
        ("[3].postmortem", "there"),
        ("[4].due", problems[3][1].split(" ")[0]),
        ("[4].status", problems[4][1].split(" ")[0]),
        ("[4].text", '"text"'),
    ]
    assert stored(casebook) == (PIN, ALERT)
    assert messages(casebook) == ["created"]


def test_a_published_postmortem_keeps_its_promises(casebook: Casebook) -> None:
    """An open item there needs an owner and a date; a secret is refused everywhere."""
    password = "https://ada:correct-horse@tracker.example.test/1"

    assert [field for field, _ in refused(casebook, to(slug="disk-again", owner=""))] == ["[0]"]
    assert [field for field, _ in refused(casebook, to(link=password))] == ["[0].link"]


def test_a_change_of_something_else_does_not_matter(casebook: Casebook) -> None:
    """The item is unchanged since, so the change applies to the new revision, wherever the item stands there."""
    moved = replace(DISK, title="The disk was full", action_items=(ActionItem("First of all"), PIN, ALERT))
    authoring.save(casebook, POSTMORTEMS, "disk-full", moved, based_on=1, author="bob")
    (line,) = change(casebook, [to(status="done")], author="ada")

    assert (line.position, line.revision) == (1, 3)
    assert [item.status for item in stored(casebook)] == ["proposed", "done", "in_progress"]


def test_a_stale_change_is_a_conflict(casebook: Casebook) -> None:
    """What others made of the item is not overwritten, and the other changes of the request wait, too."""
    change(casebook, [to(owner="Grace")], author="grace")
    with pytest.raises(ItemsChanged) as conflict:
        change(casebook, [to(1, status="done"), to(status="done")], author="ada")

    assert (conflict.value.indexes, conflict.value.places) == ((1,), (("disk-full", 0),))
    assert (conflict.value.based_on, conflict.value.current) == (1, 2)
    assert [item.status for item in stored(casebook)] == ["open", "in_progress"]
    assert refused(casebook, to(status="done"), to(1, status="declined"))[0] == (
        "[0]",
        "somebody else changed it meanwhile",
    )


def test_an_item_is_found_after_a_rename(casebook: Casebook) -> None:
    """Its postmortem may have another name by now."""
    authoring.save(casebook, POSTMORTEMS, "disk-full", replace(DISK, slug="disk-was-full"), based_on=1, author="bob")
    (line,) = change(casebook, [to(status="done")], author="ada")

    assert line.postmortem == "disk-was-full"


def test_the_history_of_an_item(casebook: Casebook) -> None:
    """Each step has its author and what it changed; saves that did not touch the item are no steps."""
    change(casebook, [to(status="in_progress")], author="ada")
    change(casebook, [to(1, status="done")], author="bob")
    moved = (ActionItem("First of all"), replace(PIN, text="Pin all versions", status="in_progress"))
    record = replace(casebook.database.records.get(POSTMORTEMS, "disk-full").record, action_items=moved)
    authoring.save(
        casebook, POSTMORTEMS, "disk-full", replace(record, action_items=(*moved[1:], ALERT)), based_on=3, author="cy"
    )
    authoring.save(casebook, POSTMORTEMS, "disk-full", record, based_on=4, author="cy")
    change(casebook, [to(1, revision=5, status="declined", reason="no need")], author="dee")

    page = one_item(casebook, "disk-full", 1)

    assert page.line.item.text == "Pin all versions"
    assert [(step.revision, step.author, step.changes) for step in page.steps] == [
        (6, "dee", (("status", "in_progress", "declined"), ("reason", "", "no need"))),
        (4, "cy", (("text", "Pin the version", "Pin all versions"),)),
        (2, "ada", (("status", "open", "in_progress"),)),
        (1, "ada", (("status", "", "open"),)),
    ]
    assert [step.is_first for step in page.steps] == [False, False, False, True]
    with pytest.raises(NotFound):
        one_item(casebook, "disk-full", 9)


def test_open_items_are_listed_unless_others_are_asked_for(casebook: Casebook) -> None:
    """Closed ones are found by their status or by that they are closed."""
    change(casebook, [to(status="done")], author="ada")

    assert len(items(casebook, ItemFilter()).page.items) == 3
    assert len(items(casebook, ItemFilter(dues=("closed",))).page.items) == 1
    assert [line.due for line in items(casebook, ItemFilter(statuses=("done", "in_progress"))).page.items] == [
        "overdue",
        "overdue",
        "closed",
    ]
    assert [line.item.text for line in every_item(casebook, ItemFilter(owners=("ada",)))] == ["Pin the version"]
