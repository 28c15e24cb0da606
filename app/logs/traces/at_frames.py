"""Traces whose frames begin with "at": Java and its kin, Node and .NET."""

import re
from collections.abc import Iterable

from app.logs.log import Entry
from app.logs.traces.around import Around

_FRAME = re.compile(r"\s+at \S|\s*at [\w.$<>/@-]+\(")
_JAVA = re.compile(
    r"\s*at (?:[\w.$@-]+/{1,2})?[\w.$<>/-]+\((?:[\w$-]+\.(?:java|kt|scala|groovy|clj)|Native Method|Unknown Source|<generated>)"
)
_NODE = re.compile(r"\s+at .*(?::\d+:\d+\)?(?: \{)?|\(<anonymous>\)|\(native\))\Z")
_CHAIN = re.compile(
    r"\s*(?:Caused by: |Suppressed: |Wrapped by: |\.\.\. \d+ (?:more|common frames|lines matching)|---> |\[cause\]: |\[CIRCULAR"
    r"|--- End of |\*__checkpoint|Original Stack Trace:|Error has been observed)"
)
_DEEPER = re.compile(r"\s*(?:Caused by: |---> |\[cause\]: )")
_EXCEPTION = re.compile(
    r"(?:[\w.$+]+[.$+])?[A-Z]\w*(?:Exception|Error|Throwable|Failure|Fault|Death)\b|Exception in thread |(?:Uncaught )?Error\b"
)
# A message of several lines between the exception and its first frame is rarely longer.
_LONGEST_MESSAGE = 12


def trace(around: Around) -> Entry | None:
    """The trace that the line belongs to: the exception, its frames and its causes."""
    frame = _nearest_frame(around)
    if frame is None:
        return None
    first, last = _extent(around, frame)
    first = _header(around, first)
    if not first <= around.index <= last:
        return None
    language = _language(around.text(index) for index in range(frame, last + 1) if _FRAME.match(around.text(index)))
    deeper = [index for index in range(first + 1, last + 1) if _DEEPER.match(around.text(index))]
    return Entry(first, last, language, messages=(first, *deeper), innermost=deeper[-1] if deeper else first)


def _nearest_frame(around: Around) -> int | None:
    """A frame at the line or below it, past a message of a few lines; else just above it."""
    below = range(around.index, min(around.index + _LONGEST_MESSAGE, around.high))
    frame = next((index for index in below if _FRAME.match(around.text(index))), None)
    if frame is not None:
        return frame
    above = range(around.index - 1, max(around.low - 1, around.index - _LONGEST_MESSAGE), -1)
    return next((index for index in above if _FRAME.match(around.text(index))), None)


def _part(text: str) -> bool:
    return bool(_FRAME.match(text) or _CHAIN.match(text))


def _extent(around: Around, frame: int) -> tuple[int, int]:
    """The first and last line of the frames and chain lines around *frame*."""
    first = last = frame
    while last + 1 < around.high:
        ahead = range(last + 1, min(last + 1 + _LONGEST_MESSAGE, around.high))
        chain = next((index for index in ahead if _part(around.text(index))), None)
        if chain is None or (chain > last + 1 and not _continued(around, last + 1, chain)):
            break
        last = chain
    while first > around.low and _part(around.text(first - 1)):
        first -= 1
    return first, last


def _continued(around: Around, start: int, part: int) -> bool:
    """Whether the lines between belong to the message of a chain line above them, or a chain line follows them."""
    texts = [around.text(index) for index in range(start, part)]
    if any(not text.strip() or _EXCEPTION.match(text) for text in texts):
        return False
    return bool(_CHAIN.match(around.text(start - 1))) or all(text[:1].isspace() for text in texts)


def _header(around: Around, first: int) -> int:
    """The line with the exception above the first frame: the nearest that names one, else the line right above."""
    above = range(first - 1, max(around.low - 1, first - _LONGEST_MESSAGE - 1), -1)
    for index in above:
        text = around.text(index)
        if not text.strip() and index != first - 1:
            break
        if _EXCEPTION.search(text):
            return index
    return first - 1 if first > around.low and around.text(first - 1).strip() else first


def _language(frames: Iterable[str]) -> str:
    for text in frames:
        if _JAVA.match(text):
            return "java"
        if _NODE.match(text):
            return "node"
    return "dotnet"
