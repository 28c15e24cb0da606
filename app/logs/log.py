"""A log as the rest of Casebook sees it: numbered lines, whatever they were wrapped in.  Knows nothing of signatures.

Lines are kept as one block of bytes with offsets, not as objects, because a log may have millions of them and only
the few that match anything are ever decoded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


class Level(IntEnum):
    """How grave an entry calls itself, in the order of gravity."""

    TRACE = 0
    DEBUG = 1
    INFO = 2
    NOTICE = 3
    WARNING = 4
    ERROR = 5
    CRITICAL = 6
    FATAL = 7


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a line was written.

    *seconds* orders and spaces the lines of one log (seconds since some epoch that all stamps of the log share).
    *moment* is the UTC time, or None where the text gives no full date (time of day only, or no year).
    """

    seconds: float
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wrapping:
    """What the envelope of a line said of it, each None where it did not say."""

    stamp: Stamp | None = None
    level: Level | None = None
    source: str | None = None  # the service, container or unit that wrote it


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of the log: a line, or the lines of a stack trace.  All numbers are line indexes, from 0, inclusive."""

    first: int
    last: int
    language: str | None = None  # of the stack trace: python, java, go, node, dotnet, ruby, rust; None: a plain line
    messages: tuple[int, ...] = ()  # the message line of each exception of the chain, outermost first
    innermost: int | None = None  # the message line of the innermost cause: where the failure was
    quoted: frozenset[int] = frozenset()  # lines that quote source code and state nothing


@dataclass(frozen=True)
class Log:
    """Numbered lines.  *text* holds all of them, unwrapped, valid UTF-8, each ended by one line feed.

    ``starts`` has the offset of each line in *text* and, last, the length of *text*.  ``numbers`` and ``end_numbers``
    give, for each line, the first and last line of the paste that it came from, counted from 1: a message with line
    breaks inside one JSON record gives several lines of one number, a line that a terminal broke is one line of
    several numbers.
    """

    text: bytes
    starts: NDArray[np.int64]
    numbers: NDArray[np.int64]
    end_numbers: NDArray[np.int64]
    wrappings: Mapping[int, Wrapping] = field(default_factory=dict)
    formats: tuple[str, ...] = ("plain",)
    size: int = 0  # bytes, after expansion
    pasted_lines: int = 0
    truncated: bool = False
    entries: dict[int, Entry] = field(default_factory=dict, compare=False, repr=False)  # those looked at so far
    texts: dict[int, int] = field(default_factory=dict, compare=False, repr=False)  # looked up so far (texts.py)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def raw(self, index: int) -> bytes:
        """The bytes of a line without its line feed."""
        return self.text[int(self.starts[index]) : int(self.starts[index + 1]) - 1]

    def line(self, index: int) -> str:
        """The text of a line."""
        return self.raw(index).decode()

    def number(self, index: int) -> int:
        """The number, from 1, that a line begins at in the paste."""
        return int(self.numbers[index])

    def end_number(self, index: int) -> int:
        """The number, from 1, that a line ends at in the paste."""
        return int(self.end_numbers[index])

    @cached_property
    def longest(self) -> int:
        """The length of the longest line, in bytes."""
        return int(np.diff(self.starts).max(initial=1)) - 1
