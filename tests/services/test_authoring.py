"""Writing records: checked, based on a revision, renamed with what names them, and whole whatever happens."""

import itertools
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.errors import Conflict, NameTaken, NotFound
from app.matching.signature import Example, Line, Signature
from app.records.postmortem import ActionItem, Postmortem
from app.services import authoring
from app.services.answers import Paste
from app.services.authoring import RecordRefused
from app.services.casebook import Casebook, Limits
from app.services.diagnose import diagnose, feedback
from app.services.exchange import RecordFile, import_records
from app.services.workers import InThisProcess
from app.storage import POSTMORTEMS, SIGNATURES, Database, open_database

NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)
DRAFT = Postmortem("disk-full", "Disk full")
WHOLE = replace(
    DRAFT,
    fix="Delete old logs.",
    root_cause="Nothing rotates the logs.",
    confirm="df -h shows 100 %.",
    verify="df -h shows room.",
)
FLUX = Signature(
    "flux-misaligned",
    "Flux capacitor misaligned",
    (Line("flux capacitor misaligned: drift {drift:word} exceeds"),),
    fix="Align it.",
    examples=(
        Example("FATAL flux capacitor misaligned: drift 88.2 exceeds 1.21"),
        Example("ERROR flux capacitor misaligned: drift 3 exceeds 1.21"),
        Example("CRITICAL flux capacitor misaligned: drift 90 exceeds 2"),
        Example("INFO flux capacitor aligned", matches=False),
        Example("all is well", matches=False),
        Example("INFO start", matches=False),
    ),
)


@pytest.fixture
def casebook(database: Database) -> Casebook:
    """An empty Casebook, on both databases, whose clock is an hour later each time."""
    hours = itertools.count()
    return Casebook(
        database, InThisProcess(), lambda: NOON + timedelta(hours=next(hours)), Limits(1 << 20, 1 << 20, None)
    )


def stored(casebook: Casebook, slug: str = "disk-full") -> Postmortem:
    """A postmortem as it is now."""
    return casebook.database.records.get(POSTMORTEMS, slug).record


def save(casebook: Casebook, record: Postmortem, based_on: int, key: str = "disk-full") -> authoring.Saved:
    """Save a postmortem as Ana would."""
    return authoring.save(casebook, POSTMORTEMS, key, record, based_on=based_on, author="ana")


def faults(refusal: pytest.ExceptionInfo[RecordRefused]) -> dict[str, str]:
    """The grade of each problem by its field."""
    return {problem.field: problem.grade for problem in refusal.value.problems}


def test_a_new_record_is_saved_with_its_times(casebook: Casebook) -> None:
    """The first revision has the author, and the times are the clock's."""
    saved = authoring.create(casebook, DRAFT, author="ana", message="from the incident")

    assert (saved.kind, saved.key, saved.revision, saved.warnings) == ("postmortem", "disk-full", 1, ())
    assert stored(casebook) == replace(DRAFT, created_at=NOON, updated_at=NOON)
    [revision] = casebook.database.records.history(POSTMORTEMS, "disk-full")
    assert (revision.author, revision.message) == ("ana", "from the incident")


def test_the_times_are_not_the_authors(casebook: Casebook) -> None:
    """A save keeps when it was created and first published, and says when it was updated, whatever it is given."""
    authoring.create(casebook, WHOLE, author="ana")
    authoring.set_status(casebook, POSTMORTEMS, "disk-full", "published", based_on=1, author="ana")
    made_up = datetime(2001, 1, 1, tzinfo=UTC)
    save(casebook, replace(stored(casebook), title="Full", created_at=made_up, published_at=None, updated_at=None), 2)

    now = stored(casebook)
    assert now.created_at == NOON
    assert now.published_at == NOON + timedelta(hours=1)
    assert now.updated_at == NOON + timedelta(hours=2)


