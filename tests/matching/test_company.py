"""Unrelated failures side by side are a list of messages; related ones, or those of several programs, are an incident."""

from app.logs import Log
from app.matching.matcher import Matcher
from app.matching.parts import Part
from app.matching.sightings import Sighting
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


def sightings(log: Log) -> list[tuple[Sighting, tuple[Part, ...]]]:
    """Where both show, with the parts of their scores."""
    return Matcher([quota(), mirror()]).sightings(log)


def doubts(log: Log, *signatures: Signature) -> dict[str, str]:
    """Why each sighting is doubted for its company, by signature."""
    return {
        sighting.signature.id: part.reason
        for sighting, parts in Matcher(signatures).sightings(log)
        for part in parts
        if part.name == "strangers"
    }


def test_two_strangers_line_by_line_are_doubted() -> None:
    """Each says beside what it stands, and neither is sure."""
    log = log_of("known texts:", QUOTA, MIRROR)

    assert doubts(log, quota(), mirror()) == {
        "quota": "stands beside mirror, as in a list of messages",
        "mirror": "stands beside quota, as in a list of messages",
    }
    assert diagnose(log, quota()).findings[0].strength == "strong"
    assert all(finding.strength == "possible" for finding in diagnose(log, quota(), mirror()).findings)


def test_what_a_logger_marks_as_failing_is_in_no_list() -> None:
    """So is an event of Kubernetes, and what goes on from a line that a logger wrote."""
    logged = log_of(f"2025-02-02 10:00:00 {QUOTA}", f"2025-02-02 10:00:01 {MIRROR}")
    told = log_of("2025-02-02 10:00:00 ERROR two things:", QUOTA, MIRROR)
    settings = log_of(f"2025-02-02 10:00:00 INFO text[0]={QUOTA}", f"2025-02-02 10:00:00 INFO text[1]={MIRROR}")
    events = log_of(f"2m  Warning  Failed  pod/a  {QUOTA}", f"3m  Warning  Failed  pod/b  {MIRROR}")

    assert not doubts(logged, quota(), mirror())
    assert not doubts(told, quota(), mirror())
    assert not doubts(events, quota(), mirror())
    assert doubts(settings, quota(), mirror())


def test_a_cause_and_what_follows_from_it_are_no_strangers() -> None:
    """So are two of which one is preferred to the other."""
    log = log_of(QUOTA, MIRROR)

    assert not doubts(log, quota(explains=("mirror",)), mirror())
    assert not doubts(log, quota(), mirror(yields_to=("quota",)))


def test_an_effect_comes_with_anything() -> None:
    """It is no stranger, and nothing is a stranger to it."""
    assert not doubts(log_of(QUOTA, MIRROR), quota(role="effect"), mirror())


def test_a_generic_failure_comes_with_what_it_made_fail() -> None:
    """Only two generic ones are strangers."""
    log = log_of(QUOTA, MIRROR)

    assert not doubts(log, quota(generic=True), mirror())
    assert doubts(log, quota(generic=True), mirror(generic=True))


def test_beside_mentions_a_failure_is_doubted() -> None:
    """Where the lines around only talk about failures, each says so of which."""
    page = log_of("# Runbook", f"* fix: {MIRROR} (#41)", QUOTA)
    parts = {one.signature.id: {part.name: part.reason for part in parts} for one, parts in sightings(page)}

    assert parts["quota"]["talk"] == "stands beside mirror, which the lines only mention"
    assert "mention" in parts["mirror"]
    assert "talk" not in parts["mirror"]


def test_each_command_fails_for_itself() -> None:
    """Where a command was typed between them, each is the answer to another one."""
    session = log_of("$ make quota", QUOTA, "$ make mirror", MIRROR)
    printed = log_of("$ cat known.txt", QUOTA, MIRROR)

    assert not doubts(session, quota(), mirror())
    assert doubts(printed, quota(), mirror())


def test_failures_far_apart_are_no_list() -> None:
    """Between them stands what a program did."""
    between = [f"10:00:0{second} INFO served {second}" for second in range(6)]

    assert not doubts(log_of(QUOTA, *between, MIRROR), quota(), mirror())


def test_two_programs_may_fail_at_once() -> None:
    """Lines of different containers say nothing about each other."""
    apart = log_of(f"api-1  | {QUOTA}", f"worker-1  | {MIRROR}", f"api-1  | {QUOTA}", f"worker-1  | {MIRROR}")
    together = log_of(f"api-1  | {QUOTA}", f"api-1  | {MIRROR}", "worker-1  | ready", "worker-1  | ready")

    assert not doubts(apart, quota(), mirror())
    assert doubts(together, quota(), mirror())


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

    assert not doubts(trace, quota(), mirror())
