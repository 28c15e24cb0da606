"""One failure in every envelope, and in all of them at once, is the same finding on the right lines of the paste."""

import gzip
import html
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from app.logs import read
from app.matching.diagnosis import Diagnosis, Finding
from tests.envelopes import ENVELOPES, STAMP, Wrap, as_json
from tests.starter import LIMIT, matcher


@dataclass(frozen=True)
class Failure:
    """Lines that show a failure: which signature is found first, on which of them, and what it captures."""

    name: str
    lines: tuple[str, ...]
    signature: str
    line: int
    captures: tuple[tuple[str, str], ...] = ()


FAILURES = (
    Failure(
        "a line",
        ("starting worker 3", "FATAL: sorry, too many clients already", "worker 3 leaves"),
        "postgres-too-many-connections",
        2,
    ),
    Failure(
        "a Python traceback",
        (
            "starting worker",
            "Traceback (most recent call last):",
            '  File "/srv/app/main.py", line 3, in <module>',
            "    import yaml",
            "ModuleNotFoundError: No module named 'yaml'",
            "worker left",
        ),
        "python-module-not-found",
        5,
        (("module", "yaml"),),
    ),
    Failure(
        "a Java chain",
        (
            "java.lang.IllegalStateException: could not read the rates",
            "\tat com.example.rates.Reader.read(Reader.java:41)",
            "\tat com.example.rates.Main.main(Main.java:12)",
            "Caused by: java.lang.ClassNotFoundException: com.example.rates.Table",
            "\tat java.base/jdk.internal.loader.BuiltinClassLoader.loadClass(BuiltinClassLoader.java:641)",
            "\t... 2 more",
        ),
        "java-class-not-found",
        4,
    ),
    Failure(
        "a Go panic",
        (
            "reading the table",
            "panic: runtime error: index out of range [5] with length 3",
            "",
            "goroutine 1 [running]:",
            "main.main()",
            "\t/srv/app/main.go:12 +0x1d",
        ),
        "go-index-out-of-range",
        2,
    ),
    Failure(
        "a Node exception",
        (
            "node:internal/modules/cjs/loader:1147",
            "  throw err;",
            "  ^",
            "",
            "Error: Cannot find module 'express'",
            "Require stack:",
            "- /srv/app/server.js",
            "    at Module._resolveFilename (node:internal/modules/cjs/loader:1144:15)",
        ),
        "node-module-not-found",
        5,
        (("module", "express"),),
    ),
)


def diagnose(paste: bytes) -> Diagnosis:
    """The diagnosis of a paste."""
    return matcher().diagnose(read(paste, limit=LIMIT))


def text_of(lines: Sequence[str]) -> str:
    """Lines as they stand in a paste."""
    return "".join(f"{line}\n" for line in lines)


def where(finding: Finding) -> set[tuple[int, int]]:
    """The lines of its evidence."""
    return {(place.line, place.end_line) for place in finding.evidence}


def check(failure: Failure, paste: bytes, *, moved: int = 0) -> None:
    """The failure is found first, where it is and with what it captures, and beside it what is found without envelope."""
    plain = diagnose(text_of(failure.lines).encode())
    found = diagnose(paste)
    line = failure.line + moved

    assert found.findings[0].signature == failure.signature
    assert (line, line) in where(found.findings[0])
    assert found.findings[0].first_line >= moved
    assert dict(failure.captures).items() <= found.findings[0].captures.items()
    assert {one.signature for one in found.findings if one.strength != "possible"} == {
        one.signature for one in plain.findings if one.strength != "possible"
    }


MORE_ENVELOPES: tuple[tuple[str, Wrap], ...] = (
    ("logfmt", lambda line: f'time="{STAMP}" level=error msg={json.dumps(line)}'),
    ("logfmt of Go", lambda line: f"ts={STAMP} level=error caller=main.go:12 msg={json.dumps(line)}"),
    ("compose around JSON", lambda line: "api-1  | " + as_json(level="error", msg=line, time=STAMP)),
    ("CRI around JSON", lambda line: f"{STAMP} stderr F " + as_json(level="error", msg=line, time=STAMP)),
    ("journald around Docker", lambda line: f"Jan 31 07:43:46 n d[1]: {as_json(log=line, stream='x', time=STAMP)}"),
    ("GitHub around compose", lambda line: f"2025-01-31T07:43:46.1246702Z api-1  | {line}"),
)
ALL_ENVELOPES = (*((name, wrap) for _, name, wrap in ENVELOPES), *MORE_ENVELOPES)