def test_a_taken_name_is_refused(casebook: Casebook) -> None:
    """No new record, and no renamed one, gets the name that another record has or had."""
    authoring.create(casebook, DRAFT, author="ana")
    save(casebook, replace(DRAFT, slug="full-disk"), 1)
    authoring.create(casebook, replace(DRAFT, slug="other"), author="ana")

    for name in ("full-disk", "disk-full"):
        with pytest.raises(NameTaken):
            authoring.create(casebook, replace(DRAFT, slug=name), author="ben")
        with pytest.raises(NameTaken):
            save(casebook, replace(DRAFT, slug=name), 1, "other")


def test_a_stale_save_overwrites_nothing(casebook: Casebook) -> None:
    """Of two edits of one revision the second is a conflict, also under the name that the record had."""
    authoring.create(casebook, DRAFT, author="ana")
    save(casebook, replace(DRAFT, slug="full-disk", title="First"), 1)

    with pytest.raises(Conflict) as refusal:
        save(casebook, replace(DRAFT, title="Second"), 1)

    assert (refusal.value.key, refusal.value.based_on, refusal.value.current) == ("full-disk", 1, 2)
    assert stored(casebook, "full-disk").title == "First"


def test_an_unchanged_record_is_not_saved_again(casebook: Casebook) -> None:
    """Saving a form that nobody changed leaves no revision."""
    authoring.create(casebook, DRAFT, author="ana")
    version = casebook.database.records.library_version()

    assert save(casebook, DRAFT, 1).revision == 1
    assert casebook.database.records.library_version() == version


def test_what_names_a_renamed_postmortem_names_it_on(casebook: Casebook) -> None:
    """Its old name leads to it, and the records that name it do so by the new name, in revisions of their own."""
    authoring.create(casebook, DRAFT, author="ana")
    authoring.create(casebook, replace(DRAFT, slug="later", related=("disk-full",), part_of="disk-full"), author="ana")
    authoring.create(casebook, replace(FLUX, status="draft", postmortems=("disk-full",)), author="ana")

    saved = save(casebook, replace(DRAFT, slug="full-disk"), 1)

    later = casebook.database.records.get(POSTMORTEMS, "later")
    assert saved.key == "full-disk"
    assert casebook.database.records.renamed(POSTMORTEMS, "disk-full") == "full-disk"
    assert (later.record.related, later.record.part_of, later.revision) == (("full-disk",), "full-disk", 2)
    assert casebook.database.records.get(SIGNATURES, FLUX.id).record.postmortems == ("full-disk",)
    assert casebook.database.records.history(POSTMORTEMS, "later")[0].message == "disk-full is called full-disk now"


def test_what_names_a_renamed_signature_names_it_on(casebook: Casebook) -> None:
    """Postmortems, other signatures and their examples."""
    authoring.create(casebook, replace(FLUX, status="draft"), author="ana")
    also = Example("it says x", also=(FLUX.id,))
    authoring.create(
        casebook, replace(FLUX, id="other", status="draft", explains=(FLUX.id,), examples=(also,)), author="ana"
    )
    authoring.create(casebook, replace(DRAFT, signatures=(FLUX.id,)), author="ana")

    authoring.save(casebook, SIGNATURES, FLUX.id, replace(FLUX, id="flux", status="draft"), based_on=1, author="ana")

    other = casebook.database.records.get(SIGNATURES, "other").record
    assert (other.explains, other.examples[0].also) == (("flux",), ("flux",))
    assert stored(casebook).signatures == ("flux",)


def test_a_link_to_an_old_name_is_saved_as_one_to_the_new_name(casebook: Casebook) -> None:
    """Somebody who remembers the old name need not know that there is another one."""
    authoring.create(casebook, DRAFT, author="ana")
    save(casebook, replace(DRAFT, slug="full-disk"), 1)

    saved = authoring.create(casebook, replace(DRAFT, slug="later", related=("disk-full",)), author="ana")

    assert saved.warnings == ()
    assert stored(casebook, "later").related == ("full-disk",)


