"""Find the word that an author probably meant."""

from collections.abc import Collection

from rapidfuzz import fuzz, process

# Below this, suggestions were seen to mislead more than they helped ("owner" for "other").
_CUTOFF = 70


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known word most like *word*; None where none is like it."""
    found = process.extractOne(word, known, scorer=fuzz.ratio, processor=_folded, score_cutoff=_CUTOFF)
    return found[0] if found else None


def did_you_mean(word: str, known: Collection[str], *, otherwise: str) -> str:
    """The help for a word that is not known: the nearest one, or *otherwise*."""
    found = nearest(word, known)
    return f'did you mean "{found}"?' if found else otherwise


def _folded(word: str) -> str:
    return word.lower().replace("-", "").replace("_", "").replace(" ", "")
