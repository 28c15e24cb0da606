"""Traces of Ruby: the message beside the first frame, or above the frames as Rails prints it."""

import re

from app.logs.log import Entry
from app.logs.traces.around import Around

_FRAME = re.compile(
    r"\s*(?:from |\d+: from )?\S*\.(?:rb|rake|ru|erb)\S*:\d+:in [`'\"]|\s*(?:from )?(?:bin|/\S*/bin)/\S+:\d+:in [`'\"]"
)
_MESSAGE = re.compile(
    r".*:in [`'][^']*': .*\([A-Z][\w:]*\)\s*\Z|.{0,200}\([A-Z]\w*(?:::\w+)*\)\s*\Z|[A-Z]\w*(?:::\w+)*(?:Error|Exception)?(?: \(|: )"
)
_STATED = re.compile(r":in [`'][^']*': ")
_LONGEST_MESSAGE = 12


def trace(around: Around) -> Entry | None:
    """The trace that the line belongs to, with its message."""
    reach = _LONGEST_MESSAGE
    if not (around.holds(b":in `", before=0, after=reach) or around.holds(b":in '", before=0, after=reach)):
        return None
    below = range(around.index, min(around.index + _LONGEST_MESSAGE, around.high))
    frame = next((index for index in below if _FRAME.match(around.text(index))), None)
    if frame is None:
        return None
    first = last = frame
    while first > around.low and _FRAME.match(around.text(first - 1)):
        first -= 1
    while last + 1 < around.high and _FRAME.match(around.text(last + 1)):
        last += 1
    message = _message(around, first, last)
    first = min(first, message)
    return Entry(first, last, "ruby", (message,), message) if first <= around.index <= last else None


def _message(around: Around, first: int, last: int) -> int:
    """The frame line that states the message, else the nearest line above the frames that does."""
    inside = next((index for index in range(first, last + 1) if _states(around.text(index))), None)
    if inside is not None:
        return inside
    above = range(first - 1, max(around.low - 1, first - _LONGEST_MESSAGE), -1)
    return next((index for index in above if _MESSAGE.match(around.text(index))), first)


def _states(text: str) -> bool:
    return bool(_STATED.search(text))
