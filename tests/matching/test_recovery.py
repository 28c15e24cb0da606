"""A failure that was overcome is no failure; one that stayed is, however often it was tried."""

import pytest

from app.matching.recovery import overcome
from tests.matching.conftest import diagnose, ids, log_of, signature

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
    (
        'msg="part failed, will retry" part=17 err="connection refused"',
        'msg="part uploaded" part=17 attempt=2 failed=0',
    ),
    ("GET /items?page=14: connection refused, trying again", "GET /items?page=14 -> 200"),
    ("cannot reach mysql: connection refused", "not yet, sleeping 3s", "mysql is alive"),
    ("1:S 14 Jan 2025 03:20:11.004 # SYNC: connection refused", "1:S 14 Jan 2025 03:20:17.188 * SYNC: with success"),
    (
        "E0312 04:15:05.121933 1 a.go:4] lock kube-system/orchid: connection refused",
        "I0312 04:15:09.640127 1 a.go:2] successfully acquired lease kube-system/orchid",
    ),
    ("WARN output: [es:9200] connection refused", "WARN output: Restored connection to http://es:9200/"),
    (
        " ! ledger Warning Get https://r.example.test/v2/: connection refused  15.0s",
        " ✔ ledger Pulled  6.2s",
    ),
    (
        "WARN address [10.244.2.8:9300] connection refused",
        "INFO master node changed {[10.244.2.8:9300]}",
        "INFO started {[10.244.2.8:9300]}",
    ),
    (
        'level=info msg="trying next host" error="Head mirror-a/v2/press/manifests/2.9.0: connection refused"',
        'level=info msg="Pulled image mirror-b/press:2.9.0"',
    ),
    (
        "Waiting for tcp://mysql:3306",
        "dial 172.19.0.3:3306: connection refused. Sleeping 1s",
        "Connected to tcp://mysql:3306",
    ),
    (
        "connect to 198.51.100.30:443: connection refused",
        "Restart pause, 1 second(s)",
        "Initialization Sequence Completed",
    ),
    (
        "Connecting to r.example.test|192.0.2.14|:443... connection refused",
        "Connecting to r.example.test|192.0.2.15|:443... connected.",
    ),
    ('  "status": "resolved",', '  "description": "connection refused"'),
    ('    "Status": "healthy",', '    "Output": "connection refused"'),
    ("INFO node -1 disconnected", "WARN kafka broker: connection refused", "INFO joined group of kafka"),
    ("mq: connection refused, retrying", "mq: queues are ready", "mq: listening"),
    ("WARN [Producer clientId=a] kafka: connection refused", "INFO [Producer clientId=a] kafka: Cluster ID: x1"),
    ("FATAL:  could not connect to the primary server: connection refused", "LOG:  started streaming WAL from primary"),
    ("Postgres: connection refused", "Postgres is unavailable - sleeping", "Postgres is up - executing command"),
    (
        "E0312 04:15:05.1 1 a.go:4] list *v1.Endpoints: connection refused",
        "I0312 04:15:09.6 1 b.go:2] Caches populated for *v1.Endpoints",
    ),
    ("sink loki: connection refused. Retrying after error.", "sink loki: HTTP response. status=204 No Content"),
    ("WARN retrying attempt=1 error=connection refused", "INFO copied registry.example.test/alpine attempt=3"),
]
STAYED = [
    (
        "9m  Warning  FailedScheduling  pod/ranker-6f7d9-qx2lp  connection refused",
        "4m  Normal   Scheduled         pod/web-7c9f6-k2m4z     Successfully assigned shop/web-7c9f6-k2m4z to node-7",
    ),
    ("nc: connect to 10.20.4.11 port 5432 failed: connection refused", "Connection to 10.20.4.11 22 port succeeded!"),
    ("logger.go:41: connection refused", "logger.go:41: nats: connected", "logger.go:41: http server started"),
    ("ERROR kafka.client: connection refused", "INFO mongo.client: connected", "INFO redis.client: connected"),
    ("WARN [tracing] connection refused", "INFO [http] GET /orders 200", "INFO [jobs] nightly completed"),
    ("  connection refused", "5 tests, 0 failures, 3 invalid"),
    ("api:build: connection refused", "web:test: 12 passing (34ms)", " ERROR  run failed: command  exited (1)"),
    ("  ✖ build: connection refused", "  ✔  nx run shared:build (3s)", "  ✔  nx run api:build (5s)"),
    ('INFO webhook body {"ticket": 12, "status": "resolved"}', "ERROR connection refused", "FATAL stopping"),
    ("WARN write to the ledger: connection refused", "INFO GET /a status=200", "INFO GET /b status=200"),
    ("job: connection refused, retrying", "ERROR: 0 of 3 replicas available", "ERROR: 0 of 3 replicas available"),
    (" ✘ db Error  connection refused", " ✔ Container db Removed"),
    ("mq: connection refused (attempt 3/3)", "prune: terminating with success status", "photos: ready", "all: done"),
    ("attempt 2/5 of search: connection refused", "ERROR giving up", "db: connected", "db: ready", "run: done"),
    ("operation error S3: connection refused, retry quota", "0 of 118 copied"),
    ("mq: connection refused, retrying", "GET /a -> 200"),
    ('  "status": "resolved",', '  "status": "firing",', '  "description": "connection refused"'),
    ("WARN [pdf] attempt 1: connection refused", "INFO [mail] id=71822 in 211ms -> 200"),
    ("certificate is not yet valid, connection refused", "INFO mqtt reconnected"),
    ('job: {"retry":5,"class":"Label"} connection refused', "class=Invoice INFO: done"),
    ("[sarama] retrying: broker kafka-0:9092: connection refused", "kafka-0:9092: out of available brokers"),
    ("ERROR db: connection refused", "INFO db: connected to the replica", "ERROR db: lost the replica"),
    ("ERROR db: connection refused", "INFO cache: connected"),
    (" ! ledger Warning Get https://r.example.test/v2/: connection refused  15.0s", " ✔ cache Pulled  6.2s"),
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
    (
        "retrying: connection refused",
        "ERROR no broker left",
        *["INFO idle"] * 13,
        "ERROR stopped",
        "exited with code 0",
    ),
    ("evict: connection refused, waiting for pods", "pod is evicted successfully"),
    (
        "  Warning  BackOff  4m  kubelet  Back-off restarting failed container cart: connection refused",
        '  Normal   Pulled   3m  kubelet  Successfully pulled image "cart:1" in 1s',
    ),
]


