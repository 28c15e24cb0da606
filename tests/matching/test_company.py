"""Unrelated failures side by side are a list of messages; related ones, or those of several programs, are an incident."""

from app.matching.diagnosis import Finding
from app.matching.signature import Signature
from tests.matching.conftest import diagnose, log_of, signature

QUOTA = "ERROR quota of the project ledger-7 is used up"
MIRROR = "ERROR mirror alpha.example.test has no such archive"


def quota(**fields: object) -> Signature:
    """One failure."""
    return signature("quota", QUOTA, **fields)


def mirror(**fields: object) -> Signature:
    """Another one, which has nothing to do with it."""
    return signature("mirror", MIRROR, **fields)


def reasons(findings: tuple[Finding, ...]) -> list[str]:
    """Why each finding was doubted for its company."""
    return [part.reason for finding in findings for part in finding.why if "stands beside" in part.reason]


def test_two_strangers_line_by_line_are_doubted() -> None:
    """Each is only possible, and says beside what it stands."""
    found = diagnose(log_of("known texts:", QUOTA, MIRROR), quota(), mirror()).findings

    assert {finding.strength for finding in found} == {"possible"}
    assert reasons(found) == [
        "stands beside mirror, as in a list of messages",
        "stands beside quota, as in a list of messages",
    ]


def test_a_cause_and_what_follows_from_it_are_no_strangers() -> None:
    """So are two of which one is preferred to the other."""
    log = log_of(QUOTA, MIRROR)

    assert not reasons(diagnose(log, quota(explains=("mirror",)), mirror()).findings)
    assert not reasons(diagnose(log, quota(), mirror(yields_to=("quota",))).findings)


def test_an_effect_comes_with_anything() -> None:
    """It is no stranger, and nothing is a stranger to it."""
    assert not reasons(diagnose(log_of(QUOTA, MIRROR), quota(role="effect"), mirror()).findings)


def test_a_generic_failure_comes_with_what_it_made_fail() -> None:
    """Only two generic ones are strangers."""
    log = log_of(QUOTA, MIRROR)

    assert not reasons(diagnose(log, quota(generic=True), mirror()).findings)
    assert reasons(diagnose(log, quota(generic=True), mirror(generic=True)).findings)


def test_failures_far_apart_are_no_list() -> None:
    """Between them stands what a program did."""
    between = [f"10:00:0{second} INFO served {second}" for second in range(6)]

    assert not reasons(diagnose(log_of(QUOTA, *between, MIRROR), quota(), mirror()).findings)


def test_two_programs_may_fail_at_once() -> None:
    """Lines of different containers say nothing about each other."""
    apart = log_of(f"api-1  | {QUOTA}", f"worker-1  | {MIRROR}", f"api-1  | {QUOTA}", f"worker-1  | {MIRROR}")
    together = log_of(f"api-1  | {QUOTA}", f"api-1  | {MIRROR}", "worker-1  | ready", "worker-1  | ready")

    assert not reasons(diagnose(apart, quota(), mirror()).findings)
    assert reasons(diagnose(together, quota(), mirror()).findings)


def test_one_stack_trace_names_one_failure() -> None:
    """The exceptions of a chain are no strangers to each other."""
    trace = log_of(
        "Traceback (most recent call last):",
        '  File "/app/main.py", line 3, in run',
        "    fetch()",
        f"LookupError: {MIRROR}",
        "",
        "The above exception was the direct cause of the following exception:",
        "",
        "Traceback (most recent call last):",
        '  File "/app/main.py", line 5, in run',
        f"RuntimeError: {QUOTA}",
    )

    assert not reasons(diagnose(trace, quota(), mirror()).findings)
