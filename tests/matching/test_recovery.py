"""A failure that was overcome is no failure; one that stayed is, however often it was tried."""

import pytest

from app.matching.recovery import overcome
from tests.matching.conftest import log_of

OVERCOME = [
    ("mq: connection refused, retrying in 1s (attempt 1/10)", "mq: connected"),
    ("Waiting for postgres", "postgres: connection refused", "PostgreSQL is up - executing command"),
    ("WARN kafka: connection refused", "INFO kafka: connected, 3 brokers"),
    ('{"level":"warn","msg":"retrying","error":"connection refused"}', '{"msg":"committed","attempt":2}'),
    ("probe of cart: connection refused (1 of 30)", "probe of cart succeeded"),
    ("java.net.ConnectException: connection refused", "Tests run: 4, Failures: 0, Errors: 0, Skipped: 0"),
    ("  raises Errno::ECONNREFUSED: connection refused", "2 examples, 0 failures"),
    (
        '  Warning  Failed  4m  kubelet  Failed to pull image "cart:1": connection refused',
        '  Normal   Pulled  3m  kubelet  Successfully pulled image "cart:1" in 1s',
    ),
    (
        "  Start  1: socket: connection refused",
        " 1/1 Test  #1: .....   Passed    0.02 sec",
        "100% tests passed, 0 tests failed out of 1",
    ),
    ("connection refused", "----", "Ran 2 tests in 0.004s", "", "OK"),
    ("ERROR fetching job: connection refused", "ERROR redis_client: timed out", "Redis is online, 5.05 sec downtime"),
    ("WARN [c-1] broker: connection refused", "INFO [c-1] joined the group of the broker"),
    ("nc: connect to shop.mysql (10.100.71.9) port 3306: connection refused", "Connection to (10.100.71.9) succeeded!"),
    ("connection refused", "Retrying in 2 sec...", "Database: ledger", "Successfully applied 12 migrations"),
    ("try 1 of 5: connection refused", "added 812 packages", "exited with code 0"),
    ("Problem: connection refused. 7 retries left.", '"status":"OK"}'),
    ("connection refused. Trying to query Kafka for metadata again ...", "INFO Server started, listening"),
    ("WARN route: connection refused", "breaker OPEN", "breaker changed state from HALF_OPEN to CLOSED"),
    (
        "  Warning  Unhealthy  35s  kubelet  Readiness probe failed: connection refused",
        "NAME    READY   STATUS    RESTARTS   AGE",
        "cart-1  1/1     Running   0          2m",
    ),
    (
        "  Warning  FailedScheduling  6m  default-scheduler  0/6 nodes are available: connection refused",
        "  Normal   Scheduled         4m  default-scheduler  Successfully assigned shop/cart to node-7",
    ),
]
STAYED = [
    ("mq: connection refused, retrying in 1s (attempt 9/10)", "ERROR mq: giving up after 10 attempts"),
    ("ERROR mq: connection refused", "INFO cache: connected"),
    ("WARN mq: connection refused", "INFO cache: ready"),
    ("mq: connection refused, retrying", "mq: not connected"),
    ("connection refused", "Tests run: 4, Failures: 1, Errors: 0"),
    ("connection refused",),
    ("WARN no answer of the ledger server: connection refused", "INFO http server is ready on port 8080"),
    ("WARN [orders] request to cache: connection refused", "INFO [orders] request 17 completed"),
    (
        "  Warning  Unhealthy  35s  kubelet  Readiness probe failed: connection refused",
        "NAME    READY   STATUS    RESTARTS   AGE",
        "cart-1  0/1     Running   0          2m",
        "mail-1  1/1     Running   0          9d",
    ),
    (
        "  Warning  Unhealthy  35s  kubelet  Liveness probe failed: connection refused",
        "cart-1  1/1     Running   3          2m",
    ),
    ("ERROR cannot load the plugin: connection refused", "INFO Redis is online, 5.05 sec downtime"),
    ("dial 10.0.0.4:5432: connection refused", "10.0.0.4:5432 connected", "10.0.0.4:5432 reset by peer"),
    ("accept: connection refused; retrying in 5ms", "level=info msg=health check passed"),
    ("ERROR attempt to write: connection refused", "INFO StockSync - done, 0 stored"),
    ("retrying: connection refused", "ERROR no broker left", *["INFO idle"] * 9, "ERROR stopped", "exited with code 0"),
    ("evict: connection refused, waiting for pods", "pod is evicted successfully"),
    (
        "  Warning  BackOff  4m  kubelet  Back-off restarting failed container cart: connection refused",
        '  Normal   Pulled   3m  kubelet  Successfully pulled image "cart:1" in 1s',
    ),
]


def told(lines: tuple[str, ...]) -> str | None:
    """Why the failure in these lines was overcome."""
    log = log_of(*lines)
    at = next(index for index in range(len(log)) if "connection refused" in log.line(index))
    return overcome(log, at, at)


@pytest.mark.parametrize("lines", OVERCOME)
def test_what_succeeded_later_was_overcome(lines: tuple[str, ...]) -> None:
    """The same operation succeeded, by its words or its counter, or the test run passed."""
    assert told(lines)


@pytest.mark.parametrize("lines", STAYED)
def test_what_did_not_succeed_stays(lines: tuple[str, ...]) -> None:
    """Giving up is no success, nor is the success of something else."""
    assert told(lines) is None
