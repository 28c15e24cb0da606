"""The stretch of a record that shows why it was found."""

import pytest

from app.services.snippets import LENGTH, marked, snippet
from app.storage import Term, parse_query

TEXTS = (
    ("cause", "A proxy in between closed the connection."),
    ("fix", "Raise the time-out of the proxy, then restart. No space was left, so leave space."),
    ("match", "ConnectionResetError: [Errno 104] Connection reset by peer"),
)


def shown(typed: str, texts: tuple[tuple[str, str], ...] = TEXTS) -> tuple[str, list[str]]:
    """The field, and what is marked in its stretch, for what somebody typed."""
    field, pieces = snippet(texts, parse_query(typed).terms)
    return field, [text for text, is_marked in pieces if is_marked]


@pytest.mark.parametrize(
    ("typed", "field", "marks"),
    [
        ("proxy.", "cause", ["proxy"]),
        ("proxy restart.", "fix", ["proxy", "restart"]),
        ('"no space"', "fix", ["No", "space"]),
        ("connectionr*", "match", ["ConnectionResetError"]),
        ("prox", "cause", ["proxy"]),
        ("prox.", "", []),
        ('"reset by peer"', "match", ["reset", "by", "peer"]),
        ("errno 104", "match", ["Errno", "104"]),
        ("nothing", "", []),
    ],
)
def test_the_field_with_most_of_the_words_is_named(typed: str, field: str, marks: list[str]) -> None:
    """Words are marked where they were found: whole, as a phrase, or as the beginning of a word."""
    assert shown(typed) == (field, marks)


def test_without_words_the_first_field_is_shown() -> None:
    """A list without a search shows how the record begins."""
    field, pieces = snippet(TEXTS, ())

    assert (field, pieces) == ("cause", ((TEXTS[0][1], False),))


@pytest.mark.parametrize("filler", ["word ", "x" * 5_000 + " "])
def test_of_a_long_field_the_part_with_most_words_is_shown(filler: str) -> None:
    """A snippet stays short, however long the field and its words are."""
    text = f"disk {filler * 200} the disk was full {filler * 200}"
    _, pieces = snippet((("log", text),), parse_query("disk full.").terms)

    assert [piece for piece, is_marked in pieces if is_marked] == ["disk", "full"]
    assert sum(len(piece) for piece, _ in pieces) < 3 * LENGTH


def test_a_stretch_with_different_words_beats_one_that_repeats_a_word() -> None:
    """The line of an error says more than the frames above it that have one of its words."""
    text = f"in module from module of module {'x ' * 200} Error: no module named shop"
    _, pieces = snippet((("examples", text),), parse_query("error no module named.").terms)

    assert [piece for piece, is_marked in pieces if is_marked] == ["Error", "no", "module", "named"]


def test_accents_and_case_are_marked_as_written() -> None:
    """What is marked is the text of the record, not the form in which it was looked for."""
    assert marked("Überlauf im Café", (Term(("cafe",)), Term(("uberlauf",)))) == (
        ("Überlauf", True),
        (" im ", False),
        ("Café", True),
    )
