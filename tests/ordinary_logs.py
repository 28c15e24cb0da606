"""Logs of healthy software, written apart from those that the matcher's own table was counted on.

Many lines have the words of failures without being one: counts of zero, retries that succeed, tests of errors that
pass, probes that were set, connections that were closed as they should be.
"""

import random
from collections.abc import Iterator

SYSTEM = (
    "{day} {host} systemd[1]: Starting {svc}.service - Daily cleanup of temporary folders...",
    "{day} {host} systemd[1]: {svc}.service: Deactivated successfully.",
    "{day} {host} systemd[1]: Finished {svc}.service - Daily cleanup of temporary folders.",
    "{day} {host} systemd[1]: {svc}.service: Main process exited, code=exited, status=0/SUCCESS",
    "{day} {host} systemd[1]: {svc}.service: Consumed {n}.{n}s CPU time, {n}M memory peak.",
    "{day} {host} sshd[{pid}]: Accepted publickey for deploy from 10.0.{b}.{b} port {port} ssh2: ED25519 SHA256:{hex}",
    "{day} {host} sshd[{pid}]: Connection closed by 10.0.{b}.{b} port {port} [preauth]",
    "{day} {host} sshd[{pid}]: Received disconnect from 10.0.{b}.{b} port {port}:11: disconnected by user",
    "{day} {host} sudo[{pid}]: pam_unix(sudo:session): session opened for user root(uid=0) by deploy(uid=1000)",
    "{day} {host} CRON[{pid}]: (root) CMD (test -x /usr/sbin/anacron || run-parts --report /etc/cron.hourly)",
    "{day} {host} kernel: [{n}.{pid}] eth0: renamed from veth{hex7}",
    "{day} {host} kernel: [{n}.{pid}] EXT4-fs (sda1): mounted filesystem with ordered data mode. Quota mode: none.",
    '{day} {host} kernel: [{n}.{pid}] audit: type=1400 audit(17000{pid}.{n}:{n}): apparmor="STATUS" operation="profile_load"',
    "{day} {host} kernel: [{n}.{pid}] TCP: request_sock_TCP: Possible SYN flooding on port 443. Sending cookies.",
    "{day} {host} dhclient[{pid}]: bound to 10.0.{b}.{b} -- renewal in {pid} seconds.",
    "{day} {host} systemd-resolved[{pid}]: Clock change detected. Flushing caches.",
    "{day} {host} systemd-timesyncd[{pid}]: Initial clock synchronization to {day}.",
    "{day} {host} smartd[{pid}]: Device: /dev/sda [SAT], SMART Usage Attribute: 194 Temperature_Celsius changed to {b}",
    "{day} {host} dbus-daemon[{pid}]: [system] Successfully activated service 'org.freedesktop.hostname1'",
    "{day} {host} multipathd[{pid}]: sda: path checker registered",
    "{day} {host} chronyd[{pid}]: Selected source 10.0.{b}.{b} (ntp.example.test)",
    '{day} {host} rsyslogd: [origin software="rsyslogd" swVersion="8.2302.0"] rsyslogd was HUPed',
)
WEB = (
    '10.0.{b}.{b} - - [02/Feb/2026:10:{m}:{m} +0000] "GET /items/{n}?q=timeout HTTP/1.1" 200 {pid} "-" "Mozilla/5.0"',
    '10.0.{b}.{b} - - [02/Feb/2026:10:{m}:{m} +0000] "GET /docs/errors/connection-refused HTTP/2.0" 200 {pid} "-" "-"',
    '10.0.{b}.{b} - - [02/Feb/2026:10:{m}:{m} +0000] "GET /favicon.ico HTTP/1.1" 404 153 "-" "Mozilla/5.0"',
    '10.0.{b}.{b} - alice [02/Feb/2026:10:{m}:{m} +0000] "POST /login HTTP/1.1" 302 0 "-" "Mozilla/5.0"',
    '10.0.{b}.{b} - - [02/Feb/2026:10:{m}:{m} +0000] "GET /healthz HTTP/1.1" 200 2 "-" "kube-probe/1.29"',
    "2026/02/02 10:{m}:{m} [notice] 1#1: signal 17 (SIGCHLD) received from {pid}",
    "2026/02/02 10:{m}:{m} [notice] 1#1: worker process {pid} exited with code 0",
    "2026/02/02 10:{m}:{m} [info] {pid}#{pid}: *{n} client 10.0.{b}.{b} closed keepalive connection",
    "2026/02/02 10:{m}:{m} [warn] {pid}#{pid}: *{n} a client request body is buffered to a temporary file /var/cache/nginx/{n}",
    "[Mon Feb 02 10:{m}:{m}.{pid} 2026] [mpm_event:notice] [pid {pid}] AH00489: Apache/2.4.62 (Unix) configured -- resuming normal operations",
    'INFO:     10.0.{b}.{b}:{port} - "GET /api/orders/{n} HTTP/1.1" 200 OK',
    'INFO:     10.0.{b}.{b}:{port} - "POST /api/orders HTTP/1.1" 422 Unprocessable Entity',
    "[2026-02-02 10:{m}:{m} +0000] [{pid}] [INFO] Booting worker with pid: {pid}",
    "[2026-02-02 10:{m}:{m} +0000] [{pid}] [INFO] Worker exiting (pid: {pid})",
    "[2026-02-02 10:{m}:{m} +0000] [1] [INFO] Handling signal: winch",
    "2026-02-02 10:{m}:{m},{n} INFO  [shop.cart] retry 1/3 of GET http://stock:8080/items/{n} succeeded after {n} ms",
    "2026-02-02 10:{m}:{m},{n} INFO  [shop.cart] errors=0 timeouts=0 refused=0 retries=0 oom_kills=0 in the last minute",
    "2026-02-02 10:{m}:{m},{n} DEBUG [http] Connection pool is full, discarding nothing: {b} of 100 in use",
    "2026-02-02 10:{m}:{m},{n} WARN  [shop.mail] address of customer {n} is not confirmed yet, mail is put off",
    'level=info ts=2026-02-02T10:{m}:{m}Z caller=main.go:{n} msg="request completed" status=200 took={n}ms path=/timeout',
    '{"level":"info","time":"2026-02-02T10:{m}:{m}Z","msg":"request completed","status":200,"ms":{n},"error":null}',
    '{"level":"debug","ts":17700{pid}.{n},"msg":"token refreshed","expires_in":3600,"errors":[]}',
)
DATABASE = (
    "2026-02-02 10:{m}:{m}.{n} UTC [{pid}] LOG:  checkpoint starting: time",
    "2026-02-02 10:{m}:{m}.{n} UTC [{pid}] LOG:  checkpoint complete: wrote {n} buffers (0.{b}%); 0 WAL file(s) added",
    '2026-02-02 10:{m}:{m}.{n} UTC [{pid}] LOG:  automatic vacuum of table "shop.public.orders": index scans: 1',
    "2026-02-02 10:{m}:{m}.{n} UTC [{pid}] LOG:  connection received: host=10.0.{b}.{b} port={port}",
    "2026-02-02 10:{m}:{m}.{n} UTC [{pid}] LOG:  connection authorized: user=shop database=shop application_name=api",
    "2026-02-02 10:{m}:{m}.{n} UTC [{pid}] LOG:  disconnection: session time: 0:00:{m}.{n} user=shop database=shop",
    "2026-02-02 10:{m}:{m}.{n} UTC [{pid}] LOG:  duration: {n}.{n} ms  statement: SELECT * FROM errors WHERE kind = 'deadlock'",
    "2026-02-02 10:{m}:{m}.{n} UTC [1] LOG:  database system is ready to accept connections",
    "2026-02-02T10:{m}:{m}.{pid}Z {b} [Note] [MY-010051] [Server] Event Scheduler: scheduler thread started with id 5",
    "2026-02-02T10:{m}:{m}.{pid}Z 0 [System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections. Version: '8.0.36'",
    "2026-02-02T10:{m}:{m}.{pid}Z {b} [Warning] [MY-013360] [Server] Plugin mysql_native_password reported: it will be removed",
    "1:M 02 Feb 2026 10:{m}:{m}.{n} * {n} changes in 60 seconds. Saving...",
    "1:M 02 Feb 2026 10:{m}:{m}.{n} * Background saving terminated with success",
    "{pid}:C 02 Feb 2026 10:{m}:{m}.{n} * DB saved on disk",
    "1:M 02 Feb 2026 10:{m}:{m}.{n} # WARNING: overcommit memory is set to 1, as it should be",
    '{"t":{"$date":"2026-02-02T10:{m}:{m}.{n}Z"},"s":"I","c":"NETWORK","id":22943,"ctx":"listener","msg":"Connection accepted"}',
    '{"t":{"$date":"2026-02-02T10:{m}:{m}.{n}Z"},"s":"I","c":"STORAGE","id":22430,"ctx":"Checkpointer","msg":"WiredTiger message"}',
    "[2026-02-02T10:{m}:{m},{n}][INFO ][o.e.c.r.a.AllocationService] [es-1] Cluster health status changed from [YELLOW] to [GREEN]",
    "[2026-02-02 10:{m}:{m},{n}] INFO [GroupCoordinator 1]: Stabilized group mailers generation {b} (kafka.coordinator.group)",
    "2026-02-02 10:{m}:{m}.{n} [info] <0.{n}.0> accepting AMQP connection <0.{n}.0> (10.0.{b}.{b}:{port} -> 10.0.0.9:5672)",
    "2026-02-02 10:{m}:{m}.{n} [info] <0.{n}.0> closing AMQP connection <0.{n}.0> (10.0.{b}.{b}:{port} -> 10.0.0.9:5672)",
    "WARNING:  there is already a transaction in progress",
)
BUILD = (
    "#{b} [build {b}/12] RUN pip install --no-cache-dir -r requirements.txt",
    "#{b} {n}.{n} Requirement already satisfied: certifi>=2017.4.17 in /usr/lib/python3/dist-packages (2025.1.31)",
    "#{b} {n}.{n} Successfully installed click-8.1.8 pyyaml-6.0.2 uvicorn-0.34.0",
    "#{b} CACHED",
    "#{b} DONE {n}.{b}s",
    "added {n} packages, and audited {n} packages in {b}s",
    "npm warn deprecated inflight@1.0.6: This module is not supported, and leaks memory. Do not use it.",
    "found 0 vulnerabilities",
    "tests/test_client.py::test_connection_refused_is_retried PASSED                     [ {b}%]",
    "tests/test_client.py::test_module_not_found_is_told PASSED                          [ {b}%]",
    "test result: ok. {n} passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.{b}s",
    "ok  \texample.test/shop/store\t0.{n}s",
    "--- PASS: TestDeadlineExceeded (0.{b}s)",
    "    ✓ rejects with ECONNREFUSED when the server is down ({b} ms)",
    "[INFO] Tests run: {n}, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: {b}.{n} s -- in com.example.OutOfMemoryErrorTest",
    "[INFO] --- maven-surefire-plugin:3.2.5:test (default-test) @ shop ---",
    "[INFO] BUILD SUCCESS",
    "> Task :app:compileJava UP-TO-DATE",
    "BUILD SUCCESSFUL in {b}s",
    "   Compiling thiserror v1.0.{b}",
    "    Finished `release` profile [optimized] target(s) in {b}.{b}s",
    "src/errors.c:{n}:{b}: warning: unused parameter 'reason' [-Wunused-parameter]",
    "* {hex7} fix: retry when the connection is reset by peer",
    "2026-02-02T10:{m}:{m}.1234567Z ##[group]Run actions/checkout@v4",
    "2026-02-02T10:{m}:{m}.1234567Z Cache restored from key: linux-pip-{hex}",
    "2026-02-02T10:{m}:{m}.1234567Z Download action repository 'actions/setup-python@v5' (SHA:{hex})",
    "remote: Compressing objects: 100% ({n}/{n}), done.",
    "Everything up-to-date",
    "Terraform has been successfully initialized!",
    "Apply complete! Resources: {b} added, 0 changed, 0 destroyed.",
)
CONTAINER = (
    'time="2026-02-02T10:{m}:{m}.{pid}Z" level=info msg="loading plugin" id=io.containerd.snapshotter.v1.overlayfs type=snapshotter',
    'time="2026-02-02T10:{m}:{m}.{pid}Z" level=info msg="shim disconnected" id={hex} namespace=k8s.io',
    'time="2026-02-02T10:{m}:{m}.{pid}Z" level=info msg="StopPodSandbox for \\"{hex}\\" returns successfully"',
    'I0202 10:{m}:{m}.{pid}       1 event.go:307] "Event occurred" object="shop/cart" reason="ScalingReplicaSet"',
    'I0202 10:{m}:{m}.{pid}       1 controller.go:{n}] "Reconcile successful" controller="ingress" namespace="shop"',
    'I0202 10:{m}:{m}.{pid}    {pid} prober.go:107] "Probe succeeded" probeType="Readiness" pod="shop/cart-7d9c6b5f4-9k2lm"',
    'W0202 10:{m}:{m}.{pid}       1 warnings.go:70] unknown field "spec.template.spec.extra"',
    "cart-7d9c6b5f4-9k2lm      1/1     Running     0               {b}d",
    "migrate-{b}-x2x9q             0/1     Completed   0               {b}m",
    '{b}m          Normal    Pulled              pod/cart-7d9c6b5f4-9k2lm   Container image "shop/cart:2.{b}" already present',
    "{b}m          Normal    Started             pod/cart-7d9c6b5f4-9k2lm   Started container cart",
    "    Liveness:       http-get http://:8080/healthz delay=5s timeout=1s period=10s #success=1 #failure=3",
    "    Readiness:      http-get http://:8080/ready delay=0s timeout=1s period=10s #success=1 #failure=3",
    "    State:          Running",
    "    Last State:     Terminated",
    "      Reason:       Completed",
    "      Exit Code:    0",
    "    Restart Count:  0",
    '{hex12}   shop/cart:2.{b}   "/entrypoint.sh"   {b} hours ago   Up {b} hours (healthy)   8080/tcp   cart',
    '{hex12}   shop/migrate:2.{b}   "migrate"   {b} hours ago   Exited (0) {b} hours ago   migrate',
    "cart-1  | 2026-02-02 10:{m}:{m} INFO  listening on 0.0.0.0:8080",
    "cart-1 exited with code 0",
    'deployment "cart" successfully rolled out',
    '{"log":"{n} requests, 0 failed, 0 timed out\\n","stream":"stdout","time":"2026-02-02T10:{m}:{m}.{pid}Z"}',
    "2026-02-02T10:{m}:{m}.{pid}Z stdout F GET /healthz 200 {b}ms",
    "process_open_fds {n}",
    'container_oom_events_total{{container="cart"}} 0',
)
KINDS = {"system": SYSTEM, "web server": WEB, "database": DATABASE, "build": BUILD, "container": CONTAINER}


