"""How surprising a text is in an ordinary log, measured on the lines of `app.matching.background`.

Short sequences of symbols are counted, not words: an atom may begin and end inside a word, and most of what signatures
look for is in no dictionary (ECONNREFUSED, OOMKilled, CrashLoopBackOff).
"""

from functools import lru_cache

from app.matching.background.alphabet import fold, read_table, surprises
from app.matching.background.table import TABLE

_TABLE = read_table(TABLE)


@lru_cache(maxsize=1 << 16)
def rarity(text: bytes) -> float:
    """How surprising a text is in an ordinary log, in bits: 20 is about once in a million places."""
    return sum(surprises(fold(text), _TABLE))
