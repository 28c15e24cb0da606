"""A line that talks about a failure is not a failure: by what it is, by where it stands, by how it says it."""

import pytest

from app.matching.mentions import mention
from app.matching.phrasing import phrasing
from tests.matching.conftest import log_of

FAILURE = "connection refused"

MENTIONS = [
    "tests/test_net.py::test_retry[connection refused] PASSED   [ 12%]",
    "  ✓ says connection refused when nobody listens (12 ms)",
    "* fix: no more connection refused on start (#481)",
    "docs: explain connection refused in the guide",
    "  --retry-connrefused   retry on connection refused",
    "$ grep -c 'connection refused' app.log",
    "# connection refused is what the pool says then",
    '{"errors":{"connection refused":0}}',
    "connection refused: 0 times",
    "Panel: connection refused (0), timeouts (0)",
    'scan: 0 hits for "connection refused"',
    'retryOn: ["connection refused", "reset"]',
    "retryable errors: broken pipe, connection refused",
    "retryOn: connection refused",
    'if "connection refused" in str(error):',
    '+    raise ConnectionError("connection refused")',
    'assert "connection refused" in str(caught.value)',
    "| 112 | connection refused by the ledger | closed |",
    "The client says `connection refused` then.",
    "<p>Where the pool is gone you see connection refused",
    "[10:41] lea: anybody else seeing connection refused?",
    "OPS-2240  Done     connection refused while connecting to upstream",
    'INFO search: query="connection refused" hits=41',
    "  ECONNREFUSED    connection refused",
    'Chaos run 14: injecting "connection refused" for 30 s',
    'it("answers 503 on connection refused", async () => {',
    '  retryOn: "broken pipe,connection refused,i/o timeout"',
    ">     connection refused",
    "> +            // connection refused is all that was printed",
    '  ECONNREFUSED: "connection refused",',
    '    raise Fatal(f"connection refused by {host}") from error',
    '"connection refused" means that nothing listens there',
    '  - The message "connection refused" was wrong for sockets of files.',
]
STATEMENTS = [
    "dial tcp 10.0.0.4:5432: connect: connection refused",
    "2026-02-02 10:00:00 ERROR [db] connection refused",
    '{"level":"error","error":"connect: connection refused"}',
    "curl: (7) Failed to connect to db port 5432: connection refused",
    "web-1  | connection refused",
    "Error: connection refused (attempt 3 of 3)",
    "ImagePullBackOff   0   connection refused",
    "    connection refused",
    "retrying: connection refused",
    "feign.RetryableException: connection refused",
    "> connection refused",
    '  error: "connection refused",',
    '"connection refused" while reading from upstream',
    'raised "connection refused" 3 times',
    "giving up after 3 retries: connection refused",
    "operation not allowed: connection refused",
    "# Fatal error: connection refused",
    "-- Could NOT find the server: connection refused",
    "build: connection refused",
    "docs: connection refused",
    "- retry 3: connection refused",
    "Open failed: connection refused",
    "description: connection refused",
    "apache-drill 1.21: connection refused",
    "simulate-cloth: connection refused",
    "istio injecting sidecar: connection refused",
    "error = ConnectionRefusedError(111, 'connection refused')",
    "a.rb:61:in `open': connection refused (Errno::ECONNREFUSED) from a.rb:137:in `connect'",
    "<none> connection refused",
    " => ERROR [4/6] RUN echo hi: connection refused",
    "CMakeLists.txt:12: error: connection refused",
]


def why(line: str) -> str | None:
    """Why the line only mentions the failure."""
    at = line.lower().find(FAILURE)
    span = (at, at + len(FAILURE)) if at >= 0 else (0, len(line))
    return mention(log_of(line), 0, line, span, quoted=False)


@pytest.mark.parametrize("line", MENTIONS)
def test_a_line_that_mentions_a_failure(line: str) -> None:
    """Each form of talking about a failure is known, with its reason."""
    assert why(line)


@pytest.mark.parametrize("line", STATEMENTS)
def test_a_line_that_states_a_failure(line: str) -> None:
    """Nothing in the ways that software reports a failure makes it a mention."""
    assert why(line) is None


def test_settings_below_their_name_are_mentions() -> None:
    """The items of a list of errors to retry on stand below its name."""
    log = log_of("retry:", "  on:", "    - timeout", "    - connection refused")

    assert mention(log, 3, log.line(3), (6, 24), quoted=False) == "is a setting that names it"


def test_what_stands_around_a_line_decides() -> None:
    """TAP says below a failed test why it failed, and a client of a database draws a table around its warnings."""
    tap = log_of("not ok 1 health", "# (in test file t.bats)", "# connection refused")
    drawn = log_of("+-------+------+", "| Level | Text |", "+-------+------+", "| Error | connection refused |")
    rule = log_of("- alert: Refused", "  expr: up == 0", "  description: connection refused")

    assert mention(tap, 2, tap.line(2), (2, 20), quoted=False) is None
    assert mention(drawn, 3, drawn.line(3), (10, 28), quoted=False) is None
    assert mention(rule, 2, rule.line(2), (15, 33), quoted=False) == "is a rule that looks for it"


def test_what_stands_under_a_heading_of_a_changelog_is_no_failure() -> None:
    """The headings of a changelog are those that most changelogs have."""
    log = log_of("### Changed", "- The store waits", "- No connection refused on start")

    assert mention(log, 2, log.line(2), (5, 23), quoted=False) == "is a line of a changelog"


PHRASINGS = [
    ("connection refused", "opens"),
    ("10:00:00 ERROR connection refused", "opens"),
    ("db: connection refused", "opens"),
    ('{"error":"connection refused"}', "opens"),
    ("the app shows connection refused", None),
    ('the runbook has "connection refused" on page 4', "quotes"),
    ("if you get a connection refused, look at the port", "quotes"),
    ("to avoid connection refused, wait for the port", "quotes"),
    ("last week: connection refused", "opens"),
    ('the registry answered "pull: connection refused" all morning', "quotes"),
    ('lea saw "dial: connection refused" in staging', "quotes"),
    ('Get "https://ledger.example.test": connection refused', "opens"),
    ('starting container process caused "connection refused"', None),
    ("Upload failed with message 'connection refused'", None),
    ("the proxy used to reach it answered connection refused", None),
    ("the incident was caused by a full disk (connection refused)", "quotes"),
]


@pytest.mark.parametrize(("line", "form"), PHRASINGS)
def test_how_a_line_comes_to_a_message(line: str, form: str | None) -> None:
    """Software opens with its message or puts it after a colon; people put it into a sentence."""
    at = line.index(FAILURE)

    assert phrasing(line, (at, at + len(FAILURE))) == form
