"""Take off what those who pass a log on put in front of its lines: quotes of mail, numbers of lines, names of files."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from app.logs.pasted import Pasted

# Fewer lines in a row show nothing, and a margin is on most lines of a paste.
_LEAST = 3
_SHARE = 2
_QUOTE = re.compile(rb"^(?:> ?)+", re.MULTILINE)
# less -N, cat -n and grep -n, which has "-" for the lines around a hit; bat, whose page has a frame
_NUMBER = re.compile(rb"^ {0,8}(\d{1,9})(?:[:\t-]| (?! ?\|))", re.MULTILINE)
_BAT_NUMBER = re.compile("^ {0,8}(\\d{1,9}) +│ ?".encode(), re.MULTILINE)
_BAT_FRAME = "───┬───".encode()
_FILE = re.compile(
    rb"^(?:/var/log/[\w./@-]{1,200}?|[\w./@-]{0,200}?\.(?:log|txt|out|err|jsonl?)(?:[.-][\w.-]{1,40}?)?)"
    rb"(?::(?:\d{1,9}:)?|-\d{1,9}-)",
    re.MULTILINE,
)
_FILE_SIGNS = (b"/var/log/", b".log", b".txt", b".out", b".err", b".json")
_HEAD = 1 << 15
_SPANS = re.compile(rb"\s*(?:`[^`\n]+`\s*)+\Z")
_SPANS_LONGEST = 1 << 14


class _Margin(NamedTuple):
    """Where what stands in front of a line begins and ends, and the number in it."""

    start: int
    end: int
    number: int = 0


def without_margins(lines: Pasted) -> Pasted:
    """The lines without the margin that most of them have; the same object if they have none."""
    text = lines.text
    if len(text) < _SPANS_LONGEST and _SPANS.match(text):
        return replace(lines, text=text.replace(b"`", b""))
    # What most lines have, most of the first ones have: a plain log is not searched to its end.
    head = text[: text.rfind(b"\n", 0, _HEAD) + 1]
    for margins in (_quotes, _files, _numbers):
        if _on_most(margins(head), head.count(b"\n")):
            found = margins(text)
            if _on_most(found, len(lines)):
                return _cut(lines, found)
    return lines


def _on_most(found: list[_Margin], lines: int) -> bool:
    return len(found) >= _LEAST and len(found) * _SHARE > lines


def _quotes(text: bytes) -> list[_Margin]:
    if b"\n>" not in text:
        return []
    return [_Margin(match.start(), match.end()) for match in _QUOTE.finditer(text)]


def _files(text: bytes) -> list[_Margin]:
    if not any(sign in text for sign in _FILE_SIGNS):
        return []
    return [_Margin(match.start(), match.end()) for match in _FILE.finditer(text)]


def _numbers(text: bytes) -> list[_Margin]:
    """Numbers that count the lines: each is one more than the one before."""
    pattern = _BAT_NUMBER if _BAT_FRAME in text else _NUMBER
    found = [_Margin(match.start(), match.end(), int(match[1])) for match in pattern.finditer(text)]
    counted = {place for one, two in pairwise(found) if two.number == one.number + 1 for place in (one, two)}
    return [margin for margin in found if margin in counted]


def _cut(lines: Pasted, margins: list[_Margin]) -> Pasted:
    keep = np.ones(len(lines.text), np.bool_)
    for margin in margins:
        keep[margin.start : margin.end] = False
    text = np.frombuffer(lines.text, np.uint8)[keep].tobytes()
    return Pasted(text, lines.numbers, lines.end_numbers, lines.count)
