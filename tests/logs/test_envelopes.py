"""Envelopes are taken off line by line, and what they said is kept."""

import base64
import json
from collections.abc import Callable

import pytest

from app.logs import Level, Log, grade, read, when
from tests.envelopes import ENVELOPES, STAMP, as_json

LIMIT = 1 << 26
FAILURE = [
    "starting worker",
    "Traceback (most recent call last):",
    '  File "/srv/app/main.py", line 3, in <module>',
    "    import yaml",
    "ModuleNotFoundError: No module named 'yaml'",
    "",
    "worker left with status 1",
]


def lines_of(log: Log) -> list[str]:
    """The text of all lines."""
    return [log.line(index) for index in range(len(log))]


def numbers_of(log: Log) -> list[int]:
    """The numbers of all lines."""
    return [log.number(index) for index in range(len(log))]


def each(wrap: Callable[[str], str]) -> str:
    """The failure with each line wrapped."""
    return "\n".join(wrap(line) for line in FAILURE) + "\n"


@pytest.mark.parametrize(("form", "name", "wrap"), ENVELOPES, ids=[name for _, name, _ in ENVELOPES])
def test_a_failure_reads_the_same_in_each_envelope(form: str, name: str, wrap: Callable[[str], str]) -> None:
    """The same lines come out of every envelope, with the numbers of the lines that they were in."""
    log = read(each(wrap).encode(), limit=LIMIT)

    assert lines_of(log) == FAILURE, name
    assert numbers_of(log) == [1, 2, 3, 4, 5, 6, 7]
    assert log.formats == (form,)


@pytest.mark.parametrize(
    ("name", "wrap"),
    [
        ("compose around JSON", lambda line: "api-1  | " + as_json(level="error", msg=line, time=STAMP)),
        ("CRI around JSON", lambda line: f"{STAMP} stderr F " + as_json(level="error", msg=line, time=STAMP)),
        ("GitHub around compose", lambda line: f"2025-01-31T07:43:46.1246702Z api-1  | {line}"),
        ("journald around Docker", lambda line: f"Jan 31 07:43:46 n d[1]: {as_json(log=line, stream='x', time=STAMP)}"),
        ("CloudWatch around JSON", lambda line: f"2025-01-31T07:43:46.124Z {as_json(level=50, msg=line, time=STAMP)}"),
        (
            "four of them",
            lambda line: (
                f"2025-01-31T07:43:46.1246702Z api-1  | Jan 31 07:43:46 n d[1]: "
                f"{as_json(log=as_json(level=50, msg=line, time=STAMP), stream='x', time=STAMP)}"
            ),
        ),
    ],
)
def test_envelopes_in_envelopes_are_taken_off(name: str, wrap: Callable[[str], str]) -> None:
    """Up to four envelopes around each other come off."""
    log = read(each(wrap).encode(), limit=LIMIT)

    assert lines_of(log) == FAILURE, name
    assert numbers_of(log) == [1, 2, 3, 4, 5, 6, 7]


