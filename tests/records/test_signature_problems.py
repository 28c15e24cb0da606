"""What is wrong with a signature is said at its line, with a way to mend it, and all at once."""

import pytest

from app.matching.signature import All, Line, Regex, Sequence, Unless, Window
from app.records.problems import Problem, errors
from app.records.signature_form import signature_from_data
from app.records.signature_yaml import parse_signature

HEAD = "id: disk-full\ntitle: Disk is full\nmatch:\n  - line: 'No space left on {device:path}'\n"


def found(text: str) -> list[tuple[int, str, str]]:
    """Line, field and grade of each problem."""
    problems = parse_signature(text, path="disk-full.yaml").problems
    assert all(problem.what and problem.help for problem in problems)
    return [(problem.line, problem.field, problem.grade) for problem in problems]


ADDED = (
    ("unknown field", "titel: x", (5, "titel", "error")),
    ("unknown field of a condition", "unless: [{line: x, befor: 3 lines}]", (5, "unless[0].befor", "error")),
    ("wrong choice", "role: efect", (5, "role", "error")),
    ("wrong severity", "severity: urgent", (5, "severity", "error")),
    ("text for a list", "tags: disk", (5, "tags", "error")),
    ("list for a text", "cause: [a]", (5, "cause", "error")),
    ("mapping for a text", "fix: {a: b}", (5, "fix", "error")),
    ("no boolean", "generic: perhaps", (5, "generic", "error")),
    ("no id", "explains: [Not An Id]", (5, "explains[0]", "error")),
    ("explains itself", "explains:\n  - a\n  - disk-full", (7, "explains[1]", "error")),
    ("yields to itself", "yields_to: [disk-full]", (5, "yields_to[0]", "error")),
    ("unknown hole", "fix: |\n  Mount {devise} again.", (5, "fix", "error")),
    ("unknown form of a hole", "fix: '{device|upper}'", (5, "fix", "error")),
    ("lone brace", "fix: 'awk {print $1}'", (5, "fix", "warning")),
    ("hole in a command", "commands:\n  - text: df {mount}", (6, "commands[0].text", "error")),
    ("hole in what is expected", "commands:\n  - text: df\n    expected: '{x}'", (7, "commands[0].expected", "error")),
    ("no rollback", "commands:\n  - text: rm\n    risk: destructive", (6, "commands[0].rollback", "error")),
    ("no command", "commands:\n  - phase: fix", (6, "commands[0].text", "error")),
    ("no log", "examples:\n  - matches: false", (6, "examples[0].log", "error")),
    (
        "negative captures",
        "examples: [{log: x, matches: no, captures: {device: y}}]",
        (5, "examples[0].captures", "error"),
    ),
    ("unknown capture", "examples: [{log: x, captures: {devise: y}}]", (5, "examples[0].captures.devise", "error")),
    ("captures are no mapping", "examples: [{log: x, captures: [device]}]", (5, "examples[0].captures", "error")),
    ("twice", "title: Again", (5, "title", "error")),
    ("anchor", "cause: &a text", (5, "cause", "error")),
    ("alias", "cause: *a", (5, "cause", "error")),
    ("tag", "cause: !!binary x", (5, "cause", "error")),
    ("no mapping", "unless: [line]", (5, "unless[0]", "error")),
    ("unless in both ways", "unless: [{line: x, before: 1s, after: 1s}]", (5, "unless[0].after", "error")),
    ("unless with count", "unless: [{line: x, count: 2}]", (5, "unless[0].count", "error")),
)


@pytest.mark.parametrize(("name", "added", "expected"), ADDED, ids=[row[0] for row in ADDED])
def test_one_fault(name: str, added: str, expected: tuple[int, str, str]) -> None:  # noqa: ARG001
    """A fault is one problem, at its line and field."""
    problems = found(HEAD + added + "\n")

    assert problems == [expected]


