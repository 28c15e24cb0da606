"""Tracebacks of Python: chained, grouped, and the form of a syntax error that has no header."""

import re
from dataclasses import dataclass

from app.logs.log import Entry
from app.logs.traces.around import Around

_HEADER = re.compile(r"(?P<margin>[\s|+]*)(?:\+ )?.{0,400}?(?:Exception Group )?Traceback \(most recent call last\):")
_FRAME = re.compile(r'[\s|]*File "[^"]*", line \d+')
_SEPARATOR = re.compile(
    r"[\s|]*(?:During handling of the above exception, another exception occurred:"
    r"|The above exception was the direct cause of the following exception:)"
)
_SYNTAX = re.compile(r"[\s|]*(?:SyntaxError|IndentationError|TabError)\b")
_MARGIN = re.compile(r"[\s|]*")
_GROUP_RULE = re.compile(r"[\s|]*\+-[-+\d. ]+\Z")
_SHORT_SYNTAX = 5


_MESSAGE = re.compile(r"[\s|]*[A-Za-z_][\w.]*(?:\[[^\]]*\]|<[^>]*>)?(?::|\s*\Z| \()")
# The runtime of AWS Lambda prints the message above its header.
_MESSAGE_ABOVE = re.compile(r".*\b[A-Z]\w*(?:Error|Exception)\b")


@dataclass(frozen=True, slots=True)
class _Block:
    """One exception of a chain: its lines, the line with its message, and the source code that it quotes."""

    first: int
    last: int
    message: int | None
    quoted: frozenset[int]


def trace(around: Around) -> Entry | None:
    """The traceback that the line belongs to, with all exceptions of its chain."""
    # The message of a traceback may stand above its header.
    headed = around.holds(b"Traceback (most recent", before=around.index - around.low, after=2)
    first = _first_header(around) if headed else None
    blocks = _blocks(around, first) if first is not None else []
    if not blocks or not blocks[0].first <= around.index <= blocks[-1].last:
        return _syntax_error(around)
    return _entry(blocks)


def _entry(blocks: list[_Block]) -> Entry:
    """Python prints the cause first, so the message of the outermost exception is the last."""
    messages = tuple(block.message for block in reversed(blocks) if block.message is not None)
    return Entry(
        blocks[0].first,
        blocks[-1].last,
        "python",
        messages=messages,
        innermost=messages[-1] if messages else None,
        quoted=frozenset().union(*(block.quoted for block in blocks)),
    )


def _first_header(around: Around) -> int | None:
    """The header of the first exception of the chain around the line."""
    header = around.back(lambda text: "Traceback (most recent" in text)
    if _MESSAGE_ABOVE.match(around.text(around.index)) and "Traceback (most recent" in around.text(around.index + 1):
        header = around.index + 1
    while header is not None:
        before = header - 1
        while before > around.low and not around.text(before).strip(" |"):
            before -= 1
        if not (_SEPARATOR.match(around.text(before)) or _GROUP_RULE.match(around.text(before))):
            return header
        earlier = range(before - 1, around.low - 1, -1)
        above = next((index for index in earlier if "Traceback (most recent" in around.text(index)), None)
        if above is None:
            return header
        header = above
    return None


def _blocks(around: Around, first: int) -> list[_Block]:
    blocks: list[_Block] = []
    header: int | None = first
    while header is not None:
        block = _block(around, header)
        if block is None:
            break
        blocks.append(block)
        header = _next_header(around, block.last + 1)
    return blocks


def _block(around: Around, header: int) -> _Block | None:
    match = _HEADER.match(around.text(header))
    if match is None:
        return None
    margin = len(match["margin"].rstrip("+"))
    quoted: set[int] = set()
    last = header
    for index in range(header + 1, around.high):
        text = around.text(index)
        if _FRAME.match(text):
            last = index
        elif text.strip(" |") and _margin(text) > margin:
            quoted.add(index)
            last = index
        elif _MESSAGE.match(text):
            return _Block(header, index, index, frozenset(quoted))
        else:
            break
    return _cut(around, header, last, frozenset(quoted))


def _cut(around: Around, header: int, last: int, quoted: frozenset[int]) -> _Block:
    """A traceback whose message is not below it."""
    if header > around.low and _MESSAGE_ABOVE.match(around.text(header - 1)):
        return _Block(header - 1, last, header - 1, quoted)
    return _Block(header, last, None, quoted)


def _margin(text: str) -> int:
    match = _MARGIN.match(text)
    return match.end() if match else 0


def _next_header(around: Around, index: int) -> int | None:
    """The header that follows after the words that chain exceptions, or after the rule of a group."""
    chained = False
    while index < around.high:
        text = around.text(index)
        if _SEPARATOR.match(text) or _GROUP_RULE.match(text):
            chained = True
        elif _HEADER.match(text):
            return index if chained else None
        elif text.strip(" |"):
            return None
        index += 1
    return None


def _syntax_error(around: Around) -> Entry | None:
    """A file that does not parse: its name, the line of code, a caret and the message, without a header."""
    for message in range(around.index, min(around.index + _SHORT_SYNTAX, around.high)):
        if not _SYNTAX.match(around.text(message)):
            continue
        nearby = range(message - 1, max(around.low - 1, message - _SHORT_SYNTAX), -1)
        first = next((index for index in nearby if _FRAME.match(around.text(index))), None)
        if first is not None and first <= around.index:
            quoted = frozenset(range(first + 1, message))
            return Entry(first, message, "python", (message,), message, quoted)
    return None
