"""Entries of Cloud Logging that were printed as YAML are read like those in JSON."""

import pytest

from app.logs import Level, grade, read, when

LIMIT = 1 << 20
# where the payload of the second document begins
PAYLOAD = 15


def document(payload: str) -> str:
    """An entry with a payload."""
    return (
        f"---\ninsertId: a1\nresource:\n  labels:\n    service_name: hooks\nseverity: ERROR\n{payload}\n"
        "timestamp: '2025-01-31T07:43:46.124670Z'\n"
    )


@pytest.mark.parametrize(
    ("payload", "lines", "places"),
    [
        ("textPayload: no room left", ["no room left"], [(0, 0)]),
        ("textPayload: 'it''s \"full\": no room'", ['it\'s "full": no room'], [(0, 0)]),
        ("textPayload: no room\n  left here", ["no room left here"], [(0, 1)]),
        ('textPayload: "a\\tb \\xE9 and\\\n  \\ c\\nd"', ["a\tb \u00e9 and c", "d"], [(0, 1), (0, 1)]),
        ("textPayload: |-\n  no room:\n\n    left", ["no room:", "", "  left"], [(1, 1), (2, 2), (3, 3)]),
        ("textPayload: |\n  no room\n  left", ["no room", "left"], [(1, 1), (2, 2)]),
        ("jsonPayload:\n  level: error\n  message: no room\n  x:\n    message: y", ["no room"], [(2, 2)]),
    ],
)
def test_the_message_is_read(payload: str, lines: list[str], places: list[tuple[int, int]]) -> None:
    """In all forms of a text that YAML has, with the places of its lines, counted from where the payload begins."""
    log = read((document("textPayload: starting").replace("ERROR", "INFO") + document(payload)).encode(), limit=LIMIT)
    found = range(1, len(log))
    stamp = when(log, 1)

    assert [log.line(index) for index in found] == lines
    assert [(log.number(index) - PAYLOAD, log.end_number(index) - PAYLOAD) for index in found] == places
    assert stamp is not None
    assert stamp.moment is not None
    assert (grade(log, 0), grade(log, 1), log.wrappings[1].source) == (Level.INFO, Level.ERROR, "hooks")


def test_other_documents_stay() -> None:
    """A manifest is no log."""
    text = "---\nkind: ConfigMap\ndata:\n  textPayload: x\n---\nkind: Pod\n"

    assert read(text.encode(), limit=LIMIT).text.decode() == text