CONDITIONS = (
    ("nothing", "- count: 3", "match[0]"),
    ("empty line", "- line: ''", "match[0].line"),
    ("empty regex", "- regex: ' '", "match[0].regex"),
    ("null line", "- line:", "match[0]"),
    ("starts with a hole", "- line: '{x} failed'", "match[0].line"),
    ("look-ahead", "- regex: 'a(?=b)'", "match[0].regex"),
    ("both", "- line: a\n    regex: b", "match[0].regex"),
    ("no number", "- line: a\n    count: many", "match[0].count"),
    ("zero", "- line: a\n    count: 0", "match[0].count"),
    ("count of all", "- all: [{line: a}, {line: b}]\n    count: 2", "match[0].count"),
    ("case of a sequence", "- sequence: [{line: a}, {line: b}]\n    ignore_case: true", "match[0].ignore_case"),
    ("empty all", "- all: []", "match[0].all"),
    ("fault inside", "- all: [{line: a}, {lin: b}]", "match[0].all[1]"),
    ("no window", "- all: [{line: a}, {line: b}]\n    within: soon", "match[0].within"),
    ("number without unit", "- all: [{line: a}, {line: b}]\n    within: 30", "match[0].within"),
    ("too deep", "- all: [{all: [{all: [{all: [{all: [{line: a}]}]}]}]}]", "match[0].all[0].all[0].all[0].all[0].all"),
    ("not a mapping", "- No space left", "match[0]"),
)


@pytest.mark.parametrize(("name", "condition", "field"), CONDITIONS, ids=[row[0] for row in CONDITIONS])
def test_faulty_condition(name: str, condition: str, field: str) -> None:  # noqa: ARG001
    """A condition that cannot work is refused at its field; the other conditions still count."""
    parsed = parse_signature(f"id: x\ntitle: X\nmatch:\n  {condition}\n  - line: good\n", path="")

    assert field in [problem.field for problem in parsed.problems]
    assert parsed.record is None
    assert parsed.draft is not None
    assert Line("good") in parsed.draft.match


SYNTAX = (
    ("tab", "id: x\n\ttitle: y", 2, "tab"),
    ("colon", "id: x\ntitle: a: b", 2, "quotes"),
    ("open quote", "id: x\ntitle: 'a\ncause: b\n", 2, "close the quotes"),
    ("open bracket", "id: x\ntags: [a\n", 2, "bracket"),
    ("sign", "id: x\ntitle: @a", 2, "quotes"),
    ("escape", 'id: x\ntitle: "\\d"', 2, "single quotes"),
    ("second document", "id: x\n---\nid: y", 2, "one record"),
    ("NUL", "id: x\ntitle: a\0b", 2, "take it out"),
    ("control character", "id: x\ntitle: a\x07b", 2, "\\x07"),
    ("half a character", "id: \ud800", 1, "take it out"),
    ("brackets without end", "[" * 100_000, 1, "few levels"),
    ("list", "- a", 1, "the fields are"),
)


@pytest.mark.parametrize(("name", "text", "line", "help_"), SYNTAX, ids=[row[0] for row in SYNTAX])
def test_unreadable(name: str, text: str, line: int, help_: str) -> None:  # noqa: ARG001
    """A text that is not YAML, or not a record, is one problem with its line and a hint."""
    (problem,) = errors(parse_signature(text, path="").problems)

    assert problem.line == line
    assert help_ in problem.help


def test_empty_file() -> None:
    """An empty file names the fields that a signature has."""
    (problem,) = parse_signature("", path="x.yaml").problems

    assert "id, title" in problem.help


def test_all_at_once() -> None:
    """An author is told of everything in one go, in the order of the file."""
    problems = found("idd: x\nmatch:\n  - lin: a\nrole: no\nexplains: x\n")

    assert [line for line, _, _ in problems] == sorted(line for line, _, _ in problems)
    assert {"idd", "id", "title", "match[0].lin", "role", "explains"} <= {field for _, field, _ in problems}


def test_did_you_mean() -> None:
    """An unknown word comes with the nearest known one."""
    (problem,) = parse_signature(HEAD + "yield_to: [x]\n", path="").problems

    assert problem.help == 'did you mean "yields_to"?'