def test_a_draft_needs_only_a_name_and_a_title(casebook: Casebook) -> None:
    """A draft may name records that are not there yet, and is told so."""
    saved = authoring.create(casebook, replace(DRAFT, related=("to-come",)), author="ana")

    assert [(problem.field, problem.grade) for problem in saved.warnings] == [("related[0]", "warning")]


def test_publishing_tells_everything_at_once(casebook: Casebook) -> None:
    """Gaps, dead links and times in the wrong order, refusals and warnings; and nothing is published."""
    incomplete = replace(
        DRAFT,
        started_at=NOON,
        resolved_at=NOON - timedelta(hours=1),
        related=("nothing",),
        action_items=(ActionItem("Alert at 80 %", status="open"), ActionItem("Buy", status="declined")),
    )
    authoring.create(casebook, incomplete, author="ana")

    with pytest.raises(RecordRefused) as refusal:
        authoring.set_status(casebook, POSTMORTEMS, "disk-full", "published", based_on=1, author="ana")

    assert faults(refusal) == {
        "action_items[0]": "error",
        "action_items[1].status": "warning",
        "confirm": "warning",
        "fix": "error",
        "related[0]": "error",
        "resolved_at": "error",
        "root_cause": "error",
        "verify": "error",
    }
    assert stored(casebook).status == "draft"


def test_a_whole_record_is_published_and_taken_back(casebook: Casebook) -> None:
    """Each state is a revision; the library has the published ones."""
    authoring.create(casebook, WHOLE, author="ana")
    for revision, status in enumerate(("in_review", "published", "archived", "draft"), 1):
        saved = authoring.set_status(casebook, POSTMORTEMS, "disk-full", status, based_on=revision, author="ana")
        assert saved.revision == revision + 1
        assert stored(casebook).status == status

    assert casebook.database.records.history(POSTMORTEMS, "disk-full")[0].message == "status: draft"


def test_what_is_put_away_is_not_refused(casebook: Casebook) -> None:
    """A record that would be refused today, for it was saved under other rules, can be archived, and is told so."""
    leaking = replace(DRAFT, fix="Set password=hunter2secret9.")
    casebook.database.records.put(leaking, based_on=None, author="ana", message="", at=NOON)

    with pytest.raises(RecordRefused):
        authoring.set_status(casebook, POSTMORTEMS, "disk-full", "in_review", based_on=1, author="ana")
    saved = authoring.set_status(casebook, POSTMORTEMS, "disk-full", "archived", based_on=1, author="ana")

    assert [problem.field for problem in saved.warnings] == ["fix"]


def test_an_unknown_status_is_refused(casebook: Casebook) -> None:
    """It is a problem as any other."""
    authoring.create(casebook, DRAFT, author="ana")

    with pytest.raises(RecordRefused) as refusal:
        authoring.set_status(casebook, POSTMORTEMS, "disk-full", "publish", based_on=1, author="ana")

    assert faults(refusal) == {"status": "error"}


def test_a_historical_record_has_gaps(casebook: Casebook) -> None:
    """What its source does not say is a warning: for a record with a source, and for one that an import brought."""
    gaps = replace(DRAFT, status="published", action_items=(ActionItem("Alert", due=date(2026, 1, 1)),))
    saved = authoring.create(casebook, replace(gaps, source_url="https://example.test/report"), author="ana")
    assert {problem.field for problem in saved.warnings} >= {"fix", "root_cause", "verify", "action_items"}

    text = "---\nslug: brought\nstatus: published\n---\n\n# Brought\n"
    import_records(casebook, [RecordFile("postmortems/brought.md", text)])
    brought = stored(casebook, "brought")
    saved = save(casebook, replace(brought, slug="renamed", title="Better title"), 1, "brought")
    assert {problem.field for problem in saved.warnings} >= {"fix", "root_cause", "verify"}
    assert save(casebook, replace(brought, slug="renamed", title="Best title"), 2, "renamed").revision == 3