@pytest.mark.parametrize("failure", FAILURES, ids=[failure.name for failure in FAILURES])
@pytest.mark.parametrize(("name", "wrap"), ALL_ENVELOPES, ids=[name for name, _ in ALL_ENVELOPES])
def test_the_same_finding_in_each_envelope(name: str, wrap: Wrap, failure: Failure) -> None:  # noqa: ARG001
    """Each line wrapped: the finding and its line numbers are those of the lines without it."""
    check(failure, text_of([wrap(line) for line in failure.lines]).encode())


def quoted(text: str) -> str:
    """A cell of a CSV file."""
    return '"' + text.replace('"', '""') + '"'


def each(text: str, wrap: Wrap) -> bytes:
    """Each line of a text wrapped."""
    return text_of([wrap(line) for line in text.splitlines()]).encode()


def in_array(text: str, *, indent: str = "  ") -> bytes:
    """A JSON array with a record for each line, on a line of its own."""
    records = [indent + as_json(textPayload=line, severity="ERROR", timestamp=STAMP) for line in text.splitlines()]
    return ("[\n" + ",\n".join(records) + "\n]\n").encode()


def in_yaml(text: str) -> bytes:
    """An entry as ``gcloud logging read`` prints it."""
    body = "".join(f"  {line}\n" if line else "\n" for line in text.splitlines())
    return f"---\ninsertId: a1\nseverity: ERROR\ntextPayload: |-\n{body}timestamp: '{STAMP}'\n".encode()


def numbered(text: str, form: str) -> bytes:
    """Each line behind its number, counted from 9."""
    return text_of([form.format(number, line) for number, line in enumerate(text.splitlines(), 9)]).encode()


def in_bars(text: str) -> bytes:
    """The table that CloudWatch Insights copies."""
    return b"| @timestamp | @message |\n|---|---|\n" + each(text, lambda line: f"| 2025-01-31 07:43:46.124 | {line} |")


WHOLE: tuple[tuple[str, int, Callable[[str], bytes]], ...] = (
    ("Windows line ends", 0, lambda text: text.replace("\n", "\r\n").encode()),
    ("Mac line ends", 0, lambda text: text.replace("\n", "\r").encode()),
    ("a byte order mark", 0, lambda text: text.encode("utf-8-sig")),
    ("UTF-16", 0, lambda text: text.encode("utf-16")),
    ("gzip", 0, lambda text: gzip.compress(text.encode())),
    ("invalid UTF-8 before it", 1, lambda text: b"\xfa\xc3\x28 broken\n" + text.encode()),
    ("NUL bytes before it", 1, lambda text: b"\0\0\0 broken\n" + text.encode()),
    ("colours", 0, lambda text: "".join(f"\x1b[31m{line}\x1b[0m\n" for line in text.splitlines()).encode()),
    ("a progress bar before it", 1, lambda text: b"  10%\r  50%\r 100%\n" + text.encode()),
    ("an array with a record on each line", 1, in_array),
    ("an array without indents", 1, lambda text: in_array(text, indent="")),
    ("a YAML document", 4, in_yaml),
    (
        "a sheet with a row for each line",
        1,
        lambda text: b"@timestamp,@message\n" + each(text, lambda line: f"1,{quoted(line)}"),
    ),
    ("a sheet with all in one row", 1, lambda text: f'"Date","Message","Pod"\n{STAMP},{quoted(text)},api\n'.encode()),
    ("a table of bars", 2, in_bars),
    ("mail that quotes it", 0, lambda text: each(text, lambda line: f"> {line}")),
    ("mail that quotes mail that quotes it", 0, lambda text: each(text, lambda line: f">> {line}")),
    ("cat -n", 0, lambda text: numbered(text, "{:6}\t{}")),
    ("less -N", 0, lambda text: numbered(text, "{:7} {}")),
    ("grep -n", 0, lambda text: numbered(text, "{}:{}")),
    ("grep -Hn", 0, lambda text: numbered(text, "/var/log/api/main.log:{}:{}")),
    ("grep -H in an old log", 0, lambda text: each(text, lambda line: f"logs/api.log.1:{line}")),
    ("returns that an editor shows", 0, lambda text: each(text, lambda line: f"{line}^M")),
    ("blanks of a chat program", 0, lambda text: text.replace(" ", "\u00a0").encode()),
    ("blanks of a narrow kind", 0, lambda text: text.replace(": ", ":\u202f").encode()),
    ("quotes of a chat program", 0, lambda text: text.replace("'", "\u2019").replace('"', "\u201d").encode()),
    ("characters without width", 0, lambda text: text.replace(" ", " \u200b").replace(":", ":\u2060").encode()),
    ("HTML's escapes", 0, lambda text: html.escape(text).encode()),
    ("HTML's escapes, escaped", 0, lambda text: html.escape(html.escape(text)).encode()),
    ("lines of a shell before it", 2, lambda text: b"$ kubectl get pods\nNAME  READY\n" + text.encode()),
)


