"""Drafts: what varies becomes a hole, what tells failures apart stays, and a draft finds its log and no other line."""

from dataclasses import replace

import pytest

from app.logs import mask_log, read
from app.matching.background import ordinary_lines
from app.matching.draft_names import title_of
from app.matching.drafting import draft
from app.matching.matcher import Matcher
from app.matching.pattern_drafts import draft_pattern
from app.matching.patterns import compile_line
from app.matching.signature import Line, Sequence, Signature
from app.matching.varying import message_of
from tests.matching.conftest import ids, log_of

# name: (a line, the pattern that is drafted from it)
PATTERNS = {
    "time, level and numbers": (
        "2026-02-02 11:00:03 FATAL flux capacitor misaligned: drift 88.2 exceeds 1.21",
        "flux capacitor misaligned: drift {drift:word} exceeds {number:word}",
    ),
    "quoted name": (
        "ModuleNotFoundError: No module named 'orders.schemas.pricing'",
        "ModuleNotFoundError: No module named '{module:word}'",
    ),
    "names after naming words": (
        "2025-01-01 12:00:00,123 ERROR [shop.orders] worker 7: cannot reserve item 8812: warehouse 'north' offline",
        "worker {worker:word}: cannot reserve item {item:word}: warehouse '{warehouse:word}' offline",
    ),
    "code in brackets": (
        "ClientError: An error occurred (403) when calling HeadObject: Forbidden",
        "ClientError: An error occurred (403) when calling HeadObject: Forbidden",
    ),
    "status and address": (
        "HTTP/1.1 404 Not Found for url: https://api.example.test/v1/x",
        "HTTP/1.1 404 Not Found for url: {url:word}",
    ),
    "vendor's code": ("ORA-00942: table or view does not exist", "ORA-00942: table or view does not exist"),
    "errno": ("OSError: [Errno 122] Quota used up: /srv/data/a.bin", "OSError: [Errno 122] Quota used up: {path:path}"),
    "exit code": ("Error: Process completed with exit code 137.", "Error: Process completed with exit code 137."),
    "address and port": (
        "dial tcp 10.0.0.12:5432: connect: connection refused",
        "dial tcp {address:word}: connect: connection refused",
    ),
    "file of a tool": (
        "open /srv/app/package.json: no such file or directory",
        "open {folder:path}/package.json: no such file or directory",
    ),
    "short sums": (
        "ledger page 00041a is torn: expected 7f3a got 91bc",
        "ledger page {page:word} is torn: expected {expected:word} got {got:word}",
    ),
    "braces": ("bad footer {checksum=9f8e7d6c5b4a}", "bad footer {{checksum={checksum:word}}}"),
    "secret": (
        "ERROR token **** rejected by gateway gw-17: signature mismatch",
        "token {} rejected by gateway {gateway:word}: signature mismatch",
    ),
    "keys and values": (
        'lease lost lease=ab12cd34ef56 holder="node-7" status=409 retryable=false',
        'lease lost lease={lease:word} holder="{holder}" status=409 retryable=false',
    ),
    "the same value twice": (
        "queue orders_eu is full: orders_eu takes no more",
        "queue {queue:word} is full: orders_eu takes no more",
    ),
    "nothing but a hole": ("12345", ""),
}


@pytest.mark.parametrize(("line", "expected"), PATTERNS.values(), ids=PATTERNS)
def test_a_line_becomes_a_pattern(line: str, expected: str) -> None:
    """What varies is a named hole of a fitting class; codes, exceptions and words stay."""
    assert draft_pattern(line) == expected


@pytest.mark.parametrize(("line", "_"), [pair for pair in PATTERNS.values() if pair[1]])
def test_a_drafted_pattern_finds_its_line(line: str, _: str) -> None:
    """Every pattern that is drafted matches the line that it is drafted from."""
    signature = Signature("x", "X", (Line(draft_pattern(line)),))

    assert Matcher([signature]).matching_ids(log_of(line))


def test_a_header_is_no_part_of_the_message() -> None:
    """Time, level, thread and logger are left out; an error number in brackets is not taken for a header."""
    assert message_of("2026-02-02T11:00:03Z ERROR [main] c.a.Shop : boot failed") == "boot failed"
    assert message_of("ERROR [Errno 5] Input/output error") == "[Errno 5] Input/output error"


