"""What else goes through a log: a loop of Python's `re`, `wc -l`, and ripgrep where it is installed."""

import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from app.logs import Log
from app.matching.patterns import Pattern

Found = set[tuple[int, int]]  # pattern, line


class LoopOfRe:
    """Each pattern tried on each line.  Patterns in syntax that only RE2 has are left out: *known* are the others."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._searches = {index: _search(pattern.expression) for index, pattern in enumerate(patterns)}
        self.known = {index for index, search in self._searches.items() if search is not None}

    def found(self, log: Log) -> tuple[float, Found]:
        """The seconds that all lines took, and what was found."""
        lines = [log.line(number) for number in range(len(log))]
        searches = [(index, search.search) for index, search in self._searches.items() if search is not None]
        started = time.perf_counter()
        found = {(index, number) for number, line in enumerate(lines) for index, search in searches if search(line)}
        return time.perf_counter() - started, found


def count_lines(file: Path) -> float:
    """The seconds that `wc -l` takes for a file."""
    return min(_run(["wc", "-l", str(file)]) for _ in range(3))


def ripgrep(file: Path, patterns: Sequence[Pattern]) -> float | None:
    """The seconds in which ripgrep counts the lines that match any pattern; None where there is no ripgrep."""
    program = shutil.which("rg")
    if program is None:
        return None
    expressions = file.with_suffix(".patterns")
    expressions.write_text("".join(f"{pattern.expression}\n" for pattern in patterns), encoding="utf-8")
    # Its default limit on compiled patterns is below what a thousand need.
    command = [
        program,
        "--count",
        "--no-config",
        "--regex-size-limit=2G",
        "--dfa-size-limit=2G",
        f"--file={expressions}",
    ]
    return _run([*command, str(file)])


def _search(expression: str) -> re.Pattern[str] | None:
    try:
        # RE2's classes are those of ASCII
        return re.compile(expression, re.ASCII)
    except re.error:
        return None


def _run(command: list[str]) -> float:
    started = time.perf_counter()
    # ripgrep ends with 1 where nothing matched
    subprocess.run(command, check=False, capture_output=True)
    return time.perf_counter() - started
