"""The record of the log that a line belongs to: the line alone, all lines of one message, or a whole stack trace."""

from app.logs.log import Entry, Log
from app.logs.traces import at_frames, go, python, ruby, rust
from app.logs.traces.around import Around, Recogniser

# A trace longer than this on either side is not looked at to its ends.
_REACH = 400
# Those whose marks are the least like anything else go first.
_TRACES: tuple[Recogniser, ...] = (python.trace, go.trace, rust.trace, ruby.trace, at_frames.trace)


def entry_at(log: Log, index: int) -> Entry:
    """The entry that the line at *index* belongs to, looking at no more than a few hundred lines around it."""
    known = log.entries.get(index)
    if known is None:
        known = log.entries[index] = _entry(log, index)
    return known


def _entry(log: Log, index: int) -> Entry:
    around = Around(log, index, max(0, index - _REACH), min(len(log), index + _REACH))
    for trace in _TRACES:
        found = trace(around)
        if found is not None:
            return found
    return _message(log, index)


def _message(log: Log, index: int) -> Entry:
    """The lines that one envelope held; a plain line is alone."""
    first = last = index
    if index in log.wrappings:
        number = log.number(index)
        while first > max(0, index - _REACH) and log.number(first - 1) == number and first - 1 in log.wrappings:
            first -= 1
        while last + 1 < min(len(log), index + _REACH) and log.number(last + 1) == number:
            last += 1
    return Entry(first, last, messages=(first,), innermost=first)
