"""Which lines may be in an envelope, found for all lines at once, so that plain logs are not walked line by line."""

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.logs.envelopes.containers import compose_prefix
from app.logs.envelopes.kubernetes import stern_prefix
from app.logs.pasted import Pasted

_Mask = NDArray[np.bool_]
_Codes = NDArray[np.uint8]

# Two lines that begin alike are the least that shows a prefix.
_ALIKE = 2

# (what the text must hold for a search to be worth while, where such lines begin or what they hold)
_SEARCHES: tuple[tuple[tuple[bytes, ...], re.Pattern[bytes]], ...] = (
    ((b"level=", b"lvl=", b"severity=", b'msg="', b'message="'), re.compile(rb"\n[A-Za-z_@][\w.@-]{0,60}=")),
    ((b" |",), re.compile(rb"\n[A-Za-z][\w.@-]{0,80} {0,60}\|(?=[ \n])")),
    ((b"\t20", b"\t\xef\xbb\xbf20"), re.compile(rb"\t(?:\xef\xbb\xbf)?20\d\d-\d\d-\d\dT")),
    (
        (b"T",),
        re.compile(
            rb"\n\d{4}-\d\d-\d\dT[\d:]{8}[^ \t\n]{0,20}[ \t]+(?:std(?:out|err) [FP]|\d\d[OE][ +]|(?:app|heroku|PID)\[|\{\""
            rb"|\d{4}-\d\d-\d\d[T ]|[\w.-]{1,255} [^\s:\[\]]{1,128}(?:\[\d{1,10}\])?:"
            rb"|[^ \t\n]{0,512}(?:/[0-9a-f]{12}|\[\$?[\w.]{1,20}\][0-9a-f]{32}))"
        ),
    ),
    ((b"_bk;t=",), re.compile(rb"\n_bk;t=")),
    ((b"Body: Str(",), re.compile(rb"\nBody: Str\(")),
    ((b"EVENTS\t",), re.compile(rb"\nEVENTS\t")),
)
_COMPOSE = re.compile(rb"(?:\n|Z |\t)([A-Za-z][\w.@-]{0,80} {0,60}\|)(?=[ \n])")
_STERN = re.compile(
    rb"\n((?:[\w.-]{1,63}[ :])?[a-z0-9][a-z0-9-]{1,200}-[bcdfghjklmnpqrstvwxz2456789]{5}[ :][a-z][^\n]{0,70})"
)


@dataclass(frozen=True)
class Candidates:
    """The indexes of lines that may be in an envelope, and the prefixes that several lines share."""

    indexes: NDArray[np.int64]
    prefixes: frozenset[bytes]


def candidates(lines: Pasted) -> Candidates:
    """The lines of a paste that are worth a closer look."""
    if not len(lines):
        return Candidates(np.empty(0, np.int64), frozenset())
    mask = _by_bytes(lines)
    for needles, pattern in _SEARCHES:
        if any(needle in lines.text for needle in needles):
            _mark(mask, lines, [match.end() - 1 for match in pattern.finditer(b"\n" + lines.text)])
    prefixes = _compose_prefixes(lines)
    stern, places = _stern_prefixes(lines)
    _mark(mask, lines, places)
    return Candidates(np.flatnonzero(mask), prefixes | stern)


def _mark(mask: _Mask, lines: Pasted, places: list[int]) -> None:
    """Mark the lines of *places*: offsets in the text with one line feed before it."""
    if places:
        offsets = np.asarray(places, np.int64) - 1
        mask[np.searchsorted(lines.starts, offsets, side="right") - 1] = True


def _by_bytes(lines: Pasted) -> _Mask:
    codes = np.frombuffer(lines.text, np.uint8)
    starts = lines.starts[:-1]
    last = len(codes) - 1

    def at(offset: int) -> _Codes:
        return codes[np.minimum(starts + offset, last)]

    first, second = at(0), at(1)
    mask: _Mask = (first == ord("{")) & _QUOTE_OR_BLANK[second]
    mask |= (first == ord("[")) & _IN_BRACKET[second]
    mask |= (first == ord("<")) & _is_digit(second)
    # 2024-11-01T12:00:05.0105424Z
    mask |= _is_digit(first) & (at(4) == ord("-")) & (at(10) == ord("T")) & (at(19) == ord(".")) & _is_digit(at(26))
    # [2024-11-01T12:00:05.010Z]
    mask |= (first == ord("[")) & (at(11) == ord("T")) & (at(20) == ord(".")) & (at(25) == ord("]"))
    # Jan 12 20:15:02
    mask |= (at(3) == ord(" ")) & (at(6) == ord(" ")) & (at(9) == ord(":")) & (at(12) == ord(":"))
    # E1027 08:10:31.220450
    mask |= (at(5) == ord(" ")) & (at(8) == ord(":")) & (at(11) == ord(":")) & _KLOG_LEVEL[first]
    mask |= (first == ord("#")) & (second == ord("#"))
    ends = codes[np.maximum(lines.starts[1:] - 2, 0)]
    # an element of an array, indented
    mask |= _INDENT[first] & _RECORD_END[ends]
    closed: _Mask = ends == ord("}")
    if closed.any() and any(sign in lines.text for sign in (b'{"', b'\\"', b"\\n")):
        mask |= closed
    return mask


def _table(characters: bytes) -> _Mask:
    """Whether each byte is one of the characters: to look up is much faster than np.isin for a short log."""
    table = np.zeros(256, np.bool_)
    table[list(characters)] = True
    return table


_QUOTE_OR_BLANK, _IN_BRACKET, _KLOG_LEVEL = _table(b'" '), _table(b"{p "), _table(b"IWEF")
_INDENT, _RECORD_END = _table(b" \t,"), _table(b"},]")


def _is_digit(codes: _Codes) -> _Mask:
    return (codes >= ord("0")) & (codes <= ord("9"))


def _compose_prefixes(lines: Pasted) -> frozenset[bytes]:
    if b" |" not in lines.text:
        return frozenset()
    counts = Counter(match[1] for match in _COMPOSE.finditer(b"\n" + lines.text) if compose_prefix(match[1]))
    # Names are padded to one width, which vouches for a service that said only one thing.
    widths = {len(prefix) for prefix, count in counts.items() if count >= _ALIKE}
    return frozenset(prefix for prefix in counts if len(prefix) in widths)


def _stern_prefixes(lines: Pasted) -> tuple[frozenset[bytes], list[int]]:
    counts: Counter[bytes] = Counter()
    places: list[int] = []
    for match in _STERN.finditer(b"\n" + lines.text):
        prefix = stern_prefix(match[1])
        if prefix is not None:
            counts[prefix] += 1
            places.append(match.start() + 1)
    return frozenset(prefix for prefix, count in counts.items() if count >= _ALIKE), places
