"""What is set aside: a known failure whose words stand in a log that does not state it, with what tells so."""

from app.matching.matcher import Matcher
from tests.matching.conftest import diagnose, log_of, signature

MODULE = signature("module-missing", "ModuleNotFoundError: No module named '{module:word}'")
REFUSED = signature("refused", "Connection refused")
BOTH = Matcher([MODULE, REFUSED])

RECOVERED = (
    "2026-02-02 11:00:00 WARN  db: Connection refused, retrying in 1 s (attempt 1)",
    "2026-02-02 11:00:01 INFO  db: connected after 2 attempts",
)


def test_a_passing_test_is_set_aside_with_its_line_and_the_reason() -> None:
    """Who wonders why a word was not found reads where it was seen, and why that is no finding."""
    diagnosis = diagnose(
        log_of("ok", "tests/test_boot.py::test[ModuleNotFoundError: No module named 'x'] PASSED"), MODULE
    )

    (one,) = diagnosis.set_aside
    assert diagnosis.findings == ()
    assert (one.signature, one.line, one.reason) == ("module-missing", 2, "the line is a passing test")


def test_a_failure_that_was_overcome_is_set_aside_and_leaves_the_log_healthy() -> None:
    """A retry that succeeded is over: the log shows no failure that somebody should describe."""
    diagnosis = diagnose(log_of(*RECOVERED), REFUSED)

    assert diagnosis.verdict == "healthy"
    assert diagnosis.shape is None
    assert [one.reason for one in diagnosis.set_aside] == ["the same operation succeeded later"]


def test_another_failure_beside_it_keeps_the_log_unknown() -> None:
    """What is set aside hides nothing else that failed."""
    diagnosis = diagnose(log_of(*RECOVERED, "2026-02-02 11:00:09 FATAL flux capacitor misaligned"), REFUSED)

    assert diagnosis.verdict == "unknown"
    assert diagnosis.shape is not None


def test_a_finding_is_not_set_aside_for_its_other_lines() -> None:
    """A failure that one line states is found, whatever other lines say of it."""
    log = log_of("* fix ModuleNotFoundError: No module named 'y'", "ModuleNotFoundError: No module named 'x'")

    diagnosis = BOTH.diagnose(log)

    assert [finding.signature for finding in diagnosis.findings] == ["module-missing"]
    assert diagnosis.set_aside == ()


def test_what_is_set_aside_is_masked() -> None:
    """A secret on the line stays inside."""
    diagnosis = BOTH.diagnose(log_of("ok 3 - Connection refused by https://me:hunter22@db.example.test/ PASSED"))

    assert len(diagnosis.set_aside) == 1
    assert "hunter22" not in str(diagnosis)
