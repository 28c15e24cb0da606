"""The lines around one line, decoded when they are asked for."""

from collections.abc import Callable
from functools import cache

from app.logs.log import Entry, Log

# What a long line says after this does not tell what kind of line it is.
_HEAD = 2_000


class Around:
    """The lines of a log from *low* to before *high*, around the one at *index*."""

    def __init__(self, log: Log, index: int, low: int, high: int) -> None:
        self.index = index
        self.low = low
        self.high = high
        self._log = log
        self.text = cache(self._text)

    def _text(self, index: int) -> str:
        if not self.low <= index < self.high:
            return ""
        start, end = int(self._log.starts[index]), int(self._log.starts[index + 1]) - 1
        return self._log.text[start : min(end, start + _HEAD)].decode("utf-8", "ignore")

    def holds(self, needle: bytes, *, before: int, after: int = 0) -> bool:
        """Whether *needle* is in the line or so many lines around it: the cheap question before the search."""
        first = max(self.low, self.index - before)
        last = min(self.high, self.index + after + 1)
        return self._log.text.find(needle, int(self._log.starts[first]), int(self._log.starts[last])) >= 0

    def back(self, fits: Callable[[str], bool]) -> int | None:
        """The nearest line that fits, from the line itself upwards."""
        return next((index for index in range(self.index, self.low - 1, -1) if fits(self.text(index))), None)


Recogniser = Callable[[Around], Entry | None]
