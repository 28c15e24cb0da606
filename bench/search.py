"""How long a search takes among 100,000 postmortems, on SQLite and, where it is installed, on PostgreSQL.

Each search is the whole answer of the service: hits, snippets, facets, and what may have been meant.  The baseline of
the same run is SQL LIKE over the documents: it counts those that have each of the words, and does nothing else.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

from searching.postgres import address_of, is_installed, postgres
from searching.postmortems import postmortems, words
from sqlalchemy import Engine, create_engine, text

from app.main import open_casebook
from app.services.casebook import Casebook
from app.services.search import search
from app.services.workers import Workers
from app.settings import load_settings
from app.storage import Change, parse_query

SIZE = 100_000
SMOKE_SIZE = 300
AT_ONCE = 1_000
BUDGET_MS = 100.0
DATABASES = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Row:
    """One line of the table; *ratio* is that of the baseline to the median, None where there is no baseline."""

    database: str
    what: str
    hits: str
    median: float
    p95: float
    like: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times as long the baseline takes."""
        return self.like / self.median if self.like else None


def searches() -> dict[str, list[str]]:
    """What is searched for: several texts of each sort, of common and of rare words."""
    every = words()
    common, usual, rare = every[8:16], every[100:108], every[5_000:5_008]
    return {
        "no words": [""],
        "one common word": common,
        "one usual word": usual,
        "one rare word": rare,
        "two words": [f"{one} {other}" for one, other in zip(common, usual, strict=True)],
        "phrase": ['"no space left"', '"connection refused"', '"out of memory"', '"startup probe failed"'],
        "prefix": ["conn*", "cert*", "perm*", "sched*"],
        "filter and word": [f"service:service-{number} {one}" for number, one in enumerate(common)],
        "filter alone": ["tag:disk", "severity:high", "team:team-3", "status:published"],
        "dates and word": [f"after:202{year} {one}" for year, one in zip((2, 3, 4, 5), usual, strict=False)],
        "misspelled word": ["certifcate", "databse", "kuberntes", "migratoin"],
    }


def measure(database: str, size: int, rounds: int) -> Iterator[Row]:
    """The rows of one database, which is filled first."""
    with _address(database) as address, _casebook(address) as casebook:
        began = time.perf_counter()
        fill(casebook, size)
        _tidy(address)
        filled = (time.perf_counter() - began) * 1000 / size
        yield Row(database, "one record of the filling", "", filled, filled)
        for what, texts in searches().items():
            times = [
                _timed(lambda t=each: search(casebook, t, kind="postmortem")) for _ in range(rounds) for each in texts
            ]
            hits = [search(casebook, each, kind="postmortem") for each in texts]
            counted = f"{median(each.total for each in hits):.0f}{'+' if any(each.is_more for each in hits) else ''}"
            yield Row(database, what, counted, median(times), _p95(times), _like(address, texts[:2]))
        yield from _changes(database, casebook, size)


def fill(casebook: Casebook, size: int) -> None:
    """Save so many postmortems."""
    made = postmortems(size)
    while some := list(islice(made, AT_ONCE)):
        changes = [Change(each, "bench", "", each.started_at or casebook.clock()) for each in some]
        casebook.database.records.put_many(changes)


def _changes(database: str, casebook: Casebook, size: int) -> Iterator[Row]:
    """What a save costs among so many records: the save itself, and reading the library again."""
    saves, reads = [], []
    for one in islice(postmortems(size + 10), size, size + 10):
        change = Change(one, "bench", "", casebook.clock())
        saves.append(_timed(lambda c=change: casebook.database.records.put_many([c])))
        reads.append(_timed(casebook.library))
    yield Row(database, "one save", "", median(saves), _p95(saves))
    yield Row(database, "the library after a save", "", median(reads), _p95(reads))


@contextmanager
def _address(database: str) -> Iterator[str]:
    if database == "postgresql":
        with postgres() as sockets:
            yield address_of(sockets)
        return
    with tempfile.TemporaryDirectory(prefix="casebook-bench-") as folder:
        yield f"sqlite:///{Path(folder) / 'casebook.db'}"


@contextmanager
def _casebook(address: str) -> Iterator[Casebook]:
    settings = load_settings({}, database_url=address, starter_library=())
    casebook = open_casebook(settings, Workers(1, seconds=settings.match_seconds))
    try:
        yield casebook
    finally:
        casebook.close()


def _tidy(address: str) -> None:
    """What PostgreSQL's autovacuum does within a minute or two of a large import."""
    if address.startswith("postgresql"):
        with _engine(address).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _like(address: str, texts: list[str]) -> float | None:
    """The median milliseconds in which LIKE counts the documents with the words of each text."""
    times = []
    with _engine(address).connect() as connection:
        for each in texts:
            terms = [" ".join(term.words) for term in parse_query(each).terms]
            if not terms:
                return None
            has = " AND ".join(f"lower(document) LIKE :term{number}" for number in range(len(terms)))
            statement = text(f"SELECT count(*) FROM record WHERE {has}")  # noqa: S608 (numbers only)
            values = {f"term{number}": f"%{term}%" for number, term in enumerate(terms)}
            times.append(_timed(lambda s=statement, v=values: connection.execute(s, v).all()))
    return median(times)


def _engine(address: str) -> Engine:
    return create_engine(address.replace("postgresql:", "postgresql+psycopg:"))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def table(rows: list[Row]) -> str:
    """The rows as text."""
    head = f"{'':12}{'':28}{'hits':>8} {'median ms':>10} {'95 %':>8} {'LIKE ms':>9} {'ratio':>7}  95 % under {BUDGET_MS:.0f} ms"
    return "\n".join([head, *map(_line, rows)])


def _line(row: Row) -> str:
    like = f"{row.like:9.1f} {row.ratio:7.1f}" if row.like and row.ratio else f"{'':17}"
    in_budget = "yes" if row.p95 < BUDGET_MS else "no"
    return f"{row.database:12}{row.what:28}{row.hits:>8} {row.median:10.1f} {row.p95:8.1f} {like}  {in_budget}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=SIZE, help=f"how many postmortems (default: {SIZE:,})")
    parser.add_argument("--rounds", type=int, default=5, help="how often each search is made (default: 5)")
    parser.add_argument("--database", choices=DATABASES, help="one of them (default: all that are installed)")
    parser.add_argument("--smoke", action="store_true", help="a few records on SQLite, to see that it works")
    parser.add_argument("--json", action="store_true", help="print JSON, and the table on standard error")
    given = parser.parse_args()
    chosen = [given.database] if given.database else ["sqlite", *(["postgresql"] if is_installed() else [])]
    databases, size, rounds = (["sqlite"], SMOKE_SIZE, 1) if given.smoke else (chosen, given.size, given.rounds)
    rows = [row for database in databases for row in measure(database, size, rounds)]
    told = f"{size:,} postmortems; hits and times of several texts each; ratio is LIKE to the search.\n\n{table(rows)}"
    # With JSON on standard output, the table is for whoever watches.
    print(told, file=sys.stderr if given.json else sys.stdout)
    if given.json:
        measured = [{**asdict(row), "ratio": row.ratio} for row in rows]
        print(json.dumps({"size": size, "budget_ms": BUDGET_MS, "rows": measured}, indent=2))


if __name__ == "__main__":
    main()
