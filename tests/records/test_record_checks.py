"""Records are checked as a set, and a postmortem before it is published."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.matching.signature import Command, Example, Line, Signature
from app.records.checks import Known, check_records
from app.records.parsed import Parsed
from app.records.postmortem import ActionItem, Postmortem
from app.records.problems import Problem, errors
from app.records.publication import check_publication
from app.records.signature_yaml import parse_signature


def signature(id_: str, **fields: object) -> Parsed[Signature]:
    """A signature without gaps, and with these fields."""
    whole = Signature(id=id_, title=id_, match=(Line("x"),), fix="Mend it.")
    return Parsed(f"signatures/{id_}.yaml", replace(whole, **fields))  # type: ignore[arg-type]


def postmortem(slug: str, **fields: object) -> Parsed[Postmortem]:
    """A postmortem with these fields."""
    return Parsed(f"postmortems/{slug}.md", replace(Postmortem(slug, slug), **fields))  # type: ignore[arg-type]


def found(problems: list[Problem]) -> list[tuple[str, str, str]]:
    """File, field and grade of each problem."""
    assert all(problem.what and problem.help for problem in problems)
    return [(problem.path.partition("/")[2], problem.field, problem.grade) for problem in problems]


def test_records_in_order() -> None:
    """Records whose links all lead somewhere have no problems."""
    signatures = [signature("a", explains=("b",), postmortems=("p",)), signature("b", role="effect", yields_to=("a",))]
    postmortems = [postmortem("p", signatures=("a", "b"), part_of="q"), postmortem("q", related=("p",))]

    assert check_records(signatures, postmortems) == []


def test_dead_links() -> None:
    """A link that leads nowhere is an error at its field, with the nearest name."""
    wrong = signature("disk-full", explains=("b", "crash-lop"), examples=(Example("x", also=("c",)),))
    problems = check_records([wrong, signature("crash-loop"), signature("b")], [postmortem("p", part_of="q")])

    assert found(problems) == [
        ("p.md", "part_of", "error"),
        ("disk-full.yaml", "examples[0].also[0]", "error"),
        ("disk-full.yaml", "explains[1]", "error"),
    ]
    assert problems[-1].help == 'did you mean "crash-loop"?'


def test_links_to_records_elsewhere() -> None:
    """Links may lead to records that are known but not checked now."""
    known = Known(signatures=["b"], postmortems=["p"])

    assert check_records([signature("a", explains=("b",), postmortems=("p",))], [], known=known) == []


def test_links_to_a_broken_record() -> None:
    """A record that cannot be read does not make the links to it dead as well."""
    broken = parse_signature("id: [", path="signatures/b.yaml")

    assert check_records([signature("a", explains=("b",)), broken], []) == []


def test_lines() -> None:
    """A problem of a record that came from a file has its line."""
    text = "id: a\ntitle: A\nmatch: [line: x]\nexplains:\n  - b\n  - c\n"
    problems = check_records([parse_signature(text, path="a.yaml"), signature("b")], [])

    assert [problem.line for problem in errors(problems)] == [6]


def test_names_given_twice() -> None:
    """A name that two records have is an error of both."""
    twin = replace(signature("a"), path="elsewhere/a.yaml")
    problems = check_records([signature("a"), twin], [postmortem("a")])

    assert [(problem.path, problem.field) for problem in problems] == [
        ("elsewhere/a.yaml", "id"),
        ("signatures/a.yaml", "id"),
    ]


def test_circles() -> None:
    """Each circle is reported once, with its way."""
    links = {"a": ("b",), "b": ("c", "d"), "c": ("a",), "d": ("b",), "e": ("a",)}
    problems = check_records([signature(id_, explains=targets) for id_, targets in links.items()], [])

    assert sorted(problem.what.partition(": ")[2] for problem in problems) == ["a -> b -> c -> a", "b -> d -> b"]


def test_circle_of_postmortems() -> None:
    """Records cannot be part of each other."""
    problems = check_records([], [postmortem("p", part_of="q"), postmortem("q", part_of="p")])

    assert found(problems) == [("p.md", "part_of", "error")]


GAPS: tuple[tuple[str, dict[str, object], list[str]], ...] = (
    ("effect that nothing explains", {"role": "effect"}, ["role"]),
    ("cause without fix", {"fix": ""}, ["fix"]),
    ("effect without fix", {"role": "effect", "fix": ""}, ["role"]),
    ("draft", {"fix": "", "status": "draft"}, []),
)


@pytest.mark.parametrize(("name", "fields", "gaps"), GAPS, ids=[row[0] for row in GAPS])
def test_gaps(name: str, fields: dict[str, object], gaps: list[str]) -> None:  # noqa: ARG001
    """What an active signature does not tell is a warning."""
    assert found(check_records([signature("a", **fields)], [])) == [("a.yaml", gap, "warning") for gap in gaps]


def at(hour: int) -> datetime:
    """A moment of one day."""
    return datetime(2025, 9, 4, hour, tzinfo=UTC)


WHOLE = Postmortem("p", "P", fix="Mended.", root_cause="A missing check.", verify="Look.", confirm="Look.")
Graded = list[tuple[str, str]]
PUBLICATION: tuple[tuple[str, dict[str, object], Graded, Graded | None], ...] = (
    ("whole", {}, [], []),
    ("no fix", {"fix": ""}, [("fix", "error")], [("fix", "warning")]),
    ("fix as a command", {"fix": "", "commands": (Command("make"),)}, [], []),
    ("no root cause", {"root_cause": ""}, [("root_cause", "error")], [("root_cause", "warning")]),
    ("blame", {"root_cause": "Due to human error."}, [("root_cause", "error")], [("root_cause", "warning")]),
    ("blame and more", {"root_cause": "Human error: the tool did not ask."}, [], []),
    ("no way to verify", {"verify": ""}, [("verify", "error")], [("verify", "warning")]),
    ("verified by a command", {"verify": "", "commands": (Command("ping", "verify"),)}, [], []),
    ("no way to confirm", {"confirm": ""}, [("confirm", "warning")], [("confirm", "warning")]),
    (
        "end before start",
        {"started_at": at(9), "resolved_at": at(8)},
        [("resolved_at", "error")],
        [("resolved_at", "error")],
    ),
    ("mended before noticed", {"started_at": at(7), "detected_at": at(9), "mitigated_at": at(8)}, [], []),
    ("resolved before noticed", {"detected_at": at(9), "resolved_at": at(8)}, [("resolved_at", "error")], None),
    (
        "item of nobody",
        {"action_items": (ActionItem("a"), ActionItem("b", owner="x", due=date(2025, 10, 1)))},
        [("action_items[0]", "error")],
        [("action_items", "warning")],
    ),
    ("item done", {"action_items": (ActionItem("a", status="done"),)}, [], []),
    (
        "declined without reason",
        {"action_items": (ActionItem("a", status="declined"),)},
        [("action_items[0].status", "warning")],
        [],
    ),
    (
        "secret",
        {"commands": (Command("psql postgres://app:hunter2hunter2@db.example.test/app"),)},
        [("commands[0].text", "error")],
        [("commands[0].text", "error")],
    ),
)


@pytest.mark.parametrize(("name", "fields", "own", "imported"), PUBLICATION, ids=[row[0] for row in PUBLICATION])
def test_publication(
    name: str,  # noqa: ARG001
    fields: dict[str, object],
    own: Graded,
    imported: Graded | None,
) -> None:
    """What is missing refuses a record of one's own, and is only a warning where an imported one does not say."""
    parsed = Parsed("postmortems/p", replace(WHOLE, **fields))  # type: ignore[arg-type]

    def graded(*, is_imported: bool) -> Graded:
        return [(problem.field, problem.grade) for problem in check_publication(parsed, is_imported=is_imported)]

    assert graded(is_imported=False) == own
    assert graded(is_imported=True) == (own if imported is None else imported)


def test_published_files() -> None:
    """Published records among files are checked as imported ones, drafts are not."""
    published = Parsed("postmortems/p.md", replace(WHOLE, status="published", fix=""))

    assert found(check_records([], [published])) == [("p.md", "fix", "warning")]
    assert check_records([], [postmortem("q")]) == []
