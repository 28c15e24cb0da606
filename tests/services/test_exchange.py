"""Records in and out: the three-way rule, lossless export, and all problems of a bad record at once."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.records.problems import errors
from app.services.casebook import Casebook, Limits
from app.services.exchange import RecordFile, check, export, import_records, parse, record_files
from app.services.workers import InThisProcess
from app.shipped import STARTER_FOLDERS
from app.storage import SIGNATURES, Change, Database, open_database

TEXT = """\
id: {id}
title: {title}
match:
  - line: "{pattern}"
fix: {fix}
examples:
  - log: "ERROR {pattern} here"
  - log: "ERROR {pattern}"
  - log: "all is well"
    matches: false
  - log: "nothing to see"
    matches: false
"""


def file(
    title: str = "One", *, id_: str = "one", pattern: str = "flux capacitor misaligned", fix: str = "Align it."
) -> RecordFile:
    """A signature file."""
    return RecordFile(f"signatures/{id_}.yaml", TEXT.format(id=id_, title=title, pattern=pattern, fix=fix))


@pytest.fixture
def casebook(database: Database) -> Casebook:
    """An empty Casebook, on both databases."""
    return Casebook(database, InThisProcess(), lambda: datetime.now(UTC), Limits(1 << 20, 1 << 20, None))


def fates(casebook: Casebook, *files: RecordFile, dry_run: bool = False) -> list[str]:
    """What an import does with each file."""
    return [outcome.fate for outcome in import_records(casebook, files, dry_run=dry_run).outcomes]


def edit(casebook: Casebook, title: str) -> None:
    """Change the title of the one signature in the database, as an author would."""
    kept = casebook.database.records.get(SIGNATURES, "one")
    casebook.database.records.put(
        replace(kept.record, title=title), based_on=kept.revision, author="ana", message="", at=casebook.clock()
    )


def title(casebook: Casebook) -> str:
    """The title that the database has."""
    return casebook.database.records.get(SIGNATURES, "one").record.title


def test_a_new_record_is_added_once(casebook: Casebook) -> None:
    """The first import adds, the same again changes nothing."""
    assert fates(casebook, file()) == ["added"]
    version = casebook.database.records.library_version()
    assert fates(casebook, file()) == ["kept"]
    assert casebook.database.records.library_version() == version


def test_the_file_wins_where_only_it_changed(casebook: Casebook) -> None:
    """Unchanged in the database since the last import: the file wins."""
    fates(casebook, file())

    assert fates(casebook, file("Two")) == ["updated"]
    assert title(casebook) == "Two"


def test_the_database_stays_where_only_it_changed(casebook: Casebook) -> None:
    """Unchanged in the file: the database stays."""
    fates(casebook, file())
    edit(casebook, "Mine")

    assert fates(casebook, file()) == ["kept"]
    assert title(casebook) == "Mine"


def test_both_changed_is_a_conflict(casebook: Casebook) -> None:
    """Both changed: reported, and nothing is overwritten, also the second time."""
    fates(casebook, file())
    edit(casebook, "Mine")

    assert fates(casebook, file("Theirs")) == ["conflict"]
    assert fates(casebook, file("Theirs")) == ["conflict"]
    assert title(casebook) == "Mine"


def test_the_same_change_on_both_sides_is_no_conflict(casebook: Casebook) -> None:
    """Where both came to the same, there is nothing to settle, and the next file change wins again."""
    fates(casebook, file())
    edit(casebook, "Same")

    assert fates(casebook, file("Same")) == ["unchanged"]
    assert fates(casebook, file("Next")) == ["updated"]


def test_a_renamed_record_is_not_added_again_under_its_old_name(casebook: Casebook) -> None:
    """The same file changes nothing, and a changed one is a conflict, for the record was changed on both sides."""
    fates(casebook, file())
    kept = casebook.database.records.get(SIGNATURES, "one")
    renamed = Change(
        replace(kept.record, id="uno"), author="ana", message="", at=casebook.clock(), based_on=kept.revision, was="one"
    )
    casebook.database.records.put_many([renamed])

    assert fates(casebook, file()) == ["kept"]
    assert fates(casebook, file("Two")) == ["conflict"]
    assert [one.record.id for one in casebook.database.records.all(SIGNATURES)] == ["uno"]


def test_a_dry_run_changes_nothing(casebook: Casebook) -> None:
    """A dry run says what would happen, for each file, and does none of it."""
    assert fates(casebook, file(), dry_run=True) == ["added"]
    assert casebook.database.records.find(SIGNATURES, "one") is None


def test_a_broken_file_does_not_hold_up_the_others(casebook: Casebook) -> None:
    """A refused file is reported with its problems; the rest comes in."""
    broken = RecordFile("signatures/two.yaml", "id: two\ntitle: Two\ncolour: red\n")

    imported = import_records(casebook, [broken, file()])

    assert [outcome.fate for outcome in imported.outcomes] == ["refused", "added"]
    assert any("colour" in problem.what for problem in imported.problems)


def test_what_a_check_refuses_is_not_imported(casebook: Casebook) -> None:
    """A dead link and an example that does not match refuse the file; a trusted file is checked for its form only."""
    dead = file().text.replace("fix: ", "explains: [no-such-signature]\nfix: ")
    failing = file(id_="two").text.replace("ERROR flux capacitor misaligned", "ERROR something else")
    files = [RecordFile("signatures/one.yaml", dead), RecordFile("signatures/two.yaml", failing)]

    imported = import_records(casebook, files)
    broken = RecordFile("signatures/three.yaml", "id: three\n")
    trusted = import_records(casebook, [*files, broken], trusted=True)

    assert [outcome.fate for outcome in imported.outcomes] == ["refused", "refused"]
    told = {problem.path: problem.what for problem in errors(imported.problems)}
    assert "no-such-signature" in told["signatures/one.yaml"]
    assert "does not match" in told["signatures/two.yaml"]
    assert [outcome.fate for outcome in trusted.outcomes] == ["added", "added", "refused"]


def test_links_may_lead_to_records_of_the_database(casebook: Casebook) -> None:
    """A new file is checked beside what the database has."""
    fates(casebook, file())
    linked = file(id_="two", pattern="hyperdrive stalled in orbit").text.replace("fix: ", "explains: [one]\nfix: ")

    assert fates(casebook, RecordFile("signatures/two.yaml", linked)) == ["added"]


@pytest.mark.parametrize("title", ["One", "Other"])
def test_two_files_of_one_record_are_refused(casebook: Casebook, title: str) -> None:
    """Equal or not, known from an import before or not: neither is taken, both are named, the others come in."""
    twin = RecordFile("signatures/twin.yaml", file(title).text)
    other = file(id_="other", pattern="hyperdrive stalled in orbit")

    imported = import_records(casebook, [file(), twin, other])

    assert [outcome.fate for outcome in imported.outcomes] == ["refused", "refused", "added"]
    assert {(one.path, one.field) for one in errors(imported.problems)} == {(file().path, "id"), (twin.path, "id")}
    fates(casebook, file())
    assert fates(casebook, file(), twin) == (["kept", "kept"] if title == "One" else ["refused", "refused"])


def test_a_file_that_cannot_be_read_does_not_hide_the_others(casebook: Casebook, tmp_path: Path) -> None:
    """It is a problem of that file, in a check and in an import; a file that is named twice is read once."""
    (tmp_path / "bad.yaml").write_bytes(b"id: \xff")
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere")
    (tmp_path / "one.yaml").write_text(file().text)
    files = tuple(record_files([tmp_path, tmp_path / "one.yaml"]))

    imported = import_records(casebook, files)

    told = {Path(problem.path).name: problem for problem in errors(check(parse(files)))}
    assert "UTF-8" in told["bad.yaml"].what
    assert "cannot be read" in told["gone.md"].what
    assert all(problem.help for problem in told.values())
    assert errors(imported.problems) == list(told.values())
    assert sorted(outcome.fate for outcome in imported.outcomes) == ["added", "refused", "refused"]


def test_export_import_export_gives_the_same_bytes(casebook: Casebook, tmp_path: Path) -> None:
    """The whole starter library travels without loss."""
    import_records(casebook, record_files(STARTER_FOLDERS), trusted=True)
    first = {one.path: one.text for one in export(casebook)}
    fresh = open_database(f"sqlite:///{tmp_path / 'fresh.db'}")
    other = Casebook(fresh, casebook.matching, casebook.clock, casebook.limits)

    import_records(other, [RecordFile(path, text) for path, text in first.items()], trusted=True)
    second = {one.path: one.text for one in export(other)}
    fresh.close()

    assert first == second
    assert len(first) > 100


FIVE = r"""id: bad-one
title: Bad
colour: red
match:
  - regex: '(a+)\1'
  - line: "flux capacitor misaligned"
explains: [no-such-signature]
fix: Align it.
examples:
  - log: "something else entirely"
  - log: "ERROR flux capacitor misaligned"
  - log: "all is well"
    matches: false
  - log: "nothing"
    matches: false
"""


def test_five_problems_are_told_at_once_with_their_lines() -> None:
    """A back-reference, an unknown field, a dead link, a failing example and a duplicate id, each with its line."""
    bad = RecordFile("signatures/bad-one.yaml", FIVE)
    twin = file(id_="bad-one", pattern="other words")
    twin = RecordFile("signatures/twin.yaml", twin.text)

    problems = check(parse([bad, twin]))

    found = {(problem.line, problem.field): problem.what for problem in problems if problem.path == bad.path}
    assert "back-reference" in found[5, "match[0].regex"]
    assert "colour" in found[3, "colour"]
    assert "no-such-signature" in found[7, "explains[0]"]
    assert "does not match" in found[10, "examples[0]"]
    duplicates = [problem for problem in problems if "bad-one" in problem.what and problem.field == "id"]
    assert duplicates
    assert all(problem.line for problem in duplicates)
    assert all(problem.help for problem in problems if problem.is_error)
