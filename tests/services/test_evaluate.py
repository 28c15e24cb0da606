"""The figures of the matcher: each counts what its definition says."""

import json

import pytest

from app.matching.matcher import Matcher
from app.matching.signature import Line, Signature
from app.services.evaluate import BrokenCases, Figures, figures, judge, read_cases

SIGNATURES = (
    Signature("cause", "Cause", (Line("ERROR the flux capacitor is misaligned"),), explains=("effect",)),
    Signature("effect", "Effect", (Line("ERROR the drive stopped moving"),), role="effect"),
    Signature("noise", "Noise", (Line("ERROR something generic went wrong"),), generic=True),
)
MATCHER = Matcher(SIGNATURES)
CAUSE, EFFECT, NOISE = (
    "ERROR the flux capacitor is misaligned",
    "ERROR the drive stopped moving",
    "ERROR something generic went wrong",
)


def case(name: str, log: str, expect: str | None, *also: str) -> dict[str, object]:
    """A labelled case as it stands in a file."""
    return {"case": name, "log": log, "expect": expect, "also": list(also)}


def figures_of(*cases: dict[str, object]) -> Figures:
    """The figures over these cases."""
    lines = "\n".join(json.dumps(one) for one in cases)
    return figures(list(judge(MATCHER, read_cases(lines))), generic=frozenset({"noise"}), signatures=SIGNATURES)


def test_perfect_figures() -> None:
    """All right: every share is one, and no case fails."""
    result = figures_of(case("a", f"{EFFECT}\n{CAUSE}", "cause", "effect"), case("b", "INFO ok", None))

    assert (result.top1, result.top3, result.recall, result.precision, result.silence) == (1, 1, 1, 1, 1)
    assert result.failing == ()


def test_a_wrong_first_finding_counts_for_top3_only() -> None:
    """The expected cause second: not top-1, but top-3 and recall."""
    result = figures_of(case("a", f"{CAUSE}\n{EFFECT}", "effect", "cause"))

    assert (result.top1, result.top3, result.recall) == (0, 1, 1)
    assert result.failing[0].faults == ("effect ranks 2, behind cause",)


def test_an_undeclared_finding_costs_precision() -> None:
    """A firm finding that is neither expected nor declared is wrong."""
    result = figures_of(case("a", f"{CAUSE}\n{EFFECT}", "cause"))

    assert result.precision == 0.5
    assert "effect was found" in result.failing[0].faults[0]


def test_a_finding_in_a_silent_case_breaks_silence() -> None:
    """A case without a known failure must have no firm finding."""
    result = figures_of(case("a", CAUSE, None), case("b", "INFO ok", None))

    assert result.silence == 0.5
    assert result.top1 is None


MISSED = (
    ("nothing of it", case("a", "INFO ok", "cause"), "cause was not found: none of its conditions holds"),
    (
        "only mentioned",
        case("a", f"start\nclient.test > {CAUSE} PASSED", "cause"),
        "cause was not found: match[0] holds on line 2, but weighs too little there",
    ),
    ("unknown", case("a", CAUSE, "flux"), "flux was not found: the library has no such signature"),
    ("not first", case("a", f"{CAUSE}\n{EFFECT}", "effect", "cause"), "effect ranks 2, behind cause"),
    ("too much", case("a", CAUSE, None), "cause was found, which the log does not show"),
)


@pytest.mark.parametrize(("name", "wrong", "fault"), MISSED, ids=[row[0] for row in MISSED])
def test_a_failing_case_says_why(name: str, wrong: dict[str, object], fault: str) -> None:  # noqa: ARG001
    """What is wrong, and for what was not found whether it is not there or weighs too little."""
    assert figures_of(wrong).failing[0].faults[0].startswith(fault)


def test_a_failing_case_shows_what_was_found_instead() -> None:
    """Each finding with its line, its text and the parts of its score."""
    found = figures_of(case("a", f"INFO ok\n{CAUSE}", "effect")).failing[0].found[0]

    assert (found.signature, found.line, found.text) == ("cause", 2, CAUSE)
    assert any(part.startswith("logged as error +") for part in found.why)


def test_a_generic_id_in_also_need_not_be_found() -> None:
    """It counts for precision when found, and is not missed when not."""
    missing = figures_of(case("a", CAUSE, "cause", "noise"))
    found = figures_of(case("a", f"{CAUSE}\n{NOISE}", "cause", "noise"))

    assert (missing.recall, missing.failing) == (1, ())
    assert found.precision == 1


def test_calibration_compares_confidence_with_truth() -> None:
    """The error is the mean distance between how sure and how often right."""
    right = figures_of(case("a", CAUSE, "cause"))
    wrong = figures_of(case("a", CAUSE, None))

    assert right.calibration_error == pytest.approx(1 - right.bins[0].confidence)
    assert wrong.calibration_error == pytest.approx(wrong.bins[0].confidence)


def test_broken_cases_are_all_told() -> None:
    """Every line that is no case is named, with its number."""
    with pytest.raises(BrokenCases) as caught:
        read_cases('{"case": "a"}\n\nnot json\n{"case": "b", "log": "x", "expect": null}\n')

    assert [line for line, _ in caught.value.faults] == [1, 3]


def test_line_separators_inside_a_log_do_not_end_a_case() -> None:
    """Only a line feed ends a line of JSON lines."""
    assert len(read_cases('{"case": "a", "log": "x\u2028y\u0085z", "expect": null}\n')) == 1
