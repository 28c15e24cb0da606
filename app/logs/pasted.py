"""The lines as they were pasted, numbered, before any envelope is taken off."""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

LINE_FEED = 10
_CARRIAGE_RETURN = 13
_IDLE_RETURNS = re.compile(rb"\r+(?=[\r\n]|\Z)|(?<=\n)\r+|\A\r+")


@dataclass(frozen=True)
class Pasted:
    """Lines of one block of UTF-8, each ended by a line feed, with the first and last number in the paste of each."""

    text: bytes
    numbers: NDArray[np.int64]
    end_numbers: NDArray[np.int64]
    count: int  # lines of the paste

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """The offset of each line, and last the length of the text."""
        return line_starts(self.text)

    def __len__(self) -> int:
        return len(self.numbers)


def line_starts(text: bytes) -> NDArray[np.int64]:
    """The offset of each line of *text*, which ends with a line feed, and last the length of *text*."""
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == LINE_FEED)
    starts = np.zeros(len(ends) + 1, np.int64)
    starts[1:] = ends + 1
    return starts


def pasted(text: bytes) -> Pasted:
    """The lines of *text*.  What a lone CR separates becomes lines of one number."""
    if b"\r" in text:
        text = _IDLE_RETURNS.sub(b"", text)
    if text and not text.endswith(b"\n"):
        text += b"\n"
    if b"\r" not in text:
        numbers = np.arange(1, text.count(b"\n") + 1, dtype=np.int64)
        return Pasted(text, numbers, numbers, len(numbers))
    return _rewritten(text)


def _rewritten(text: bytes) -> Pasted:
    codes = np.frombuffer(text, np.uint8)
    ends = np.flatnonzero((codes == LINE_FEED) | (codes == _CARRIAGE_RETURN))
    feeds = (codes[ends] == LINE_FEED).cumsum()
    numbers = np.ones(len(ends), np.int64)
    numbers[1:] = feeds[:-1] + 1
    return Pasted(text.replace(b"\r", b"\n"), numbers, numbers, int(feeds[-1]))
