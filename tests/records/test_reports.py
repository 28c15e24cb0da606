"""Reports from elsewhere become records: each public template in its fields, nothing dropped, nothing made up."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.records.parsed import Parsed
from app.records.plain import to_data
from app.records.postmortem import ActionItem, Postmortem
from app.records.postmortem_markdown import parse_postmortem, postmortem_to_markdown
from app.records.publication import check_publication
from app.records.reports import Report, is_casebook_file, read_report, text_of
from app.records.source import Plain

REPORTS = Path(__file__).parent / "reports"
NAMES = sorted(path.name for path in REPORTS.iterdir())


def report(name: str) -> Report:
    """One of the reports beside this test."""
    return read_report((REPORTS / name).read_text(encoding="utf-8"), path=name)


def only(name: str) -> Postmortem:
    """The one record of a report."""
    (record,) = report(name).records
    return record


def said(value: Plain) -> str:
    """All texts in plain data."""
    if isinstance(value, dict):
        return "\n".join(said(inner) for inner in value.values())
    return "\n".join(map(said, value)) if isinstance(value, list) else str(value)


def all_of(found: Report) -> str:
    """Everything that the records of a report say, and the headings and labels that its account names."""
    headings = "\n".join(placement.heading for placement in found.placements)
    return "\n".join(said(to_data(record)) for record in found.records) + "\n" + headings


@pytest.mark.parametrize("name", NAMES)
def test_every_record_is_one_that_casebook_can_keep(name: str) -> None:
    """No record of a report has a fault of form, and its file reads back equal."""
    found = report(name)

    assert found.records
    assert found.problems == ()
    for record in found.records:
        assert record.status == "in_review"
        assert parse_postmortem(postmortem_to_markdown(record), path=f"{record.slug}.md").record == record


@pytest.mark.parametrize("name", NAMES)
def test_reading_again_gives_the_same(name: str) -> None:
    """Records and slugs are stable, also when the text had been masked before."""
    assert report(name) == report(name)


@pytest.mark.parametrize("name", NAMES)
def test_no_record_holds_a_secret(name: str) -> None:
    """What the mask knows is hidden in every field."""
    for record in report(name).records:
        problems = check_publication(Parsed("", record), is_imported=True)
        assert not [problem for problem in problems if "secret" in problem.what]


def test_the_template_of_the_sre_book() -> None:
    """Labels in bold, a table of action items, lessons under three headings and a timeline of the day."""
    record = only("sre-book.md")

    assert record.slug == "2024-03-11-shakespeare-search-returned-nothing-incident-465"
    assert record.authors == ("jennifer", "martym")
    assert record.impact.startswith("About 1.2 million")
    assert record.root_cause.startswith("The servers crashed together")
    assert record.trigger.startswith("A latent bug")
    assert record.fix.startswith("Traffic was sent")
    assert record.detection.startswith("The monitor saw")
    assert record.summary.count("66 minutes") == 1
    assert record.action_items[1] == ActionItem(
        "Use flux balance between clusters", "prevent", "martym", link="https://bugs.example.test/5554823"
    )
    assert "n/a" in record.action_items[0].text
    assert (record.went_well, record.got_lucky) == (
        "- Monitoring told us quickly.",
        "- A mailing list had a copy of the sonnet.",
    )
    assert record.timeline[0].at == datetime(2024, 3, 11, 14, 51, tzinfo=UTC)
    assert record.timeline[-1].text == "**OUTAGE ENDS**"


def test_the_template_of_pagerduty() -> None:
    """Headings as questions, a timeline in a table, boxes with owner and day; messages stay in the summary."""
    record = only("pagerduty.md")

    assert record.contributing_factors == (
        "The provider answered in 8 s instead of 200 ms.",
        "Our workers had no time-out.",
    )
    assert record.fix == "We set a time-out of 2 s and restarted the workers."
    assert "4,210" in record.impact
    assert [event.at for event in record.timeline] == [
        datetime(2024, 6, 2, 9, 10, tzinfo=UTC),
        datetime(2024, 6, 2, 9, 31, tzinfo=UTC),
        datetime(2024, 6, 2, 10, 2, tzinfo=UTC),
    ]
    assert record.timeline[1].text == "Pager (Who: Bo)"
    assert record.went_wrong == "- No alert on the age of the queue."
    assert record.action_items == (
        ActionItem("Alert on the age of the queue", owner="@bo", due=date(2024, 6, 15), status="open"),
        ActionItem("Set a time-out for the provider", owner="@ines", status="done"),
    )
    assert "### External Message" in record.summary.replace("####", "###")
    assert "Some codes are late." in record.summary


def test_the_template_of_atlassian() -> None:
    """Foreign front matter, five whys in a list, a command, and what the front matter says besides."""
    record = only("atlassian.md")

    assert (record.title, record.severity) == ("Documents could not be saved", "SEV-2")
    assert (record.authors, record.tags) == (("Remy",), ("editor", "storage"))
    assert "reading_time" in record.summary
    assert record.trigger.startswith("A change of the storage client")
    assert record.symptom == "The client opened a connection for each key press."
    assert [(command.text, command.phase) for command in record.commands] == [
        ("kubectl rollout undo deployment/editor", "fix")
    ]
    assert [why.finding for why in record.five_whys] == [
        "The pool of connections was empty.",
        "Each key press opened one.",
        "The tests type one letter.",
    ]
    assert [event.text for event in record.timeline] == ["The change is deployed", "The alert fires", "Rolled back"]
    assert record.timeline[1].at == datetime(2024, 8, 20, 15, 52, tzinfo=UTC)
    assert record.action_items[0] == ActionItem(
        "Reuse connections", owner="Remy", priority="high", due=date(2024, 9, 1)
    )


def test_the_template_of_a_correction_of_error() -> None:
    """Questions under headings, whys and actions in tables; a day that is no day stays in the text."""
    record = only("aws-coe.md")

    assert record.impact == "9 % of payments in Europe."
    assert record.detection.endswith("By an alarm on the rate of declines.")
    assert record.confirm.startswith("A certificate had expired")
    assert record.commands[0].phase == "confirm"
    assert record.fix == "The certificate was renewed by hand."
    assert record.five_whys[1].finding == "It had expired."
    assert record.references == ("https://wiki.example.test/certificates",)
    first, second = record.action_items
    assert first == ActionItem(
        "Renew certificates by themselves", owner="tariq", due=date(2024, 11, 30), priority="high", status="in_progress"
    )
    assert (second.due, second.status, second.priority) == (None, "done", "high")
    assert "soon" in second.text
    assert "P1" in second.text


def test_the_template_of_incident_io() -> None:
    """A table of labels, pictures before headings, a log that becomes an excerpt."""
    record = only("incident-io.md")

    assert (record.severity, record.services) == ("Major", ("search", "catalogue"))
    assert record.started_at == datetime(2024, 5, 6, 7, tzinfo=UTC)
    assert record.resolved_at == datetime(2024, 5, 6, 9, 30, tzinfo=UTC)
    assert "2 h 30 min" in record.summary
    assert record.fix == "Twice the memory."
    assert record.lessons == "Measure the memory."
    assert record.action_items == (
        ActionItem("Index in batches", status="open"),
        ActionItem("Set a limit", owner="@ola", status="open"),
    )


def test_the_template_of_an_issue() -> None:
    """No title, so the name of the file; an environment of several lines is no word; a possible fix stays possible."""
    record = only("github-issue.md")

    assert record.title == "github issue"
    assert record.confirm.startswith("1. Start the worker")
    assert record.symptom.startswith("It stops with")
    assert any(excerpt.startswith("Traceback") for excerpt in record.error_excerpts)
    assert record.environment == ""
    assert "Python 3.12" in record.summary
    assert "Possible fix" in record.fix


def test_underlined_headings_and_stories() -> None:
    """Headings of the setext form, and the words of those who tell a story."""
    record = only("honeycomb.md")

    assert record.title == "Ingest was slow for a morning"
    assert record.slug.startswith("2024-04-03-")
    assert record.fix.startswith("We moved the largest team")
    assert record.lessons == "Partitions of unlike size are a risk."
    assert [item.text for item in record.action_items] == ["Split partitions by load", "Watch the lag of each"]
    assert record.started_at is None


def test_a_report_with_many_issues_becomes_many_records() -> None:
    """Each issue is a record; they are part of the one that holds what they share."""
    found = report("many-issues.md")

    parent, *issues = found.records
    assert [issue.title for issue in issues] == [
        "Cache served old prices",
        "Import of orders stood still",
        "Mails twice",
    ]
    assert {issue.part_of for issue in issues} == {parent.slug}
    assert parent.slug == "2024-10-05-release-weekend"
    assert issues[0].verify == "The price in the page is that of the table."
    assert (issues[1].symptom, issues[1].root_cause) == ("No order came in.", "The lock was never released.")
    assert issues[1].commands[0].text == "./manage.py release-lock orders"
    assert issues[2].prevention == "Names from the host."
    assert [item.text for item in parent.action_items] == ["Write a checklist for releases"]
    assert found.masked == {"password": 1}
    assert "correct-horse" not in all_of(found)


def test_failures_that_bullets_name_become_records() -> None:
    """As many root causes as things that failed: each has what the bullets say of it."""
    text = """\
