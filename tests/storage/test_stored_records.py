"""Records are saved as revisions, never over each other, and are listed in pages."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from app.errors import BadCursor, Conflict, NotFound
from app.matching.signature import Line, Signature
from app.records.postmortem import Postmortem
from app.storage import POSTMORTEMS, SIGNATURES, Change, Database, Revision, parse_query

Save = Callable[..., int]
DISK = Signature("disk-full", "Disk full", (Line("No space left on device"),), tags=("disk",), severity="high")
OUTAGE = Postmortem("2026-03-01-outage", "Outage of the shop", status="published", services=("shop", "api"))


def keys(page: object) -> list[str]:
    """The keys of the records of a page."""
    return [getattr(item.record, "id", None) or item.record.slug for item in page.items]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("kind", "record"), [(SIGNATURES, DISK), (POSTMORTEMS, OUTAGE)])
def test_saved_record_is_read_back_equal(database: Database, save: Save, kind: Any, record: Any) -> None:
    """What comes out of the database is what went in, with its revision and who changed it last."""
    number = save(record)

    stored = database.records.get(kind, kind.key(record))
    assert (stored.record, stored.revision, stored.changed_by) == (record, number, "ada")


def test_unknown_record_is_not_found(database: Database) -> None:
    """Asking for a record that does not exist says which one."""
    with pytest.raises(NotFound) as refusal:
        database.records.get(SIGNATURES, "nope")

    assert (refusal.value.kind, refusal.value.key) == ("signature", "nope")
    assert database.records.find(SIGNATURES, "nope") is None


def test_some_records_are_read_together(database: Database, save: Save) -> None:
    """Of the keys that are asked for, those that exist come by key; asking for none gives none."""
    for key in ("a", "b", "c"):
        save(replace(DISK, id=key))

    assert [stored.record.id for stored in database.records.some(SIGNATURES, ["c", "nope", "a"])] == ["a", "c"]
    assert database.records.some(SIGNATURES, []) == ()


def test_the_two_kinds_have_keys_of_their_own(database: Database, save: Save) -> None:
    """A signature and a postmortem may have the same key."""
    save(DISK)
    save(replace(OUTAGE, slug=DISK.id))

    assert database.records.get(SIGNATURES, DISK.id).record == DISK
    assert database.records.get(POSTMORTEMS, DISK.id).record.title == OUTAGE.title


@pytest.mark.parametrize(
    ("based_on", "current"), [(None, 2), (1, 2), (3, 2)], ids=["must not exist", "stale", "from the future"]
)
def test_save_that_is_not_based_on_the_latest_revision_is_a_conflict(
    database: Database, save: Save, based_on: int | None, current: int
) -> None:
    """Only the revision that is the latest one can be built upon; the refused save leaves nothing behind."""
    save(DISK)
    save(DISK, based_on=1)
    version = database.records.library_version()

    with pytest.raises(Conflict) as refusal:
        save(replace(DISK, title="Lost"), based_on=based_on)

    assert (refusal.value.based_on, refusal.value.current) == (based_on or 0, current)
    assert database.records.get(SIGNATURES, DISK.id).record == DISK
    assert len(database.records.history(SIGNATURES, DISK.id)) == 2
    assert database.records.library_version() == version


def test_changing_a_record_that_does_not_exist_is_not_found(save: Save) -> None:
    """A save that is based on a revision needs a record."""
    with pytest.raises(NotFound):
        save(DISK, based_on=1)


@pytest.mark.parametrize("based_on", [None, 1], ids=["create", "change"])
def test_of_two_simultaneous_saves_one_wins(database: Database, save: Save, based_on: int | None) -> None:
    """Two people who save the same record at once: one save is kept, the other person gets the conflict."""
    if based_on:
        save(DISK)
    outcomes: list[object] = []
    together = threading.Barrier(2)

    def change(title: str) -> None:
        together.wait()
        try:
            outcomes.append(save(replace(DISK, title=title), based_on=based_on))
        except Conflict as conflict:
            outcomes.append(conflict)

    threads = [threading.Thread(target=change, args=(title,)) for title in ("mine", "yours")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "int"]
    assert len(database.records.history(SIGNATURES, DISK.id)) == (2 if based_on else 1)


def test_parallel_saves_of_different_records_all_succeed(database: Database, save: Save) -> None:
    """Writers wait for each other instead of failing, and each raises the library version."""
    threads = [threading.Thread(target=save, args=(replace(DISK, id=f"disk-{number}"),)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(database.records.all(SIGNATURES)) == 12
    assert database.records.library_version() == 12


def test_history_keeps_every_save(database: Database, save: Save, minutes: Callable[[float], datetime]) -> None:
    """Each revision has its number, author, time and message, and the record as it was."""
    save(DISK, message="first")
    save(replace(DISK, title="Volume full"), based_on=1, author="bob", message="clearer", at=minutes(5))

    assert database.records.history(SIGNATURES, DISK.id) == (
        Revision(2, "bob", minutes(5), "clearer"),
        Revision(1, "ada", minutes(0), "first"),
    )
    assert database.records.revision(SIGNATURES, DISK.id, 1) == DISK
    assert database.records.revision(SIGNATURES, DISK.id, 2).title == "Volume full"


def test_unknown_history_is_not_found(database: Database, save: Save) -> None:
    """Neither a record nor a revision that does not exist has a history."""
    save(DISK)

    with pytest.raises(NotFound):
        database.records.history(SIGNATURES, "nope")
    with pytest.raises(NotFound):
        database.records.revision(SIGNATURES, DISK.id, 2)


def test_renamed_record_leaves_a_redirect(database: Database, save: Save) -> None:
    """Every old key leads to the key of today, and the history comes along."""
    save(OUTAGE)
    save(replace(OUTAGE, slug="second"), based_on=1, was=OUTAGE.slug)
    save(replace(OUTAGE, slug="third"), based_on=2, was="second")

    assert database.records.renamed(POSTMORTEMS, OUTAGE.slug) == "third"
    assert database.records.renamed(POSTMORTEMS, "second") == "third"
    assert database.records.renamed(POSTMORTEMS, "third") is None
    assert [each.number for each in database.records.history(POSTMORTEMS, "third")] == [3, 2, 1]
    assert database.records.find(POSTMORTEMS, "second") is None


def test_renaming_back_ends_the_redirect(database: Database, save: Save) -> None:
    """A key that a record has again leads nowhere else."""
    save(OUTAGE)
    save(replace(OUTAGE, slug="second"), based_on=1, was=OUTAGE.slug)
    save(OUTAGE, based_on=2, was="second")

    assert database.records.renamed(POSTMORTEMS, OUTAGE.slug) is None
    assert database.records.renamed(POSTMORTEMS, "second") == OUTAGE.slug


def test_new_record_takes_over_an_abandoned_key(database: Database, save: Save) -> None:
    """A record may be created under a key that another one gave up."""
    save(OUTAGE)
    save(replace(OUTAGE, slug="second"), based_on=1, was=OUTAGE.slug)
    save(OUTAGE)

    assert database.records.renamed(POSTMORTEMS, OUTAGE.slug) is None
    assert database.records.get(POSTMORTEMS, OUTAGE.slug).revision == 1


def test_renaming_to_a_key_in_use_is_a_conflict(database: Database, save: Save) -> None:
    """A rename never replaces another record."""
    save(OUTAGE)
    save(replace(OUTAGE, slug="second"))

    with pytest.raises(Conflict) as refusal:
        save(replace(OUTAGE, slug="second"), based_on=1, was=OUTAGE.slug)

    assert refusal.value.key == "second"
    assert database.records.get(POSTMORTEMS, OUTAGE.slug).record == OUTAGE


def test_many_records_are_saved_all_or_none(database: Database, noon: datetime) -> None:
    """One record that cannot be saved keeps the others of the same import out."""
    changes = [Change(replace(DISK, id=key), "ada", "import", noon) for key in ("one", "two", "one")]

    with pytest.raises(Conflict):
        database.records.put_many(changes)
    assert database.records.all(SIGNATURES) == ()

    assert database.records.put_many(changes[:2]) == (1, 1)
    assert [stored.record.id for stored in database.records.all(SIGNATURES)] == ["one", "two"]


def test_library_version_rises_once_with_every_transaction(database: Database, save: Save, noon: datetime) -> None:
    """Whoever remembers the version notices every change, and nothing but changes."""
    versions = [database.records.library_version()]
    save(DISK)
    versions.append(database.records.library_version())
    database.records.put_many([Change(replace(DISK, id=key), "ada", "", noon) for key in ("one", "two")])
    versions.append(database.records.library_version())
    database.records.put_many([])
    versions.append(database.records.library_version())

    assert versions == [0, 1, 2, 2]


def test_library_holds_what_is_active_and_published(database: Database, save: Save) -> None:
    """Drafts, retired signatures and archived postmortems are kept but do not take part."""
    for status in ("draft", "active", "retired"):
        save(replace(DISK, id=status, status=status))
    for state in ("draft", "in_review", "published", "archived"):
        save(replace(OUTAGE, slug=state, status=state))

    contents = database.records.contents()

    assert [signature.id for signature in contents.signatures] == ["active"]
    assert contents.incidents == ()  # none of them names a signature
    assert contents.version == 7


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["a", "b", "c"]),
        ("status:draft", ["b"]),
        ("status:draft status:active", ["a", "b"]),
        ("tag:disk", ["a", "b"]),
        ("tag:disk tag:nfs", ["b"]),
        ("TAG:Disk severity:HIGH", ["a"]),
        ("service:api", ["c"]),
        ("severity:critical", []),
        ("quota", ["b"]),
        ("quota status:retired", []),
        ('service:"no such"', []),
    ],
)
def test_list_is_filtered(database: Database, save: Save, text: str, expected: list[str]) -> None:
    """Of a field with one value any of the filters holds, of tags and services all of them; case does not matter."""
    save(replace(DISK, id="a"))
    save(replace(DISK, id="b", status="draft", severity="low", tags=("disk", "NFS"), title="Quota exceeded"))
    save(replace(DISK, id="c", status="retired", severity="low", tags=(), services=("api",)))

    assert keys(database.records.list(SIGNATURES, parse_query(text))) == expected


@pytest.mark.parametrize(
    ("order", "expected"), [("key", "abcde"), ("changed", "edcba"), ("happened", "badec")], ids=lambda value: value
)
def test_list_is_paged_in_order(
    database: Database, save: Save, minutes: Callable[[float], datetime], order: str, expected: str
) -> None:
    """Pages follow each other without gaps or repetitions; incidents at an unknown time come last."""
    starts = {"a": 8, "b": 9, "c": None, "d": 7, "e": None}
    for number, (slug, start) in enumerate(starts.items()):
        started_at = None if start is None else minutes(start)
        save(Postmortem(slug, slug, started_at=started_at), at=minutes(number))

    found: list[str] = []
    cursor = None
    for _ in range(3):
        page = database.records.list(POSTMORTEMS, order=order, limit=2, cursor=cursor)  # type: ignore[arg-type]
        found += keys(page)
        cursor = page.next

    assert ("".join(found), cursor) == (expected, None)


@pytest.mark.parametrize("order", ["key", "changed"])
@pytest.mark.parametrize("cursor", ["nonsense", "WyJhIl0x", "é", "WzFd", "\x00"])
def test_made_up_cursor_is_refused(database: Database, order: str, cursor: str) -> None:
    """A cursor that no page gave out is an error that names it."""
    with pytest.raises(BadCursor) as refusal:
        database.records.list(SIGNATURES, order=order, cursor=cursor)  # type: ignore[arg-type]

    assert refusal.value.cursor == cursor


def test_text_that_postgresql_cannot_hold_is_marked(database: Database, save: Save) -> None:
    """NUL and half surrogate pairs in what people type become replacement marks instead of errors."""
    save(DISK, author="a\0b", message="\ud83d")

    assert database.records.history(SIGNATURES, DISK.id)[0].author == "a\ufffdb"
    assert database.records.history(SIGNATURES, DISK.id)[0].message == "?"


def test_record_with_nul_survives(database: Database, save: Save) -> None:
    """A control character inside of a record is stored escaped and comes back."""
    save(replace(DISK, cause="before\0after"))

    assert database.records.get(SIGNATURES, DISK.id).record.cause == "before\0after"


def test_records_that_name_another_are_found(database: Database, save: Save) -> None:
    """By the relations that are asked for, and of the kind that is asked for."""
    save(OUTAGE)
    save(replace(OUTAGE, slug="later", related=(OUTAGE.slug,), signatures=(DISK.id,)))
    save(replace(OUTAGE, slug="part", part_of=OUTAGE.slug))
    save(replace(DISK, postmortems=(OUTAGE.slug,)))

    assert [each.record.slug for each in database.records.naming(POSTMORTEMS, OUTAGE.slug, ("related",))] == ["later"]
    both = database.records.naming(POSTMORTEMS, OUTAGE.slug, ("related", "part_of", "postmortems"))
    assert [(each.record.slug, each.revision) for each in both] == [("later", 1), ("part", 1)]
    assert database.records.naming(POSTMORTEMS, OUTAGE.slug, ()) == ()
    assert [each.record.id for each in database.records.naming(SIGNATURES, OUTAGE.slug, ("postmortems",))] == [DISK.id]


def test_the_keys_of_a_kind(database: Database, save: Save) -> None:
    """All of them, whatever their status."""
    save(DISK)
    save(replace(DISK, id="old", status="retired"))
    save(OUTAGE)

    assert database.records.keys(SIGNATURES) == {DISK.id, "old"}
    assert database.records.keys(POSTMORTEMS) == {OUTAGE.slug}
