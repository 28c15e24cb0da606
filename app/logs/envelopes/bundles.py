"""Lines that hold many records at once: an array, or the answer of an API that lists them."""

import re
from collections.abc import Iterator

import msgspec

from app.logs.envelopes.unwrapped import FromFields, Unwrapped

# Where APIs keep their lists: CloudWatch, Kinesis, Elasticsearch, Loki, Insights, OpenTelemetry.
_LISTS = (
    "events",
    "logEvents",
    "hits",
    "data",
    "result",
    "results",
    "streams",
    "resourceLogs",
    "scopeLogs",
    "logRecords",
)
_HEAD = re.compile(
    rb"\[\s*\{\"|\{\"(?:events|logEvents|preview|took|status|results|messageType|owner|streams|resourceLogs)\":"
)
_DEEPEST = 8
_PAIR = 2
_NANOSECONDS = 19


def bundled(line: bytes, from_fields: FromFields) -> list[Unwrapped]:
    """The records that a line holds, read by *from_fields*; none if it is no such line."""
    if not _HEAD.match(line):
        return []
    try:
        value = msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError):
        return []
    return list(_records(value, from_fields, _DEEPEST))


def _records(value: object, from_fields: FromFields, depth: int) -> Iterator[Unwrapped]:
    if isinstance(value, dict):
        inner = value.get("_source")
        found = from_fields(inner if isinstance(inner, dict) else value)
        if found is not None:
            yield found
            return
        for name in _LISTS:
            if name in value and depth:
                yield from _records(value[name], from_fields, depth - 1)
        if isinstance(pairs := value.get("values"), list):
            yield from _pairs(pairs)
    elif isinstance(value, list) and depth:
        for item in value:
            yield from _records(item, from_fields, depth - 1)


def _pairs(values: list[object]) -> Iterator[Unwrapped]:
    """Loki gives the lines of a stream as pairs of a time and a text."""
    for pair in values:
        if isinstance(pair, list) and len(pair) >= _PAIR and all(isinstance(part, str) for part in pair[:_PAIR]):
            stamp, text = pair[:_PAIR]
            if len(stamp) == _NANOSECONDS and stamp.isdecimal():
                yield Unwrapped("json", text.rstrip("\r\n").encode("utf-8", "replace"), stamp=stamp)
