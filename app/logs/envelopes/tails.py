"""Lines that end in a JSON object: a record behind what a tool put in front, or a plain line whose object hides texts."""

import re

import msgspec

from app.logs.envelopes.unwrapped import FromFields, Unwrapped

_ESCAPE = re.compile(rb'\\+"|\\[nt\\]|\\u00(?:26|27|3c|3e)')
_PLAIN = {
    b"\\n": b"\n",
    b"\\t": b"\t",
    b"\\\\": b"\\",
    b"\\u0026": b"&",
    b"\\u0027": b"'",
    b"\\u003c": b"<",
    b"\\u003e": b">",
}
# What tools put in front of a line is names, times and signs; a sentence has more words than one.
_WORD = re.compile(rb"(?:^|(?<=\s))[A-Za-z]{2,}[:,]?(?=\s)")
_LONGEST_FRONT = 300
# Further in than this, a brace is one of many.
_TRIES = 3


def tail(line: bytes, from_fields: FromFields) -> Unwrapped | None:
    """The record behind a prefix; else the line with the escapes of its object undone, so that texts become lines."""
    if not line.endswith(b"}"):
        return None
    position = -1
    for _ in range(_TRIES):
        position = line.find(b"{", position + 1)
        if position <= 0:
            return None
        fields = _object(line[position:])
        if fields is not None:
            return _behind(line, position, fields, from_fields) or _spelled_out(line, position)
    return None


def _behind(line: bytes, position: int, fields: dict[str, object], from_fields: FromFields) -> Unwrapped | None:
    """What the record says, and when its prefix says that it was said."""
    front = line[:position]
    words = len(_WORD.findall(front))
    found = from_fields(fields) if position <= _LONGEST_FRONT and words <= 1 else None
    # A word may be the level of the line, which a record without one has only there.
    if found is None or (words and found.level is None):
        return None
    return found if found.stamp is not None else found._replace(stamp=front)


def _spelled_out(line: bytes, position: int) -> Unwrapped | None:
    if b"\\" not in line:
        return None
    return Unwrapped("json-tail", line[:position] + _ESCAPE.sub(_unescaped, line[position:]))


def _object(text: bytes) -> dict[str, object] | None:
    try:
        fields = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None


def _unescaped(match: re.Match[bytes]) -> bytes:
    return _PLAIN.get(match[0], b'"')
