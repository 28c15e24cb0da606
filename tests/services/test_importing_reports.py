"""Reports from elsewhere come in by the three-way rule, whole, and never over what somebody wrote here."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.matching.signature import Line, Signature
from app.records.postmortem import Postmortem
from app.services.casebook import Casebook, Limits
from app.services.exchange import RecordFile, is_report
from app.services.exports import as_json, as_lines
from app.services.reports import BroughtReport, import_files, import_reports, masked_copy
from app.services.workers import InThisProcess
from app.storage import POSTMORTEMS, Database

TEXT = """\
# Orders stood still

**Date:** 2024-02-03

## Symptom

```text
ERROR FluxCapacitorMisaligned: cell 7
```

## Root cause

{cause}

## Fix

Align it. Login with password=hunter2hunter2.
"""
SLUG = "2024-02-03-orders-stood-still"


def file(cause: str = "Nobody aligned it.", *, name: str = "orders.md") -> RecordFile:
    """A report."""
    return RecordFile(f"wiki/{name}", TEXT.format(cause=cause))


@pytest.fixture
def casebook(database: Database) -> Casebook:
    """An empty Casebook, on both databases."""
    return Casebook(database, InThisProcess(), lambda: datetime.now(UTC), Limits(1 << 20, 1 << 20, None))


def brought(casebook: Casebook, *files: RecordFile, dry_run: bool = False) -> tuple[BroughtReport, ...]:
    """What an import does with reports."""
    return import_reports(casebook, files, dry_run=dry_run)


def fates(casebook: Casebook, *files: RecordFile) -> list[str]:
    """What became of each record."""
    return [outcome.fate for report in brought(casebook, *files) for outcome in report.outcomes]


def stored(casebook: Casebook, slug: str = SLUG) -> Postmortem:
    """The record as it is in the database."""
    return casebook.database.records.get(POSTMORTEMS, slug).record


def edit(casebook: Casebook) -> None:
    """Change the record here."""
    kept = casebook.database.records.get(POSTMORTEMS, SLUG)
    casebook.database.records.put(
        replace(kept.record, fix="Ours."), based_on=kept.revision, author="ana", message="", at=casebook.clock()
    )


def test_a_report_comes_in_once(casebook: Casebook) -> None:
    """The first import adds it in review, with its secrets masked; the same again changes nothing."""
    (report,) = brought(casebook, file())

    assert [outcome.fate for outcome in report.outcomes] == ["added"]
    assert report.masked == {"password": 1}
    assert (stored(casebook).status, stored(casebook).root_cause) == ("in_review", "Nobody aligned it.")
    assert "hunter2" not in stored(casebook).fix
    version = casebook.database.records.library_version()
    assert fates(casebook, file()) == ["unchanged"]
    assert casebook.database.records.library_version() == version


def test_a_dry_run_changes_nothing(casebook: Casebook) -> None:
    """It says the same as the import would, and what is missing before a publication."""
    (report,) = brought(casebook, file(), dry_run=True)

    assert [outcome.fate for outcome in report.outcomes] == ["added"]
    assert any("verify" in gap for gap in report.gaps[SLUG])
    assert casebook.database.records.find(POSTMORTEMS, SLUG) is None


def test_a_changed_report_wins_over_an_untouched_record(casebook: Casebook) -> None:
    """Unchanged here since the last import: the report wins."""
    fates(casebook, file())

    assert fates(casebook, file("The belt slipped.")) == ["updated"]
    assert stored(casebook).root_cause == "The belt slipped."


def test_what_was_edited_here_stays(casebook: Casebook) -> None:
    """Unchanged in the report, the record stays; changed in both, it is a conflict and stays, too."""
    fates(casebook, file())
    edit(casebook)

    assert fates(casebook, file()) == ["kept"]
    assert fates(casebook, file("The belt slipped.")) == ["conflict"]
    assert (stored(casebook).fix, stored(casebook).root_cause) == ("Ours.", "Nobody aligned it.")


def test_a_renamed_record_is_not_brought_again(casebook: Casebook) -> None:
    """After a rename here, the report still finds its record."""
    fates(casebook, file())
    kept = casebook.database.records.get(POSTMORTEMS, SLUG)
    casebook.database.records.put(
        replace(kept.record, slug="our-name"),
        based_on=kept.revision,
        author="ana",
        message="",
        at=casebook.clock(),
        was=SLUG,
    )

    assert fates(casebook, file()) == ["kept"]
    assert fates(casebook, file("The belt slipped.")) == ["conflict"]
    assert casebook.database.records.find(POSTMORTEMS, SLUG) is None


def test_reports_of_one_name_do_not_overwrite_each_other(casebook: Casebook) -> None:
    """Two files with the same title and day become two records, again and again; so does one beside our own."""
    files = (file(), file("Another.", name="other.md"), RecordFile("elsewhere/other.md", TEXT.format(cause="Third.")))

    assert fates(casebook, *files) == ["added"] * 3
    assert fates(casebook, *files) == ["unchanged"] * 3
    assert len(casebook.database.records.all(POSTMORTEMS)) == 3


def test_our_own_record_of_that_name_is_left_alone(casebook: Casebook) -> None:
    """A record that was written here keeps its slug; the report's gets another."""
    casebook.database.records.put(
        Postmortem(SLUG, "Mine"), based_on=None, author="ana", message="", at=casebook.clock()
    )

    (report,) = brought(casebook, file())

    assert stored(casebook).title == "Mine"
    assert report.records[0].slug.startswith(f"{SLUG}-")
    assert report.placements[0].record == report.records[0].slug


