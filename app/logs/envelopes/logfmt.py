"""Lines of ``key=value`` pairs, as logrus, Prometheus, Grafana and many Go programs write them."""

import re

from app.logs.envelopes.fields import beside
from app.logs.envelopes.records import LEVELS, MESSAGES, STAMPS
from app.logs.envelopes.unwrapped import Unwrapped

_BEGIN = re.compile(rb"[A-Za-z_@][\w.@-]{0,60}=(?:\"|[^\s\"=]+ )")
_TELLING = re.compile(rb"(?:^| )(?:level|lvl|severity)=\"?[A-Za-z]|(?:^| )(?:msg|message)=\"")
_PAIR = re.compile(r'([A-Za-z_@][\w.@/-]{0,120})=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))(?=\s|\Z)')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
_KEYS = (*MESSAGES, *LEVELS, *STAMPS, "err", "error")


def logfmt(line: bytes) -> Unwrapped | None:
    """The message of a logfmt line, with its other texts beside it."""
    if b"=" not in line or not _BEGIN.match(line) or not _TELLING.search(line):
        return None
    text = line.decode("utf-8", "replace")
    pairs: dict[str, object] = {key: _value(quoted, bare) for key, quoted, bare in _PAIR.findall(text)}
    message_key = next((key for key in ("msg", "message", "event", "err", "error") if pairs.get(key)), None)
    if message_key is None:
        return None
    level_key = next((key for key in LEVELS if key in pairs), None)
    stamp_key = next((key for key in STAMPS if key in pairs), None)
    message = str(pairs[message_key]).rstrip("\r\n")
    return Unwrapped(
        format="logfmt",
        text=message.encode(),
        stamp=pairs.get(stamp_key) if stamp_key else None,
        level=pairs.get(level_key) if level_key else None,
        source=None,
        beside=beside(pairs, message=message, without=(message_key, level_key, stamp_key)),
    )


def _value(quoted: str, bare: str) -> str:
    if bare or "\\" not in quoted:
        return bare or quoted
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), quoted)
