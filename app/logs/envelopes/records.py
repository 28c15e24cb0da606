"""JSON records of loggers: structlog, bunyan, pino, zap, logrus, ECS, Serilog, .NET, GELF, OpenTelemetry, Lambda."""

from collections.abc import Mapping

from app.logs.envelopes.fields import beside, first, joined
from app.logs.envelopes.unwrapped import Unwrapped

MESSAGES = (
    "message",
    "msg",
    "event",
    "@m",
    "@message",
    "RenderedMessage",
    "Message",
    "short_message",
    "body",
    "Body",
    "log",
    "text",
    "@mt",
    "MessageTemplate",
    "Log",
    "Log_s",
    "LogEntry",
    "LogMessage",
    "_raw",
)
_NESTED_MESSAGES = (
    "fields.message",
    "body.stringValue",
    "message.message",
    "message.msg",
    "message.text",
    "message.errorMessage",
)
_FAILURES = (
    "error",
    "err",
    "exception",
    "error.message",
    "err.message",
    "exc_info",
    "error.stack_trace",
    "errorMessage",
    "Exception",
    "@x",
)
LEVELS = (
    "level_name",
    "level",
    "severity",
    "log.level",
    "lvl",
    "levelname",
    "@l",
    "Level",
    "LogLevel",
    "loglevel",
    "@level",
    "severityText",
    "SeverityText",
    "error_severity",
    "record.level.name",
    "s",
)
STAMPS = (
    "time",
    "ts",
    "timestamp",
    "@timestamp",
    "Timestamp",
    "@t",
    "t",
    "datetime",
    "date",
    "asctime",
    "timeUnixNano",
    "eventTime",
    "time_local",
    "TimeStamp",
    "TimeGenerated",
    "_time",
    "record.time.repr",
)
_SOURCES = ("service.name", "service", "app", "application", "kubernetes.container_name", "container_name", "container")
# Tools that pass lines on name what each came from, or print it under a name that says little by itself.
_PASSED_ON: tuple[tuple[str, frozenset[str]], ...] = (
    ("message", frozenset(("podName", "containerName"))),  # stern
    ("message", frozenset(("pod", "container"))),  # stern
    ("content", frozenset(("podName", "timeStamp"))),  # Argo CD
    ("line", frozenset(("timestamp", "labels"))),  # logcli
    ("line", frozenset(("timestamp", "fields"))),  # Grafana
    ("out", frozenset(("pos", "time"))),  # Drone
)
_PASSING = frozenset(("podName", "pod", "content", "line", "out", "field"))
# Of bunyan and pino, whose levels are numbers, "name" is the program; elsewhere it may be anything.
_NAMED_SOURCES = (*_SOURCES, "name")


def record(fields: Mapping[str, object]) -> Unwrapped | None:
    """The message of a logger's record, with its other texts beside it; None if this is no logger's record."""
    passed_on = None if _PASSING.isdisjoint(fields) else _passed_on(fields)
    if passed_on is not None:
        return passed_on
    stamp_key, stamp = first(fields, STAMPS)
    level_key, level = first(fields, LEVELS)
    message_key, message = _message(fields)
    if stamp is None and level is None and not _forwarded(fields):
        return _failed_function(fields)
    if message is None or isinstance(stamp, list) or isinstance(level, dict | list):
        return None
    message = message.rstrip("\r\n")
    source_key, source = first(fields, _NAMED_SOURCES if isinstance(level, int) else _SOURCES)
    return Unwrapped(
        format="json",
        text=message.encode("utf-8", "replace"),
        stamp=_nested_date(stamp),
        level=level,
        source=source.encode("utf-8", "replace") if isinstance(source, str) else None,
        beside=beside(fields, message=message, without=(stamp_key, level_key, message_key, source_key)),
    )


def _passed_on(fields: Mapping[str, object]) -> Unwrapped | None:
    """The line that a tool shows in a record of its own, without what the tool says of it."""
    names = fields.keys()
    for name, others in _PASSED_ON:
        text = fields.get(name)
        if isinstance(text, str) and others <= names:
            stamp = first(fields, ("timestamp", "timeStamp"))[1]
            return Unwrapped("json", text.rstrip("\r\n").encode("utf-8", "replace"), stamp=stamp)
    if fields.get("field") == "@message" and isinstance(text := fields.get("value"), str):
        # CloudWatch Insights gives a row as a list of its fields.
        return Unwrapped("json", text.rstrip("\r\n").encode("utf-8", "replace"))
    return None


def _forwarded(fields: Mapping[str, object]) -> bool:
    """Whether a log forwarder took the line from a container, as FireLens does, without a time."""
    return isinstance(fields.get("log"), str) and ("container_name" in fields or "stream" in fields)


def _nested_date(stamp: object) -> object:
    """MongoDB writes ``{"$date": ...}``."""
    return stamp.get("$date") if isinstance(stamp, dict) else stamp


def _message(fields: Mapping[str, object]) -> tuple[str | None, str | None]:
    for name in MESSAGES:
        value = fields.get(name)
        if isinstance(value, str):
            return name, value
    key, failure = first(fields, (*_NESTED_MESSAGES, *_FAILURES))
    text = joined(failure)
    return (key, text) if text is not None else (None, None)


def _failed_function(fields: Mapping[str, object]) -> Unwrapped | None:
    """What AWS Lambda prints when a function fails, with neither time nor level."""
    kind, text = fields.get("errorType"), fields.get("errorMessage")
    if not (isinstance(kind, str) and isinstance(text, str)):
        return None
    return Unwrapped(
        format="json",
        text=f"{kind}: {text}".encode("utf-8", "replace"),
        level="error",
        beside=beside(fields, message=text, without=("errorType",)),
    )
