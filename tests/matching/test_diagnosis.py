"""What a diagnosis says besides its findings: evidence, verdict, what stands out; nothing in it is secret."""

import pytest

from app.logs import read
from app.matching.matcher import Matcher
from tests.matching.conftest import diagnose, ids, log_of, signature

MODULE = signature("module-missing", "ModuleNotFoundError: No module named '{module:word}'")
NUMPY = signature("numpy-abi", "numpy.dtype size changed, may indicate binary incompatibility")


def test_evidence_has_lines_and_spans_in_code_points() -> None:
    """A span marks the matched text of the shown line, counted in characters, not bytes."""
    diagnosis = diagnose(log_of("ok", "größer: ModuleNotFoundError: No module named 'x'"), MODULE)

    evidence = diagnosis.findings[0].evidence[0]
    start, end = evidence.spans[0]
    assert (evidence.line, evidence.condition) == (2, "match[0]")
    assert evidence.text[start:end] == "ModuleNotFoundError: No module named 'x'"


def test_evidence_and_captures_are_masked_and_spans_moved() -> None:
    """Secrets do not leave the matcher, and the marks stay on the right words."""
    leaky = signature("leaky", "cannot log in with {url}")
    line = "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY cannot log in with https://me:hunter22@host/x"

    finding = diagnose(log_of(line), leaky).findings[0]

    start, end = finding.evidence[0].spans[0]
    assert "hunter22" not in str(finding)
    assert "wJalrXUtnFEMI" not in str(finding)
    assert finding.evidence[0].text[start:end].startswith("cannot log in with https://me:")


def test_line_numbers_are_those_of_the_paste() -> None:
    """Evidence inside an envelope names the line of the paste, and its text has no envelope."""
    text = (
        '{"log":"starting\\n","stream":"stdout","time":"2026-01-01T00:00:00Z"}\n'
        '{"log":"ModuleNotFoundError: No module named \'x\'\\n","stream":"stderr","time":"2026-01-01T00:00:01Z"}\n'
    )

    finding = Matcher([MODULE]).diagnose(read(text.encode(), limit=1 << 20)).findings[0]

    assert finding.evidence[0].line == 2
    assert finding.evidence[0].text == "ModuleNotFoundError: No module named 'x'"
    assert finding.first_seen is not None
    assert finding.first_seen.isoformat() == "2026-01-01T00:00:01+00:00"


VERDICTS = [
    ("known", ("ModuleNotFoundError: No module named 'x'",)),
    ("healthy", ("INFO:     Started server process [1]", "INFO:     Application startup complete.")),
    ("healthy", ("INFO errors=0 failed=0", "tests passed, 0 failures", "GET /errors 200")),
    ("unknown", ("2026-02-02 11:00:00 INFO start", "2026-02-02 11:00:03 FATAL flux capacitor misaligned: drift 88.2")),
    (
        "unknown",
        ("Traceback (most recent call last):", '  File "a.py", line 1, in <module>', "    run()", "OddError: no"),
    ),
]


@pytest.mark.parametrize(("verdict", "lines"), VERDICTS)
def test_the_verdict(verdict: str, lines: tuple[str, ...]) -> None:
    """A log is known, healthy, or shows a failure that nobody has described."""
    assert diagnose(log_of(*lines), MODULE).verdict == verdict


def test_what_stands_out_is_grouped_by_shape() -> None:
    """Failing lines that differ only in ids and times are one, with their count; the first of them is shown."""
    log = log_of(
        "10:00:00 INFO start",
        "10:00:01 ERROR job 17 failed: quota of zebra exceeded",
        "10:00:02 ERROR job 18 failed: quota of zebra exceeded",
        "10:00:03 FATAL giving up",
    )

    salient = diagnose(log, MODULE).salient

    assert [(one.line, one.count) for one in salient] == [(2, 2), (4, 1)]


def test_logs_that_fail_alike_have_the_same_shape() -> None:
    """The digest of an unknown failure does not depend on times, ids and numbers."""
    one = diagnose(log_of("10:00:01 ERROR job 17 failed: quota of zebra exceeded"), MODULE)
    two = diagnose(log_of("11:30:09 ERROR job 4711 failed: quota of zebra exceeded"), MODULE)
    other = diagnose(log_of("11:30:09 ERROR job 4711 failed: quota of gnu exceeded"), MODULE)

    assert one.shape == two.shape
    assert one.shape is not None
    assert one.shape != other.shape


def test_similar_wording_is_at_most_possible() -> None:
    """A line that nearly says it is offered as a weak candidate, and says why."""
    log = log_of("ValueError: numpy.dtype size chnged, might indicate binary incompatibility")

    diagnosis = diagnose(log, NUMPY, MODULE)

    assert diagnosis.verdict == "possible"
    assert [(finding.signature, finding.strength) for finding in diagnosis.findings] == [("numpy-abi", "possible")]
    assert "similar wording" in diagnosis.findings[0].notes


