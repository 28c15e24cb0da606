"""The stretch of a record that shows best why a search found it, its words marked."""

import re
from collections.abc import Iterable, Iterator, Sequence

from app.storage import Term, words_of

LENGTH = 180
# Of a text that has the words this often, any stretch will do.
MOST_MARKS = 200
Pieces = tuple[tuple[str, bool], ...]
_Span = tuple[int, int]
_WORD = re.compile(r"[^\W_]+")


def snippet(texts: Iterable[tuple[str, str]], terms: Sequence[Term]) -> tuple[str, Pieces]:
    """The field in which most of *terms* stand, and the stretch with most of them; both empty where none does.

    Without terms, the first field and its beginning.
    """
    best_field, best_text, best = "", "", 0 if terms else -1
    for field, text in texts:
        count = sum(_stands(term, words_of(text)) for term in terms) if text else -1
        if count > best:
            best_field, best_text, best = field, text, count
    flat = " ".join(best_text.split())
    return best_field, _cut(flat, list(_spans(flat, terms)))


def marked(text: str, terms: Sequence[Term]) -> Pieces:
    """The whole of *text*, its words marked."""
    return _pieces(text, list(_spans(text, terms)), 0, len(text))


def _stands(term: Term, words: Sequence[str]) -> bool:
    return next(_places(term, words), None) is not None


def _places(term: Term, words: Sequence[str]) -> Iterator[int]:
    """Where in *words* the term begins."""
    first, length = term.words[0], len(term.words)
    for at, word in enumerate(words):
        # Most words fail here, and a record may have many.
        if (word == first or (length == 1 and term.prefix and word.startswith(first))) and _fits(
            term, words[at : at + length]
        ):
            yield at


def _fits(term: Term, words: Sequence[str]) -> bool:
    if len(words) < len(term.words):
        return False
    last, wanted = words[-1], term.words[-1]
    ends = last.startswith(wanted) if term.prefix else last == wanted
    return ends and tuple(words[:-1]) == term.words[:-1]


def _spans(text: str, terms: Sequence[Term]) -> Iterator[_Span]:
    """The words of *text* that belong to a term, in order."""
    words, spans = _placed(text)
    hits = {spans[at + step] for term in terms for at in _places(term, words) for step in range(len(term.words))}
    yield from sorted(hits)


def _placed(text: str) -> tuple[list[str], list[_Span]]:
    """The words of *text* as the index knows them, and where each stands."""
    if text.isascii():
        return words_of(text), [found.span() for found in _WORD.finditer(text)]
    # Folding may lengthen a text, or make two words of one.
    pairs = [(part, found.span()) for found in _WORD.finditer(text) for part in words_of(found[0])]
    return [part for part, _ in pairs], [span for _, span in pairs]


def _cut(text: str, hits: list[_Span]) -> Pieces:
    start = max(0, _densest(text, hits[:MOST_MARKS]) - LENGTH // 3) if hits else 0
    # A word is not cut, unless it is longer than all that is shown.
    start = max(text.rfind(" ", 0, start) + 1, start - LENGTH // 3) if start else 0
    end = text.find(" ", start + LENGTH)
    end = end if 0 <= end <= start + 2 * LENGTH else min(len(text), start + LENGTH)
    pieces = _pieces(text, hits, start, end)
    return (*([("… ", False)] if start else []), *pieces, *([(" …", False)] if end < len(text) else []))


def _densest(text: str, hits: list[_Span]) -> int:
    """Where the stretch with most different words begins, then with most words; the first of several."""

    def worth(hit: _Span) -> tuple[int, int, int]:
        near = [text[from_:to].casefold() for from_, to in hits if hit[0] <= from_ < hit[0] + LENGTH]
        return len(set(near)), len(near), -hit[0]

    return max(hits, key=worth)[0]


def _pieces(text: str, hits: list[_Span], start: int, end: int) -> Pieces:
    pieces: list[tuple[str, bool]] = []
    at = start
    for from_, to in hits:
        if at <= from_ and to <= end:
            pieces += [(text[at:from_], False), (text[from_:to], True)]
            at = to
    pieces.append((text[at:end], False))
    return tuple(piece for piece in pieces if piece[0])
