"""The ordered table of envelopes, by the first byte of a line, so that an ordinary line costs next to nothing."""

import re
from collections.abc import Callable

import msgspec

from app.logs.envelopes import cloud, containers, journal, kubernetes, pipelines
from app.logs.envelopes.bundles import bundled
from app.logs.envelopes.collector import body
from app.logs.envelopes.logfmt import logfmt
from app.logs.envelopes.records import record
from app.logs.envelopes.tails import tail
from app.logs.envelopes.unwrapped import Recogniser, Unwrapped

_DECODER = msgspec.json.Decoder()
_ISO = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?(?=[ \t]|\Z)")
_JSON_NEXT = re.compile(rb"[ \t]+(?=\{\")")

# Those that know their record best go first.
_RECORDS: tuple[Callable[[dict[str, object]], Unwrapped | None], ...] = (
    containers.docker_record,
    cloud.cloud_record,
    journal.journal_record,
    record,
)
_AFTER_STAMP: tuple[Callable[[bytes, int], Unwrapped | None], ...] = (
    pipelines.gitlab,
    journal.after_stamp,
    cloud.after_stamp,
    pipelines.long_stamp,
)


def envelope(line: bytes) -> Unwrapped | None:
    """The line without its outermost envelope; None if it is in none."""
    for recognise in _BY_FIRST_BYTE.get(line[:1], ()):
        found = recognise(line)
        if found is not None:
            return found
    return None


def bundle(line: bytes) -> list[Unwrapped]:
    """The records of a line that holds many; none if it is no such line."""
    return bundled(line, from_fields) if line[:1] in (b"[", b"{") else []


def json_object(line: bytes) -> Unwrapped | None:
    """A line that is one JSON record, or an element of an array that goes over many lines."""
    try:
        fields = _DECODER.decode(line.lstrip(b"[ ,\t").rstrip(b",] \t\r"))
    except (msgspec.DecodeError, RecursionError):
        return None
    return from_fields(fields) if isinstance(fields, dict) else None


def from_fields(fields: dict[str, object]) -> Unwrapped | None:
    """What a decoded JSON object holds, if it is the record of a logger or platform."""
    for recognise in _RECORDS:
        found = recognise(fields)
        if found is not None:
            return found
    return None


def _stamped(line: bytes) -> Unwrapped | None:
    match = _ISO.match(line)
    if match is None:
        return None
    end = match.end()
    for recognise in _AFTER_STAMP:
        found = recognise(line, end)
        if found is not None:
            return found
    return _before_json(line, end)


def _before_json(line: bytes, end: int) -> Unwrapped | None:
    match = _JSON_NEXT.match(line, end)
    if match is None or json_object(line[match.end() :]) is None:
        return None
    return Unwrapped("cloudwatch", line[match.end() :], stamp=line[:end])


def _tail(line: bytes) -> Unwrapped | None:
    return tail(line, from_fields)


_LETTERS: tuple[Recogniser, ...] = (journal.short, logfmt, containers.compose, pipelines.run_view, cloud.events, _tail)
_BY_FIRST_BYTE: dict[bytes, tuple[Recogniser, ...]] = {
    **{bytes((code,)): _LETTERS for code in range(128) if chr(code).isalpha() or chr(code) in "_@"},
    b"_": (pipelines.buildkite, *_LETTERS),
    b"B": (body, *_LETTERS),
    **dict.fromkeys((b"I", b"W", b"E", b"F"), (kubernetes.klog, *_LETTERS)),
    **{bytes((code,)): (containers.cri, _stamped, pipelines.run_view, _tail) for code in b"0123456789"},
    b"{": (json_object,),
    b"[": (kubernetes.kubectl_prefix, json_object, pipelines.bracketed_stamp, _tail),
    b"<": (journal.syslog,),
    b"#": (pipelines.teamcity, _tail),
    **dict.fromkeys((b" ", b"\t", b","), (json_object, _tail)),
    **dict.fromkeys((b"|", b"(", b"*", b"-", b">", b"+", b"$"), (_tail,)),
}
