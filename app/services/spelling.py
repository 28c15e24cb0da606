"""Words that nobody used, traced to words by which records are called."""

import re
from collections.abc import Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.storage import words_of

# One letter of four or two of eight may be wrong, missing or swapped.
LEAST_LIKENESS = 0.7
LEAST_LETTERS = 4
CANDIDATES = 5
_WORD = re.compile(r"[^\W_]+")


def nearest_words(words: Sequence[str], vocabulary: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """For each of *words* that is like a word of the vocabulary, those it may have meant, the likeliest first."""
    found = {word: _nearest(word, vocabulary) for word in words if len(word) >= LEAST_LETTERS}
    return {word: near for word, near in found.items() if near}


def respelled(text: str, words: Mapping[str, str]) -> str:
    """*text* with each of the words replaced by what it was meant to be."""
    return _WORD.sub(lambda found: words.get("".join(words_of(found[0])), found[0]), text)


def _nearest(word: str, vocabulary: Sequence[str]) -> tuple[str, ...]:
    close = process.extract(
        word, vocabulary, scorer=OSA.normalized_similarity, score_cutoff=LEAST_LIKENESS, limit=CANDIDATES
    )
    # People get the first letter right: of two words that are as near, it is the one that begins alike.
    ordered = sorted(close, key=lambda each: (-each[1], each[0][0] != word[0], each[0]))
    return tuple(near for near, _, _ in ordered if near != word)
