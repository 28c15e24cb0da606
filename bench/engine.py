"""How many megabytes of log a second go through reading, the search for patterns, and a whole diagnosis.

The baselines of the same run are a loop of Python's `re` with the same patterns, `wc -l`, and ripgrep if there is one.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from throughput.baselines import LoopOfRe, count_lines, ripgrep
from throughput.libraries import Subject, starter, synthetic
from throughput.logs import head_of, mixed_log

from app.logs import Log, read
from app.matching.engine import Engine
from app.matching.matcher import Matcher
from app.shipped import STARTER_FOLDERS

MIB = 1 << 20
LIMIT = 1 << 31
SHARES = (0.0001, 0.01, 1.0)
# The loop of `re` is tried on a piece, so that it does not take minutes: so many searches in all.
SEARCHES = 1_000_000
LEAST_LINES = 100
LONG_SECONDS = 1.0
# A log shows a few known failures many times, not all of a library: as many different lines are its hits.
FAILURES = 20


@dataclass(frozen=True)
class Row:
    """One library on one log, in MB/s; ratios are to the loop of `re`, and of `wc -l` to the search."""

    library: str
    share: float
    read: float
    search: float
    diagnose: float
    loop: float
    wc: float
    ripgrep: float | None
    agrees: bool

    @property
    def ratios(self) -> tuple[float, float, float]:
        """Search to loop, diagnosis to loop, and search to `wc -l`."""
        return self.search / self.loop, self.diagnose / self.loop, self.search / self.wc


@dataclass(frozen=True)
class Contestants:
    """One library, compiled for each of those who are timed in this process."""

    subject: Subject
    engine: Engine
    matcher: Matcher
    loop: LoopOfRe


@dataclass(frozen=True)
class Course:
    """One log as bytes and as a file, and the first lines of it, which are enough for the loop of `re`."""

    share: float
    data: bytes
    file: Path
    head: Log


def measure(subjects: Iterator[Subject], size: int, *, failures: int, searches: int = SEARCHES) -> Iterator[Row]:
    """A row for each library and each share of lines that are hits."""
    with tempfile.TemporaryDirectory(prefix="casebook-bench-") as folder:
        for subject in subjects:
            patterns = subject.patterns
            who = Contestants(subject, Engine(patterns), Matcher(subject.signatures), LoopOfRe(patterns))
            hits = subject.hits[:: max(1, len(subject.hits) // failures)][:failures]
            tried = max(LEAST_LINES, searches // len(patterns))
            for share in SHARES:
                data = mixed_log(size, hits=hits, share=share, seed=1)
                file = Path(folder) / "log"
                file.write_bytes(data)
                yield _row(who, Course(share, data, file, read(head_of(data, tried), limit=LIMIT)))


def _row(who: Contestants, course: Course) -> Row:
    data, log = course.data, read(course.data, limit=LIMIT)
    found = _pairs(who.engine, course.head)  # compiles what is compiled on first use; not timed
    who.matcher.diagnose(course.head)
    seconds, expected = who.loop.found(course.head)
    searched = ripgrep(course.file, who.subject.patterns)
    speed = len(data) / 1e6
    return Row(
        who.subject.name,
        course.share,
        speed / _time(lambda: read(data, limit=LIMIT)),
        speed / _time(lambda: who.engine.search(log)),
        speed / _time(lambda: who.matcher.diagnose(log)),
        len(course.head.text) / 1e6 / seconds,
        speed / count_lines(course.file),
        speed / searched if searched else None,
        {pair for pair in found if pair[0] in who.loop.known} == expected,
    )


def _pairs(engine: Engine, log: Log) -> set[tuple[int, int]]:
    return {(pattern, int(line)) for pattern, lines in engine.search(log).items() for line in lines}


def _time(step: Callable[[], object]) -> float:
    """The seconds of the better of two, so that one disturbance by other programs does not count; of one, if it is long."""
    started = time.perf_counter()
    step()
    first = time.perf_counter() - started
    if first > LONG_SECONDS:
        return first
    started = time.perf_counter()
    step()
    return min(first, time.perf_counter() - started)


HEAD = (
    "library             hits      read   search  diagnose   re loop    wc -l  ripgrep"
    "   search/re  diagnose/re  search/wc"
)


def line_of(row: Row) -> str:
    """A row of the table."""
    speeds = f"{row.read:8.1f} {row.search:8.1f} {row.diagnose:9.1f} {row.loop:9.2f} {row.wc:8.0f}"
    searched = "-" if row.ripgrep is None else f"{row.ripgrep:.1f}"
    to_loop, diagnosed, to_wc = row.ratios
    remark = "" if row.agrees else "  ANOTHER ANSWER THAN re"
    ratios = f"{to_loop:11.1f} {diagnosed:12.1f} {to_wc:10.3f}"
    return f"{row.library:16} {row.share:7.2%}  {speeds} {searched:>8} {ratios}{remark}"


def subjects(counts: list[int], *, of_starter: int | None) -> Iterator[Subject]:
    """The libraries: ten signatures, the starter library or so many of it, and the larger generated ones."""
    yield synthetic(10)
    yield starter(STARTER_FOLDERS[0], most=of_starter)
    yield from map(synthetic, counts)


def main() -> int:
    """Measure and print; 1 if the engine and the loop disagree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="10,000 signatures too; takes minutes")
    parser.add_argument("--megabytes", type=float, default=10.0, help="size of each log (default: 10)")
    parser.add_argument(
        "--failures", type=int, default=FAILURES, help=f"different lines among the hits (default: {FAILURES})"
    )
    parser.add_argument("--smoke", action="store_true", help="small logs and libraries, to see that it works")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args()
    size = 100_000 if given.smoke else int(given.megabytes * 1e6)
    rows: list[Row] = []
    if not given.json:
        print(
            f"MB/s on logs of {size / 1e6:g} MB, in one thread; hits: share of lines that are a known failure;\nsearch/re and the like are ratios\n\n{HEAD}"
        )
    counts = [50] if given.smoke else [1000, 10_000] if given.large else [1000]
    searches = SEARCHES // 100 if given.smoke else SEARCHES
    for row in measure(
        subjects(counts, of_starter=5 if given.smoke else None), size, failures=given.failures, searches=searches
    ):
        rows.append(row)
        if not given.json:
            print(line_of(row), flush=True)
    if given.json:
        print(json.dumps([{**asdict(row), "ratios": row.ratios} for row in rows], indent=2))
    return 0 if all(row.agrees for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
