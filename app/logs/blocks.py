"""Records that go over several lines of a paste, or that are several on one: where each is, and where its text stands."""

from collections.abc import Iterator
from typing import NamedTuple

from app.logs.envelopes.unwrapped import Unwrapped
from app.logs.pasted import Pasted


class Block(NamedTuple):
    """A record on the lines from *first* to *last*, whose text stands on those from *begin* to *end*; all indexes.

    *printed*: the lines of the text are the lines of the paste from *begin*, so that each has its own number.
    """

    first: int
    last: int
    found: Unwrapped
    begin: int
    end: int
    printed: bool = False


def offset_of(lines: Pasted, index: int) -> int:
    """Where a line begins in the text."""
    return int(lines.starts[index])


def in_order(*sources: Iterator[Block]) -> dict[int, Block]:
    """The blocks of all sources by their first line; of two for one line, the one of the earlier source."""
    found: dict[int, Block] = {}
    for source in sources:
        for block in source:
            found.setdefault(block.first, block)
    return found
