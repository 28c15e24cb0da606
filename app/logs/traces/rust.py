"""Panics of Rust, with or without a backtrace, and the causes that error reports list."""

import re

from app.logs.log import Entry
from app.logs.traces.around import Around

_PANIC = re.compile(r".{0,120}thread '[^']*'(?: \(\d+\))? panicked at ")
_INLINE = re.compile(r".{0,120}panicked at '")
_PART = re.compile(r"note: |stack backtrace:|\s+\d+: |\s+at \S+:\d+|\s+\d+:\s+0x[0-9a-f]+")
_CAUSED = re.compile(r"Caused by:\s*\Z")
_CAUSE = re.compile(r"\s+(?:\d+: )?\S")
_LONGEST = 60


def trace(around: Around) -> Entry | None:
    """The panic or error report that the line belongs to."""
    if around.holds(b"panicked at ", before=_LONGEST):
        return _panic(around)
    return _report(around) if around.holds(b"Caused by:", before=_LONGEST, after=2) else None


def _panic(around: Around) -> Entry | None:
    nearby = range(around.index, max(around.low - 1, around.index - _LONGEST), -1)
    first = next((index for index in nearby if _PANIC.match(around.text(index))), None)
    if first is None:
        return None
    message = first if _INLINE.match(around.text(first)) or first + 1 >= around.high else first + 1
    last = message
    while last + 1 < around.high and _PART.match(around.text(last + 1)):
        last += 1
    return Entry(first, last, "rust", (message,), message) if around.index <= last else None


def _report(around: Around) -> Entry | None:
    """``Error: ...``, a blank line, ``Caused by:`` and the causes, outermost first."""
    nearby = range(min(around.index + 2, around.high - 1), max(around.low - 1, around.index - _LONGEST), -1)
    caused = next((index for index in nearby if _CAUSED.match(around.text(index))), None)
    if caused is None:
        return None
    first = caused - 1 if around.text(caused - 1).strip() else caused - 2
    last = caused
    while last + 1 < around.high and _CAUSE.match(around.text(last + 1)):
        last += 1
    if not max(first, around.low) <= around.index <= last or last == caused or first < around.low:
        return None
    return Entry(first, last, "rust", (first, *range(caused + 1, last + 1)), last)