## Two services did not start

Symptoms observed:
- For Mailer: `OSError: no space left on device`
- For Printer: it waits for paper

Root causes:
1. The disk of the mailer was full - nobody rotates its log.
2. The tray was empty.

Verification:
- Mailer: a mail arrives
- Printer: a page comes out
- Both are green
"""
    parent, mailer, printer = read_report(text, path="two.md").records

    assert mailer.title == "The disk of the mailer was full"
    assert printer.title == "Printer: The tray was empty"
    assert printer.root_cause == "The tray was empty."
    assert "a mail arrives" in mailer.verify
    assert "page" not in mailer.verify
    assert "Both are green" in parent.verify
    assert mailer.error_excerpts == ("OSError: no space left on device",)


def test_a_table_of_issues_becomes_records() -> None:
    """Rows with a cause and a fix are issues."""
    text = """\
# Audit

| Issue | Root cause | Fix |
|---|---|---|
| Slow pages | No index | Add one |
| Lost mails | Full disk | Free it |
"""
    parent, slow, lost = read_report(text, path="audit.md").records

    assert (slow.title, slow.root_cause, slow.fix) == ("Slow pages", "No index", "Add one")
    assert lost.part_of == parent.slug == "audit"


def test_wrongly_decoded_text_is_put_right() -> None:
    """What can be told is repaired and counted, also in code."""
    found = report("mis-decoded.md")
    (record,) = found.records

    assert record.title.startswith("Café terminals did not start —")
    assert "Müller" in record.root_cause
    assert "├─▶ licence.txt" in record.root_cause
    assert found.repaired >= 4


def test_hostile_reports_are_text() -> None:
    """HTML, scripts and addresses of scripts stay text; what they would hide is read."""
    found = report("hostile.md")
    (record,) = found.records

    assert record.title == "<script>alert(1)</script>"
    assert "</div>" in record.root_cause
    assert "javascript:alert(5)" in all_of(found)
    assert "broken" in all_of(found)
    assert record.references == ()
    assert "ghp_" not in all_of(found)


def test_a_megabyte_is_read() -> None:
    """Size and depth end nothing."""
    long = "# Long\n\n## Root cause\n\n" + "".join(f"Word{n} is said.\n\n" for n in range(60_000))
    deep = "".join("  " * depth + f"- level{depth}\n" for depth in range(300)) + ">" * 3000 + " end\n"
    wide = "|" + "a|" * 2000 + "\n|" + "-|" * 2000 + "\n" + ("|" + "b|" * 2000 + "\n") * 20

    (record,) = read_report(f"{long}\n{deep}\n{wide}", path="long.md").records

    assert "Word59999" in record.root_cause
    assert "level299" in record.root_cause


@pytest.mark.parametrize(
    ("text", "is_own"),
    [
        ("---\nslug: a\n---\n# A\n", True),
        ("---\nslug: a\ntitle: [\n# broken\n", True),
        ("---\ntldr: x\nsignatures: []\n---\n# no slug\n", True),
        ("---\ntitle: A\ndate: 2024-01-01\nslug: a\n---\n# A page of a site\n", False),
        ("# A report\n", False),
        ("", False),
        ("---\n\nslug: not front matter\n", True),
    ],
)
def test_files_of_our_own_are_told_by_their_front_matter(text: str, is_own: bool) -> None:
    """A broken file of Casebook's own is no report: its author wants to know what is wrong."""
    assert is_casebook_file(text) is is_own


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("3. Root cause", "root_cause"),
        ("🔥 ROOT-CAUSE ANALYSIS", "root_cause"),
        ("Root cuase", "root_cause"),
        ("Remediations", "fix"),
        ("What could have gone better?", "went_wrong"),
        ("Verification steps:", "verify"),
        ("**Prevention**", "prevention"),
        ("How was the incident detected?", "detection"),
        ("Business impact of the outage", "impact"),
    ],
)
def test_headings_are_understood(heading: str, field: str) -> None:
    """Numbers, pictures, case, marks and slips of the pen do not hide what a heading means."""
    (record,) = read_report(f"# T\n\n## {heading}\n\nUnlike anything else.\n", path="t.md").records

    assert "Unlike anything else." in getattr(record, field)