def test_envelopes_are_recognised_line_by_line() -> None:
    """One paste may hold several formats and plain lines between them."""
    text = (
        "$ docker logs api\n"
        + as_json(log="no room left\n", stream="stderr", time=STAMP)
        + "\nJan 31 07:43:46 node-1 api[22]: no room left\nno room left\n"
        + 'time="2025-01-31T07:43:46Z" level=error msg="no room left"\n'
    )

    log = read(text.encode(), limit=LIMIT)

    assert lines_of(log) == ["$ docker logs api", *["no room left"] * 4]
    assert log.formats == ("docker-json", "journald", "logfmt")
    assert numbers_of(log) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("name", "line", "expected"),
    [
        (
            "pino with an error",
            as_json(
                level=50,
                time=1,
                msg="request failed",
                err={
                    "type": "Error",
                    "message": "no room",
                    "stack": "Error: no room\n    at f (a.js:1:2)",
                    "code": "ENOSPC",
                },
            ),
            ["request failed", "err.code: ENOSPC", "Error: no room", "    at f (a.js:1:2)"],
        ),
        (
            "ECS with a stack trace",
            as_json(
                **{
                    "@timestamp": STAMP,
                    "log.level": "ERROR",
                    "message": "boom",
                    "error.type": "java.io.IOException",
                    "error.message": "reset",
                    "error.stack_trace": "java.io.IOException: reset\n\tat a.B.c(D.java:1)",
                    "service.name": "gateway",
                }
            ),
            ["boom", "java.io.IOException: reset", "\tat a.B.c(D.java:1)"],
        ),
        (
            "zap with an error that quotes",
            as_json(level="error", ts=1738309426.1, msg="sync failed", error='secret "db" not found'),
            ["sync failed", 'error: secret "db" not found'],
        ),
        (
            "a message of several lines",
            as_json(level="error", time=STAMP, msg="first\nsecond"),
            ["first", "second"],
        ),
        (
            "a status as number",
            as_json(level="error", time=STAMP, msg="call failed", status=503, tries=4),
            ["call failed", "status: 503"],
        ),
        (
            "logfmt with an error that quotes",
            r'level=error ts=2025-01-31T07:43:46Z msg="say \"hi\"" err="open \"/x\": no\nroom" component=web',
            ['say "hi"', "component: web", 'open "/x": no', "room"],
        ),
        (
            "logfmt without a message",
            'ts=2025-01-31T07:43:46Z caller=main.go:12 level=error err="lock is held"',
            ["lock is held"],
        ),
        (
            "an audit entry",
            as_json(
                protoPayload={"status": {"code": 9, "message": "probe failed"}, "methodName": "/Create"},
                severity="ERROR",
            ),
            ["probe failed", "status.code: 9", "methodName: /Create"],
        ),
        (
            "a failed function",
            as_json(errorType="Runtime.ImportModuleError", errorMessage="No module named 'x'", stackTrace=[]),
            ["Runtime.ImportModuleError: No module named 'x'"],
        ),
        (
            "zap's console with an object",
            '2025-01-31T07:43:46.1Z\tERROR\tsync failed\t{"error": "webhook \\"a.b\\" failed"}',
            ['2025-01-31T07:43:46.1Z\tERROR\tsync failed\t{"error": "webhook "a.b" failed"}'],
        ),
        (
            "Ansible with a traceback",
            'fatal: [db-1]: FAILED! => {"module_stderr": "Traceback:\\n  File\\nKeyError: 1", "rc": 1}',
            ['fatal: [db-1]: FAILED! => {"module_stderr": "Traceback:', "  File", 'KeyError: 1", "rc": 1}'],
        ),
        (
            "klog with quoted values",
            r'E0811 14:33:03.871970    3301 pod_workers.go:1300] "skip" err="no \"StartContainer\": \"map \\\"env\\\" gone\""',
            ['E0811 14:33:03.871970    3301 pod_workers.go:1300] "skip" err="no "StartContainer": "map "env" gone""'],
        ),
        (
            "coloured JSON",
            as_json(level="error", time=STAMP, msg="\x1b[31mno room\x1b[0m"),
            ["no room"],
        ),
    ],
)
def test_further_texts_of_a_record_follow_its_message(name: str, line: str, expected: list[str]) -> None:
    """The message comes first, then what else may hold the failure, all with the number of the record."""
    log = read(f"before\n{line}\nafter\n".encode(), limit=LIMIT)

    assert lines_of(log) == ["before", *expected, "after"], name
    assert numbers_of(log) == [1, *[2] * len(expected), 3]


@pytest.mark.parametrize(
    "line",
    [
        "2025-01-31T07:43:46.124Z ERROR no room",
        "[2025-01-31] [ERROR] no room",
        "2025-01-31 07:43:46,124 - root - ERROR - no room",
        "INFO     | app.main:run:12 - started",
        '{"a": 1}',
        '{"apiVersion": "v1", "kind": "Pod", "message": "x"}',
        '{"level": "error"',
        "[INFO] BUILD SUCCESS",
        "[]",
        "a=1 b=2",
        "name | value",
        "12 |     let frame = x;",
        "cmdline-4a6b5a3c7b-fj2xz   0/1     Error   0   3s",
        "May the force be with you: always",
        "<html>",
        "<1> stage",
    ],
)
def test_what_is_in_no_envelope_stays_as_it_is(line: str) -> None:
    """Plain lines keep their times and levels, and JSON that is no record stays JSON."""
    log = read(f"{line}\n".encode(), limit=LIMIT)

    assert lines_of(log) == [line]
    assert log.formats == ("plain",)


