"""Figures that take long to count, kept in the process for a while."""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")

# What is counted within a second is always of now; what takes longer may be as old as this.
SLOW = timedelta(seconds=1)
LONGEST = timedelta(minutes=1)


class Kept(Generic[T]):
    """The values of some keys.  Whoever asks while one is being made waits for it, instead of making it, too."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._values: dict[Hashable, tuple[datetime, T]] = {}

    def get(self, key: Hashable, clock: Callable[[], datetime], make: Callable[[], T]) -> T:
        """The value of *key*: the one that is kept, if it is not too old, else what *make* gives."""
        with self._lock:
            began = clock()
            self._values = {one: kept for one, kept in self._values.items() if began - kept[0] < LONGEST}
            if key in self._values:
                return self._values[key][1]
            value = make()
            if clock() - began >= SLOW:
                self._values[key] = (began, value)
            return value