@pytest.mark.parametrize(
    ("line", "at", "text"),
    [
        ("14:02 UTC - alert", "2024-01-02T14:02:00+00:00", "alert"),
        ("**14:02** \u2013 alert", "2024-01-02T14:02:00+00:00", "alert"),
        ("[14:02:30] alert", "2024-01-02T14:02:30+00:00", "alert"),
        ("2:02 PM PST: alert", "2024-01-02T22:02:00+00:00", "alert"),
        ("2024-01-03 14:02 CET alert", "2024-01-03T13:02:00+00:00", "alert"),
        ("March 5, 2024 14:02 alert", "2024-03-05T14:02:00+00:00", "alert"),
        ("~14:02 alert", None, "~14:02 alert"),
        ("14:02 IST alert", None, "14:02 IST alert"),
        ("14:02 - 14:20 alert", None, "14:02 - 14:20 alert"),
        ("then an alert", None, "then an alert"),
        ("Alert: 2024-01-02 14:02 UTC", "2024-01-02T14:02:00+00:00", "Alert"),
    ],
)
def test_times_of_a_timeline(line: str, at: str | None, text: str) -> None:
    """A time that is said plainly is the event's; any other stays in its text."""
    (record,) = read_report(f"# T\n\n**Date:** 2024-01-02\n\n## Timeline\n\n- {line}\n", path="t.md").records

    (event,) = record.timeline
    assert (event.at.isoformat() if event.at else None, event.text) == (at, text)


