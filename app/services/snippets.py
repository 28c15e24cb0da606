"""The stretch of a record that shows best why a search found it, its words marked."""

import re
from collections.abc import Iterable, Sequence

from app.storage import words_of

LENGTH = 180
# A word this long also marks words that go on from it.
LEAST_STEM = 4
Pieces = tuple[tuple[str, bool], ...]
_WORD = re.compile(r"[^\W_]+")


def snippet(texts: Iterable[tuple[str, str]], words: Sequence[str]) -> tuple[str, Pieces]:
    """The field with most of *words*, and the stretch around the first of them; the first field where none has any."""
    wanted = frozenset(words)
    best_field, best_text, best = "", "", -1
    for field, text in texts:
        count = len(wanted & frozenset(words_of(text))) if wanted else 0
        if text and count > best:
            best_field, best_text, best = field, text, count
    return best_field, _marked(" ".join(best_text.split()), wanted)


def _marked(text: str, words: frozenset[str]) -> Pieces:
    hits = [found.span() for found in _WORD.finditer(text) if _is_wanted(found[0], words)]
    start = max(0, hits[0][0] - LENGTH // 3) if hits else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = text.find(" ", start + LENGTH)
    end = end if end >= 0 else len(text)
    pieces: list[tuple[str, bool]] = [("… ", False)] if start else []
    at = start
    for from_, to in hits:
        if to <= end:
            pieces += [(text[at:from_], False), (text[from_:to], True)]
            at = to
    pieces.append((text[at:end] + (" …" if end < len(text) else ""), False))
    return tuple(piece for piece in pieces if piece[0])


def _is_wanted(word: str, words: frozenset[str]) -> bool:
    return any(
        part in words or any(part.startswith(wanted) for wanted in words if len(wanted) >= LEAST_STEM)
        for part in words_of(word)
    )