def test_signatures_that_the_excerpts_show_are_linked(casebook: Casebook) -> None:
    """A known line in the report names its signature, as an investigator would."""
    signature = Signature(
        id="flux-misaligned", title="Flux", match=(Line("FluxCapacitorMisaligned: cell {cell:int}"),), fix="Align it."
    )
    casebook.database.records.put(signature, based_on=None, author="ana", message="", at=casebook.clock())

    assert fates(casebook, file()) == ["added"]

    assert stored(casebook).signatures == ("flux-misaligned",)
    assert fates(casebook, file()) == ["unchanged"]


def test_files_of_both_forms_come_in_together(casebook: Casebook) -> None:
    """The form is told by the content; a broken file of Casebook's own gives its problems."""
    own = RecordFile("mine.md", "---\nslug: mine\n---\n\n# Mine\n")
    broken = RecordFile("broken.md", "---\nslug: broken\ncolour: red\n---\n\n# Broken\n")

    found = import_files(casebook, [own, broken, file()])

    assert [outcome.fate for outcome in found.imported.outcomes] == ["added", "refused"]
    assert any("colour" in problem.what for problem in found.imported.problems)
    assert [outcome.fate for report in found.reports for outcome in report.outcomes] == ["added"]


def test_a_masked_copy_gives_the_same_records(casebook: Casebook) -> None:
    """A page may carry a report without its secrets, and bring in what it showed."""
    copy = masked_copy(file())

    assert "hunter2" not in copy.text
    assert is_report(copy)
    assert brought(casebook, copy, dry_run=True)[0].records == brought(casebook, file(), dry_run=True)[0].records


def test_everything_is_exported_as_json(casebook: Casebook) -> None:
    """Lines and list hold every record, in the order of their keys."""
    for slug in ("b", "a"):
        casebook.database.records.put(
            Postmortem(slug, slug.upper()), based_on=None, author="ana", message="", at=casebook.clock()
        )

    lines = list(as_lines(casebook, "postmortems"))
    assert [line[:13] for line in lines] == ['{"slug": "a",', '{"slug": "b",']
    assert "".join(as_json(casebook, "postmortems")).startswith('[\n{"slug": "a"')
    assert "".join(as_json(casebook, "signatures")) == "[\n]\n"
