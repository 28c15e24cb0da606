"""Diagnoses and their logs are kept, listed, expired and erased."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.errors import BadCursor, Gone, NotFound
from app.matching.diagnosis import Diagnosis, Evidence, Finding, LogFacts, Reason, Remedy
from app.storage import (
    Database,
    DayCount,
    NewDiagnosis,
    Seen,
    ShapeCount,
    StoredDiagnosis,
    Tally,
    VerdictCount,
    Vote,
    open_database,
)

Minutes = Callable[[float], datetime]


def finding(signature: str, **facts: Any) -> Finding:
    """A likely finding of this signature."""
    plain: dict[str, Any] = {
        "rank": 1,
        "signature": signature,
        "title": signature.title(),
        "role": "cause",
        "confidence": 0.8,
        "strength": "likely",
        "captures": {"module": "numpy"},
        "count": 2,
        "first_line": 1,
        "last_line": 3,
        "first_seen": None,
        "last_seen": None,
        "evidence": (Evidence(1, 1, "No space", ((0, 2),), "match[0]"),),
        "why": (Reason("fatal level", 1.5),),
        "explains": (),
        "explained_by": (),
        "usual_causes": (),
        "remedy": Remedy(fix="Mend it."),
        "commands": (),
    }
    return Finding(**plain | facts)


def diagnosis(*signatures: str, **facts: Any) -> Diagnosis:
    """A diagnosis with these findings."""
    plain: dict[str, Any] = {
        "verdict": "known" if signatures else "unknown",
        "findings": tuple(finding(signature) for signature in signatures),
        "salient": (),
        "log": LogFacts(3, 30, ("plain",), truncated=False),
        "library_version": "1",
        "library_signatures": 2,
        "elapsed_ms": 1.5,
    }
    return Diagnosis(**plain | facts)


def put(database: Database, key: str, at: datetime, content: Diagnosis, **facts: Any) -> None:
    """Store a diagnosis."""
    database.diagnoses.put(NewDiagnosis(key, at, content, **facts))


def test_stored_diagnosis_is_read_back_equal(database: Database, noon: datetime, minutes: Minutes) -> None:
    """A diagnosis comes back with everything that was said about it, and its log byte for byte."""
    content = diagnosis("disk-full", "crash-loop")
    about = {"title": "3 a.m.", "service": "api", "environment": "production"}
    put(database, "x1", noon, content, expires_at=minutes(60), log=b"\x28\xb5\x00\xff", **about)

    assert database.diagnoses.get("x1") == StoredDiagnosis(
        "x1", noon, content, expires_at=minutes(60), erased_at=None, again_of=None, **about
    )
    assert database.diagnoses.log("x1") == b"\x28\xb5\x00\xff"


def test_unknown_diagnosis_is_not_found(database: Database) -> None:
    """An id that was never given out has no diagnosis, no log, and nothing to erase."""
    for ask in (database.diagnoses.get, database.diagnoses.log, database.diagnoses.delete):
        with pytest.raises(NotFound):
            ask("nope")


def test_log_that_was_not_kept_is_gone(database: Database, noon: datetime) -> None:
    """A diagnosis may be stored without its log; nobody erased it, so there is no time at which it went."""
    put(database, "x1", noon, diagnosis())

    with pytest.raises(Gone) as answer:
        database.diagnoses.log("x1")

    assert answer.value.since is None


def test_expired_log_goes_and_the_diagnosis_stays(database: Database, noon: datetime, minutes: Minutes) -> None:
    """When its time is up, the text of the log is erased once; the findings are kept."""
    put(database, "due", noon, diagnosis("disk-full"), expires_at=minutes(10), log=b"log")
    put(database, "later", minutes(1), diagnosis(), expires_at=minutes(11), log=b"log")
    put(database, "never", noon, diagnosis(), log=b"log")
    put(database, "empty", noon, diagnosis(), expires_at=minutes(10))

    assert database.diagnoses.expire(minutes(10)) == 1
    assert database.diagnoses.expire(minutes(10.5)) == 0

    with pytest.raises(Gone) as answer:
        database.diagnoses.log("due")
    assert answer.value.since == minutes(10)
    assert database.diagnoses.get("due").diagnosis == diagnosis("disk-full")
    assert database.diagnoses.get("empty").erased_at is None
    assert [key for key, _ in database.diagnoses.recent_logs(5)] == ["later", "never"]


def test_erased_diagnosis_is_gone_with_its_log_and_counts(database: Database, noon: datetime) -> None:
    """Erasing takes the log, the diagnosis and its occurrences; votes count on, without what was written in them."""
    put(database, "x1", noon, diagnosis("disk-full"), log=b"log")
    database.votes.cast("x1", "disk-full", person="ada", outcome="confirmed", at=noon, reason="host db-7")

    database.diagnoses.delete("x1")

    for ask in (database.diagnoses.get, database.diagnoses.log):
        with pytest.raises(NotFound):
            ask("x1")
    assert list(database.diagnoses.recent_logs(5)) == []
    assert database.occurrences.seen(["disk-full"]) == {"disk-full": Seen(confirmed=1)}
    assert database.votes.on_diagnosis("x1") == (Vote("x1", "disk-full", "ada", "confirmed", "", noon),)


def test_erased_log_leaves_no_trace_in_the_file(noon: datetime, tmp_path: Path) -> None:
    """After an erasure the bytes of the log are nowhere in the SQLite file, not even in its free pages."""
    database = open_database(f"sqlite:///{tmp_path / 'casebook.db'}")
    put(database, "x1", noon, diagnosis(), log=b"very private line " * 500)
    database.diagnoses.delete("x1")
    database.close()

    assert not [path for path in tmp_path.glob("casebook.db*") if b"very private line" in path.read_bytes()]


def test_list_is_newest_first_and_paged(database: Database, minutes: Minutes) -> None:
    """Diagnoses are listed from the latest on, also those of the same moment, each once."""
    for number, key in enumerate(("a", "b", "c", "d", "e")):
        put(database, key, minutes(number // 2), diagnosis("disk-full"))

    keys: list[str] = []
    cursor = None
    for _ in range(3):
        page = database.diagnoses.list(limit=2, cursor=cursor)
        keys += [line.id for line in page.items]
        cursor = page.next

    assert (keys, cursor) == (["e", "d", "c", "b", "a"], None)


def test_list_is_filtered(database: Database, noon: datetime) -> None:
    """A list may be limited to a verdict, a service or both; its lines name the first finding."""
    put(database, "a", noon, diagnosis("disk-full", "crash-loop"), service="api")
    put(database, "b", noon, diagnosis(), service="api", title="strange")
    put(database, "c", noon, diagnosis("disk-full"), service="shop")

    assert [line.id for line in database.diagnoses.list(service="api").items] == ["b", "a"]
    assert [line.id for line in database.diagnoses.list(verdict="known").items] == ["c", "a"]
    (line,) = database.diagnoses.list(verdict="known", service="api").items
    assert (line.leading, line.leading_title, line.verdict) == ("disk-full", "Disk-Full", "known")


def test_made_up_cursor_is_refused(database: Database) -> None:
    """A cursor that no page gave out is an error that names it."""
    with pytest.raises(BadCursor):
        database.diagnoses.list(cursor="nonsense")


def test_seen_counts_what_was_at_least_likely(database: Database, noon: datetime, minutes: Minutes) -> None:
    """A signature has been seen as often as it was found, without the findings that were only possible."""
    weak = replace(diagnosis(), findings=(finding("disk-full", strength="possible"),))
    strong = replace(diagnosis(), findings=(finding("disk-full", strength="strong"),))
    for number, content in enumerate((strong, weak, diagnosis("disk-full", "crash-loop"), weak)):
        put(database, f"x{number}", minutes(number), content)

    assert database.occurrences.seen(["disk-full", "crash-loop", "never"]) == {
        "disk-full": Seen(2, noon, minutes(2)),
        "crash-loop": Seen(1, minutes(2), minutes(2)),
        "never": Seen(),
    }
    assert database.occurrences.seen([]) == {}


def test_log_diagnosed_again_counts_once(database: Database, noon: datetime, minutes: Minutes) -> None:
    """The latest diagnosis of a log counts, at the time when the log was first diagnosed."""
    put(database, "first", noon, diagnosis("disk-full", "crash-loop", shape=None))
    put(database, "second", minutes(5), diagnosis("disk-full"), again_of="first")
    put(database, "third", minutes(9), diagnosis("disk-full", "oom-killed"), again_of="second")

    seen = database.occurrences.seen(["disk-full", "crash-loop", "oom-killed"])

    assert seen == {"disk-full": Seen(1, noon, noon), "crash-loop": Seen(), "oom-killed": Seen(1, noon, noon)}
    assert database.diagnoses.get("third").again_of == "second"


def test_days_are_counted(database: Database, noon: datetime, minutes: Minutes) -> None:
    """Findings are counted for each day, in UTC."""
    put(database, "a", noon, diagnosis("disk-full"))
    put(database, "b", minutes(5), diagnosis("disk-full"))
    put(database, "c", minutes(24 * 60), diagnosis("disk-full"))

    today, tomorrow = noon.date(), minutes(24 * 60).date()
    assert database.occurrences.by_day(today) == (DayCount(today, "disk-full", 2), DayCount(tomorrow, "disk-full", 1))
    assert database.occurrences.by_day(tomorrow) == (DayCount(tomorrow, "disk-full", 1),)


def test_verdicts_are_counted_by_day(database: Database, noon: datetime, minutes: Minutes) -> None:
    """Each log counts once for its day, with the verdict that it got last."""
    put(database, "a", noon, diagnosis())
    put(database, "b", noon, diagnosis())
    put(database, "c", noon, diagnosis("disk-full"))
    put(database, "again", minutes(24 * 60), diagnosis("disk-full"), again_of="a")

    today = noon.date()
    assert database.occurrences.verdicts_by_day(today) == (
        VerdictCount(today, "known", 2),
        VerdictCount(today, "unknown", 1),
    )


def test_unknown_failures_are_grouped_by_shape(database: Database, noon: datetime, minutes: Minutes) -> None:
    """Unknown logs of the same shape are counted together, until one is known when it is diagnosed again."""
    for number, shape in enumerate(("s1", "s2", "s1", None)):
        put(database, f"x{number}", minutes(number), diagnosis(shape=shape))

    assert database.occurrences.shapes(at_least=2) == (ShapeCount("s1", 2, noon, minutes(2), "x0"),)
    assert [each.shape for each in database.occurrences.shapes()] == ["s1", "s2"]
    assert (database.occurrences.same_shape("s1"), database.occurrences.same_shape("s3")) == (2, 0)

    put(database, "again", minutes(9), diagnosis("disk-full"), again_of="x0")
    assert database.occurrences.same_shape("s1") == 1


def test_last_word_of_a_person_counts(database: Database, noon: datetime, minutes: Minutes) -> None:
    """A person has one vote on a finding, may change it, and may take it back."""
    put(database, "x1", noon, diagnosis("disk-full"))
    cast = database.votes.cast
    cast("x1", "disk-full", person="ada", outcome="rejected", at=minutes(1), reason="was a test")
    cast("x1", "disk-full", person="bob", outcome="rejected", at=minutes(2))
    cast("x1", "disk-full", person="ada", outcome="confirmed", at=minutes(3))

    assert database.votes.tally(["disk-full", "never"]) == {"disk-full": Tally(confirmed=1, rejected=1)}
    assert database.votes.on_diagnosis("x1") == (
        Vote("x1", "disk-full", "bob", "rejected", "", minutes(2)),
        Vote("x1", "disk-full", "ada", "confirmed", "", minutes(3)),
    )

    cast("x1", "disk-full", person="bob", outcome=None, at=minutes(4))
    assert database.votes.tally(["disk-full"]) == {"disk-full": Tally(confirmed=1)}
    assert database.occurrences.seen(["disk-full"])["disk-full"].confirmed == 1


def test_votes_add_up_over_diagnoses(database: Database, noon: datetime, minutes: Minutes) -> None:
    """A signature has the votes of all diagnoses, and remembers who confirmed it last."""
    for number, person in enumerate(("ada", "bob", "cleo")):
        put(database, f"x{number}", noon, diagnosis("disk-full"))
        outcome = "rejected" if person == "cleo" else "confirmed"
        database.votes.cast(f"x{number}", "disk-full", person=person, outcome=outcome, at=minutes(number))

    assert database.votes.tally(["disk-full"]) == {"disk-full": Tally(confirmed=2, rejected=1)}
    assert {key: vote.person for key, vote in database.votes.last_confirmed(["disk-full", "x"]).items()} == {
        "disk-full": "bob"
    }


def test_vote_needs_a_diagnosis(database: Database, noon: datetime) -> None:
    """Nobody votes on a diagnosis that does not exist."""
    with pytest.raises(NotFound):
        database.votes.cast("nope", "disk-full", person="ada", outcome="confirmed", at=noon)
