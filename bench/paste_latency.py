"""How long a pasted log of 200 lines takes by HTTP, on one core: alone and with eight clients at once.

The baselines of the same run are GET /healthz by the same clients, which is the cost of HTTP alone, and a paste that is
not stored.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from background import crash_loop
from latency.clients import Call, Latency, latency
from latency.server import cores, hold_to, serving

LINES = 200
BUDGET_MS = 50.0
CLIENTS = (1, 8)
PASTES = "/api/v1/diagnoses"


@dataclass(frozen=True)
class Row:
    """One line of the table; *ratio* is to GET /healthz with as many clients, of the medians."""

    what: str
    clients: int
    latency: Latency
    ratio: float

    @property
    def in_budget(self) -> bool:
        """Whether 95 of 100 were answered in time."""
        return self.latency.p95 < BUDGET_MS


def measure(requests: int, *, starter_library: bool = True) -> Iterator[Row]:
    """The rows of the table, from one server."""
    server_core, client_core = cores()
    bodies = [crash_loop(LINES, seed=seed) for seed in range(requests)]
    workloads = (
        ("GET /healthz", [Call("GET", "/healthz", 200)] * requests),
        ("paste, not stored", [Call("POST", f"{PASTES}?store=false", 200, body) for body in bodies]),
        ("paste, stored", [Call("POST", PASTES, 201, body) for body in bodies]),
    )
    with serving(core=server_core, starter_library=starter_library) as port:
        hold_to(client_core)
        for _, calls in workloads:
            latency(port, calls[: max(8, requests // 10)], clients=1)  # warms caches; not counted
        for clients in CLIENTS:
            timed = [(what, latency(port, calls, clients=clients)) for what, calls in workloads]
            baseline = timed[0][1].median
            yield from (Row(what, clients, one, one.median / baseline) for what, one in timed)


def table(rows: list[Row]) -> str:
    """The rows as text."""
    head = f"{'':20} clients  median ms     95 %     99 %  per s  ratio to /healthz  95 % under {BUDGET_MS:.0f} ms"
    return "\n".join([head, *map(_line, rows)])


def _line(row: Row) -> str:
    one = row.latency
    times = f"{one.median:9.2f} {one.p95:8.2f} {one.p99:8.2f} {one.per_second:6.0f}"
    return f"{row.what:20} {row.clients:7}  {times} {row.ratio:18.1f}  {'yes' if row.in_budget else 'no'}"


def _pinning() -> str:
    server_core, client_core = cores()
    if server_core is None:
        return "not held to cores: this system has no way to"
    return f"server and worker on core {server_core}, clients on core {client_core}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=300, help="requests of each kind (default: 300)")
    parser.add_argument("--smoke", action="store_true", help="a few requests and no library, to see that it works")
    parser.add_argument("--json", action="store_true", help="print JSON, and the table on standard error")
    given = parser.parse_args()
    pinning = _pinning()
    rows = list(measure(16 if given.smoke else given.requests, starter_library=not given.smoke))
    told = f"A log of {LINES} lines with one known failure; {pinning}.\n\n{table(rows)}"
    # With JSON on standard output, the table is for whoever watches.
    print(told, file=sys.stderr if given.json else sys.stdout)
    if given.json:
        measured = [{**asdict(row), "in_budget": row.in_budget} for row in rows]
        print(json.dumps({"lines": LINES, "budget_ms": BUDGET_MS, "pinning": pinning, "rows": measured}, indent=2))


if __name__ == "__main__":
    main()
