"""Join lines that a terminal broke at its width when they were copied from it.

Careful: a line that is joined wrongly is worse than one that stays broken.
"""

import re

import numpy as np
from numpy.typing import NDArray

from app.logs.pasted import Pasted

# Widths that terminals are opened with; at another one, more lines must show it.
_USUAL_WIDTHS = frozenset((80, 100, 120, 132, 140, 150, 160, 180, 200, 220, 240))
_NARROWEST, _WIDEST = 60, 320
_LEAST_BREAKS, _LEAST_BREAKS_ELSEWHERE = 2, 3
# Text that was wrapped at words comes near its width far more often than it meets it.
_NEAR = 5
_ALIKE = 4

# how a line starts that is no continuation: indented, an option, a time, a level, a prompt, a trace, a rule, a table
_NEW_START = re.compile(
    rb"[ \t](?![\w('\"])|[ \t]{2}|([-=*#+])\1{2}|[-*#+>$] |[|\x80-\xff]|\[|<\d|\{|\d{1,4}[-/:]\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:|\d{1,4}[ .)] |"
    rb"(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL)\b|(?:npm|gyp|error|warning|info|note|hint|fatal|Error)\b|"
    rb"(?:at|File|Caused by|Traceback|During|The above|from|PS|goroutine) |[\w.-]{1,40}@[\w.-]{1,60}[:~ ]|\Z"
)
# how a line ends that was not broken: a rule, a column at the right edge, a box
_WHOLE_END = re.compile(rb"(?:([-=*_#.~+])\1{2}|\s{3,}\S{1,16}|%\]|[\x80-\xff]|\|)\Z")


def without_terminal_breaks(lines: Pasted) -> Pasted:
    """The lines with those joined that a terminal broke; the same object if there is nothing to join."""
    breaks = _breaks(lines)
    if not breaks:
        return lines
    keep = np.ones(len(lines), np.bool_)
    keep[np.asarray(breaks) + 1] = False
    removed = lines.starts[np.asarray(breaks) + 1] - 1
    codes = np.delete(np.frombuffer(lines.text, np.uint8), removed)
    firsts = np.flatnonzero(keep)
    lasts = np.append(firsts[1:], len(lines)) - 1
    return Pasted(codes.tobytes(), lines.numbers[firsts], lines.end_numbers[lasts], lines.count)


def _breaks(lines: Pasted) -> list[int]:
    """The indexes of lines that go on in the next one."""
    lengths = np.diff(lines.starts) - 1
    if len(lengths) < _LEAST_BREAKS + 1 or int(lengths.max()) > _WIDEST * 4:
        return []
    widths = _widths(lines)
    width = int(widths.max())
    if not _NARROWEST <= width <= _WIDEST:
        return []
    full = np.flatnonzero(widths == width).tolist()
    near = int(((widths < width) & (widths >= width - _NEAR)).sum())
    breaks = _going_on(lines, full)
    least = _LEAST_BREAKS if width in _USUAL_WIDTHS else _LEAST_BREAKS_ELSEWHERE
    return breaks if len(breaks) >= max(least, near + 1) and len(breaks) * 3 > len(full) * 2 else []


def _widths(lines: Pasted) -> NDArray[np.int64]:
    """The number of characters of each line."""
    lengths: NDArray[np.int64] = np.diff(lines.starts) - 1
    if lines.text.isascii():
        return lengths
    # Bytes of the form 10xxxxxx continue a character.
    continuing = (np.frombuffer(lines.text, np.uint8) & 0xC0) == 0x80  # noqa: PLR2004
    return lengths - np.add.reduceat(continuing, lines.starts[:-1], dtype=np.int64)


def _going_on(lines: Pasted, full: list[int]) -> list[int]:
    """Those of the full lines that go on in the next one."""
    breaks: list[int] = []
    recorded = False
    for index in full:
        if index + 1 >= len(lines):
            break
        text, following = _text(lines, index), _text(lines, index + 1)
        # A record ends with its brace, however its pieces begin.
        recorded = text.startswith(b'{"') or (recorded and bool(breaks) and breaks[-1] == index - 1)
        if (recorded and not text.endswith(b"}") and not following.startswith(b'{"')) or _goes_on(text, following):
            breaks.append(index)
    return breaks


def _text(lines: Pasted, index: int) -> bytes:
    return lines.text[int(lines.starts[index]) : int(lines.starts[index + 1]) - 1]


def _goes_on(text: bytes, following: bytes) -> bool:
    alike = following[:_ALIKE] == text[:_ALIKE]
    if following.startswith(b" ") and (text.startswith(b" ") or text.endswith(b" ")):
        return False
    # Without a blank it is as likely a checksum or a list of names.
    return not alike and b" " in text and not _NEW_START.match(following) and not _WHOLE_END.search(text)
