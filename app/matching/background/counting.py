"""Count the short sequences of symbols in ordinary lines, and write down how surprising each is after those before it."""

import math
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from app.matching.background.alphabet import FOLDED, letter, surprises

# A sequence is written down if it was seen so often, and if the table without it would be off by so many bits.
LEAST_SEEN = 300
LEAST_NEWS = 1.0

_SYMBOLS = sorted(set(FOLDED.values()))
# Symbol 0 is the end of a line, which no sequence crosses.
_NUMBERED = bytes(_SYMBOLS.index(FOLDED[byte]) + 1 for byte in range(256))
_RADIX = len(_SYMBOLS) + 1


def table_of(lines: Iterable[str]) -> str:
    """The table of the surprises in these lines; the same lines give the same text."""
    counts = _counts(lines)
    written: dict[str, float] = {}
    for length in range(1, 5):
        for gram, bits in _measured(counts, length):
            expected = surprises(gram, written)[-1] if length > 1 else math.inf
            if abs(bits - expected) >= LEAST_NEWS:
                written[gram] = bits
    return _text(written)


def _counts(lines: Iterable[str]) -> NDArray[np.int64]:
    """How often each sequence of four symbols occurs, by the numbers of the four."""
    joined = b"\0\0\0".join(line.encode().translate(_NUMBERED) for line in lines)
    symbols = np.frombuffer(b"\0\0\0" + joined, dtype=np.uint8).astype(np.int64)
    codes = ((symbols[:-3] * _RADIX + symbols[1:-2]) * _RADIX + symbols[2:-1]) * _RADIX + symbols[3:]
    return np.bincount(codes, minlength=_RADIX**4).reshape((_RADIX,) * 4)


def _measured(counts: NDArray[np.int64], length: int) -> Iterator[tuple[str, float]]:
    """Each sequence of this length that was seen often enough, with the surprise of its last symbol in bits."""
    seen = counts.sum(axis=tuple(range(4 - length)))[(slice(1, None),) * length]
    before = seen.sum(axis=-1, keepdims=True)
    for place in np.argwhere(seen >= LEAST_SEEN):
        at = tuple(int(index) for index in place)
        yield "".join(_SYMBOLS[index] for index in at), -math.log2(seen[at] / before[(*at[:-1], 0)])


def _text(written: dict[str, float]) -> str:
    """Each sequence and a letter for its surprise; one that differs in its last symbol only is that symbol."""
    pieces: list[str] = []
    before = ""
    for gram, bits in written.items():
        pieces.append((gram if gram[:-1] != before else gram[-1]) + letter(bits))
        before = gram[:-1]
    return "".join(pieces)