@pytest.mark.parametrize(
    "record",
    [
        replace(DRAFT, summary="It ran with password=hunter2secret9 in the command."),
        replace(FLUX, status="draft", examples=(Example("Authorization: Bearer abcdef1234567890abcdef1234567890"),)),
    ],
    ids=["postmortem", "signature"],
)
def test_a_secret_refuses_a_draft_too(casebook: Casebook, record: Any) -> None:
    """History keeps everything, so that no secret may get into it."""
    with pytest.raises(RecordRefused) as refusal:
        authoring.create(casebook, record, author="ana")

    [problem] = [problem for problem in refusal.value.problems if problem.is_error]
    assert "looks like a secret" in problem.what


def test_a_word_that_stands_for_a_secret_is_none(casebook: Casebook) -> None:
    """Commands and explanations name where a secret goes."""
    texts = "redis://:password@host, mysql --password=<password>, PASSWORD=$PASSWORD, password: ****"

    assert authoring.create(casebook, replace(DRAFT, fix=texts), author="ana").revision == 1


def test_links_that_go_in_a_circle_are_refused(casebook: Casebook) -> None:
    """By way of records that are stored already."""
    for slug, before in (("one", ""), ("two", "one"), ("three", "two")):
        record = replace(WHOLE, slug=slug, recurrence_of=before, status="published")
        authoring.create(casebook, record, author="ana")

    with pytest.raises(RecordRefused) as refusal:
        save(casebook, replace(stored(casebook, "one"), recurrence_of="three"), 1, "one")

    [problem] = [problem for problem in refusal.value.problems if problem.is_error]
    assert problem.field == "recurrence_of"
    assert "one -> three -> two -> one" in problem.what


def test_an_active_signature_has_its_examples_run(casebook: Casebook) -> None:
    """With the library, so that what another signature claims is told; a draft is not run."""
    broken = replace(FLUX, examples=(Example("ERROR warp core breach"), *FLUX.examples[1:]))
    with pytest.raises(RecordRefused) as refusal:
        authoring.create(casebook, broken, author="ana")
    assert faults(refusal)["examples[0]"] == "error"

    authoring.create(casebook, replace(broken, status="draft"), author="ana")
    saved = authoring.save(casebook, SIGNATURES, FLUX.id, FLUX, based_on=1, author="ana")
    assert saved.revision == 2
    assert [one.id for one in casebook.library().signatures] == [FLUX.id]

    twin = replace(FLUX, id="twin", match=(Line("flux capacitor misaligned: drift"),))
    problems = authoring.check(casebook, twin)
    assert any(FLUX.id in problem.what for problem in problems)
    # Renaming it, it does not meet itself.
    assert not any("twin" in problem.what for problem in authoring.check(casebook, twin, was=FLUX.id))


def test_a_retired_signature_matches_no_more(casebook: Casebook) -> None:
    """It stays readable."""
    authoring.create(casebook, FLUX, author="ana")
    authoring.set_status(casebook, SIGNATURES, FLUX.id, "retired", based_on=1, author="ana")

    assert casebook.library().signatures == ()
    assert authoring.stored(casebook, SIGNATURES, FLUX.id).record.status == "retired"


@pytest.mark.parametrize("data", [None, 3, "text", [], {}, {"slug": 3}, {"title": ["x"], "slug": "a"}, {"x": {}}])
def test_odd_data_are_refused_with_reasons(casebook: Casebook, data: object) -> None:
    """Whatever was sent, it is a refusal that says why."""
    for read in (authoring.read_postmortem, authoring.read_signature):
        with pytest.raises(RecordRefused) as refusal:
            read(casebook, data)
        assert refusal.value.problems


def test_a_faulty_form_is_told_with_the_other_problems(casebook: Casebook) -> None:
    """A field of the wrong form does not hide what publishing would refuse."""
    with pytest.raises(RecordRefused) as refusal:
        authoring.read_postmortem(
            casebook, {"slug": "a", "title": "A", "status": "published", "severty": "high", "started_at": "noon"}
        )

    assert set(faults(refusal)) >= {"severty", "started_at", "fix", "root_cause", "verify"}


