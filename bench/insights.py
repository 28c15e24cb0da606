"""How long the figures and the list of action items take among many postmortems, beside reading all of them.

    .venv/bin/python bench/insights.py
    .venv/bin/python bench/insights.py --postmortems 100000 --diagnoses 700000
    .venv/bin/python bench/insights.py --database postgresql://...   (an empty database; it is filled)

The baseline does in plain Python what the database does: it decodes every document and counts the open action items.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import insert
from sqlalchemy.engine import Connection

from app.records.postmortem import ACTION_STATUSES, ACTION_TYPES, ActionItem, Postmortem
from app.services.action_items import ItemFilter, items
from app.services.casebook import Casebook, Limits
from app.services.insights import insights
from app.services.workers import InThisProcess
from app.storage import POSTMORTEMS, Change, Database, open_database
from app.storage.engine import Sessions, build_engine
from app.storage.item_filter import due_of
from app.storage.tables import DiagnosisRow, OccurrenceRow

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SIGNATURES = tuple(f"failure-{number}" for number in range(180))
VERDICTS = ("known",) * 7 + ("possible", "unknown", "healthy")
AT_ONCE = 2_000
ROUNDS = 3


def postmortem(draw: Random, number: int) -> Postmortem:
    """A postmortem of the last four years with three action items."""
    started = NOW - timedelta(minutes=draw.randrange(4 * 365 * 24 * 60))
    return Postmortem(
        slug=f"incident-{number:06}",
        title=f"Incident {number}",
        status=draw.choice(("published", "published", "published", "draft", "archived")),
        services=(f"service-{draw.randrange(40)}",),
        signatures=(draw.choice(SIGNATURES),),
        started_at=started,
        detected_at=started + timedelta(minutes=draw.randrange(60)),
        mitigated_at=started + timedelta(minutes=draw.randrange(600)),
        resolved_at=started + timedelta(minutes=draw.randrange(3_000)) if draw.random() < 0.8 else None,
        root_cause="Nobody had looked at it for long. " * 40,
        action_items=tuple(_item(draw, place) for place in range(3)),
    )


def _item(draw: Random, place: int) -> ActionItem:
    due = NOW.date() + timedelta(days=draw.randrange(-300, 100))
    owner = f"Person {draw.randrange(100)}"
    return ActionItem(f"Step {place}", draw.choice(ACTION_TYPES), owner, None, due, draw.choice(ACTION_STATUSES))


def fill(address: str, database: Database, count: int, logs: int) -> None:
    """Save so many postmortems, and so many diagnoses with about one and a half findings each, over two years."""
    draw = Random(1)
    for numbers in _batched(count):
        changes = [Change(postmortem(draw, number), "ada", "", NOW - timedelta(days=200)) for number in numbers]
        database.records.put_many(changes)
    with Sessions(build_engine(address)).connection() as connection:
        for numbers in _batched(logs):
            _put_logs(connection, draw, numbers)


def _batched(count: int) -> Iterator[range]:
    return (range(start, min(start + AT_ONCE, count)) for start in range(0, count, AT_ONCE))


def _put_logs(connection: Connection, draw: Random, numbers: range) -> None:
    diagnoses, found = [], []
    for number in numbers:
        at, verdict = NOW - timedelta(seconds=draw.randrange(730 * 86_400)), draw.choice(VERDICTS)
        key = f"{number:032}"
        shape = f"shape-{draw.randrange(500)}" if verdict == "unknown" else None
        diagnoses.append(
            {
                "id": key,
                "created_at": at,
                "first_at": at,
                "day": at.date(),
                "counted": True,
                "title": "",
                "service": "",
                "environment": "",
                "verdict": verdict,
                "leading": None,
                "leading_title": "",
                "shape": shape,
                "document": _DOCUMENT,
            }
        )
        if verdict in ("known", "possible"):
            strength = "likely" if verdict == "known" else "possible"
            shown = {min(int(draw.expovariate(0.03)), 179) for _ in range(2)}
            facts = {"at": at, "day": at.date(), "confidence": 0.8, "strength": strength}
            found += [{"diagnosis_id": key, "signature": SIGNATURES[each], **facts} for each in shown]
    connection.execute(insert(DiagnosisRow), diagnoses)
    connection.execute(insert(OccurrenceRow), found)


_DOCUMENT = json.dumps(
    {
        "verdict": "unknown",
        "findings": [],
        "salient": [{"line": 1, "text": "it failed " * 200, "count": 1}],
        "library_version": "1",
        "library_signatures": 180,
        "elapsed_ms": 1.0,
        "log": {"lines": 3, "bytes": 30, "formats": ["plain"], "truncated": False},
    }
)


def plainly(database: Database) -> Counter[tuple[str, str]]:
    """The open action items by type and urgency, counted one by one from all documents."""
    counts: Counter[tuple[str, str]] = Counter()
    for kept in database.records.all(POSTMORTEMS):
        if kept.record.status != "archived":
            counts.update((item.type, due_of(item, NOW.date())) for item in kept.record.action_items if item.is_open)
    return counts


def milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median time of some rounds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def rows(casebook: Casebook) -> list[tuple[str, float]]:
    """What was measured, the baseline first."""
    typed = ItemFilter(types=("prevent",), owners=("Person 7",), services=("service-3",))
    casebook.library()
    return [
        ("all documents, in Python", milliseconds(lambda: plainly(casebook.database), 1)),
        ("action items, first page and counts", milliseconds(lambda: items(casebook, ItemFilter(), limit=30))),
        ("action items, filtered three ways", milliseconds(lambda: items(casebook, typed, limit=30))),
        *(
            (f"insights, {days} days", milliseconds(lambda days=days: insights(casebook, days)))
            for days in (30, 90, 365)
        ),  # type: ignore[misc]
    ]


def main() -> None:
    """Fill a database and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postmortems", type=int, default=100_000)
    parser.add_argument("--diagnoses", type=int, default=700_000)
    parser.add_argument("--database", help="the address of an empty database; a SQLite file by default")
    parser.add_argument("--smoke", action="store_true", help="a tiny run, whose figures mean nothing")
    parser.add_argument("--json", action="store_true", help="print the rows as JSON")
    given = parser.parse_args()
    count, logs = (200, 500) if given.smoke else (given.postmortems, given.diagnoses)
    with tempfile.TemporaryDirectory() as folder:
        address = given.database or f"sqlite:///{Path(folder) / 'casebook.db'}"
        database = open_database(address)
        fill(address, database, count, logs)
        measured = rows(Casebook(database, InThisProcess(), lambda: NOW, Limits(1 << 20, 1 << 20, None)))
        database.close()
    base = measured[0][1]
    if given.json:
        print(json.dumps({"rows": [{"what": what, "ms": ms, "ratio": ms / base} for what, ms in measured]}))
        return
    print(f"{count:,} postmortems, {3 * count:,} action items, {logs:,} diagnoses, {database.dialect}")
    print(f"{'':40}{'ms':>9}{'ratio':>9}")
    for what, ms in measured:
        print(f"{what:40}{ms:9.0f}{ms / base:9.3f}")


if __name__ == "__main__":
    main()