def test_a_configuration_file_stays_as_it_is() -> None:
    """JSON printed over several lines that is no record of a logger is not touched."""
    text = json.dumps({"status": {"conditions": [{"type": "Ready", "message": 'no "x"', "status": "False"}]}}, indent=2)

    assert lines_of(read(text.encode(), limit=LIMIT)) == text.split("\n")


@pytest.mark.parametrize("indent", [None, 2])
def test_an_array_of_cloud_records_is_unwrapped(indent: int | None) -> None:
    """``gcloud logging read --format=json`` prints one array; each record keeps the lines that it was printed on."""
    records = [
        {"textPayload": "starting", "severity": "INFO", "timestamp": STAMP},
        {"textPayload": 'no "room"', "severity": "ERROR", "timestamp": STAMP},
    ]
    if indent:
        text = json.dumps(records, indent=indent)
    else:
        text = "[" + ",\n".join(json.dumps(record) for record in records) + "]"

    log = read(text.encode(), limit=LIMIT)
    found = lines_of(log)
    index = found.index('no "room"')

    assert "starting" in found
    assert (log.number(index), log.end_number(index)) == ((7, 11) if indent else (2, 2))
    assert grade(log, index) == Level.ERROR


def test_a_line_that_the_runtime_cut_is_joined() -> None:
    """Partial lines of CRI become one line, from the number of the first piece to that of the last."""
    text = (
        f"{STAMP} stderr P ModuleNotFound\n"
        f"{STAMP} stdout F between\n"
        f"{STAMP} stderr P Error: No mod\n"
        f"{STAMP} stderr F ule named 'yaml'\n"
        f"{STAMP} stderr P never ended\n"
    )

    log = read(text.encode(), limit=LIMIT)

    assert [(log.number(i), log.end_number(i), log.line(i)) for i in range(len(log))] == [
        (2, 2, "between"),
        (2, 4, "ModuleNotFoundError: No module named 'yaml'"),
        (5, 5, "never ended"),
    ]


def test_a_line_that_docker_cut_is_joined() -> None:
    """Docker cuts at 16 KiB without a line end, and the next record goes on."""
    pieces = ["x" * 16_384, "tail\n"]
    text = "\n".join(as_json(log=piece, stream="stdout", time=STAMP) for piece in pieces)

    log = read(text.encode(), limit=LIMIT)

    assert lines_of(log) == ["x" * 16_384 + "tail"]


@pytest.mark.parametrize(
    ("line", "level", "source"),
    [
        (
            as_json(textPayload="x", severity="CRITICAL", resource={"labels": {"service_name": "hooks"}}),
            Level.CRITICAL,
            "hooks",
        ),
        (as_json(MESSAGE="x", PRIORITY="3", _SYSTEMD_UNIT="api.service"), Level.ERROR, "api.service"),
        ("<11>Jan 31 07:43:46 node-1 api[22]: x", Level.ERROR, "api"),
        ("Jan 31 07:43:46 node-1 api[22]: ERROR: x", Level.ERROR, "api"),
        ('api-1  | level=warning msg="x"', Level.WARNING, "api-1"),
        ("[pod/api-1/main] FATAL x", Level.FATAL, "main"),
        (as_json(level=50, msg="x", time=1, service="pay"), Level.ERROR, "pay"),
    ],
)
def test_what_an_envelope_says_is_kept(line: str, level: Level, source: str) -> None:
    """Level and source come from the envelope, and the level from the text where no envelope says."""
    log = read(line.encode(), limit=LIMIT)

    assert grade(log, 0) == level
    assert log.wrappings[0].source == source


def test_the_time_of_a_line_is_the_innermost_full_one() -> None:
    """A year is better than none, and the writer's own time better than that of who passed it on."""
    inner = as_json(level="error", msg="x", time="2025-01-31T07:00:00Z")
    log = read(
        f"Jan 31 07:43:46 n api[1]: {inner}\n2025-01-31T08:00:00.1246702Z y\n07:00:01 z\nw\n".encode(), limit=LIMIT
    )

    stamps = [when(log, index) for index in range(4)]

    assert [stamp.moment.hour if stamp and stamp.moment else None for stamp in stamps] == [7, 8, None, None]
    assert stamps[2] is not None
    assert stamps[3] is None