def test_an_old_revision_is_restored_as_a_new_one(casebook: Casebook) -> None:
    """Under the name of today; the revisions between stay."""
    authoring.create(casebook, replace(DRAFT, summary="First."), author="ana")
    save(casebook, replace(DRAFT, slug="full-disk", summary="Second."), 1)

    saved = authoring.restore(casebook, POSTMORTEMS, "disk-full", 1, based_on=2, author="ben")

    assert (saved.key, saved.revision) == ("full-disk", 3)
    assert stored(casebook, "full-disk").summary == "First."
    assert authoring.at_revision(casebook, POSTMORTEMS, "disk-full", 2).summary == "Second."
    assert authoring.history(casebook, POSTMORTEMS, "disk-full")[0].message == "restored revision 1"
    with pytest.raises(NotFound):
        authoring.restore(casebook, POSTMORTEMS, "full-disk", 9, based_on=3, author="ben")


def test_two_revisions_are_compared(casebook: Casebook) -> None:
    """Field by field, either way round."""
    authoring.create(casebook, replace(DRAFT, summary="It was full."), author="ana")
    save(casebook, replace(DRAFT, summary="It was very full."), 1)

    found = {one.field: one.pieces for one in authoring.compare(casebook, POSTMORTEMS, "disk-full", 1, 2)}
    assert found["summary"] == (("It was ", "same"), ("very ", "new"), ("full.", "same"))
    back = {one.field: one for one in authoring.compare(casebook, POSTMORTEMS, "disk-full", 2, 1)}
    assert back["summary"].after == "It was full."


def test_two_edits_are_put_together(casebook: Casebook) -> None:
    """What does not overlap is merged; the times of its history are nobody's edit."""
    authoring.create(casebook, DRAFT, author="ana")
    save(casebook, replace(DRAFT, fix="Delete logs.", title="Theirs"), 1)

    found = authoring.combine(
        casebook, POSTMORTEMS, "disk-full", replace(DRAFT, summary="Mine.", title="Mine"), based_on=1
    )

    assert (found.merged.summary, found.merged.fix, found.merged.title) == ("Mine.", "Delete logs.", "Mine")
    assert (found.conflicts, found.theirs_revision, found.theirs_author) == (("title",), 2, "ana")
    assert {one.field for one in found.differences} == {"title", "summary", "fix"}
    assert save(casebook, found.merged, found.theirs_revision).revision == 3


def test_author_and_message_are_kept_on_one_line_without_secrets(casebook: Casebook) -> None:
    """They are shown in every history."""
    message = "set password=hunter2secret9\n and\x00 restarted \ud800" + "x" * 1000
    authoring.create(casebook, DRAFT, author=" Ana\n\x00 " + "a" * 500, message=message)

    [revision] = authoring.history(casebook, POSTMORTEMS, "disk-full")
    assert revision.author.startswith("Ana a")
    assert revision.message.startswith("set password=**** and restarted ?xx")
    assert len(revision.author) == authoring.AUTHOR_LENGTH
    assert len(revision.message) == authoring.MESSAGE_LENGTH


def test_what_was_found_counts_for_the_new_name(casebook: Casebook) -> None:
    """A renamed signature keeps its figures: how often it was found, and what people said."""
    authoring.create(casebook, FLUX, author="ana")
    answer = diagnose(casebook, Paste(b"FATAL flux capacitor misaligned: drift 88.2 exceeds 1.21"))
    feedback(casebook, str(answer.id), FLUX.id, outcome="confirmed", reason="", person="ana")

    authoring.save(casebook, SIGNATURES, FLUX.id, replace(FLUX, id="flux"), based_on=1, author="ana")

    seen = casebook.database.occurrences.seen(["flux", FLUX.id])
    assert (seen["flux"].count, seen["flux"].confirmed) == (1, 1)
    assert (seen[FLUX.id].count, seen[FLUX.id].confirmed) == (0, 0)


