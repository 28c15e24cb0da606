"""Cut a text into pieces, some of them marked: evidence in a log line, captured values in a command."""

import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

PieceKind = Literal["", "value", "hole"]

# Shorter values stand everywhere by chance.
_SHORTEST_VALUE = 2
_HOLE = r"<[A-Za-z_]\w*>"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: plain, a captured value, or a hole that was not captured and that the reader fills in."""

    text: str
    kind: PieceKind = ""


def marked(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    """The pieces of *text*, with those within any of the half-open *spans* marked as values."""
    pieces, at = [], 0
    for start, end in _merged(spans, len(text)):
        pieces += [Piece(text[at:start]), Piece(text[start:end], "value")]
        at = end
    pieces.append(Piece(text[at:]))
    return tuple(piece for piece in pieces if piece.text)


def filled(command: str, captures: Mapping[str, str]) -> tuple[Piece, ...]:
    """The pieces of a command, with captured values and unfilled holes marked."""
    pieces, at = [], 0
    for found in _values(captures).finditer(command):
        kind: PieceKind = "hole" if found.lastgroup == "hole" else "value"
        pieces += [Piece(command[at : found.start()]), Piece(found[0], kind)]
        at = found.end()
    pieces.append(Piece(command[at:]))
    return tuple(piece for piece in pieces if piece.text)


def _merged(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(start, 0), min(end, length)) for start, end in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _values(captures: Mapping[str, str]) -> re.Pattern[str]:
    """An expression for the holes and for every form in which a captured value is put into a command."""
    forms = {form for value in captures.values() for form in (value, value.replace(".", "/"))}
    forms |= {shlex.quote(form) for form in forms}
    longest_first = sorted((form for form in forms if len(form) >= _SHORTEST_VALUE), key=len, reverse=True)
    # A port 80 is not a part of 8080.
    value = "|".join(rf"(?<!\w){re.escape(form)}(?!\w)" for form in longest_first)
    return re.compile(f"(?P<hole>{_HOLE})|(?P<value>{value})" if value else f"(?P<hole>{_HOLE})")
