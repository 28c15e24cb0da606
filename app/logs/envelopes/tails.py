"""Plain lines that end in a JSON object, as zap's console and Ansible write them: its escapes hide what it says."""

import re

import msgspec

from app.logs.envelopes.unwrapped import Unwrapped

_ESCAPE = re.compile(rb'\\+"|\\[nt\\]')
_PLAIN = {b"\\n": b"\n", b"\\t": b"\t", b"\\\\": b"\\"}
# Further in than this, a brace is one of many.
_TRIES = 3


def tail(line: bytes) -> Unwrapped | None:
    """The line with the escapes of the object at its end undone; texts of several lines in it become lines."""
    if not line.endswith(b"}") or b"\\" not in line:
        return None
    position = -1
    for _ in range(_TRIES):
        position = line.find(b"{", position + 1)
        if position <= 0:
            return None
        if _is_object(line[position:]):
            return Unwrapped("json-tail", line[:position] + _ESCAPE.sub(_unescaped, line[position:]))
    return None


def _is_object(text: bytes) -> bool:
    try:
        return isinstance(msgspec.json.decode(text), dict)
    except (msgspec.DecodeError, RecursionError):
        return False


def _unescaped(match: re.Match[bytes]) -> bytes:
    return _PLAIN.get(match[0], b'"')