MENTIONS = [
    "tests/test_boot.py::test_it PASSED ModuleNotFoundError: No module named 'x'",
    "* fix ModuleNotFoundError: No module named 'x' on start (#12)",
    "a1b2c3d fix: ModuleNotFoundError: No module named 'x'",
    "  --retry-on TEXT   Retry if the output has ModuleNotFoundError: No module named 'x'",
    "$ grep -c \"ModuleNotFoundError: No module named 'x'\" app.log",
    "# ModuleNotFoundError: No module named 'x' means that the image is stale",
    "ok 12 - reports ModuleNotFoundError: No module named 'x'",
]

RETRIED = signature("refused", "connect: connection refused", generic=True)
OVERCOME = [
    (
        "WARN database: connect: connection refused, retrying in 1s (attempt 1)",
        "INFO database: connected (attempt 2)",
    ),
    (
        '{"level":"warn","msg":"dial failed, will retry","error":"dial tcp: connect: connection refused"}',
        '{"level":"info","msg":"dial succeeded","attempt":2}',
    ),
    ("[WARN] simulated: connect: connection refused", "[INFO] Tests run: 6, Failures: 0, Errors: 0, Skipped: 0"),
]
STAYED = [
    ("ERROR database: connect: connection refused, retrying in 1s", "INFO mail: connected"),
    ("ERROR database: connect: connection refused, retrying", "ERROR database: not connected, giving up"),
    ("ERROR database: connect: connection refused", "[INFO] Tests run: 6, Failures: 1, Errors: 0, Skipped: 0"),
    ("INFO database: connected", "ERROR database: connect: connection refused, retrying"),
]


@pytest.mark.parametrize("lines", OVERCOME)
def test_a_failure_that_was_overcome_is_no_firm_finding(lines: tuple[str, ...]) -> None:
    """A retry that then succeeded, or a failure that a passing test provoked, leaves no strong or likely finding."""
    assert all(finding.strength == "possible" for finding in diagnose(log_of(*lines), RETRIED).findings)


@pytest.mark.parametrize("lines", STAYED)
def test_a_failure_that_stayed_is_found(lines: tuple[str, ...]) -> None:
    """Success of something else, before it, or not at all, does not excuse a failure."""
    assert [finding.strength != "possible" for finding in diagnose(log_of(*lines), RETRIED).findings] == [True]


SURROUNDED = [
    ("## 4.2.1", "", "- No longer stops with ModuleNotFoundError: No module named 'x'"),
    (
        "commit 5d11c2fa90b1",
        "Author: Ana <ana@example.test>",
        "",
        "    Explain ModuleNotFoundError: No module named 'x'",
    ),
    ("Usage: tool [OPTIONS]", "Options:", "    say ModuleNotFoundError: No module named 'x' when empty"),
    ("docs/run.md:12:If it says ModuleNotFoundError: No module named 'x', rebuild.",),
    ("imports_total{kind=\"ModuleNotFoundError: No module named 'x'\"} 0",),
    ("config retryOn: [\"ModuleNotFoundError: No module named 'x'\"]",),
]


@pytest.mark.parametrize("lines", SURROUNDED)
def test_the_surroundings_tell_a_mention(lines: tuple[str, ...]) -> None:
    """A release note, a commit, a usage text, a search result, a counter and a setting only mention it."""
    assert ids(diagnose(log_of(*lines), MODULE)) == []


@pytest.mark.parametrize("line", MENTIONS)
def test_a_line_that_only_mentions_the_failure_is_no_finding(line: str) -> None:
    """Tests that pass, changelogs, help texts, typed commands and comments talk about failures without having them."""
    assert ids(diagnose(log_of("start", line, "end"), MODULE)) == []


def test_a_mention_does_not_hide_the_failure_itself() -> None:
    """Beside a real occurrence, a mention is neither evidence nor counted."""
    log = log_of("* fix ModuleNotFoundError: No module named 'x' (#1)", "ModuleNotFoundError: No module named 'y'")

    finding = diagnose(log, MODULE).findings[0]

    assert (finding.count, finding.first_line, finding.captures) == (1, 2, {"module": "y"})


def test_limit_cuts_the_findings() -> None:
    """No more findings than asked for, the best ones."""
    log = log_of(
        "ModuleNotFoundError: No module named 'x'", "numpy.dtype size changed, may indicate binary incompatibility"
    )

    assert len(diagnose(log, MODULE, NUMPY, limit=1).findings) == 1


def test_a_secret_is_masked_before_a_long_line_is_cut() -> None:
    """A cut through a token would leave what no mask knows."""
    token = "abcdefghij0123456789" * 45
    finding = diagnose(
        log_of(f"{'x ' * 900}Authorization: Bearer {token} ModuleNotFoundError: No module named 'x'"), MODULE
    )

    evidence = finding.findings[0].evidence[0]
    start, end = evidence.spans[0]
    assert "abcdefghij" not in evidence.text
    assert evidence.text[start:end] == "ModuleNotFoundError: No module named 'x'"


def test_a_captured_value_is_masked_by_its_line() -> None:
    """A value that is secret by the name before it is hidden where it is captured too."""
    leaky = signature("leaky", "login refused, password={word}")

    finding = diagnose(log_of("ERROR login refused, password=hunter22"), leaky).findings[0]

    assert "hunter22" not in str(finding)
