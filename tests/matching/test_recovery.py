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
    ("connection refused", "----", "Ran 2 tests in 0.004s", "", "OK"),
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