@pytest.mark.parametrize("failure", FAILURES, ids=[failure.name for failure in FAILURES])
@pytest.mark.parametrize(("name", "moved", "wrap"), WHOLE, ids=[name for name, _, _ in WHOLE])
def test_the_same_finding_in_each_form_of_paste(
    name: str,  # noqa: ARG001
    moved: int,
    wrap: Callable[[str], bytes],
    failure: Failure,
) -> None:
    """Encodings, compression, line ends and colours make no difference."""
    check(failure, wrap(text_of(failure.lines)), moved=moved)


@pytest.mark.parametrize("failure", FAILURES, ids=[failure.name for failure in FAILURES])
def test_the_same_finding_in_an_array_of_cloud_records(failure: Failure) -> None:
    """Where one array holds all records, a line is the lines that its record was printed on."""
    array = [{"textPayload": line, "severity": "ERROR", "timestamp": STAMP} for line in failure.lines]
    found = diagnose(json.dumps(array, indent=2).encode()).findings[0]
    first = 2 + 5 * (failure.line - 1)

    assert found.signature == failure.signature
    assert any(first <= place.line <= place.end_line <= first + 4 for place in found.evidence)


@pytest.mark.parametrize("failure", FAILURES, ids=[failure.name for failure in FAILURES])
def test_all_envelopes_in_one_paste(failure: Failure) -> None:
    """The failure in one envelope after the other is one finding, seen as often, with the lines of all of them."""
    lines = [wrap(line) for _, wrap in ALL_ENVELOPES for line in failure.lines]
    found = diagnose(text_of(lines).encode()).findings[0]
    starts = range(failure.line, len(lines) + 1, len(failure.lines))

    assert (found.signature, found.count) == (failure.signature, len(ALL_ENVELOPES))
    assert (starts[0], starts[0]) in where(found)
    assert (starts[-1], starts[-1]) in where(found)


def test_a_line_that_the_runtime_cut() -> None:
    """Partial lines of a container runtime are one line, from the first piece to the last."""
    pieces = [("F", "starting"), ("P", "FATAL: sorry, too ma"), ("P", "ny clients al"), ("F", "ready"), ("F", "gone")]
    found = diagnose(text_of([f"{STAMP} stderr {mark} {piece}" for mark, piece in pieces]).encode()).findings[0]

    assert found.signature == "postgres-too-many-connections"
    assert where(found) == {(2, 4)}


LONG = (
    "2025-01-31 07:43:46 INFO  the worker of the queue of invoices has read its settings, made its tables and begins to wait for messages",
    (
        "2025-01-31 07:43:47 ERROR the worker of the queue of invoices in the shop at the corner cannot start: "
        "ModuleNotFoundError: No module named 'yaml'"
    ),
    "2025-01-31 07:43:47 INFO  the worker of the queue of invoices has given back all its connections to the pool and leaves with status 1",
)


@pytest.mark.parametrize("width", [80, 100, 120])
def test_lines_that_a_terminal_broke(width: int) -> None:
    """The pieces are one line, wherever the message was broken."""
    pieces = [[line[at : at + width] for at in range(0, len(line), width)] for line in LONG]
    found = diagnose(text_of([piece for line in pieces for piece in line]).encode()).findings[0]
    first = len(pieces[0]) + 1

    assert (found.signature, found.captures) == ("python-module-not-found", {"module": "yaml"})
    assert where(found) == {(first, first + len(pieces[1]) - 1)}


EVENTS = (
    "LAST SEEN   TYPE      REASON      OBJECT                     MESSAGE",
    "2m          Normal    Scheduled   pod/cart-7d9c6b5f4-9k2lm   Successfully assigned shop/cart to node-1",
    '90s         Warning   Failed      pod/cart-7d9c6b5f4-9k2lm   Error: configmap "cart-settings" not found',
    '80s         Normal    Pulled      pod/cart-7d9c6b5f4-9k2lm   Container image "cart:2.0" already present on machine',
)


def test_a_table_of_events() -> None:
    """A row of a table is a line."""
    found = diagnose(text_of(EVENTS).encode()).findings[0]

    assert (found.signature, where(found)) == ("k8s-config-missing", {(3, 3)})
