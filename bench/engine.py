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


def measure(subjects: Iterator[Subject], size: int) -> Iterator[Row]:
    """A row for each library and each share of lines that are hits."""
    with tempfile.TemporaryDirectory(prefix="casebook-bench-") as folder:
        for subject in subjects:
            engine, matcher, loop = Engine(subject.patterns), Matcher(subject.signatures), LoopOfRe(subject.patterns)
            for share in SHARES:
                data = mixed_log(size, hits=subject.hits, share=share, seed=1)
                file = Path(folder) / "log"
                file.write_bytes(data)
                yield _row(subject, engine, matcher, loop, data, file, share)


def _row(  # noqa: PLR0913 (what is compared)
    subject: Subject, engine: Engine, matcher: Matcher, loop: LoopOfRe, data: bytes, file: Path, share: float
) -> Row:
    log = read(data, limit=LIMIT)
    piece = read(head_of(data, max(LEAST_LINES, SEARCHES // len(subject.patterns))), limit=LIMIT)
    found = _pairs(engine, piece)  # compiles what is compiled on first use; not timed
    matcher.diagnose(piece)
    seconds, expected = loop.found(piece)
    searched = ripgrep(file, subject.patterns)
    speed = len(data) / 1e6
    return Row(
        subject.name,
        share,
        speed / _time(lambda: read(data, limit=LIMIT)),
        speed / _time(lambda: engine.search(log)),
        speed / _time(lambda: matcher.diagnose(log)),
        len(piece.text) / 1e6 / seconds,
        speed / count_lines(file),
        speed / searched if searched else None,
        {pair for pair in found if pair[0] in loop.known} == expected,
    )


def _pairs(engine: Engine, log: Log) -> set[tuple[int, int]]:
    return {(pattern, int(line)) for pattern, lines in engine.search(log).items() for line in lines}


def _time(step: Callable[[], object]) -> float:
    """The seconds of the better of two, so that one disturbance by other programs does not count."""
    times: list[float] = []
    for _ in range(2):
        started = time.perf_counter()
        step()
        times.append(time.perf_counter() - started)
    return min(times)


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


def subjects(counts: list[int]) -> Iterator[Subject]:
    """The libraries: ten signatures, the starter library, and the larger generated ones."""
    yield synthetic(10)
    yield starter(STARTER_FOLDERS[0])
    yield from map(synthetic, counts)


def main() -> int:
    """Measure and print; 1 if the engine and the loop disagree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="10,000 signatures too; takes minutes")
    parser.add_argument("--megabytes", type=float, default=10.0, help="size of each log (default: 10)")
    parser.add_argument("--smoke", action="store_true", help="small logs and libraries, to see that it works")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args()
    size = 100_000 if given.smoke else int(given.megabytes * 1e6)
    rows: list[Row] = []
    if not given.json:
        print(f"MB/s on logs of {size / 1e6:g} MB, in one thread; hits: share of lines that are a known failure\n\n{HEAD}")
    for row in measure(subjects([50] if given.smoke else [1000, 10_000] if given.large else [1000]), size):
        rows.append(row)
        if not given.json:
            print(line_of(row), flush=True)
    if given.json:
        print(json.dumps([{**asdict(row), "ratios": row.ratios} for row in rows], indent=2))
    return 0 if all(row.agrees for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
