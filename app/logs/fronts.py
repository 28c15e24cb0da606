"""What a tool put in front of all lines, where a stack trace shows that it did: the frames stand behind it too."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.logs.envelopes.unwrapped import Unwrapped
from app.logs.levels import level
from app.logs.pasted import Pasted

_LONGEST = 160
# More kinds than this are not looked for: each costs a search.
_MOST = 12
_VAIN = 200
_HEADER = re.compile(rb"Traceback \(most recent call last\):\n")
_FRAMES = (re.compile(rb"\tat [\w.$<@/]"), re.compile(rb"   at [\w.$<@/\[(]"))
# A margin of bars alone is that of a group of exceptions, but for the bar of a frame that a tool draws.
_TELLING = re.compile(rb"[0-9A-Za-z]|\xe2\x94\x82")
_NUMBER = re.compile(rb"\d+")


class Front(NamedTuple):
    """How lines begin that have it, with their numbers left open."""

    pattern: re.Pattern[bytes]

    def taken_off(self, line: bytes) -> Unwrapped | None:
        """The line without it; None if it begins otherwise."""
        match = self.pattern.match(line)
        if match is None:
            return None
        said = level(match[0].decode("utf-8", "replace"))
        return Unwrapped(
            "timestamped", line[match.end() :], stamp=match[0], level=said.name.lower() if said is not None else None
        )


def fronts(lines: Pasted) -> tuple[Front, ...]:
    """The fronts that the stack traces of a paste show."""
    found: dict[bytes, None] = {}
    vain = 0
    for index, front in _seen(lines):
        shape = _shape(front)
        if shape in found:
            continue
        if _shared(lines, index, re.compile(shape)):
            found[shape] = None
        else:
            vain += 1
        if len(found) >= _MOST or vain >= _VAIN:
            break
    return tuple(Front(_with_blanks(lines, shape)) for shape in found)


def lines_behind(lines: Pasted, found: tuple[Front, ...]) -> NDArray[np.int64]:
    """The indexes of the lines that begin with one of the fronts."""
    places = [match.start() for front in found for match in re.finditer(rb"(?m)^" + front.pattern.pattern, lines.text)]
    return np.unique(np.searchsorted(lines.starts, np.asarray(places, np.int64), side="right") - 1)


def _seen(lines: Pasted) -> Iterator[tuple[int, bytes]]:
    """What stands before a header or a frame that is not at the start of its line."""
    text = lines.text
    for pattern in (_HEADER, *_FRAMES):
        for match in pattern.finditer(text):
            nearest = max(0, match.start() - _LONGEST)
            start = text.rfind(b"\n", nearest, match.start()) + 1
            front = text[start : match.start()].rstrip() if start or not nearest else b""
            if _TELLING.search(front):
                yield int(np.searchsorted(lines.starts, start)), front


def _shape(front: bytes) -> bytes:
    return rb"\d++".join(re.escape(piece) for piece in _NUMBER.split(front))


def _shared(lines: Pasted, index: int, shape: re.Pattern[bytes]) -> bool:
    """Whether the line before begins so too, and one beside it is of the trace."""
    near = [_text(lines, place) for place in (index - 1, index + 1) if 0 <= place < len(lines)]
    behind = [text[match.end() :].lstrip(b" ") for text in near if (match := shape.match(text))]
    return any(text.lstrip().startswith((b'File "', b"at ")) for text in behind) or len(behind) == len(near) > 1


def _with_blanks(lines: Pasted, shape: bytes) -> re.Pattern[bytes]:
    """The shape with the blanks that follow it on all lines."""
    rests = re.finditer(rb"(?m)^" + shape + rb"( *)\S", lines.text)
    blanks = min((len(match[1]) for match in rests), default=0)
    return re.compile(shape + rb" {0,%d}" % blanks)


def _text(lines: Pasted, index: int) -> bytes:
    return lines.text[int(lines.starts[index]) : int(lines.starts[index + 1]) - 1]
