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

    def holds(self, *needles: bytes) -> bool:
        """Whether any of *needles* is in these lines: the cheap question before the search."""
        start, end = int(self._log.starts[self.low]), int(self._log.starts[self.high])
        return any(self._log.text.find(needle, start, end) >= 0 for needle in needles)

    def back(self, fits: Callable[[str], bool]) -> int | None:
        """The nearest line that fits, from the line itself upwards."""
        return next((index for index in range(self.index, self.low - 1, -1) if fits(self.text(index))), None)


Recogniser = Callable[[Around], Entry | None]