def test_a_timeline_without_a_day_has_no_times() -> None:
    """Nothing is made up: without a day, a time stays a text."""
    (record,) = read_report("# T\n\n## Timeline\n\n- 14:02 alert\n", path="t.md").records

    assert (record.timeline[0].at, record.timeline[0].text) == (None, "14:02 alert")


def test_a_timeline_goes_past_midnight() -> None:
    """A time far before the one above it is of the next day."""
    text = "# T\n\n**Date:** 2024-01-02\n\n## Timeline\n\n- 23:50 begins\n- 00:10 ends\n"
    (record,) = read_report(text, path="t.md").records

    assert [event.at for event in record.timeline] == [
        datetime(2024, 1, 2, 23, 50, tzinfo=UTC),
        datetime(2024, 1, 3, 0, 10, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Café".encode(), "Café"),
        (b"\xef\xbb\xbfCaf\xc3\xa9", "Café"),
        (b"Caf\xe9", "Café"),
        ("Café".encode("utf-16"), "Café"),
    ],
)
def test_bytes_of_any_encoding_are_read(data: bytes, text: str) -> None:
    """UTF-8, UTF-16 and the Western code page."""
    assert text_of(data) == text


HEADINGS = (
    *("Root cause", "Fix", "Timeline", "Action items", "5 Whys", "Error messages", "Contributing factors", "Impact"),
    *("Verification", "Lessons learned", "References", "Severity", "Findings", "Environment", "Commands", "Prevention"),
)
LABELS = ("Root cause", "Fix", "Impact", "Severity", "Date", "Detected", "Owner", "Action items", "Services", "Note")


