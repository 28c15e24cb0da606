"""Clients that keep their connection and time each request from the first byte sent to the last byte received."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from statistics import median, quantiles

from latency.server import HOST


@dataclass(frozen=True)
class Call:
    """One request: what is asked, and the status that it must be answered with."""

    method: str
    path: str
    status: int
    body: bytes | None = None


@dataclass(frozen=True)
class Latency:
    """Figures over many requests, in milliseconds, and how many were answered per second."""

    requests: int
    median: float
    p95: float
    p99: float
    per_second: float


class Refused(Exception):
    """A request was answered with another status than expected."""


def latency(port: int, calls: Sequence[Call], *, clients: int) -> Latency:
    """The latency of *calls*, shared out among so many clients that send at once, each the next after the last answer."""
    shares = [calls[first::clients] for first in range(clients)]
    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        timed = [seconds for times in pool.map(lambda share: _timed(port, share), shares) for seconds in times]
    return figures(timed, time.perf_counter() - started)


def figures(timed: Sequence[float], elapsed: float) -> Latency:
    """The figures of single times, both in seconds."""
    cuts = quantiles(timed, n=100, method="inclusive")
    return Latency(len(timed), median(timed) * 1000, cuts[94] * 1000, cuts[98] * 1000, len(timed) / elapsed)


def _timed(port: int, calls: Sequence[Call]) -> list[float]:
    connection = HTTPConnection(HOST, port, timeout=60)
    try:
        return [_time(connection, call) for call in calls]
    finally:
        connection.close()


def _time(connection: HTTPConnection, call: Call) -> float:
    headers = {"Content-Type": "text/plain"} if call.body is not None else {}
    started = time.perf_counter()
    connection.request(call.method, call.path, call.body, headers)
    response = connection.getresponse()
    answer = response.read()
    seconds = time.perf_counter() - started
    if response.status != call.status:
        raise Refused(f"{call.method} {call.path}: {response.status} {answer[:500]!r}")
    return seconds
