"""The logs of examples and of ordinary software, read: the same from one check to the next, they are kept in memory."""

from functools import lru_cache

from app.logs import Log, read
from app.matching.background import ordinary_lines

# The sample: a condition that holds on fewer than one of these lines is looked for in vain by more of them.
SAMPLE, SEED = 10_000, 3
# A paste is so long, and what stands together in one may satisfy a sequence.
PASTE = 250
# More than all examples of a full library.
_REMEMBERED = 4096
_LIMIT = 4 << 20


@lru_cache(maxsize=_REMEMBERED)
def example_log(text: str) -> Log:
    """The log of an example."""
    return read(text.encode(), limit=_LIMIT)


@lru_cache(maxsize=1)
def ordinary_pastes() -> tuple[Log, ...]:
    """The sample of ordinary lines, one log after the other."""
    lines = list(ordinary_lines(SAMPLE, seed=SEED))
    texts = ("\n".join(lines[first : first + PASTE]).encode() for first in range(0, len(lines), PASTE))
    return tuple(read(text, limit=len(text) * 8) for text in texts)
