"""What count, within, all, sequence and unless mean, shown on small logs."""

import pytest

from app.matching.signature import All, Condition, Line, Sequence, Unless, Window
from tests.matching.conftest import diagnose, ids, log_of, signature

LINES = Window
A, B, C = Line("alpha failed"), Line("beta failed"), Line("gamma failed")

# name, condition, lines of the log, and the first and last line of evidence (None: not found)
CASES: list[tuple[str, Condition, list[str], tuple[int, int] | None]] = [
    ("a line anywhere in a line", A, ["x", "so alpha failed now"], (2, 2)),
    ("count reached", Line("alpha failed", count=3), ["alpha failed"] * 3, (1, 3)),
    ("count not reached", Line("alpha failed", count=3), ["alpha failed"] * 2, None),
    ("count within lines", Line("alpha failed", count=2, within=LINES(lines=2)), ["alpha failed", "", "alpha failed"], (1, 3)),
    ("count not within lines", Line("alpha failed", count=2, within=LINES(lines=1)), ["alpha failed", "", "alpha failed"], None),
    ("all in any order", All((A, B)), ["beta failed", "x", "alpha failed"], (1, 3)),
    ("all needs each", All((A, B)), ["beta failed", "beta failed"], None),
    ("all within", All((A, B), LINES(lines=1)), ["alpha failed", "x", "x", "beta failed", "alpha failed"], (4, 5)),
    ("all not within", All((A, B), LINES(lines=1)), ["alpha failed", "x", "beta failed"], None),
    ("a sequence in order", Sequence((A, B)), ["alpha failed", "beta failed"], (1, 2)),
    ("a sequence out of order", Sequence((A, B)), ["beta failed", "alpha failed"], None),
    ("a sequence takes the later start that fits", Sequence((A, B), LINES(lines=1)),
     ["alpha failed", "x", "alpha failed", "beta failed"], (3, 4)),
    ("a sequence needs later lines", Sequence((A, B)), ["alpha failed and beta failed"], None),
    ("all inside a sequence", Sequence((All((A, B)), C)), ["beta failed", "alpha failed", "gamma failed"], (1, 3)),
    ("a sequence whose group comes last", Sequence((C, All((A, B)))), ["alpha failed", "gamma failed", "beta failed"], None),
    ("seconds by time of day", Sequence((A, B), LINES(seconds=30)),
     ["10:00:00 alpha failed", "10:00:30 beta failed"], (1, 2)),
    ("seconds exceeded", Sequence((A, B), LINES(seconds=30)), ["10:00:00 alpha failed", "10:00:31 beta failed"], None),
    ("seconds across forms of time", Sequence((A, B), LINES(seconds=2)),
     ["2026-01-03T10:00:00.5Z alpha failed", "2026-01-03 10:00:02 beta failed"], (1, 2)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "lines", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_conditions_hold(condition: Condition, lines: list[str], expected: tuple[int, int] | None) -> None:
    """A condition holds on the lines that the table says."""
    findings = diagnose(log_of(*lines), signature("it", condition)).findings

    assert [(finding.first_line, finding.last_line) for finding in findings] == ([expected] if expected else [])


HEALTHY = Line("recovered")
GUARDS = [
    ("anywhere", Unless(HEALTHY), ["recovered", *["x"] * 50, "alpha failed"], False),
    ("absent", Unless(HEALTHY), ["alpha failed"], True),
    ("near, after", Unless(HEALTHY, LINES(lines=2)), ["alpha failed", "x", "recovered"], False),
    ("near, before", Unless(HEALTHY, LINES(lines=2)), ["recovered", "x", "alpha failed"], False),
    ("too far", Unless(HEALTHY, LINES(lines=2)), ["alpha failed", "x", "x", "recovered"], True),
    ("only before counts", Unless(HEALTHY, LINES(lines=2), "before"), ["alpha failed", "recovered"], True),
    ("only after counts", Unless(HEALTHY, LINES(lines=2), "after"), ["recovered", "alpha failed"], True),
    ("on the same line", Unless(HEALTHY, LINES(lines=0)), ["alpha failed, recovered"], False),
]


@pytest.mark.parametrize(("guard", "lines", "found"), [case[1:] for case in GUARDS], ids=[case[0] for case in GUARDS])
def test_unless_rules_out(guard: Unless, lines: list[str], found: bool) -> None:
    """What stands under unless rules the failure out where the table says."""
    diagnosis = diagnose(log_of(*lines), signature("it", A, unless=(guard,)))

    assert bool(diagnosis.findings) is found


def test_unless_rules_out_single_places() -> None:
    """A near disturbance takes away its own place, not the others."""
    guard = Unless(HEALTHY, Window(lines=1))
    log = log_of("alpha failed", "recovered", "x", "x", "alpha failed")

    finding = diagnose(log, signature("it", A, unless=(guard,))).findings[0]

    assert (finding.count, finding.first_line) == (1, 5)


def test_a_duration_without_times_counts_lines_and_says_so() -> None:
    """Where the log has no times, a duration is 200 lines, and the finding notes it."""
    condition = Sequence((A, B), Window(seconds=30))
    near = diagnose(log_of("alpha failed", *["x"] * 150, "beta failed"), signature("it", condition))
    far = diagnose(log_of("alpha failed", *["x"] * 250, "beta failed"), signature("it", condition))

    assert "times are unknown" in near.findings[0].notes[0]
    assert far.findings == ()


def test_a_flood_is_counted_whole() -> None:
    """The count is exact beyond the places that are looked at one by one."""
    finding = diagnose(log_of(*["alpha failed"] * 20_000), signature("it", A)).findings[0]

    assert finding.count == 20_000
    assert (finding.first_line, finding.last_line) == (1, 20_000)


def test_two_alternatives_on_one_line_are_one_place() -> None:
    """Alternatives that match the same line count once."""
    finding = diagnose(log_of("alpha failed"), signature("it", A, Line("pha failed"))).findings[0]

    assert finding.count == 1
    assert len(finding.evidence) == 1


def test_a_condition_of_many_parts_outweighs_one_of_its_lines() -> None:
    """Several conditions that agree make a finding surer."""
    log = log_of("alpha failed", "beta failed")
    both = diagnose(log, signature("it", Sequence((A, B))))
    one = diagnose(log, signature("it", A))

    weights = [sum(reason.weight for reason in diagnosis.findings[0].why) for diagnosis in (both, one)]
    assert weights[0] > weights[1]
    assert ids(both) == ids(one)
