"""JSON records that were printed over several lines, as ``jq`` and cloud consoles do."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec
import numpy as np

from app.logs.envelopes.table import from_fields
from app.logs.envelopes.unwrapped import Unwrapped
from app.logs.pasted import Pasted

_OPEN = re.compile(rb"\n([ \t]{0,80})\{[ \t]*(?=\n)")
# The longest record that is looked for, and how many may turn out to be none: together they bound the work.
_LONGEST = 1 << 16
_VAIN = 2_000


class Block(NamedTuple):
    """A record and the indexes of the first and last line that it was printed on."""

    first: int
    last: int
    found: Unwrapped


def blocks(lines: Pasted) -> Iterator[Block]:
    """The records of the paste that go over several lines, in order."""
    if b"{\n" not in lines.text:
        return
    vain = done = 0
    # With a line feed before the first line too, the search can leap from one to the next.
    for match in _OPEN.finditer(b"\n" + lines.text):
        start = match.start()
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
        first, last = np.searchsorted(lines.starts, (start, end), side="right") - 1
        yield Block(int(first), int(last), found)


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