# name: (a log that nobody has described, a near neighbour that must not match)
LOGS = {
    "plain fatal": (
        "2026-02-02 11:00:00 INFO start\n2026-02-02 11:00:03 FATAL flux capacitor misaligned: drift 88.2 exceeds 1.21\n",
        "2026-02-02 11:00:03 FATAL flux capacitor overheated: 88.2 exceeds 1.21\n",
    ),
    "python traceback": (
        'INFO start\nTraceback (most recent call last):\n  File "/app/main.py", line 7, in <module>\n    ledger.open(3)\n'
        "ledger.errors.SegmentError: segment 42 of tenant acme_corp has no footer\nContainer called exit(1)\n",
        "ledger.errors.SegmentError: segment 42 of tenant acme_corp has no header\n",
    ),
    "java chain": (
        "2026-02-02 11:00:01.123 ERROR 1 --- [main] c.a.Shop : boot failed\n"
        "com.acme.LedgerException: cannot open ledger segment 42\n\tat com.acme.Ledger.open(Ledger.java:12)\n"
        "Caused by: java.io.EOFException: null\n\tat java.base/java.io.DataInputStream.readFully(DataInputStream.java:2)\n",
        "com.acme.LedgerException: cannot close ledger segment 42\nCaused by: java.io.EOFException: null\n",
    ),
    "go panic": (
        "2026/02/02 11:00:00 starting\npanic: ledger: segment 7 has no footer\n\ngoroutine 1 [running]:\nmain.main()\n"
        "\t/srv/app/main.go:12 +0x1d\nexit status 2\n",
        "panic: ledger: segment 7 has no header\n\ngoroutine 1 [running]:\nmain.main()\n",
    ),
    "postgres with details": (
        '2026-02-02 11:00:00 UTC [12] ERROR:  replication slot "orders_eu" is held for PID 4711\n'
        "2026-02-02 11:00:00 UTC [12] DETAIL:  the slot was taken 12 s ago by walsender 9\n"
        "2026-02-02 11:00:00 UTC [12] LOG:  checkpoint complete\n",
        '2026-02-02 11:00:00 UTC [12] ERROR:  replication slot "orders_eu" is missing\n',
    ),
    "status 403": (
        "INFO begin\nERROR sync with tenant acme_corp failed: upload returned 403 for https://store.example.test/a/b\n",
        "INFO begin\nERROR sync with tenant acme_corp failed: upload returned 404 for https://store.example.test/a/b\n",
    ),
    "json lines": (
        '{"level":"info","msg":"ready"}\n{"level":"error","msg":"lease of shard 12 is stale: epoch 7","code":"E409"}\n',
        '{"level":"error","msg":"lease of shard 12 is renewed: epoch 7"}\n',
    ),
    "repeated": (
        "".join(
            f"2026-02-02 11:00:0{i} INFO ok {i}\n2026-02-02 11:00:0{i} ERROR lease of shard-{i} lost to node-{i}: epoch {i} is stale\n"
            for i in range(5)
        ),
        "2026-02-02 11:00:01 ERROR lease of shard-1 kept by node-1: epoch 1 is fresh\n",
    ),
    "rust panic": (
        "thread 'main' panicked at src/ledger.rs:42:13:\nledger segment 9 has a footer of 12 bytes\n"
        "note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n",
        "thread 'main' panicked at src/ledger.rs:42:13:\nledger segment 9 is locked\n",
    ),
    "build tool": (
        "> compiling 12 modules\nerror[L0042]: the ledger macro cannot expand `segment_of` here\n --> src/lib.rs:3:1\n",
        "error[L0043]: the ledger macro cannot be found\n",
    ),
    "secret in the line": (
        "ERROR vault sync failed: password=hunter2hunter2 was refused for tenant acme_corp by keeper keeper-3\n",
        "ERROR vault sync failed: no keeper answered\n",
    ),
}


def drafted(text: str) -> Signature:
    """The draft for a log as it would be kept: masked."""
    found = draft(read(mask_log(text).text.encode(), limit=1 << 20))
    assert found is not None
    return found


