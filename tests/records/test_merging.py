"""Two edits of one record, joined: what does not overlap is in the merged record, what does is a conflict."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.merging import Merged, merge, merge_items
from app.records.postmortem import ActionItem, Postmortem

_WORDS = st.sampled_from(("", "one", "two", "three"))
_PROSE = st.lists(st.sampled_from(("one", "two", "```\n\nthree\n```", "- four")), max_size=4).map("\n\n".join)
_ITEMS = st.builds(ActionItem, st.sampled_from(("one", "two", "three")), owner=_WORDS)
# Few words, so that edits meet.
edits = st.builds(
    Postmortem,
    slug=st.sampled_from(("a", "b", "c")),
    title=_WORDS,
    status=st.sampled_from(("draft", "in_review", "published")),
    summary=_PROSE,
    fix=_PROSE,
    tags=st.lists(_WORDS.filter(bool), max_size=4).map(tuple),
    action_items=st.lists(_ITEMS, max_size=4).map(tuple),
)

BASE = Postmortem(
    "disk-full",
    "Disk full",
    summary="The disk was full.\n\nLogs had filled it.",
    tags=("disk", "linux"),
    action_items=(ActionItem("Alert at 80 %"), ActionItem("Rotate logs")),
)


def test_different_fields_are_joined() -> None:
    """One changed the title, the other the fix: both are in it."""
    merged = merge(BASE, replace(BASE, title="Root disk full"), replace(BASE, fix="Delete old logs."))

    assert merged == Merged(replace(BASE, title="Root disk full", fix="Delete old logs."), ())


def test_the_same_text_changed_twice_is_a_conflict_that_keeps_yours() -> None:
    """A field that both changed in the same place is named, and is as you wrote it."""
    merged = merge(BASE, replace(BASE, title="Root disk full"), replace(BASE, title="Disk /var full", tldr="Full."))

    assert merged == Merged(replace(BASE, title="Root disk full", tldr="Full."), ("title",))


def test_different_paragraphs_are_joined() -> None:
    """Both wrote in the summary, each in a paragraph of its own."""
    yours = replace(BASE, summary="The root disk was full.\n\nLogs had filled it.")
    theirs = replace(BASE, summary="The disk was full.\n\nLogs had filled it.\n\nIt took an hour.")

    merged = merge(BASE, yours, theirs)

    assert merged.conflicts == ()
    assert merged.record.summary == "The root disk was full.\n\nLogs had filled it.\n\nIt took an hour."


def test_different_items_are_joined() -> None:
    """One closed an action item, the other gave the next one an owner and added a third."""
    first, second = BASE.action_items
    yours = replace(BASE, action_items=(replace(first, status="done"), second))
    theirs = replace(BASE, action_items=(first, replace(second, owner="ana"), ActionItem("Buy a disk")))

    merged = merge(BASE, yours, theirs)

    assert merged.conflicts == ()
    assert merged.record.action_items == (
        replace(first, status="done"),
        replace(second, owner="ana"),
        ActionItem("Buy a disk"),
    )


@pytest.mark.parametrize(
    ("yours", "theirs", "merged"),
    [
        (("disk", "linux", "logs"), ("disk", "linux", "ext4"), ("disk", "linux", "logs", "ext4")),
        (("disk", "linux", "logs"), ("logs", "disk", "linux"), ("disk", "linux", "logs")),
        (("linux",), ("disk", "linux", "ext4"), ("linux", "ext4")),
        (("disk", "unix"), ("disk",), None),
        (("disk", "unix"), ("disk", "linux-6"), None),
        ((), ("disk", "linux", "ext4"), ("ext4",)),
    ],
    ids=["both add", "both add the same", "one takes away", "gone and changed", "changed twice", "emptied"],
)
def test_lists(yours: tuple[str, ...], theirs: tuple[str, ...], merged: tuple[str, ...] | None) -> None:
    """Lists join by item; the same item changed in two ways is a conflict."""
    found = merge(BASE, replace(BASE, tags=yours), replace(BASE, tags=theirs))

    assert found.conflicts == (() if merged is not None else ("tags",))
    assert found.record.tags == (merged if merged is not None else yours)


@given(edits, edits)
def test_an_edit_alone_is_the_merged_record(base: Postmortem, edit: Postmortem) -> None:
    """Where only one side changed anything, or both the same, there is nothing to join."""
    assert merge(base, edit, base) == merge(base, base, edit) == merge(base, edit, edit) == Merged(edit, ())


@given(edits, edits, edits)
def test_no_edit_is_lost(base: Postmortem, yours: Postmortem, theirs: Postmortem) -> None:
    """Of each field, either the changes of both sides are in the merged record, or it is named as a conflict."""
    merged = merge(base, yours, theirs)

    for name in (each.name for each in fields(Postmortem)):
        own, other, old, joined = (getattr(record, name) for record in (yours, theirs, base, merged.record))
        if name in merged.conflicts:
            assert joined == own
            assert old not in (own, other)
        elif own in (old, other):
            assert joined == other
        elif old == other:
            assert joined == own
        elif isinstance(joined, tuple):
            assert set(joined) >= (set(own) | set(other)) - set(old)
        else:
            assert paragraphs(joined) >= (paragraphs(own) | paragraphs(other)) - paragraphs(old)


def paragraphs(text: str) -> set[str]:
    """The paragraphs of a text; an empty one has none."""
    return set(text.split("\n\n")) - {""}


@given(*[st.lists(st.sampled_from("abcdef"), max_size=6)] * 3)
def test_lists_lose_nothing(base: list[str], yours: list[str], theirs: list[str]) -> None:
    """What either side added is there; what either side took away and the other left alone is gone."""
    merged = merge_items(base, yours, theirs)

    if merged is not None:
        assert set(merged) >= (set(yours) | set(theirs)) - set(base)
        assert not set(merged) & (set(base) - set(yours) - set(theirs))
        assert sorted(merged) == sorted(merge_items(base, theirs, yours) or [])
