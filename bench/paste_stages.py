"""Where the time of a pasted log of 200 lines goes, step by step inside one process, beside the whole answer."""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from background import crash_loop
from throughput.libraries import patterns_of

from app.api.schemas import diagnosis_shape
from app.logs import decode, mask_log, read
from app.main import open_casebook
from app.matching.engine import Engine
from app.matching.weighing import Circumstances
from app.services import diagnose as service
from app.services.answers import Paste
from app.services.casebook import Casebook
from app.services.matching_task import compress, match_log
from app.services.workers import Workers
from app.settings import load_settings

LINES = 200
LIMIT = 1 << 26
WHOLE = "the whole answer"


def measure(repeats: int, *, starter_library: bool = True) -> dict[str, float]:
    """The median milliseconds of each step, and of the whole."""
    with tempfile.TemporaryDirectory(prefix="casebook-bench-") as folder:
        library = {} if starter_library else {"starter_library": ()}
        settings = load_settings({}, database_url=f"sqlite:///{Path(folder) / 'casebook.db'}", **library)
        casebook = open_casebook(settings, Workers(1, seconds=settings.match_seconds))
        try:
            casebook.matching.warm(casebook.library())
            return {name: _median(step, repeats) for name, step in _steps(casebook).items()}
        finally:
            casebook.close()


def _steps(casebook: Casebook) -> dict[str, Callable[[bytes], Any]]:
    """Each step as a function of the pasted bytes, in the order in which an answer takes them."""
    library, database = casebook.library(), casebook.database
    matcher, engine = library.matcher(), Engine(patterns_of(library.signatures))
    ids = [signature.id for signature in library.signatures]
    sample = crash_loop(LINES, seed=0)
    log = read(sample, limit=LIMIT)
    answer = service.diagnose(casebook, Paste(sample, store=False))
    found = [finding.signature for finding in answer.diagnosis.findings]
    text = sample.decode()
    match = partial(match_log, encoding=None, expanded_limit=LIMIT, circumstances=Circumstances(), limit=None)
    return {
        "library version": lambda _: database.records.library_version(),
        "votes of all signatures": lambda _: database.votes.tally(ids),
        "read": lambda data: read(decode(data), limit=LIMIT),
        "search for patterns": lambda _: engine.search(log),
        "diagnose": lambda _: matcher.diagnose(log),
        "mask": lambda _: mask_log(text),
        "compress": lambda _: compress(text),
        "in a worker, all of it": lambda data: casebook.matching.run(match, library, data),
        "a worker's way and back": lambda _: casebook.matching.run(_nothing, library, sample),
        "what was seen before": lambda _: database.occurrences.seen(found),
        "as JSON": lambda _: json.dumps(diagnosis_shape(answer, "http://127.0.0.1").model_dump(mode="json")),
        "not stored": lambda data: service.diagnose(casebook, Paste(data, store=False)),
        WHOLE: lambda data: service.diagnose(casebook, Paste(data)),
    }


def _nothing(_matcher: object, _data: bytes) -> None:
    """What a worker does when only the way to it is timed."""


def _median(step: Callable[[bytes], Any], repeats: int) -> float:
    bodies = [crash_loop(LINES, seed=seed) for seed in range(repeats)]
    for body in bodies[:5]:
        step(body)
    return median(_time(step, body) for body in bodies) * 1000


def _time(step: Callable[[bytes], Any], body: bytes) -> float:
    started = time.perf_counter()
    step(body)
    return time.perf_counter() - started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=60, help="logs for each step (default: 60)")
    parser.add_argument("--smoke", action="store_true", help="a few logs and no library, to see that it works")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args()
    steps = measure(8 if given.smoke else given.repeats, starter_library=not given.smoke)
    if given.json:
        print(json.dumps(steps, indent=2))
        return
    print(f"A log of {LINES} lines; the median of each step, and its ratio to {WHOLE}.\n\n{'':26}      ms  ratio")
    for name, milliseconds in steps.items():
        print(f"{name:26} {milliseconds:7.2f} {milliseconds / steps[WHOLE]:6.2f}")


if __name__ == "__main__":
    main()