@pytest.mark.parametrize(("log", "neighbour"), LOGS.values(), ids=LOGS)
def test_a_draft_finds_its_own_log_and_no_other(log: str, neighbour: str) -> None:
    """It matches the log as it came, secrets included; neither a near neighbour nor any ordinary line."""
    matcher = Matcher([replace(drafted(log), status="active")])

    finding = matcher.diagnose(read(log.encode(), limit=1 << 20)).findings[0]
    assert finding.strength in ("strong", "likely")
    assert ids(matcher.diagnose(read(neighbour.encode(), limit=1 << 20))) == []
    assert ids(matcher.diagnose(log_of(*ordinary_lines(3000, seed=9)))) == []


@pytest.mark.parametrize(("log", "neighbour"), LOGS.values(), ids=LOGS)
def test_a_draft_brings_examples_of_both_kinds(log: str, neighbour: str) -> None:  # noqa: ARG001
    """The positive example is found with its captures, the negative one is not."""
    signature = drafted(log)
    positive, negative = signature.examples
    matcher = Matcher([replace(signature, status="active")])

    found = matcher.diagnose(read(positive.log.encode(), limit=1 << 20)).findings[0]
    assert dict(positive.captures).items() <= found.captures.items()
    assert not negative.matches
    assert ids(matcher.diagnose(read(negative.log.encode(), limit=1 << 20))) == []


def test_failures_of_several_lines_become_a_sequence() -> None:
    """A message with details, and a chain whose innermost exception says little, take two lines in their order."""
    details = drafted(LOGS["postgres with details"][0]).match[0]
    chain = drafted(LOGS["java chain"][0]).match[0]

    assert isinstance(details, Sequence)
    assert [part.pattern for part in details.conditions if isinstance(part, Line)] == [
        'replication slot "{slot:word}" is held for PID {pid:int}',
        "DETAIL:  the slot was taken {taken:int} s ago by walsender {walsender:int}",
    ]
    assert isinstance(chain, Sequence)
    assert chain.within is not None


def test_the_cause_is_drafted_and_not_its_consequence() -> None:
    """Of a traceback and the exit that follows it, the message of the exception is taken."""
    signature = drafted(LOGS["python traceback"][0])

    assert signature.match == (
        Line("ledger.errors.SegmentError: segment {segment:word} of tenant {tenant:word} has no footer"),
    )
    assert (signature.role, signature.tags, signature.status) == ("cause", ("python",), "draft")


def test_what_only_ended_is_an_effect() -> None:
    """A log that tells only of the end of a process gives the draft of an effect."""
    assert drafted("INFO up\nERROR worker pool shutting down after 3 restarts\n").role == "effect"


def test_a_secret_is_in_no_draft() -> None:
    """Where the log has a secret, the pattern has a hole and the example a mask."""
    signature = drafted(LOGS["secret in the line"][0])

    assert "hunter2" not in repr(signature)
    assert isinstance(signature.match[0], Line)
    assert compile_line(signature.match[0].pattern)


def test_ids_are_free() -> None:
    """A draft takes no id that a record has."""
    log = read(LOGS["plain fatal"][0].encode(), limit=1 << 20)

    first = draft(log)
    second = draft(log, taken=["flux-capacitor-misaligned"])
    assert first
    assert first.id == "flux-capacitor-misaligned"
    assert second
    assert second.id == "flux-capacitor-misaligned-2"


def test_a_log_without_failures_is_drafted_from_its_last_line() -> None:
    """Where nothing looks like a failure, the last thing that was said is taken; nothing is drafted from blanks."""
    calm = draft(log_of("INFO waiting for the moon to rise", "INFO the moon rose on the wrong side"))

    assert calm
    assert calm.match[0] == Line("the moon rose on the wrong side")
    assert draft(log_of(" ", "")) is None


def test_titles_say_the_message_without_values() -> None:
    """Values become three dots, a name of an exception and loose ends go."""
    assert (
        title_of("ERROR lease of shard-1 lost to node-2: epoch 7 is stale") == "Lease of … lost to …: epoch … is stale"
    )
    assert title_of("ModuleNotFoundError: No module named 'shop'") == "No module named"
