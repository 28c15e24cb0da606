"""Signatures are run before they are trusted: on examples, on each other's, on ordinary logs."""

from dataclasses import replace

import pytest

from app.matching.signature import All, Condition, Example, Line, Regex, Sequence, Signature, Unless, Window
from app.records.conduct import check_conduct
from app.records.examples import check_examples
from app.records.generality import check_generality
from app.records.overlaps import check_overlaps
from app.records.parsed import Parsed
from app.records.problems import Problem
from app.records.reachability import check_exercised, check_reachability
from app.records.signature_yaml import parse_signature

FLUX = "ERROR the flux capacitor of cell 7 is misaligned"
DRIVE = "ERROR the improbability drive refuses the tea"
QUIET = "INFO all cells are aligned"


def examples(*logs: str) -> tuple[Example, ...]:
    """Three positive examples of these logs, and three negative ones."""
    positive = tuple(Example(logs[number % len(logs)]) for number in range(3))
    return (*positive, *(Example(f"{QUIET} {number}", matches=False) for number in range(3)))


def signature(id_: str, *match: Condition, log: str = FLUX, **fields: object) -> Parsed[Signature]:
    """A signature with these conditions and fields, and examples of one log."""
    whole = Signature(id_, id_, match or (Line("the flux capacitor of cell {cell:int} is misaligned"),), fix="Mend it.")
    whole = replace(whole, examples=examples(log))
    return Parsed(f"signatures/{id_}.yaml", replace(whole, **fields))  # type: ignore[arg-type]


def told(problems: list[Problem]) -> list[tuple[str, str]]:
    """Field and grade of each problem; each says what is wrong and how to mend it."""
    assert all(problem.what and problem.help for problem in problems)
    return [(problem.field, problem.grade) for problem in problems]


def records(*parsed: Parsed[Signature]) -> list[Signature]:
    """What was parsed."""
    return [one.draft for one in parsed if one.draft]


FLUX_CAPACITOR = signature("flux")
DRIVE_STUCK = signature("drive", Line("the improbability drive refuses the {drink}"), log=DRIVE)


def test_signatures_in_order() -> None:
    """Signatures that do what their examples say have no problems."""
    assert check_conduct([FLUX_CAPACITOR, DRIVE_STUCK]) == []


COUNTS: tuple[tuple[int, int, list[tuple[str, str]]], ...] = (
    (3, 3, []),
    (2, 3, [("examples", "warning")]),
    (3, 1, [("examples", "warning")]),
    (0, 3, [("examples", "error")]),
    (1, 0, [("examples", "warning"), ("examples", "error")]),
)


@pytest.mark.parametrize(("positive", "negative", "expected"), COUNTS)
def test_number_of_examples(positive: int, negative: int, expected: list[tuple[str, str]]) -> None:
    """None of a kind is refused, fewer than three are a warning."""
    chosen = (*examples(FLUX)[:positive], *examples(FLUX)[3 : 3 + negative])

    assert told(check_examples([signature("flux", examples=chosen)])) == expected


WRONG_EXAMPLES: tuple[tuple[str, Example, str], ...] = (
    ("is not matched", Example("ERROR something else"), "does not match this example"),
    ("captures something else", Example(FLUX, captures=(("cell", "8"),)), 'captures.cell is "7"'),
    ("names what is not there", Example(FLUX, also=("drive",)), "also names drive"),
    ("matches and must not", Example(FLUX, matches=False), "matches: false"),
    ("shows another first", Example(f"{DRIVE}\n{FLUX}"), "drive (0"),
)


@pytest.mark.parametrize(("name", "example", "what"), WRONG_EXAMPLES, ids=[row[0] for row in WRONG_EXAMPLES])
def test_wrong_examples(name: str, example: Example, what: str) -> None:  # noqa: ARG001
    """An example that shows something else than it says is told at its field."""
    wrong = signature("flux", examples=(*examples(FLUX), example))
    problems = check_examples([wrong], beside=records(DRIVE_STUCK))

    assert {problem.field for problem in problems} == {"examples[6]"}
    assert any(what in problem.what for problem in problems)