def test_only_what_may_state_the_failure_has_the_level_of_its_record() -> None:
    """Names and addresses beside an error are no errors."""
    log = read(as_json(level="error", time=1, msg="sync failed", error="gone", pod="a/b").encode(), limit=LIMIT)

    assert [(log.line(i), grade(log, i)) for i in range(len(log))] == [
        ("sync failed", Level.ERROR),
        ("error: gone", Level.ERROR),
        ("pod: a/b", None),
    ]


def test_deeply_nested_json_is_no_error() -> None:
    """A line of brackets alone stays a line."""
    text = '{"a":' * 50_000 + "1" + "}" * 50_000

    assert lines_of(read(text.encode(), limit=LIMIT)) == [text]


def test_bytes_that_are_no_text_survive_in_a_record() -> None:
    """A picture inside a record stays in its line."""
    blob = base64.b64encode(bytes(range(256))).decode()

    assert lines_of(read(as_json(level="info", time=1, msg=blob).encode(), limit=LIMIT)) == [blob]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "an answer of Elasticsearch",
            json.dumps(
                {"hits": {"hits": [{"_id": "1", "_source": {"@timestamp": STAMP, "message": "no\nroom"}}]}}, indent=2
            ),
            [(6, "no"), (6, "room")],
        ),
        (
            "an answer of Loki",
            json.dumps(
                {"data": {"result": [{"stream": {}, "values": [["1738309426124670239", 'no "room"']]}]}}, indent=2
            ),
            [(9, 'no "room"')],
        ),
        (
            "rows of CloudWatch Insights",
            json.dumps({"results": [[{"field": "@message", "value": "no room"}]]}, indent=2),
            [(4, "no room")],
        ),
        (
            "events of CloudWatch on one line",
            as_json(
                events=[{"timestamp": 1738309426124, "message": "no"}, {"timestamp": 1738309426125, "message": "room"}]
            ),
            [(1, "no"), (1, "room")],
        ),
        (
            "records of OpenTelemetry on one line",
            as_json(
                resourceLogs=[
                    {"scopeLogs": [{"logRecords": [{"severityText": "ERROR", "body": {"stringValue": "no room"}}]}]}
                ]
            ),
            [(1, "no room")],
        ),
        (
            "a message that is an object",
            as_json(timestamp=STAMP, level="ERROR", message={"errorMessage": "no room"}),
            [(1, "no room")],
        ),
        (
            "what loguru serialises",
            as_json(text="no room\n", record={"level": {"name": "ERROR"}, "time": {"repr": STAMP}}),
            [(1, "no room")],
        ),
        (
            "line ends that rsyslog spelled out",
            "Jan 31 07:43:46 node-1 api[22]: no#012#011room",
            [(1, "no"), (1, "\troom")],
        ),
        (
            "a test that TeamCity reports",
            "##teamcity[testFailed name='a' message='no room' details='at |'x|' |0x00e9|n  b']",
            [(1, "no room"), (1, "at 'x' \u00e9"), (1, "  b")],
        ),
    ],
)
def test_records_inside_others_are_read(name: str, text: str, expected: list[tuple[int, str]]) -> None:
    """What an API answers and a tool escapes is read down to the lines of the program."""
    log = read(f"{text}\n".encode(), limit=LIMIT)
    found = [(log.number(index), log.line(index)) for index in range(len(log))]

    assert [line for line in found if line in expected] == expected, name


@pytest.mark.parametrize(
    "line",
    [
        'the call to pay failed: {"status": "gone", "message": "no room", "time": 1}',
        'ERROR {"time": 1, "message": "no room"}',
        '{"events": 3, "results": []}',
        '[{"a": 1}, {"b": 2}]',
        "_bk;t=12 x",
        "##[group]Run tests",
    ],
)
def test_what_tells_more_than_its_record_stays(line: str) -> None:
    """A sentence or a level before a record, and lists of other things, are kept."""
    log = read(f"{line}\n".encode(), limit=LIMIT)

    assert lines_of(log) == [line]
