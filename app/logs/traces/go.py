"""Panics of Go with their goroutines, and the traces that Go loggers print below a message."""

import re

from app.logs.log import Entry
from app.logs.traces.around import Around

_PANIC = re.compile(
    r"(?:\s*panic: |fatal error: |runtime: |SIG[A-Z]+: |unexpected fault address|.{0,120}\bhttp: panic serving )"
)
_GOROUTINE = re.compile(r"goroutine \d+(?: gp=\S+ m=\S+(?: mp=\S+)?)? \[[^\]]*\]:")
_CALL = re.compile(
    r"(?:created by )?[\w./*()\[\]{}%@~-]+\.[\w.*()\[\]{}·-]+(?:\(.*\)|(?: in goroutine \d+))?\Z|panic\(|created by "
)
_FILE = re.compile(r"\s+\S+\.(?:go|s):\d+(?: \+0x[0-9a-f]+)?")
_BETWEEN = re.compile(r"\[signal |exit status \d|\s*\Z|\[recovered\]|\.\.\.additional frames elided|PC=")


def trace(around: Around) -> Entry | None:
    """The panic, or the message and its trace, that the line belongs to."""
    if not _part(around, around.index):
        return None
    first = last = around.index
    while first > around.low and _part(around, first - 1):
        first -= 1
    while last + 1 < around.high and _part(around, last + 1):
        last += 1
    while last > first and not around.text(last).strip():
        last -= 1
    while first < last and not around.text(first).strip():
        first += 1
    if not first <= around.index <= last or not _is_trace(around, first, last):
        return None
    messages = tuple(index for index in range(first, last + 1) if _PANIC.match(around.text(index)))
    if not messages and first > around.low:
        first -= 1
        messages = (first,)
    # Of panics that were recovered and raised again, the first one is where it began.
    return Entry(first, last, "go", messages, messages[0] if messages else None)


def _is_trace(around: Around, first: int, last: int) -> bool:
    return any(_FILE.match(around.text(index)) for index in range(first, last + 1))


def _part(around: Around, index: int) -> bool:
    text = around.text(index)
    if _FILE.match(text) or _GOROUTINE.match(text) or _PANIC.match(text) or _BETWEEN.match(text):
        return True
    return bool(_CALL.match(text)) and bool(_FILE.match(around.text(index + 1)))