def test_a_draft_is_tried_but_not_refused() -> None:
    """The examples of a draft give warnings, and it does not disturb the active ones."""
    draft = signature("draft", Regex("flux .* misaligned"), status="draft", examples=())

    assert told(check_examples([draft, FLUX_CAPACITOR])) == [("examples", "warning")] * 2


BOTH = f"{FLUX}, and {DRIVE}"
# How two signatures say that they know of each other: fields of the one whose example it is, fields of the other.
SAID: tuple[tuple[str, dict[str, object], dict[str, object], bool], ...] = (
    ("nothing", {}, {}, True),
    ("also", {"examples": (Example(BOTH, also=("drive",)), *examples(FLUX))}, {}, False),
    ("explains", {"explains": ("drive",)}, {}, False),
    ("is explained", {}, {"explains": ("flux",)}, False),
    ("yields", {"yields_to": ("drive",)}, {}, False),
    ("is yielded to", {}, {"yields_to": ("flux",)}, False),
    ("is generic", {}, {"generic": True}, False),
    ("is retired", {}, {"status": "retired"}, False),
)


@pytest.mark.parametrize(("name", "own", "others", "is_told"), SAID, ids=[row[0] for row in SAID])
def test_two_that_match_each_others_examples(
    name: str,  # noqa: ARG001
    own: dict[str, object],
    others: dict[str, object],
    is_told: bool,
) -> None:
    """It is told to the author of either, with the name of the other, unless one of them says so."""
    fields = {"examples": (Example(BOTH), *examples(FLUX)), **own}
    flux = Parsed("signatures/flux.yaml", replace(records(FLUX_CAPACITOR)[0], **fields))  # type: ignore[arg-type]
    drive = replace(DRIVE_STUCK, draft=replace(records(DRIVE_STUCK)[0], **others))  # type: ignore[arg-type]

    to_flux = [
        problem for problem in check_examples([flux], beside=records(drive)) if "neither says so" in problem.what
    ]
    to_drive = check_overlaps([drive], beside=records(flux))

    assert [(problem.field, problem.grade) for problem in to_flux] == [("examples[0]", "warning")] * is_told
    assert [(problem.field, problem.grade) for problem in to_drive] == [("match[0]", "warning")] * is_told
    assert all("drive" in problem.what and "flux" in problem.help for problem in to_flux)
    assert all("flux" in problem.what and "drive" in problem.help for problem in to_drive)


def test_two_that_only_brush_each_other() -> None:
    """A finding that is only possible is no overlap."""
    calm = signature("flux", log=FLUX.replace("ERROR", "INFO"))
    vague = signature("vague", Regex("7 is"), log="7 is")

    assert check_overlaps([vague], beside=records(calm)) == []


LINES = Window(lines=1)
UNREACHABLE: tuple[tuple[str, Condition, tuple[Unless, ...], list[tuple[str, str]]], ...] = (
    ("a line break", Regex(r"Traceback\n.*Error"), (), [("match[0]", "error")]),
    ("a line break in one way", Regex(r"Traceback(?:\n|:) .*Error"), (), []),
    ("a colour", Regex("\x1b\\[31mERROR flux"), (), [("match[0]", "error")]),
    ("a tab", Regex(r"ERROR\tflux"), (), []),
    ("an anchor in the middle", Regex(r"ERROR ^flux"), (), [("match[0]", "error")]),
    ("an end in the middle", Regex(r"ERROR$ flux"), (), [("match[0]", "error")]),
    ("anchors around", Regex(r"^ERROR (?:flux|drive)$"), (), []),
    ("a part", All((Regex(r"a flux\r"), Line("a drive"))), (), [("match[0].all[0]", "error")]),
    (
        "a sequence too near",
        Sequence((Line("one"), Line("two"), Line("three")), LINES),
        (),
        [("match[0].within", "error")],
    ),
    ("a sequence just so", Sequence((Line("one"), Line("two")), LINES), (), []),
    ("a count too near", Line("a flux", count=3, within=LINES), (), [("match[0].within", "error")]),
    ("a count in time", Line("a flux", count=3, within=Window(seconds=0.5)), (), []),
    ("all on one line", All((Line("one"), Line("two"), Line("three")), LINES), (), []),
    ("what rules itself out", Line("the flux of {cell} failed"), (Unless(Line("flux of")),), [("match[0]", "error")]),
    ("in each way", Regex("flux (?:1|2) failed"), (Unless(Regex(r"flux \d"), LINES),), [("match[0]", "error")]),
    ("not in each way", Regex("(?:flux|drive) failed"), (Unless(Line("flux failed")),), []),
    ("the hole may hold it", Line("the flux of {cell} failed"), (Unless(Line("of a test failed")),), []),
    ("below it only", Line("the flux failed"), (Unless(Line("flux"), LINES, "after"),), []),
    ("an exception that cannot be", Line("flux"), (Unless(Regex(r"a\nb")),), [("unless[0]", "error")]),
)