def ordinary_log(kind: str, count: int, *, seed: int) -> Iterator[str]:
    """*count* lines of one kind of software in which nothing failed."""
    chance = random.Random(f"{kind} {seed}")  # noqa: S311
    for _ in range(count):
        yield _filled(chance.choice(KINDS[kind]), chance)


def _filled(template: str, chance: random.Random) -> str:
    line = template.replace("{{", "{").replace("}}", "}") if "{{" in template else template
    for hole, fill in _HOLES.items():
        while hole in line:
            line = line.replace(hole, fill(chance), 1)
    return line


_HOLES = {
    "{day}": lambda chance: f"Feb {chance.randint(10, 28)} {chance.randint(10, 23)}:{chance.randint(10, 59)}:17",
    "{host}": lambda chance: chance.choice(("web-1", "db-2", "node07", "ip-10-0-3-17")),
    "{svc}": lambda chance: chance.choice(("logrotate", "systemd-tmpfiles-clean", "apt-daily", "man-db")),
    "{pid}": lambda chance: str(chance.randint(1000, 32000)),
    "{port}": lambda chance: str(chance.randint(32768, 60999)),
    "{n}": lambda chance: str(chance.randint(100, 999)),
    "{b}": lambda chance: str(chance.randint(2, 99)),
    "{m}": lambda chance: str(chance.randint(10, 59)),
    "{hex}": lambda chance: f"{chance.getrandbits(256):064x}",
    "{hex7}": lambda chance: f"{chance.getrandbits(28):07x}",
    "{hex12}": lambda chance: f"{chance.getrandbits(48):012x}",
}
