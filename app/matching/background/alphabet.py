"""The symbols in which surprise is counted and written down, and how it is looked up."""

import re
from collections.abc import Mapping, Sequence

# The longest sequence that is counted: the surprise of a symbol after the three before it.
LONGEST = 4
# A sequence that the table does not have is looked up without its first symbol, which costs so many bits.
_DROPPED = 2.0
_UNKNOWN = 16.0
# Surprise is written as a capital letter, in steps of so many bits.
_STEP = 0.75
_BLANK, _DELETE = 33, 127


def _folded() -> dict[int, str]:
    symbols = {byte: chr(byte).lower() for byte in range(_BLANK, _DELETE)}
    symbols |= dict.fromkeys(b"0123456789", "0") | dict.fromkeys(b"\"'`", "'") | dict.fromkeys(b"\\/", "/")
    return {byte: symbols.get(byte, " " if byte < _BLANK else "~") for byte in range(256)}


# One symbol for what varies (digits) or looks alike (cases, quotes, blanks); capitals stay free for the table.
FOLDED = _folded()


def fold(text: bytes) -> str:
    """The symbols of a text, one for each byte."""
    return text.decode("latin-1").translate(FOLDED)


def letter(bits: float) -> str:
    """The letter that stands for a surprise."""
    return chr(ord("A") + min(25, round(bits / _STEP)))


def surprises(symbols: str, table: Mapping[str, float]) -> Sequence[float]:
    """The surprise of each symbol after those before it, in bits."""
    return [_surprise(symbols[max(0, end - LONGEST) : end], table) for end in range(1, len(symbols) + 1)]


def read_table(text: str) -> dict[str, float]:
    """The surprise of each sequence; a lone symbol shares those before its last one with the entry that it follows."""
    table: dict[str, float] = {}
    before = ""
    for piece, level in re.findall(r"([^A-Z]+)([A-Z])", text):
        before = piece[:-1] or before
        table[before + piece[-1]] = (ord(level) - ord("A")) * _STEP
    return table


def _surprise(gram: str, table: Mapping[str, float]) -> float:
    bits = 0.0
    while gram and gram not in table:
        bits += _DROPPED
        gram = gram[1:]
    return min(_UNKNOWN, bits + table[gram]) if gram else _UNKNOWN
