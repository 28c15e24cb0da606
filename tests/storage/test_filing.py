"""What is derived from records: made with each save, and again when the way of filing changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from app.matching.signature import Line, Signature
from app.records.postmortem import ActionItem, Postmortem
from app.storage import Database
from app.storage.filing import file_again

Save = Callable[..., int]

DISK = Signature("disk-full", "Disk full", (Line("No space left on device"),), explains=("crash",))
OUTAGE = Postmortem(
    "2026-02-01-outage",
    "An outage",
    status="published",
    signatures=("disk-full", "crash"),
    started_at=datetime(2026, 2, 1, tzinfo=UTC),
    root_cause="The disk was full.",
    confirm="Look at df. Then at du.",
    action_items=(ActionItem("Rotate logs", type="prevent", status="open", owner="Ada", due=date(2026, 3, 1)),),
)
TABLES = ("facet", "link", "incident", "action_item")


def rows(database: Database) -> dict[str, list[Any]]:
    """Everything that is filed."""
    with database._sessions.read() as session:
        return {name: sorted(map(repr, session.execute(text(f"SELECT * FROM {name}")))) for name in TABLES}  # noqa: S608


def test_records_are_filed_again_as_they_were_saved(database: Database, save: Save) -> None:
    """A database that was filed in an earlier way comes out of its next start like a new one."""
    save(DISK)
    save(OUTAGE)
    wanted = rows(database)
    with database._sessions.write() as session:
        for name in TABLES:
            session.execute(text(f"DELETE FROM {name}"))  # noqa: S608
        session.execute(text("UPDATE library SET filing = 0"))

    file_again(database._sessions)

    assert rows(database) == wanted
    assert all(wanted.values())


def test_what_a_record_no_longer_says_is_no_longer_filed(database: Database, save: Save) -> None:
    """A link, a time or an action item that an author took out is gone from everywhere."""
    revision = save(OUTAGE)
    save(Postmortem(OUTAGE.slug, "Nothing left"), based_on=revision)

    filed = rows(database)
    assert filed["link"] == []
    assert filed["action_item"] == []
    assert len(filed["incident"]) == 1


def test_an_action_item_keeps_the_day_it_was_written_down(
    database: Database, save: Save, minutes: Callable[[float], datetime]
) -> None:
    """An item of an old incident is as old as the incident; one that is added later is as old as that save."""
    revision = save(OUTAGE)
    added = replace(OUTAGE, action_items=(ActionItem("Add an alert"), *OUTAGE.action_items))
    save(added, based_on=revision, at=minutes(5))

    with database._sessions.read() as session:
        found = {row[0]: row[1] for row in session.execute(text("SELECT text, opened_at FROM action_item"))}
    assert str(found["Rotate logs"]).startswith("2026-02-01")
    assert str(found["Add an alert"]).startswith("2026-03-01")


def test_postmortems_are_found_from_either_side(database: Database, save: Save) -> None:
    """A published postmortem is linked to a signature by its own word or by that of the signature."""
    save(replace(DISK, postmortems=("2025-01-01-named",)))
    save(OUTAGE)
    save(Postmortem("2025-01-01-named", "Named", status="published", started_at=datetime(2025, 1, 1, tzinfo=UTC)))
    save(replace(OUTAGE, slug="2026-02-02-later", started_at=datetime(2026, 2, 2, tzinfo=UTC)))
    save(replace(OUTAGE, slug="2026-02-03-draft", status="draft"))

    linked = database.relations.postmortems_of(["disk-full", "crash", "nothing"], each=2)

    assert {id_: [one.slug for one in found] for id_, found in linked.items()} == {
        "disk-full": ["2026-02-02-later", OUTAGE.slug],
        "crash": ["2026-02-02-later", OUTAGE.slug],
        "nothing": [],
    }
    everything = database.relations.postmortems_of(["disk-full"], each=9)["disk-full"]
    assert [one.slug for one in everything] == ["2026-02-02-later", OUTAGE.slug, "2025-01-01-named"]


def test_incidents_teach_what_they_name(database: Database, save: Save) -> None:
    """The library learns from published postmortems: which signatures met, and how to check for the cause."""
    save(OUTAGE)
    save(replace(OUTAGE, slug="2026-02-03-draft", status="draft"))

    (incident,) = database.records.contents().incidents
    assert incident.title == "An outage"
    assert incident.signatures == ("crash", "disk-full")
    assert incident.check == "Look at df."


@pytest.mark.parametrize("relation", ["related", "part_of", "caused_by"])
def test_a_relation_is_found_from_its_target(database: Database, save: Save, relation: str) -> None:
    """Whoever names a postmortem is found from that postmortem, drafts as well."""
    named = ("2026-02-01-outage",) if relation == "related" else "2026-02-01-outage"
    save(Postmortem("2026-02-09-other", "Other", **{relation: named}))  # type: ignore[arg-type]

    assert [one.slug for one in database.relations.naming(OUTAGE.slug, (relation,))] == ["2026-02-09-other"]
    assert database.relations.naming(OUTAGE.slug, ("duplicate_of",)) == ()
