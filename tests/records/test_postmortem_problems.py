"""What is wrong with a postmortem file is said at its line, with a way to mend it, and all at once."""

from datetime import UTC, date, datetime

import pytest

from app.records.parsed import Parsed
from app.records.postmortem import ActionItem, Event, Postmortem, Why
from app.records.postmortem_form import postmortem_from_data
from app.records.postmortem_markdown import parse_postmortem, postmortem_to_markdown

HEAD = "---\nslug: disk-full\n---\n\n# Disk was full\n\n"


def parse(text: str) -> Parsed[Postmortem]:
    """The text as the file disk-full.md."""
    return parse_postmortem(text, path="postmortems/disk-full.md")


def record(text: str) -> Postmortem:
    """The record of a text without problems."""
    parsed = parse(text)
    assert parsed.problems == ()
    assert parsed.record is not None
    return parsed.record


TEXTS = (
    ("no front matter", "# Title\n", 1, "", "begin with a line ---"),
    ("open front matter", "---\nslug: disk-full\n# Title\n", 1, "", "end it with a line ---"),
    ("list for front matter", "---\n- a\n---\n# T\n", 2, "", "name: value"),
    ("broken front matter", "---\nslug: disk-full\ntldr: a: b\n---\n# T\n", 3, "", "quotes"),
    ("unknown field", "---\nslug: disk-full\nsevrity: high\n---\n# T\n", 3, "sevrity", '"severity"'),
    ("no title", "---\nslug: disk-full\n---\n", 2, "title", "# Title"),
    ("empty front matter", "---\n---\n# T\n", 0, "slug", "add slug"),
    ("no slug", "---\ntldr: x\n---\n# T\n", 2, "slug", "add slug"),
    ("unknown heading", HEAD + "## Sumary\n\nx\n", 7, "", '"Summary"'),
    ("heading again", HEAD + "## Fix\n\nx\n\n## Fix\n\ny\n", 11, "fix", "join"),
    ("text before sections", HEAD + "Hello.\n", 7, "", "## Summary"),
    ("text before the title", "---\nslug: disk-full\n---\nHello.\n# T\n", 4, "", "## Summary"),
    ("open fence", HEAD + "## Fix\n\n```sh\nrm x\n\n## Verify\n\nx\n", 9, "", "close it"),
    ("text among excerpts", HEAD + "## Error excerpts\n\nboom\n", 9, "error_excerpts", "```text"),
    ("text among bullets", HEAD + "## Contributing factors\n\n- a\nb\n", 10, "contributing_factors", "hyphen"),
    ("no block", HEAD + "## Timeline\n\n- text: a\n", 7, "timeline", "```yaml"),
    ("block of another language", HEAD + "## Timeline\n\n```json\n[]\n```\n", 7, "timeline", "```yaml"),
    ("broken block", HEAD + "## Timeline\n\n```yaml\n- text: a: b\n```\n", 10, "timeline", "quotes"),
    ("in two places", HEAD.replace("---\n\n", "fix: a\n---\n\n") + "## Fix\n\nb\n", 8, "fix", "keep one"),
    (
        "no time",
        HEAD + "## Timeline\n\n```yaml\n- text: a\n  at: noon\n```\n",
        11,
        "timeline[0].at",
        "2025-09-04T23:10",
    ),
    ("no question", HEAD + "## Five whys\n\n```yaml\n- finding: a\n```\n", 10, "five_whys[0].question", "Why"),
    ("no item", HEAD + "## Action items\n\n```yaml\n- type: other\n```\n", 10, "action_items[0].text", "add text"),
)


@pytest.mark.parametrize(("name", "text", "line", "field", "help_"), TEXTS, ids=[row[0] for row in TEXTS])
def test_fault(name: str, text: str, line: int, field: str, help_: str) -> None:  # noqa: ARG001
    """A fault is a problem with line, field and hint."""
    problems = parse(text).problems

    assert [(problem.line, problem.field) for problem in problems if help_ in problem.help] == [(line, field)]


FIELDS = (
    ("started_at: 2025-09-04", "started_at"),
    ("started_at: yesterday", "started_at"),
    ("started_at: 0001-01-01T00:00:00+12:00", "started_at"),
    ("review_due: soon", "review_due"),
    ("status: done", "status"),
    ("signatures: [No Id]", "signatures[0]"),
    ("attachments: [{caption: x}]", "attachments[0].name"),
    ("part_of: a b", "part_of"),
    ("part_of: disk-full", "part_of"),
    ("related: [other, disk-full]", "related[1]"),
)