def test_two_renames_in_one_moment_lose_no_link(casebook: Casebook) -> None:
    """Two records that a third one names are renamed at once: it names both by their new names."""
    for slug in ("one", "two"):
        authoring.create(casebook, replace(DRAFT, slug=slug), author="ana")
    authoring.create(casebook, replace(DRAFT, related=("one", "two")), author="ana")

    def rename(slug: str) -> None:
        save(casebook, replace(DRAFT, slug=f"{slug}-new"), 1, slug)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(rename, ("one", "two")))

    assert stored(casebook).related == ("one-new", "two-new")


def test_of_many_edits_of_one_revision_one_is_saved(casebook: Casebook) -> None:
    """Whoever comes second is told, also in the same moment."""
    authoring.create(casebook, DRAFT, author="ana")

    def edit(title: str) -> str | None:
        try:
            save(casebook, replace(DRAFT, title=title), 1)
        except Conflict:
            return None
        return title

    with ThreadPoolExecutor(4) as pool:
        [saved] = [title for title in pool.map(edit, ("a", "b", "c", "d")) if title]

    assert stored(casebook).title == saved
    assert len(authoring.history(casebook, POSTMORTEMS, "disk-full")) == 2


_SAVING = """
import sys
from dataclasses import replace
from datetime import UTC, datetime
from app.services import authoring
from app.services.casebook import Casebook, Limits
from app.services.workers import InThisProcess
from app.storage import POSTMORTEMS, open_database

casebook = Casebook(open_database(sys.argv[1]), InThisProcess(), lambda: datetime.now(UTC), Limits(1, 1, None))
while True:
    slug = "a" if casebook.database.records.find(POSTMORTEMS, "a") else "b"
    kept = casebook.database.records.get(POSTMORTEMS, slug)
    number = str(kept.revision + 1)
    edited = replace(kept.record, slug="b" if slug == "a" else "a", title=number, summary=f"{number} " * 20_000, tldr=number)
    print(authoring.save(casebook, POSTMORTEMS, slug, edited, based_on=kept.revision, author="ana").revision, flush=True)
"""


@pytest.mark.parametrize("saves", [1, 4])
def test_killed_during_a_save_it_has_the_old_or_the_new_record_whole(tmp_path: Path, saves: int) -> None:
    """Each save renames the record and what names it: after a kill all of that is there, or nothing of it."""
    address = f"sqlite:///{tmp_path / 'casebook.db'}"
    database = open_database(address)
    casebook = Casebook(database, InThisProcess(), lambda: NOON, Limits(1, 1, None))
    authoring.create(casebook, Postmortem("a", "1", summary="1 " * 20_000, tldr="1"), author="ana")
    authoring.create(casebook, Postmortem("c", "names it", part_of="a"), author="ana")
    database.close()

    acknowledged = _kill_after(saves, address)

    database = open_database(address)
    records = database.records
    [current] = records.some(POSTMORTEMS, ["a", "b"])
    record, number = current.record, current.revision
    assert number >= acknowledged
    assert {record.title, record.tldr, *record.summary.split()} == {str(number)}
    assert records.revision(POSTMORTEMS, record.slug, number) == record
    assert [revision.number for revision in records.history(POSTMORTEMS, record.slug)] == [*range(number, 0, -1)]
    assert records.get(POSTMORTEMS, "c").record.part_of == record.slug
    assert records.get(POSTMORTEMS, "c").revision == number
    database.close()


def _kill_after(saves: int, address: str) -> int:
    """Start a process that saves and saves; kill it in the save after so many; the last one that it acknowledged."""
    process = subprocess.Popen([sys.executable, "-c", _SAVING, address], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for _ in range(saves):
        process.stdout.readline()
    process.kill()
    told = process.stdout.read().split()
    process.stdout.close()
    process.wait()
    return max(map(int, told), default=saves + 1)
