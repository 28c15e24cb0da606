"""What container runtimes write: Docker's json-file, the CRI format, and the names that docker-compose puts in front."""

import re
from collections.abc import Mapping

from app.logs.envelopes.unwrapped import Unwrapped

# Docker cuts a line at 16 KiB; a shorter text without line end is one whose line end somebody took away.
_DOCKER_CUT = 16_000
_DOCKER_KEYS = frozenset(("log", "stream", "time", "attrs"))
_CRI = re.compile(rb"(\d{4}-\d\d-\d\dT[\d:]{8}(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) (stdout|stderr) ([FP])(?: |\Z)")
_COMPOSE = re.compile(rb"([A-Za-z][\w.@-]{0,80}) {0,60}\|(?: |\Z)")
_NUMBERED = re.compile(rb".*(?:[-_]\d{1,3}|\.\d{1,3}\.[a-z0-9]{25}@[\w.-]+)\Z", re.DOTALL)
_LOGGER_WORDS = frozenset(b"INFO WARN WARNING ERROR DEBUG TRACE CRITICAL FATAL SUCCESS NOTICE".split())


def docker_record(fields: Mapping[str, object]) -> Unwrapped | None:
    """A line of Docker's json-file driver."""
    log = fields.get("log")
    if not isinstance(log, str) or not fields.keys() <= _DOCKER_KEYS or "time" not in fields:
        return None
    text = log.encode("utf-8", "replace")
    stream = fields.get("stream")
    return Unwrapped(
        format="docker-json",
        text=text.rstrip(b"\r\n"),
        stamp=fields["time"],
        stream=stream.encode("utf-8", "replace") if isinstance(stream, str) else b"",
        partial=len(text) >= _DOCKER_CUT and not text.endswith(b"\n"),
    )


def cri(line: bytes) -> Unwrapped | None:
    """A line of containerd or CRI-O, as the kubelet stores it."""
    match = _CRI.match(line)
    if match is None:
        return None
    stamp, stream, tag = match.groups()
    return Unwrapped("cri", line[match.end() :], stamp=stamp, stream=stream, partial=tag == b"P")


def compose(line: bytes) -> Unwrapped | None:
    """A line with the name of a numbered service in front, as docker-compose writes it: ``web-1  | ``."""
    match = _COMPOSE.match(line) if b"|" in line else None
    if match is None or not _NUMBERED.match(match[1]):
        return None
    return Unwrapped("compose", line[match.end() :], source=match[1])


def compose_prefix(line: bytes) -> bytes | None:
    """The prefix of a line that would be docker-compose's if others begin alike: a name of one's own, ``web    | ``."""
    match = _COMPOSE.match(line) if b" |" in line else None
    if match is None or match[1] in _LOGGER_WORDS:
        return None
    return match[0].rstrip(b" ")


def named_compose(line: bytes, prefix: bytes) -> Unwrapped:
    """A line with a prefix that was found to be docker-compose's."""
    return Unwrapped("compose", line[len(prefix) + 1 :], source=prefix.rstrip(b"| "))