@pytest.mark.parametrize(("line", "field"), FIELDS, ids=[row[0] for row in FIELDS])
def test_front_matter(line: str, field: str) -> None:
    """A field of the front matter that is not in its form is refused at its line."""
    (problem,) = parse(HEAD.replace("---\n\n", f"{line}\n---\n\n")).problems

    assert (problem.line, problem.field, problem.grade) == (3, field, "error")


MOMENT = datetime(2025, 9, 4, 23, 10, tzinfo=UTC)
TIMES = (
    ("2025-09-04T23:10:00Z", MOMENT),
    ("2025-09-04T23:10Z", MOMENT),
    ("2025-09-04 23:10", MOMENT),
    ("2025-09-05T01:10:00+02:00", MOMENT),
    ("2025-09-04T23:10:00.5Z", MOMENT.replace(microsecond=500_000)),
)


@pytest.mark.parametrize(("text", "moment"), TIMES)
def test_times(text: str, moment: datetime) -> None:
    """Times are UTC, whatever zone they are written in."""
    assert record(HEAD.replace("---\n\n", f"started_at: {text}\n---\n\n")).started_at == moment


def test_sections() -> None:
    """Long fields stand under their headings, lists in fences and bullets."""
    text = HEAD + (
        "## SUMMARY ##\n\nA disk.\n\n### Details\n\n```sh\n# no title\n## no heading\n```\n\n"
        "## Error excerpts\n\n```text\n  at x\n```\n\n~~~\nb\n```\n~~~\n\n"
        "## Timeline\n\n```yaml\n- text: full\n  at: 2025-09-04T23:10:00Z\n  pinned: true\n```\n\n"
        "## Contributing factors\n\n- one\n  more\n\n  and more\n* two\n\n"
        "## Five whys\n\n```yaml\n- question: a?\n  then:\n    - question: b?\n```\n\n"
        "## Action items\n\n```yaml\n- text: alert\n  due: 2025-10-01\n```\n"
    ).replace("SUMMARY ##", "SUMMARY")
    found = record(text)

    assert found.title == "Disk was full"
    assert found.summary == "A disk.\n\n### Details\n\n```sh\n# no title\n## no heading\n```"
    assert found.error_excerpts == ("  at x", "b\n```")
    assert found.timeline == (Event("full", at=MOMENT, pinned=True),)
    assert found.contributing_factors == ("one\nmore\n\nand more", "two")
    assert found.five_whys == (Why("a?", then=(Why("b?"),)),)
    assert found.action_items == (ActionItem("alert", due=date(2025, 10, 1)),)


def test_windows_line_ends() -> None:
    """A file with the line ends and the mark of Windows gives the same record."""
    text = HEAD + "## Fix\n\nClean\nup.\n"

    assert record("\ufeff" + text.replace("\n", "\r\n")) == record(text)


def test_text_that_markdown_cannot_hold() -> None:
    """A text with a heading or an open fence goes into the front matter, and the others stay under their headings."""
    postmortem = Postmortem("x", "X", fix="## Verify\nx", verify="```\nopen", lessons="plain")
    text = postmortem_to_markdown(postmortem)

    assert text == (
        "---\nslug: x\nfix: |-\n  ## Verify\n  x\nverify: |-\n  ```\n  open\n---\n\n# X\n\n## Lessons\n\nplain\n"
    )
    assert parse_postmortem(text, path="").record == postmortem


def test_all_at_once() -> None:
    """Problems of the front matter, the text and the blocks come together, in the order of the file."""
    text = "---\nslug: a b\n---\n# T\n## Fox\nx\n## Timeline\n```yaml\n- at: noon\n```\n"
    problems = parse(text).problems

    assert [problem.line for problem in problems] == [2, 5, 9, 9]


def test_json() -> None:
    """JSON is read by the same rules, without lines."""
    data = {"slug": "x", "title": "X", "started_at": 5, "action_items": [{"text": "a", "priority": "urgent"}]}
    problems = postmortem_from_data(data, "postmortems/x").problems

    assert [(problem.line, problem.field) for problem in problems] == [
        (0, "action_items[0].priority"),
        (0, "started_at"),
    ]


def test_questions_without_end() -> None:
    """Questions nested without end are refused, not followed."""
    why: dict[str, object] = {"question": "why?"}
    for _ in range(300):
        why = {"question": "why?", "then": [why]}

    assert postmortem_from_data({"slug": "x", "title": "X", "five_whys": [why]}, "").record is None
