"""Turn pasted bytes into numbered lines, and say when a line was written and how grave it is."""

from app.logs.controls import without_controls
from app.logs.decode import decode
from app.logs.expand import expand
from app.logs.levels import level
from app.logs.log import Level, Log, Stamp
from app.logs.margins import without_margins
from app.logs.pasted import pasted
from app.logs.terminal import without_terminal_breaks
from app.logs.times import stamp
from app.logs.typography import without_typography
from app.logs.unwrapping import unwrap

# Time and level stand at the start of a line; what a long line says after that is not decoded for them.
_HEAD = 480


def read(data: bytes, *, limit: int, encoding: str | None = None) -> Log:
    """The log in *data*, whatever it was compressed with (or *encoding* says), encoded in or wrapped in.

    Raises TooLarge where it expands to more than *limit* bytes, BrokenCompression, and UnknownEncoding; no content is
    an error.
    """
    expanded = expand(data, limit=limit, encoding=encoding)
    lines = without_margins(pasted(without_typography(without_controls(decode(expanded)))))
    whole = without_terminal_breaks(lines)
    return unwrap(whole, size=len(expanded), formats=() if whole is lines else ("terminal",))


def when(log: Log, index: int) -> Stamp | None:
    """When a line was written: by its envelope, else by its text; None where neither says."""
    wrapping = log.wrappings.get(index)
    if wrapping is not None and wrapping.stamp is not None:
        return wrapping.stamp
    return stamp(_head(log, index))


def grade(log: Log, index: int) -> Level | None:
    """How grave a line is: by its envelope, else by its text; None where neither says, as inside a stack trace."""
    wrapping = log.wrappings.get(index)
    if wrapping is not None and wrapping.level is not None:
        return wrapping.level
    return level(_head(log, index))


def _head(log: Log, index: int) -> str:
    start, end = int(log.starts[index]), int(log.starts[index + 1]) - 1
    return log.text[start : min(end, start + _HEAD)].decode("utf-8", "ignore")
