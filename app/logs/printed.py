"""JSON records that were printed over several lines, as ``jq`` and cloud consoles do."""

import re
from collections.abc import Iterator

import msgspec
import numpy as np

from app.logs.blocks import Block
from app.logs.envelopes.table import from_fields
from app.logs.envelopes.unwrapped import Unwrapped
from app.logs.pasted import Pasted

# Elasticsearch and Splunk put the record in a field of their own.
_OPEN = re.compile(rb"\n([ \t]{0,80})(?:\"(?:_source|result|content)\": ?)?(?=\{[ \t]*\n)")
# an entry of Loki's API: its time and its line
_PAIR = re.compile(rb"\n[ \t]*\[\n[ \t]*\"(\d{19})\",\n[ \t]*(\"(?:[^\"\\\n]|\\.)*\")\n[ \t]*\](?=,?\n)")
# The longest record that is looked for, and how many may turn out to be none: together they bound the work.
_LONGEST = 1 << 16
_VAIN = 2_000


def printed_records(lines: Pasted) -> Iterator[Block]:
    """The JSON records of the paste that go over several lines, in order."""
    if b"{\n" not in lines.text:
        return
    vain = done = 0
    # With a line feed before the first line too, the search can leap from one to the next.
    for match in _OPEN.finditer(b"\n" + lines.text):
        start = match.end() - 1
        if start < done:
            continue
        end = _end(lines.text, start, match[1])
        found = _found(lines.text[start:end]) if end else None
        if found is None:
            vain += 1
            if vain > _VAIN:
                return
            continue
        done = end
        first, last = _lines(lines, start, end)
        yield Block(first, last, found, first, last)


def printed_pairs(lines: Pasted) -> Iterator[Block]:
    """The lines of an answer of Loki's API that was printed over several lines."""
    if b'"values": [\n' not in lines.text:
        return
    for match in _PAIR.finditer(lines.text):
        first, last = _lines(lines, match.start() + 1, match.end())
        text = msgspec.json.decode(match[2], type=str, strict=False)
        found = Unwrapped("json", text.rstrip("\r\n").encode("utf-8", "replace"), stamp=match[1])
        yield Block(first, last, found, last - 1, last - 1)


def _lines(lines: Pasted, start: int, end: int) -> tuple[int, int]:
    first, last = np.searchsorted(lines.starts, (start, end), side="right") - 1
    return int(first), int(last)


def _end(text: bytes, start: int, indent: bytes) -> int:
    """Where the brace is that closes the one at *start*, at the same indent; 0 if there is none."""
    place = text.find(b"\n" + indent + b"}", start, start + _LONGEST)
    return place + len(indent) + len(b"\n}") if place >= 0 else 0


def _found(text: bytes) -> Unwrapped | None:
    try:
        fields = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return None
    return from_fields(fields) if isinstance(fields, dict) else None
