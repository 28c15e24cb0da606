"""The fields of a JSON record by their dotted names, whether they were nested or not."""

from collections.abc import Iterator, Mapping

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
# Names of fields that only say who, where and when.
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
    )
)
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
        value = record.get(name)
        if value is None and "." in name:
            outer, _, inner = name.partition(".")
            nested = record.get(outer)
            value = nested.get(inner) if isinstance(nested, dict) else None
        if value is not None:
            return name, value
    return None, None


def beside(record: Mapping[str, object], *, message: str, without: tuple[str | None, ...]) -> tuple[Beside, ...]:
    """The texts of a record that may hold the failure: short ones as ``key: value``, then those of several lines."""
    seen = {message.strip()}
    failing: list[Beside] = []
    others: list[Beside] = []
    traces: list[Beside] = []
    for key, value in _leaves(record, "", _DEPTH):
        text = value.strip()
        if not text or text in seen or key in without or key.rpartition(".")[2].lower() in _IDENTITY:
            continue
        seen.add(text)
        if "\n" in text:
            traces.append(Beside(value.strip("\r\n").encode("utf-8", "replace"), graded=True))
        elif _fails(key):
            failing.append(Beside(f"{key}: {text}".encode("utf-8", "replace"), graded=True))
        else:
            others.append(Beside(f"{key}: {text}".encode("utf-8", "replace"), graded=False))
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


def _fails(key: str) -> bool:
    name = key.lower()
    return any(part in name for part in _FAILING)


def _leaves(value: object, key: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, item in value.items() if depth else ():
            yield from _leaves(item, f"{key}.{name}" if key else str(name), depth - 1)
    elif isinstance(value, list):
        yield from _listed(value, key, depth)
    elif isinstance(value, int) and not isinstance(value, bool) and key.rpartition(".")[2].lower() in _NUMBERS:
        yield key, str(value)


def _listed(values: list[object], key: str, depth: int) -> Iterator[tuple[str, str]]:
    text = joined(values)
    if text is not None and "stack" in key.lower():
        yield key, text
        return
    for item in values[:_ITEMS] if depth else ():
        yield from _leaves(item, key, depth - 1)