def test_captures_unknown_while_a_condition_is_broken() -> None:
    """Holes are not called unknown while a condition that may capture them cannot be read."""
    problems = found("id: disk-full\ntitle: X\nmatch:\n  - regex: '(?P<module>a)('\n  - line: b\nfix: '{module}'\n")

    assert [field for _, field, _ in problems] == ["match[0].regex"]


def test_scalars_stay_text() -> None:
    """What other readers of YAML take for a boolean, a number or a day is text here."""
    text = HEAD + "tags: [no, 1.10, 2025-09-04, 0x1F]\nexamples: [{log: x, captures: {device: 010}}]\n"
    record = parse_signature(text, path="").record

    assert record is not None
    assert record.tags == ("no", "1.10", "2025-09-04", "0x1F")
    assert record.examples[0].captures == (("device", "010"),)


def test_conditions() -> None:
    """Conditions come through with all that is said of them."""
    text = """
id: x
title: X
match:
  - sequence:
      - regex: 'a+'
        ignore_case: yes
      - all: [{line: b, count: 3, within: 500ms}, {line: c}]
        within: 2m
    within: 50 lines
unless:
  - line: d
  - regex: e
    before: 1 line
  - line: f
    after: 1h
"""
    record = parse_signature(text, path="").record

    assert record is not None
    inner = All((Line("b", count=3, within=Window(seconds=0.5)), Line("c")), Window(seconds=120))
    assert record.match == (Sequence((Regex("a+", ignore_case=True), inner), Window(lines=50)),)
    assert record.unless == (
        Unless(Line("d")),
        Unless(Regex("e"), Window(lines=1), "before"),
        Unless(Line("f"), Window(seconds=3600), "after"),
    )


def test_window_of_one_line() -> None:
    """A window on a condition that one line satisfies is a warning: it does nothing."""
    problems = parse_signature("id: x\ntitle: X\nmatch: [{line: a, within: 1s}]\n", path="").problems

    assert [(problem.field, problem.grade) for problem in problems] == [("match[0].within", "warning")]


JSON = (
    ("number for a text", {"title": 5}, "title"),
    ("number for a word", {"tags": [5]}, "tags[0]"),
    ("number in captures", {"examples": [{"log": "x", "captures": {"device": 5}}]}, "examples[0].captures.device"),
    ("NUL", {"cause": "a\0"}, "cause"),
    ("half a character", {"cause": "a\ud800"}, "cause"),
    ("true for a number", {"match": [{"line": "{{", "count": True}]}, "match[0].count"),
    ("line break in a title", {"title": "a\nb"}, "title"),
    ("long id", {"id": "a" * 101}, "id"),
)


@pytest.mark.parametrize(("name", "change", "field"), JSON, ids=[row[0] for row in JSON])
def test_json(name: str, change: dict[str, object], field: str) -> None:  # noqa: ARG001
    """JSON is read by the same rules, without lines."""
    data = {"id": "disk-full", "title": "x", "match": [{"line": "on {device}"}], **change}
    parsed = signature_from_data(data, "signatures/disk-full")

    assert Problem("signatures/disk-full", 0, field, *_texts(parsed.problems[0])) == parsed.problems[0]


def test_json_nulls() -> None:
    """Null and empty fields say the same as missing ones."""
    data = {"id": "x", "title": "x", "match": [{"line": "a", "within": None}], "cause": None, "tags": None, "role": ""}

    assert signature_from_data(data, "").record == parse_signature("id: x\ntitle: x\nmatch: [line: a]", path="").record


def test_deeply_nested_json() -> None:
    """Conditions nested without end are refused, not followed."""
    condition: dict[str, object] = {"line": "a"}
    for _ in range(400):
        condition = {"all": [condition]}

    assert signature_from_data({"id": "x", "title": "x", "match": [condition]}, "").record is None


def test_name_of_the_file() -> None:
    """A file that is not named after its id is warned of, and is read nevertheless."""
    parsed = parse_signature(HEAD, path="signatures/disc-full.yaml")

    assert [(problem.field, problem.grade) for problem in parsed.problems] == [("id", "warning")]
    assert parsed.record is not None


def _texts(problem: Problem) -> tuple[str, str]:
    return problem.what, problem.help