@pytest.mark.parametrize(("name", "condition", "unless", "expected"), UNREACHABLE, ids=[row[0] for row in UNREACHABLE])
def test_conditions_that_cannot_hold(
    name: str,  # noqa: ARG001
    condition: Condition,
    unless: tuple[Unless, ...],
    expected: list[tuple[str, str]],
) -> None:
    """A condition that no log satisfies, or that an exception always takes back, is an error at its field."""
    assert told(check_reachability([signature("a", condition, unless=unless)])) == expected


def test_a_condition_twice() -> None:
    """The same condition again decides nothing."""
    twice = signature("a", Line("the flux"), Line("the drive"), Line("the flux"))

    assert told(check_reachability([twice])) == [("match[2]", "warning")]


def test_conditions_that_no_example_has() -> None:
    """They are listed in one warning, at the first of them."""
    wide = signature("a", Line("the flux capacitor"), Line("the drive"), Line("the tea"))
    problems = check_exercised([wide])

    assert told(problems) == [("match[1]", "warning")]
    assert "match[1] and match[2] of 3 conditions hold in no" in problems[0].what
    assert check_exercised([FLUX_CAPACITOR]) == []


GENERAL: tuple[tuple[str, Condition, tuple[Unless, ...], list[tuple[str, str]]], ...] = (
    ("particular", Line("the flux capacitor is misaligned"), (), []),
    ("a passing test", Line("test_{name} PASSED"), (), [("match[0]", "warning")]),
    ("a message of ordinary lines", Line("checkpoint complete: wrote"), (), [("match[0]", "error")]),
    ("unless", Line("checkpoint complete: wrote"), (Unless(Line("checkpoint complete")),), []),
    ("a short text", Line("E40{code}7"), (), [("match[0]", "warning")]),
    ("a short way", Regex("E40|the flux is misaligned"), (), [("match[0]", "warning")]),
    ("two short texts", All((Line("E40"), Line("F50"))), (), []),
)


@pytest.mark.parametrize(("name", "condition", "unless", "expected"), GENERAL, ids=[row[0] for row in GENERAL])
def test_conditions_too_general(
    name: str,  # noqa: ARG001
    condition: Condition,
    unless: tuple[Unless, ...],
    expected: list[tuple[str, str]],
) -> None:
    """Firmly found in ordinary logs is an error; a bare hit, or hardly any text, a warning."""
    assert told(check_generality([signature("a", condition, unless=unless)])) == expected


def test_what_is_too_general_is_shown() -> None:
    """The share of ordinary lines, and one of them."""
    problem = check_generality([signature("a", Line("checkpoint complete: wrote"))])[0]

    assert "of 10,000 ordinary lines (" in problem.what
    assert "checkpoint complete: wrote" in problem.what.rpartition(': "')[2]


def test_problems_have_lines() -> None:
    """A problem of a signature from a file says the line of the condition."""
    text = "id: a\ntitle: A\nmatch:\n  - line: the flux capacitor\n  - regex: 'a\\nb'\nfix: Mend it.\n"
    problems = check_reachability([parse_signature(text, path="signatures/a.yaml")])

    assert [str(problem).partition("\n")[0].partition("  ")[0] for problem in problems] == ["signatures/a.yaml:5"]
