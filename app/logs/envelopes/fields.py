"""The fields of a JSON record by their dotted names, whether they were nested or not."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from app.logs.envelopes.unwrapped import Beside

# Deeper or longer than this is a payload, not something that a logger said.
_DEPTH = 4
_ITEMS = 40

# Names of fields that say what went wrong: texts under them are as grave as the record.
_FAILING = (
    "err",
    "exception",
    "exc_",
    "reason",
    "cause",
    "detail",
    "stack",
    "fail",
    "fault",
    "panic",
    "status",
    "message",
    "msg",
    "traceback",
    "@x",
)
# Names of fields that only say who, where and when; with as many blanks it is a text nevertheless: line="cannot open x".
_SENTENCE = 2
_IDENTITY = frozenset(
    (
        "insertid",
        "logname",
        "trace",
        "traceid",
        "trace_id",
        "spanid",
        "span_id",
        "requestid",
        "request_id",
        "correlationid",
        "correlation_id",
        "pid",
        "ppid",
        "tid",
        "uid",
        "hostname",
        "host",
        "thread",
        "threadname",
        "thread_name",
        "logger",
        "logger_name",
        "loggername",
        "caller",
        "source",
        "file",
        "line",
        "func",
        "function",
        "func_name",
        "funcname",
        "filename",
        "lineno",
        "pathname",
        "module",
        "process",
        "processname",
        "v",
        "version",
        "@version",
        "dataset",
        "stream",
        "receivetimestamp",
        "messagetemplate",
        "@mt",
        "@i",
        "@r",
        "category",
        "eventid",
        "@module",
        "labels",
        "tag",
        "flags",
        "resourceversion",
        "apiversion",
        "reconcileid",
        "ctx",
        "container_id",
        "container_name",
        "docker_id",
        "pod_id",
        "c",
        "$date",
    )
)
_IDENTITY_ENDS = ("thread.name", "ecs.version", "trace.id", "span.id", "transaction.id")
_NUMBERS = frozenset(
    (
        "status",
        "statuscode",
        "status_code",
        "code",
        "exitcode",
        "exit_code",
        "errno",
        "signal",
        "http.status_code",
        "grpc.code",
    )
)


def first(record: Mapping[str, object], names: tuple[str, ...]) -> tuple[str, object] | tuple[None, None]:
    """The first of *names* that the record has, and its value; a dotted name also finds a nested field."""
    for name in names:
        if name in record:
            value = record[name]
        elif "." in name:
            value = _nested(record, name)
        else:
            continue
        if value is not None:
            return name, value
    return None, None


def _nested(record: Mapping[str, object], name: str) -> object:
    outer, _, inner = name.partition(".")
    fields = record.get(outer)
    if not isinstance(fields, dict):
        return None
    return _nested(fields, inner) if "." in inner and inner not in fields else fields.get(inner)


def beside(record: Mapping[str, object], *, message: str, without: tuple[str | None, ...]) -> tuple[Beside, ...]:
    """The texts of a record that may hold the failure: short ones as ``key: value``, then those of several lines."""
    seen = {message.strip()}
    failing: list[Beside] = []
    others: list[Beside] = []
    traces: list[Beside] = []
    for key, value in _leaves(record, "", _DEPTH):
        text = value.strip()
        if not text or text in seen or key in without or (_is_identity(key) and text.count(" ") < _SENTENCE):
            continue
        seen.add(text)
        if "\n" in text:
            traces.append(Beside(value.strip("\r\n").encode("utf-8", "replace"), graded=True))
        elif _fails(key):
            failing.append(Beside(f"{key}: {text}".encode("utf-8", "replace"), graded=True))
        else:
            others.append(Beside(f"{key}: {text}".encode("utf-8", "replace"), graded=False))
    if not traces:
        return (*failing, *others)
    # What a trace repeats would count twice.
    failing = [item for item in failing if not any(item.text.partition(b": ")[2] in trace.text for trace in traces)]
    return (*failing, *others, *traces)


def joined(value: object) -> str | None:
    """A text, or the lines of a list of texts; None for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return "\n".join(item.rstrip("\n") for item in value)
    return None


# The records of one program have the same few names, millions of times.
@lru_cache(maxsize=4096)
def _fails(key: str) -> bool:
    name = key.lower()
    return any(part in name for part in _FAILING)


@lru_cache(maxsize=4096)
def _is_identity(key: str) -> bool:
    name = key.lower()
    return name.rpartition(".")[2] in _IDENTITY or name.endswith(_IDENTITY_ENDS)


def _leaves(fields: Mapping[str, object], above: str, depth: int) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        key = f"{above}.{name}" if above else name
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, dict) and depth:
            yield from _leaves(value, key, depth - 1)
        elif isinstance(value, list):
            yield from _listed(value, key, depth)
        elif isinstance(value, int) and not isinstance(value, bool) and name.lower() in _NUMBERS:
            yield key, str(value)


def _listed(values: list[object], key: str, depth: int) -> Iterator[tuple[str, str]]:
    text = joined(values)
    if text is not None and "stack" in key.lower():
        yield key, text
        return
    for item in values[:_ITEMS] if depth else ():
        if isinstance(item, str):
            yield key, item
        elif isinstance(item, dict):
            yield from _leaves(item, key, depth - 1)
