"""Texts cut into marked and plain pieces."""

import pytest

from app.web.marking import Piece, filled, marked


def shown(pieces: tuple[Piece, ...]) -> str:
    """The pieces as one text, with [values] and <<holes>> visible."""
    brackets = {"": "{}", "value": "[{}]", "hole": "<{}>"}
    return "".join(brackets[piece.kind].format(piece.text) for piece in pieces)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], "abcdef"),
        ([(0, 2)], "[ab]cdef"),
        ([(4, 6), (1, 2)], "a[b]cd[ef]"),
        ([(1, 4), (3, 5)], "a[bcde]f"),
        ([(4, 99)], "abcd[ef]"),
        ([(3, 3), (9, 12)], "abcdef"),
    ],
)
def test_spans_mark_their_text(spans: list[tuple[int, int]], expected: str) -> None:
    """Spans may touch, overlap or reach too far; the text stays whole."""
    assert shown(marked("abcdef", spans)) == expected


@pytest.mark.parametrize(
    ("command", "captures", "expected"),
    [
        ("pip show requests", {"module": "requests"}, "pip show [requests]"),
        ("ls app/models.py", {"module": "app.models"}, "ls [app/models].py"),
        ("kill 80 8080", {"port": "80"}, "kill [80] 8080"),
        ("cat 'my file'", {"path": "my file"}, "cat ['my file']"),
        ("kubectl logs <pod> -n prod", {"namespace": "prod"}, "kubectl logs <<pod>> -n [prod]"),
        ("echo a", {"x": "a"}, "echo a"),
        ("sort < in > out", {}, "sort < in > out"),
    ],
)
def test_captured_values_and_holes_stand_out(command: str, captures: dict[str, str], expected: str) -> None:
    """A command shows which parts came from the log and which are still to be filled in."""
    assert shown(filled(command, captures)) == expected