TAGGED = (("lasting", ("network",)), ("passing", ("network", "transient")))
PASSED = [
    "  Tests:    4 passed (9 assertions)",
    "      Tests  16 passed (16)",
    "  6 passed (6.3s)",
    "4 passed in 0.12s",
    "4 runs, 10 assertions, 0 failures, 0 errors, 0 skips",
    "3 tests, 0 failures",
    "Executed 4 tests, with 0 failures (0 unexpected) in 0.1 (0.1) seconds",
    "[  PASSED  ] 4 tests.",
    "All tests passed (12 assertions in 4 test cases)",
    "All 4 tests passed (0.02s)",
    "PASS",
    "# fail  0",
    "     Summary [   0.5s] 4 tests run: 4 passed, 0 skipped",
    "Passed!  - Failed:     0, Passed:    12, Skipped:     0, Total:    12",
    "[info] Tests: succeeded 4, failed 0, canceled 0, ignored 0, pending 0",
    "[ FAIL 0 | WARN 0 | SKIP 0 | PASS 4 ]",
    "Executed 4 of 4 SUCCESS (0.2 secs / 0.1 secs)",
    "Success! 4 passed, 0 failed.",
    "Test Summary: 4 successful, 0 failures, 0 skipped",
    "4 successes / 0 failures / 0 errors / 0 pending : 0.02 seconds",
    "PASS: 4/4",
    "Count: 4, Failed: 0, Skipped: 0",
    "Executed 4 out of 4 tests: 4 tests pass.",
    "INFO     Verifier completed successfully.",
]
FAILED = [
    "4 passed, 1 error in 1.20s",
    "3 runs, 4 assertions, 0 failures, 1 errors, 0 skips",
    "5 successes / 0 failures / 1 error / 0 pending",
    "Tests: 3 passed, 1 failed",
    "FAILED tests/test_a.py::test_b",
    "not ok 4 - refused",
    "4 tests, 2 failures",
]


