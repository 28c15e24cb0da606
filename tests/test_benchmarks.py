"""Each benchmark runs, in a tiny form, so that none of them rots.  What they measure is not judged here."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parent.parent / "bench"
SMOKE = {
    "background.py": [],
    "engine.py": ["--smoke"],
    "paste_latency.py": ["--smoke"],
    "paste_stages.py": ["--smoke"],
}


def run(name: str, *options: str) -> str:
    """What a benchmark prints."""
    command = [sys.executable, BENCH / name, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_benchmark_is_tried() -> None:
    """The table above names all of them."""
    assert set(SMOKE) == {file.name for file in BENCH.glob("*.py")}


@pytest.mark.parametrize("name", SMOKE)
def test_a_benchmark_prints_ratios(name: str) -> None:
    """A benchmark ends well and sets its figures in a ratio to a baseline."""
    printed = run(name, *SMOKE[name])

    assert "ratio" in printed


def test_latencies_come_as_json_too() -> None:
    """What other programs read has the percentiles and the ratio of each row."""
    rows = json.loads(run("paste_latency.py", "--smoke", "--json"))["rows"]

    assert [row["clients"] for row in rows] == [1, 1, 1, 8, 8, 8]
    assert all(row["latency"]["median"] <= row["latency"]["p95"] <= row["latency"]["p99"] for row in rows)
    assert all(row["ratio"] > 0 for row in rows)