@st.composite
def reports(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A report of anything in any order, and the words that it is made of."""
    words: list[str] = []

    def word() -> str:
        words.append(f"q{len(words)}zx")
        return words[-1]

    def phrase() -> str:
        return " ".join(word() for _ in range(draw(st.integers(1, 3))))

    def heading() -> str:
        marks = "#" * draw(st.integers(1, 6))
        name = draw(st.sampled_from((*HEADINGS, "", "")))
        own = phrase() if not name or draw(st.booleans()) else ""
        return f"{marks} {draw(st.sampled_from(('', '2. ', 'Issue 1: ')))}{name}{f' ({own})' if name and own else own}"

    def labelled() -> str:
        mark = draw(st.sampled_from(("**", "")))
        return f"{mark}{draw(st.sampled_from(LABELS))}:{mark} {phrase()}"

    def bullets() -> str:
        boxes, starts = ("", "[ ] ", "[x] "), ("- ", "1. ", "* ")
        start, box = draw(st.sampled_from(starts)), draw(st.sampled_from(boxes))
        ends = ("", " (@ann, due 2024-02-03)", f" ({phrase()})", f"\n   - {phrase()}", f" `{word()} Error: {word()}`")
        lines = [
            draw(st.sampled_from((labelled(), phrase(), f"14:0{draw(st.integers(0, 9))} {phrase()}"))) for _ in "ab"
        ]
        kept = [start + box + line + draw(st.sampled_from(ends)) for line in lines]
        return "\n".join(kept)

    def table() -> str:
        header = draw(
            st.sampled_from(("Action|Owner", "Time|Event", "Field|Value", "Root cause|Fix", f"{word()}|{word()}"))
        )
        rows = "\n".join(f"|{phrase()}|{phrase()}|" for _ in range(draw(st.integers(1, 3))))
        return f"|{header}|\n|---|---|\n{rows}"

    def code() -> str:
        language = draw(st.sampled_from(("bash", "", "text", "python", "yaml")))
        return f"```{language}\n{draw(st.sampled_from(('', 'ERROR ', 'kubectl ')))}{phrase()}\n  {phrase()}\n```"

    def quote() -> str:
        return f"> {phrase()}\n> {phrase()}"

    parts = draw(st.lists(st.sampled_from((heading, labelled, bullets, table, code, quote, phrase)), max_size=14))
    text = "\n\n".join(part() for part in parts)
    return text, [each for each in words if re.search(rf"\b{each}\b", text)]


@settings(max_examples=60, deadline=None)
@given(reports())
def test_no_word_is_dropped(made: tuple[str, list[str]]) -> None:
    """Every word of a report is in its records, wherever it stood."""
    text, words = made

    found = read_report(text, path="anything.md")

    kept = set(re.findall(r"q\d+zx", "\n".join(said(to_data(record)) for record in found.records)))
    assert [each for each in words if each not in kept] == []
    assert found.problems == ()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_a_report(text: str) -> None:
    """Nothing that it is given ends the reader, or gives a record that cannot be kept."""
    found = read_report(text, path="any.md")

    assert found.problems == ()
    assert len({record.slug for record in found.records}) == len(found.records) > 0


def test_issues_of_one_name_get_numbers() -> None:
    """Slugs are unique within a report, however alike its issues are called."""
    names = ("Disk", "Disk", "Disk 2", "Disk")
    issues = "".join(f"## Issue: {name}\n\n- Root cause: a\n- Fix: b\n\n" for name in names)

    slugs = [record.slug for record in read_report(f"# Many\n\n{issues}", path="many.md").records]

    assert len(set(slugs)) == len(slugs) == 5


def test_a_title_that_is_too_long_or_has_a_link_is_also_said_whole() -> None:
    """The title is one short line; the summary keeps the heading."""
    long = " ".join(f"word{number}" for number in range(60))
    (first,) = read_report(f"# {long}\n\n## Fix\n\nx\n", path="a.md").records
    (second,) = read_report("# Lost [mails](https://wiki.example.test/mails)\n\n## Fix\n\nx\n", path="b.md").records

    assert len(first.title) < 210
    assert "word59" in first.summary
    assert second.title == "Lost mails"
    assert "https://wiki.example.test/mails" in second.summary


def test_a_report_that_begins_with_its_first_issue() -> None:
    """Without a heading of its own a report has a record for what it shares, and one for each issue."""
    text = "\n".join(f"## Issue {one}\n\n**Root cause:** cause {one}\n\n**Fix:** fix {one}\n" for one in (1, 2, 3))

    found = read_report(text, path="issues.md").records

    assert [record.fix for record in found] == ["", "fix 1", "fix 2", "fix 3"]
