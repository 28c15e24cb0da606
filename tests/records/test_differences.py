"""What changed between two forms of a record, field by field."""

from dataclasses import fields, replace
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.matching.signature import Line, Signature
from app.records.differences import MAX_PAIRS, Difference, differences, pieces_of
from app.records.postmortem import ActionItem, Postmortem
from tests.records.record_strategies import postmortems, signatures

thorough = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
BASE = Postmortem("disk-full", "Disk full", summary="The disk was full.", tags=("disk", "linux"))


def only(old: Postmortem | Signature, new: Postmortem | Signature) -> Difference:
    """The one difference."""
    [found] = differences(old, new)
    return found


def test_prose_differs_by_words() -> None:
    """The words that stayed are told from those that went and came."""
    found = only(BASE, replace(BASE, summary="The root disk was full."))

    assert found.field == "summary"
    assert found.pieces == (("The ", "same"), ("root ", "new"), ("disk was full.", "same"))


def test_lists_differ_by_item() -> None:
    """An item is a piece; a changed one shows as gone and new, with the fields that say something."""
    old = replace(BASE, action_items=(ActionItem("Alert at 80 %", owner="ana"), ActionItem("Rotate logs")))
    new = replace(
        BASE, action_items=(ActionItem("Alert at 80 %", owner="ana", status="done"), ActionItem("Rotate logs"))
    )

    found = only(old, new)

    assert found.by_item
    assert found.pieces == (
        ("text: Alert at 80 %\nowner: ana", "gone"),
        ("text: Alert at 80 %\nowner: ana\nstatus: done", "new"),
        ("text: Rotate logs", "same"),
    )


def test_unknown_becomes_known() -> None:
    """What was not said is an empty text."""
    found = only(BASE, replace(BASE, started_at=datetime(2026, 2, 1, 3, tzinfo=UTC)))

    assert (found.before, found.after) == ("", "2026-02-01T03:00:00Z")
    assert found.pieces == (("2026-02-01T03:00:00Z", "new"),)


def test_conditions_are_shown_as_authors_write_them() -> None:
    """A signature's conditions are items, and a switch is true or false."""
    old = Signature("disk-full", "Disk full", (Line("No space left"),))

    assert only(old, replace(old, generic=True)).after == "true"
    assert only(old, replace(old, match=(Line("No space left"), Line("disk full", ignore_case=True)))).pieces == (
        ('line: "No space left"', "same"),
        ('line: "disk full"\nignore_case: true', "new"),
    )


def test_long_texts_are_compared_in_larger_pieces() -> None:
    """A text of many words differs by lines, and without a common line as a whole; nothing of it is lost."""
    words = int(MAX_PAIRS**0.5) + 1
    old, new = "first line\n" + "a " * words, "first line\n" + "b " * words

    assert pieces_of(old, new) == (("first line\n", "same"), ("a " * words, "gone"), ("b " * words, "new"))
    assert pieces_of("a\n" * words, "b\n" * words) == (("a\n" * words, "gone"), ("b\n" * words, "new"))


def assert_whole(found: Difference) -> None:
    """The pieces make up both forms."""
    glue = "\n" if found.by_item else ""
    assert glue.join(text for text, mark in found.pieces if mark != "new") == found.before
    assert glue.join(text for text, mark in found.pieces if mark != "gone") == found.after


@thorough
@given(postmortems, postmortems)
def test_differences_of_any_postmortems_are_whole(old: Postmortem, new: Postmortem) -> None:
    """Exactly the fields that differ are named, and the pieces of each make up what was and what is."""
    found = differences(old, new)

    assert [one.field for one in found] == [
        each.name for each in fields(Postmortem) if getattr(old, each.name) != getattr(new, each.name)
    ]
    for one in found:
        assert_whole(one)


@thorough
@given(signatures, signatures)
def test_differences_of_any_signatures_are_whole(old: Signature, new: Signature) -> None:
    """Every field that differs is named, also conditions within conditions."""
    found = differences(old, new)

    assert {one.field for one in found} == {
        each.name for each in fields(Signature) if getattr(old, each.name) != getattr(new, each.name)
    }
    for one in found:
        assert_whole(one)


@given(st.text(), st.text())
def test_pieces_of_any_texts_are_whole(before: str, after: str) -> None:
    """Blank space, line breaks and odd characters included."""
    pieces = pieces_of(before, after)

    assert "".join(text for text, mark in pieces if mark != "new") == before
    assert "".join(text for text, mark in pieces if mark != "gone") == after
    assert all(text for text, _ in pieces)