@pytest.mark.parametrize("summary", PASSED)
def test_a_run_that_passed_provoked_its_failures(summary: str) -> None:
    """The summaries of the usual runners say that all passed; one test that failed takes that back."""
    assert told(("connection refused", summary))
    assert told(("connection refused", summary, "1 failed")) is None


@pytest.mark.parametrize("summary", FAILED)
def test_a_run_with_a_test_that_failed_may_tell_of_a_failure(summary: str) -> None:
    """Whatever else passed."""
    assert told(("ok 1 - a", "ok 2 - b", "connection refused", "ok 3 - c", summary)) is None


def test_a_run_that_was_cut_off_passed_as_far_as_it_goes() -> None:
    """Tests that passed before and after the failure are enough; ticks of a starter are no tests."""
    assert told(("[       OK ] Net.Binds (2 ms)", "connection refused", "[       OK ] Net.Refuses (3 ms)"))
    assert told((" ✔ Container a  Started  0.3s", "connection refused", " ✔ Container b  Started  0.2s")) is None
    assert told((" ✓ Starting...", "connection refused", " ✓ Ready in 812 ms")) is None


def test_a_transient_failure_is_over_where_what_came_after_it_stands() -> None:
    """What passes by itself needs no word of a retry; a service that answers other requests tells nothing."""
    stands = log_of("ERROR cart: connection refused", "INFO pool: established", "INFO cart is ready")
    says = log_of("ERROR db: connection refused", "INFO db: connected, server 16.6")
    others = log_of("ERROR redis: connection refused", "INFO grpc server is ready", "INFO queue: established")
    answers = log_of("ERROR cart: connection refused", "GET /a -> 200", "GET /b -> 200")

    assert overcome(stands, 0, 0, transient=True) == "it passes by itself, and what it is about stands again"
    assert overcome(says, 0, 0, transient=True) == "the same operation succeeded later"
    assert overcome(others, 0, 0, transient=True) is None
    assert overcome(stands, 0, 0) is None
    assert overcome(says, 0, 0) is None
    assert overcome(answers, 0, 0, transient=True) is None


def test_a_signature_says_by_its_tag_that_its_failure_passes_by_itself() -> None:
    """Of two signatures on the same line, the one with the tag is set aside."""
    log = log_of("ERROR cart: connection refused", "INFO pool: established", "INFO cart is ready")
    lasting, passing = (signature(id_, "cart: connection refused", tags=tags) for id_, tags in TAGGED)

    assert ids(diagnose(log, lasting, passing)) == ["lasting"]


def test_a_report_that_says_it_first() -> None:
    """JUnit's report counts before it lists."""
    head = '<testsuite name="a" errors="0" failures="0" tests="1">'
    case = '<testcase name="b"><system-err>connection refused port 5432 failed'

    assert told((head, case))
    assert told((head.replace('failures="0"', 'failures="1"'), case)) is None


def told(lines: tuple[str, ...]) -> str | None:
    """Why the failure in these lines was overcome."""
    log = log_of(*lines)
    at = next(index for index in range(len(log)) if "connection refused" in log.line(index))
    return overcome(log, at, at, transient=True)


@pytest.mark.parametrize("lines", OVERCOME)
def test_what_succeeded_later_was_overcome(lines: tuple[str, ...]) -> None:
    """The same operation succeeded, by its words or its counter, or the test run passed."""
    assert told(lines)


@pytest.mark.parametrize("lines", STAYED)
def test_what_did_not_succeed_stays(lines: tuple[str, ...]) -> None:
    """Giving up is no success, nor is the success of something else."""
    assert told(lines) is None
