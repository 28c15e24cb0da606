"""The figures of the insights are those of a recount in plain Python."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median

import pytest

from app.matching.diagnosis import Salient
from app.matching.signature import Line, Signature
from app.records.postmortem import ActionItem, Postmortem
from app.storage import Change, Database
from app.storage.incident_figures import MEASURES, OwnerItems, Spread
from app.storage.insights import SignatureFigures
from app.storage.item_filter import ItemFilter
from tests.storage.generated import SIGNATURES, TODAY, postmortems
from tests.storage.test_stored_diagnoses import diagnosis, finding, put

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
# The last five quarters, the latest first.
QUARTERS = tuple(
    datetime(year, month, 1, tzinfo=UTC) for year, month in ((2026, 1), (2025, 10), (2025, 7), (2025, 4), (2025, 1))
)
Seen = tuple[str, datetime, str]  # signature, time, strength


@pytest.fixture
def kept(database: Database) -> list[Postmortem]:
    """Two years of postmortems; every third was first saved long ago."""
    generated = postmortems(120)
    database.records.put_many(
        [
            Change(record, "ada", "", NOW - timedelta(days=400 if number % 3 else 10))
            for number, record in enumerate(generated)
        ]
    )
    return generated


@pytest.fixture
def seen(database: Database) -> list[Seen]:
    """What 120 logs of a year showed, with some votes on it."""
    draw = Random(2)  # noqa: S311 (nothing secret)
    found: list[Seen] = []
    for number in range(120):
        at = NOW - timedelta(hours=draw.randrange(365 * 24))
        shown = [(key, at, draw.choice(("strong", "likely", "possible"))) for key in draw.sample(SIGNATURES[:5], 2)]
        content = diagnosis(
            findings=tuple(finding(key, strength=strength) for key, _, strength in shown), verdict="known"
        )
        put(database, f"x{number}", at, content)
        found += shown
    return found


def period_of(moment: datetime | None, starts: Sequence[datetime] = QUARTERS) -> int | None:
    """The place of the period that a moment is in."""
    return next((place for place, start in enumerate(starts) if moment and moment >= start), None)


def published(kept: Sequence[Postmortem]) -> list[Postmortem]:
    """Those that readers see."""
    return [record for record in kept if record.status == "published"]


def test_figures_of_signatures(database: Database, seen: list[Seen]) -> None:
    """Each signature has its findings since a day and in all, first and last, and its votes."""
    for person, outcome in (("ada", "confirmed"), ("bob", "rejected"), ("eve", "rejected")):
        database.votes.cast("x1", SIGNATURES[0], person=person, outcome=outcome, at=NOW)
    database.votes.cast("x1", "elsewhere", person="ada", outcome="rejected", at=NOW)
    since = TODAY - timedelta(days=90)
    votes = {SIGNATURES[0]: (1, 2), "elsewhere": (0, 1)}
    times = {
        key: [at for signature, at, strength in seen if signature == key and strength != "possible"]
        for key in (*SIGNATURES[:5], "elsewhere")
    }
    expected = [
        SignatureFigures(
            key,
            sum(at.date() >= since for at in when),
            len(when),
            min(when, default=None),
            max(when, default=None),
            *votes.get(key, (0, 0)),
        )
        for key, when in times.items()
    ]

    assert database.insights.signatures(since) == tuple(
        sorted(expected, key=lambda one: (-one.recent, -one.count, one.signature))
    )


def test_figures_by_day(database: Database, seen: list[Seen]) -> None:
    """Chosen signatures are counted by day; what is only possible is not."""
    since, chosen = TODAY - timedelta(days=60), SIGNATURES[:2]
    counted = Counter(
        (at.date(), key)
        for key, at, strength in seen
        if key in chosen and at.date() >= since and strength != "possible"
    )

    assert {(one.day, one.signature): one.count for one in database.insights.by_day(chosen, since)} == counted


def test_the_last_failure_is_the_latest_log_that_showed_one(database: Database) -> None:
    """A healthy log after it does not count; without any there is none."""
    assert database.insights.last_failure() is None
    put(database, "unknown", NOW - timedelta(hours=2), diagnosis())
    put(database, "known", NOW - timedelta(hours=3), diagnosis("disk-full"))
    put(database, "healthy", NOW, diagnosis(verdict="healthy"))

    last = database.insights.last_failure()

    assert last
    assert (last.id, last.verdict) == ("unknown", "unknown")


def test_unknown_failures_wait_for_a_signature(database: Database) -> None:
    """They are grouped by shape with a line of one; those that a signature matches by now no longer wait."""
    line = (Salient(3, "  flux capacitor failed", 1),)
    for number, shape in enumerate(("flux", "flux", "gear", "known-now", None)):
        at = NOW - timedelta(hours=number)
        put(database, f"u{number}", at, diagnosis(shape=shape, salient=line), title=f"log {number}")
    database.records.put_many([Change(Signature("gear", "Gear", (Line("x"),)), "ada", "", NOW)])
    database.rescans.put({"gear": 1}, {"gear": ["u3"]}, looked_at=5, at=NOW)

    waiting = database.insights.waiting(limit=1)

    assert (waiting.shapes, waiting.logs) == (2, 3)
    assert [(one.shape, one.count, one.example, one.title, one.line) for one in waiting.top] == [
        ("flux", 2, "u0", "log 0", "flux capacitor failed")
    ]
    assert (waiting.top[0].first, waiting.top[0].last) == (NOW - timedelta(hours=1), NOW)


def test_times_of_incidents(database: Database, kept: list[Postmortem]) -> None:
    """Median and ninth tenth by quarter and of all; unknown times and times in the wrong order do not count."""
    expected: list[Spread] = []
    for measure, end in zip(MEASURES, ("detected_at", "mitigated_at", "resolved_at"), strict=True):
        took: dict[int | None, list[float]] = {}
        for record in published(kept):
            period, ended = period_of(record.started_at), getattr(record, end)
            if period is not None and record.started_at and ended and ended >= record.started_at:
                for place in (period, None):
                    took.setdefault(place, []).append((ended - record.started_at).total_seconds())
        for place, seconds in took.items():
            ninth = sorted(seconds)[(len(seconds) * 9 + 9) // 10 - 1]
            expected.append(Spread(measure, place, len(seconds), median(seconds), ninth))

    found = database.incident_figures.times(QUARTERS)

    assert sorted(found, key=repr) == sorted(expected, key=repr)
    assert all(spread.count > 1 for spread in found)


def test_incidents_by_quarter(database: Database, kept: list[Postmortem]) -> None:
    """Those that began before all quarters are left out, those of an unknown time are counted as such."""
    records = [r for r in published(kept) if r.started_at is None or r.started_at >= QUARTERS[-1]]

    assert database.incident_figures.incidents(QUARTERS) == Counter(period_of(r.started_at) for r in records)


def test_open_items_by_type_and_age(database: Database, kept: list[Postmortem]) -> None:
    """Open items are counted by type and period with the overdue ones, and by owner."""
    items = [
        (min(NOW - timedelta(days=400 if number % 3 else 10), record.started_at or _any_time(record) or NOW), item)
        for number, record in enumerate(kept)
        if record.status != "archived"
        for item in record.action_items
        if item.is_open
    ]
    late = [(at, item) for at, item in items if item.due and item.due < TODAY]
    count, overdue = (
        Counter((item.type, period_of(at, (*QUARTERS, datetime.min.replace(tzinfo=UTC)))) for at, item in some)
        for some in (items, late)
    )
    starts = (*QUARTERS, datetime(1900, 1, 1, tzinfo=UTC))
    owners = sorted(
        (-sum(i.owner == name for _, i in late), -sum(i.owner == name for _, i in items), name)
        for name in {item.owner for _, item in items}
    )

    found = database.incident_figures.open_items(starts, TODAY)

    assert {(one.type, one.period): one.count for one in found} == count
    assert {(one.type, one.period): one.overdue for one in found if one.overdue} == overdue
    assert database.incident_figures.owners(TODAY, 2) == tuple(
        OwnerItems(name, -count, -overdue) for overdue, count, name in owners[:2]
    )


def _any_time(record: Postmortem) -> datetime | None:
    return next(filter(None, (record.detected_at, record.mitigated_at, record.resolved_at)), None)


def test_stale_records(database: Database, kept: list[Postmortem]) -> None:
    """A review is due when its date has passed, or when there was none for long, counted from the first save."""
    before = NOW - timedelta(days=180)
    waiting = {}
    for number, record in enumerate(kept):
        since = record.reviewed_at or NOW - timedelta(days=400 if number % 3 else 10)
        if record.status == "published" and (since < before or (record.review_due and record.review_due < TODAY)):
            waiting[record.slug] = since

    total, first = database.incident_figures.stale(before, TODAY, limit=5)

    assert total == len(waiting)
    assert [one.postmortem for one in first] == sorted(waiting, key=lambda slug: (waiting[slug], slug))[:5]


def test_nothing_yet(database: Database) -> None:
    """An empty database has no figures and no errors."""
    assert database.insights.signatures(TODAY) == ()
    assert database.insights.waiting(5).top == ()
    assert database.incident_figures.times(QUARTERS) == ()
    assert database.incident_figures.incidents(QUARTERS) == {}
    assert database.incident_figures.stale(NOW, TODAY, 5) == (0, ())
    assert database.prevention.too_late(5) == (0, ())


def test_open_prevention_of_failures_that_came_back(
    database: Database, kept: list[Postmortem], seen: list[Seen]
) -> None:
    """Found for each postmortem whose signature was seen after its last known time, or that has a recurrence."""
    last = {
        key: max(at for signature, at, strength in seen if signature == key and strength != "possible")
        for key in SIGNATURES[:5]
    }
    expected = set()
    for record in kept:
        ended = record.resolved_at or record.mitigated_at or record.detected_at or record.started_at
        is_back = ended and any(last[key] > ended for key in record.signatures if key in last)
        again = [one for one in kept if one.recurrence_of == record.slug and one.status != "archived"]
        if record.status != "archived" and (is_back or again):
            prevents = (item.type == "prevent" and item.is_open for item in record.action_items)
            expected |= {(record.slug, place) for place, counts in enumerate(prevents) if counts}

    total, found = database.prevention.too_late(1000)

    assert total == len(expected) > 5
    assert {(one.postmortem, one.position) for one in found} == expected
    assert database.prevention.too_late(2) == (total, found[:2])
    lines = database.action_items.list(ItemFilter(came_back=True), today=TODAY, limit=1000).items
    assert {(one.postmortem, one.position) for one in lines} == expected
    assert database.action_items.counts(ItemFilter(came_back=True), today=TODAY).total == total


def test_an_effect_does_not_tell_that_a_failure_came_back(database: Database, save: Callable[..., int]) -> None:
    """Many failures lead to the same effect; only a signature of the cause says which one it was."""
    prevents = (ActionItem("Add a quota", type="prevent", status="open"),)
    save(Signature("disk-full", "Disk full", (Line("x"),)))
    save(Signature("crash", "Container exited", (Line("y"),), role="effect"))
    resolved = NOW - timedelta(days=30)
    save(Postmortem("first", "First", resolved_at=resolved, action_items=prevents, signatures=("disk-full", "crash")))
    put(database, "x1", NOW - timedelta(days=3), diagnosis("crash"))

    assert database.prevention.too_late(10) == (0, ())
    put(database, "x2", NOW - timedelta(days=4), diagnosis("disk-full"))
    assert [one.signature for one in database.prevention.too_late(10)[1]] == ["disk-full"]


def test_the_last_return_is_named(database: Database, save: Callable[..., int]) -> None:
    """A return says what showed it: the signature that was seen last, linked from either side, or the recurrence."""
    prevents = (ActionItem("Add a quota", type="prevent", status="open"),)
    resolved = NOW - timedelta(days=30)
    first = Postmortem("first", "First", resolved_at=resolved, action_items=prevents)
    save(replace(first, signatures=("disk-full",)))
    save(replace(first, slug="second", signatures=()))
    save(replace(first, slug="third"))
    save(replace(first, slug="undated", resolved_at=None, signatures=("disk-full",)))
    save(Signature("slow-disk", "Slow disk", (Line("x"),), postmortems=("second",)))
    save(Postmortem("again", "Again", recurrence_of="third"))
    put(database, "x1", NOW - timedelta(days=40), diagnosis("disk-full", "slow-disk"))
    put(database, "x2", NOW - timedelta(days=3), diagnosis("slow-disk"))

    _, found = database.prevention.too_late(10)

    assert [(one.postmortem, one.signature, one.recurrence, one.back_at) for one in found] == [
        ("second", "slow-disk", "", NOW - timedelta(days=3)),
        ("third", "", "again", None),
    ]
