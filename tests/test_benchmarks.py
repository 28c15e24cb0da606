"""Each benchmark runs, in a tiny form, so that none of them rots.  What they measure is not judged here."""

import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

BENCH = Path(__file__).parent.parent / "bench"
SMOKE = {
    "background.py": (),
    "engine.py": ("--smoke",),
    "insights.py": ("--smoke",),
    "paste_latency.py": ("--smoke", "--json"),
    "paste_stages.py": ("--smoke",),
    "search.py": ("--smoke",),
}


@pytest.fixture(scope="module")
def run() -> Callable[[str], "subprocess.CompletedProcess[str]"]:
    """What a benchmark prints in its tiny form; each is run once."""

    @cache
    def _run(name: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, BENCH / name, *SMOKE[name]]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    return _run


def test_every_benchmark_is_tried() -> None:
    """The table above names all of them."""
    assert set(SMOKE) == {file.name for file in BENCH.glob("*.py")}


@pytest.mark.parametrize("name", SMOKE)
def test_a_benchmark_prints_ratios(name: str, run: Callable[[str], "subprocess.CompletedProcess[str]"]) -> None:
    """A benchmark ends well and sets its figures in a ratio to a baseline."""
    done = run(name)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "ratio" in done.stdout


def test_latencies_are_figures_and_a_table(run: Callable[[str], "subprocess.CompletedProcess[str]"]) -> None:
    """JSON has the percentiles and the ratio of each row; the table shows the same rows."""
    done = run("paste_latency.py")
    rows = json.loads(done.stdout)["rows"]

    assert [row["clients"] for row in rows] == [1, 1, 1, 8, 8, 8]
    assert all(0 < row["latency"]["median"] <= row["latency"]["p95"] <= row["latency"]["p99"] for row in rows)
    assert all(row["ratio"] > 0 for row in rows)
    assert all(row["what"] in done.stderr for row in rows)
