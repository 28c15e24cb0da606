"""A line that talks about a failure is not a failure: by what it is, by where it stands, by how it says it."""

import pytest

from app.matching.mentions import mention
from app.matching.phrasing import phrasing
from tests.matching.conftest import log_of

FAILURE = "connection refused"

MENTIONS = [
    "tests/test_net.py::test_retry[connection refused] PASSED   [ 12%]",
    "  ✓ says connection refused when nobody listens (12 ms)",
    "* fix: no more connection refused on start (#481)",
    "docs: explain connection refused in the guide",
    "  --retry-connrefused   retry on connection refused",
    "$ grep -c 'connection refused' app.log",
    "# connection refused is what the pool says then",
    '{"errors":{"connection refused":0}}',
    "connection refused: 0 times",
    "Panel: connection refused (0), timeouts (0)",
    'scan: 0 hits for "connection refused"',
    'retryOn: ["connection refused", "reset"]',
    "retryable errors: broken pipe, connection refused",
    "retryOn: connection refused",
    'if "connection refused" in str(error):',
    '+    raise ConnectionError("connection refused")',
    'assert "connection refused" in str(caught.value)',
    "| 112 | connection refused by the ledger | closed |",
    "The client says `connection refused` then.",
    "<p>Where the pool is gone you see connection refused",
    "[10:41] lea: anybody else seeing connection refused?",
    "OPS-2240  Done     connection refused while connecting to upstream",
    'INFO search: query="connection refused" hits=41',
    "  ECONNREFUSED    connection refused",
    'Chaos run 14: injecting "connection refused" for 30 s',
    'it("answers 503 on connection refused", async () => {',
    '  retryOn: "broken pipe,connection refused,i/o timeout"',
    ">     connection refused",
    "> +            // connection refused is all that was printed",
    '  ECONNREFUSED: "connection refused",',
    '    raise Fatal(f"connection refused by {host}") from error',
    '"connection refused" means that nothing listens there',
    '  - The message "connection refused" was wrong for sockets of files.',
    "$ psql -c 'select 1' || echo connection refused",
    "ops@box:~$ ./retry.sh --until 'connection refused'",
    "kb=# SELECT id FROM articles WHERE title = 'connection refused';",
    ">>> count('connection refused')",
    "sudo: lea : PWD=/ ; COMMAND=/usr/bin/zcat -f connection refused",
    "+ [[ $line == *connection refused* ]]",
    r"failregex = ^connect\(\) failed: connection refused \(\d+\)$",
    "MySQL error 2003: connection refused for %s",
    "Refused :: connection refused on {{ $labels.instance }}",
    '      + filter = "connection refused"',
    '  filter textPayload:"connection refused"',
    "INSERT INTO notes (text) VALUES ('connection refused');",
    "ECONNREFUSED 111 connection refused",
    '"connection refused" and "reset" are the two to look for',
    '   "connection refused"    nobody listens there',
    "parcel.retry.messages[0]=connection refused",
    '    "msg": "as expected: FATAL:  connection refused"',
    "HTTP_RETRY_ON=connection refused,no such host",
    "○ export.service - Export (retries on connection refused)",
    "Starting export.service - Export (retries on connection refused)...",
    "step=2 would inject: drop 5432 so that connection refused follows",
    '    expected "connection refused" in the answer',
    "    `connection refused while connecting to",
    "    /connection refused/,",
    "mapped java.net.ConnectException: connection refused -> 502",
    "wiki=*> select 'connection refused';",
    '"connection refused" should be in code font',
    'src/retry.go:21:\tcase strings.HasPrefix(msg, "connection refused"):',
    "src/net.py:41:9: TRY003 Avoid long messages: raise ConnectionError('connection refused')",
    "  ## connection refused",
    "ignoreregex = connection refused",
    "step 1/4 WOULD block port 5432 (expected symptom: connection refused)",
    "jelle  09:04  nothing is open, last Tuesday the cart had connection refused",
    "  2. memory-hog  deployment/search  would expect connection refused",
    '   - "connection refused by the index" during the first minute is normal',
    "   - `dial tcp: connection refused by the peer` -> use the mirror.",
    "| 512003 | KNOT-2M | connection refused | resolved |",
    "net.error.refused=connection refused by {0}",
    "TASK [probe : wait (connection refused)] ***",
    "# 3 = config error (connection refused)",
    '\treturn errors.New("connection refused")',
    "  Identified - Workers could not reach the broker (connection refused). 15:05 UTC",
    " 1/9 Test  #1: connection refused .....   Passed    0.02 sec",
    "circuitBreaker=CLOSED retryOn=Timeout,connection refused exit=true",
    "retry policy: max=5 on=[timeout, connection refused, HTTP 503]",
]
STATEMENTS = [
    "POST /pay -> pay:9000 dial tcp 10.0.4.9:9000: connect: connection refused -> 502",
    'next_retry=30s err="write: connection refused"',
    "ERROR the health check did not answer as expected: connection refused",
    "dial tcp 10.0.0.4:5432: connect: connection refused",
    "2026-02-02 10:00:00 ERROR [db] connection refused",
    '{"level":"error","error":"connect: connection refused"}',
    "curl: (7) Failed to connect to db port 5432: connection refused",
    "web-1  | connection refused",
    "Error: connection refused (attempt 3 of 3)",
    "ImagePullBackOff   0   connection refused",
    "    connection refused",
    "retrying: connection refused",
    "feign.RetryableException: connection refused",
    "> connection refused",
    '  error: "connection refused",',
    '"connection refused" while reading from upstream',
    'raised "connection refused" 3 times',
    "giving up after 3 retries: connection refused",
    "operation not allowed: connection refused",
    "# Fatal error: connection refused",
    "-- Could NOT find the server: connection refused",
    "build: connection refused",
    "docs: connection refused",
    "- retry 3: connection refused",
    "Open failed: connection refused",
    "description: connection refused",
    "apache-drill 1.21: connection refused",
    "simulate-cloth: connection refused",
    "istio injecting sidecar: connection refused",
    "error = ConnectionRefusedError(111, 'connection refused')",
    "a.rb:61:in `open': connection refused (Errno::ECONNREFUSED) from a.rb:137:in `connect'",
    "<none> connection refused",
    " => ERROR [4/6] RUN echo hi: connection refused",
    "CMakeLists.txt:12: error: connection refused",
    "[ops@box ~]$connection refused",
    r"open \\.\pipe\docker_engine: connection refused",
    "| dump | FAILED | connection refused |",
    "<bram> > [2025-10-09 15:44:01 +0000] connection refused",
    "kubectl apply: + deployment web: connection refused",
    'textPayload: "connection refused"',
    "100% done, connection refused",
    "SET TRANSACTION failed: connection refused",
    "src/main.ts(3,21): connection refused by './config' or its proxy",
    "Error R10 (Boot timeout) -> connection refused",
    "src/net.c:41:9: error: connection refused",
    "12:04:31 | connection refused",
    "read tcp 10.0.0.1:5->10.0.0.2:6: connection refused",
    "open /var/run/a b/docker.sock: connection refused",
    "worker 09:04 connection refused",
    '    * "users_email_index" (connection refused)',
    "net.error.refused=connection refused",
    "TASK [probe] fatal: connection refused",
    "retry=3 error: connection refused",
    "retry policy: gave up: connection refused",
]


def why(line: str) -> str | None:
    """Why the line only mentions the failure."""
    at = line.lower().find(FAILURE)
    span = (at, at + len(FAILURE)) if at >= 0 else (0, len(line))
    return mention(log_of(line), 0, line, span, quoted=False)


@pytest.mark.parametrize("line", MENTIONS)
def test_a_line_that_mentions_a_failure(line: str) -> None:
    """Each form of talking about a failure is known, with its reason."""
    assert why(line)


@pytest.mark.parametrize("line", STATEMENTS)
def test_a_line_that_states_a_failure(line: str) -> None:
    """Nothing in the ways that software reports a failure makes it a mention."""
    assert why(line) is None


def test_settings_below_their_name_are_mentions() -> None:
    """The items of a list of errors to retry on stand below its name."""
    log = log_of("retry:", "  on:", "    - timeout", "    - connection refused")

    assert mention(log, 3, log.line(3), (6, 24), quoted=False) == "is a setting that names it"


def test_what_stands_around_a_line_decides() -> None:
    """TAP says below a failed test why it failed, and a client of a database draws a table around its warnings."""
    tap = log_of("not ok 1 health", "# (in test file t.bats)", "# connection refused")
    drawn = log_of("+-------+------+", "| Level | Text |", "+-------+------+", "| Error | connection refused |")
    rule = log_of("- alert: Refused", "  expr: up == 0", "  description: connection refused")

    assert mention(tap, 2, tap.line(2), (2, 20), quoted=False) is None
    assert mention(drawn, 3, drawn.line(3), (10, 28), quoted=False) is None
    assert mention(rule, 2, rule.line(2), (15, 33), quoted=False) == "is a rule that looks for it"


def test_a_list_of_titles_is_no_log() -> None:
    """What stands under a column of titles, subjects or questions was written about, whatever draws the table."""
    tickets = log_of("KEY      TYPE  SUMMARY             STATUS", "OPS-1    Bug   connection refused  Done")
    rows = log_of(" id | title ", "----+-------", "  1 | connection refused")
    typed = log_of("NAME   DESCRIPTION", "colima remote", "lea@mbp stock % make db", "connection refused")
    events = log_of("LAST SEEN  TYPE     REASON  MESSAGE", "2m         Warning  Failed  connection refused")

    assert mention(tickets, 1, tickets.line(1), (15, 33), quoted=False) == "is a row of a table that explains"
    assert mention(rows, 2, rows.line(2), (6, 24), quoted=False) == "is a row of a table that explains"
    assert mention(events, 1, events.line(1), (27, 45), quoted=False) is None
    assert mention(typed, 3, typed.line(3), (0, 18), quoted=False) is None


def test_a_manual_and_a_help_say_nothing_of_now() -> None:
    """What is indented below the headings of a help or a manual is no failure, however long it is."""
    options = [line for n in range(12) for line in (f"  --option-{n} N", "        what it does")]
    help_ = log_of("usage: relay [-h]", "", "options:", *options, "  --retry-if WORDS", "      connection refused")
    go = log_of("Usage of ./relay:", "  -dial duration", '    \tgives up with "connection refused" after this')
    manual = log_of("EXIT STATUS", "       3", "", "              connection refused")
    report = log_of("errors:", "      connection refused")

    assert mention(help_, len(help_) - 1, help_.line(len(help_) - 1), (6, 24), quoted=False) == "is a help text"
    assert mention(go, 2, go.line(2), (20, 38), quoted=False) == "is a help text"
    assert mention(manual, 3, manual.line(3), (14, 32), quoted=False) == "is a help text"
    assert mention(report, 1, report.line(1), (6, 24), quoted=False) is None


def test_commits_options_settings_and_codes_are_explained_not_met() -> None:
    """Rows of a history, what is said of an option, a setting or a code."""
    history = log_of("* 5e1b7c3 (tag: v1) merge", "| * a90f2d8 index: say connection refused", "* d7f5a06 go.mod: tidy")
    option = log_of("    --retry N", "          how often to try again", "          on connection refused")
    setting = log_of("relay.retry_limit", "    How often.", "", "    On connection refused.")
    codes = log_of("Code    Number  Description", "14      1       connection refused")
    field = log_of("relay.url", "  Field required", "      connection refused")
    units = log_of("UNIT LOAD ACTIVE SUB DESCRIPTION", "a.service loaded failed failed connection refused")

    assert mention(history, 1, history.line(1), (23, 41), quoted=False) == "is a commit subject"
    assert mention(option, 2, option.line(2), (13, 31), quoted=False) == "is a help text"
    assert mention(setting, 3, setting.line(3), (7, 25), quoted=False) == "is a help text"
    assert mention(codes, 1, codes.line(1), (16, 34), quoted=False) == "is a row of a table that explains"
    assert mention(field, 2, field.line(2), (6, 24), quoted=False) is None
    assert mention(units, 1, units.line(1), (31, 49), quoted=False) is None


NO_MENTIONS = [
    ("### Error updating database.  Cause: connection refused", "### SQL: INSERT INTO users (email) VALUES (?)"),
    ("REVISION  UPDATED  STATUS  DESCRIPTION", "8  Tue May 14  failed  Upgrade failed: connection refused"),
    (" id | label | last_error", "----+-------+-----------", " 41 | export | connection refused"),
    ("9f8a12bc GET /a 200", "9f8a12bd GET /b 500 connection refused", "9f8a12be GET /c 200"),
    ("#   Failed test 'connects'", "# queue: connection refused", "# Looks like you failed 1 test of 4."),
    ("# connection refused", "# Subtest: db", "not ok 1 - db"),
    ("-- ConnectionError: connection refused", "-- Configuring incomplete, errors occurred!"),
    ("It looks like the template could not be fetched:", "", "    connection refused"),
    ("    Examples:", "      | card |", "      connection refused"),
    ("v2.1.0", "  • publishing", "  \u2a2f release failed: connection refused"),
    ("jobs/7714/stdout.txt:288:cp: connection refused",),
    ("1714557601 INFO loading", "1714557602 ERROR connection refused", "1714557603 INFO stop"),
    ("9f8a7c6d5e4f3a21 INFO a", "9f8a7c6d5e4f3a21 ERROR connection refused", "9f8a7c6d5e4f3a21 INFO b"),
    ("Java options:", "  -Xmx256m", "  connection refused"),
    ("DIAGNOSTICS", "  ledger: connection refused"),
    ("NAME   DESCRIPTION", "orders the shop", "Error: connection refused"),
    ("db01.example.com", "    psql: error: connection refused"),
]


@pytest.mark.parametrize("lines", NO_MENTIONS, ids=[lines[0] for lines in NO_MENTIONS])
def test_what_only_looks_like_a_text_is_none(lines: tuple[str, ...]) -> None:
    """Times and ids are no commits, headings of a report no help, and an error below a table no row of it."""
    log = log_of(*lines)
    line = next(index for index in range(len(log)) if FAILURE in log.line(index))
    at = log.line(line).index(FAILURE)

    assert mention(log, line, log.line(line), (at, at + len(FAILURE)), quoted=False) is None


HOSTILE = [
    "a_" * 30_000 + "a: x",
    "LS(1)" + " " * 60_000 + "x",
    "A" + "DROP" * 15_000,
    "- --" + "a:" * 30_000,
    "9." + "9." * 30_000,
    "a@" + "b" * 60_000,
    "TITLE " + "A B " * 15_000 + "x",
    "err" * 20_000,
    "'" * 60_000,
    "(Error" * 10_000,
    "`" * 60_000,
]


@pytest.mark.parametrize("line", HOSTILE, ids=[line[:8] for line in HOSTILE])
def test_a_hostile_line_is_read_in_time(line: str) -> None:
    """No form needs more than a time that grows with the line: none of these would end otherwise."""
    log = log_of(line, line)

    assert mention(log, 1, line, (len(line) - 3, len(line)), quoted=False) is None
    assert phrasing(line, (len(line) - 3, len(line))) in {None, "opens", "quotes"}


def test_source_code_in_a_frame_is_no_failure() -> None:
    """Compilers quote lines of code with their numbers and rows of marks; a table of a database has other rows."""
    frame = log_of(
        "warning: never used", "  --> src/kind.rs:31:7", "   |", '31 | const A: &str = "connection refused";'
    )
    table = log_of(" id  | err", "-----+-----", " 880 | connection refused", " 881 | reset", "(2 rows)")

    assert mention(frame, 3, frame.line(3), (22, 40), quoted=False) == "is source code"
    assert mention(table, 2, table.line(2), (7, 25), quoted=False) is None


def test_a_file_of_texts_is_no_log() -> None:
    """A line among properties is one, and so is one into which a row of marks points."""
    texts = log_of("net.error.dns=no name", "net.error.refused=connection refused", "net.error.slow=too slow")
    code = log_of("net.go:61: repeated (goconst)", '\tfail("connection refused")', "\t     ^")

    assert mention(texts, 1, texts.line(1), (18, 36), quoted=False) == "is a setting that names it"
    assert mention(code, 1, code.line(1), (7, 25), quoted=False) == "is source code"


def test_searches_in_texts_and_announced_messages() -> None:
    """What a search found in documents is no failure, nor is what a mail announces."""
    found = log_of("docs/db.md", "14:`refused` clears by itself (connection refused)")
    mail = log_of("During the switch-over clients may for some seconds get", "", "  FATAL: connection refused")

    assert mention(found, 1, found.line(1), (31, 49), quoted=False) == "is a line found in a text"
    assert mention(mail, 2, mail.line(2), (9, 27), quoted=False) == "quotes it as an example"


def test_what_somebody_said_is_no_log() -> None:
    """In a copied conversation, sentences below an author's name are talk, what a program printed is not."""
    talk = log_of("Wanda  09:03", "the cart had connection refused for two minutes after the deploy")
    paste = log_of("Wanda  09:03", "2025-02-02 10:00:00 ERROR cart: connection refused")

    assert mention(talk, 1, talk.line(1), (13, 31), quoted=False) == "is a message of a conversation"
    assert mention(paste, 1, paste.line(1), (32, 50), quoted=False) is None


def test_an_announced_example_is_no_failure() -> None:
    """Documents announce what one will see, and indent it."""
    page = log_of("If the daemon is not there you will see:", "", "    connection refused")
    run = log_of("ERROR: the last command ended with:", "", "    connection refused")

    assert mention(page, 2, page.line(2), (4, 22), quoted=False) == "quotes it as an example"
    assert mention(run, 2, run.line(2), (4, 22), quoted=False) is None


def test_what_stands_under_a_heading_of_a_changelog_is_no_failure() -> None:
    """The headings of a changelog are those that most changelogs have."""
    log = log_of("### Changed", "- The store waits", "- No connection refused on start")

    debian = log_of(
        "relayd (2.8.1-1) bookworm; urgency=medium", "", "  * New release.", "    - No more connection refused"
    )

    assert mention(log, 2, log.line(2), (5, 23), quoted=False) == "is a line of a changelog"
    assert mention(debian, 3, debian.line(3), (14, 32), quoted=False) == "is a line of a changelog"


PHRASINGS = [
    ("connection refused", "opens"),
    ("10:00:00 ERROR connection refused", "opens"),
    ("db: connection refused", "opens"),
    ('{"error":"connection refused"}', "opens"),
    ("the app shows connection refused", None),
    ('the runbook has "connection refused" on page 4', "quotes"),
    ("hub | '[Errno 111] connection refused' thrown while requesting HEAD https://hub.example.test/x", "opens"),
    ("if you get a connection refused, look at the port", "quotes"),
    ("to avoid connection refused, wait for the port", "quotes"),
    ("last week: connection refused", "opens"),
    ('the registry answered "pull: connection refused" all morning', "quotes"),
    ('lea saw "dial: connection refused" in staging', "quotes"),
    ('Get "https://ledger.example.test": connection refused', "opens"),
    ('starting container process caused "connection refused"', None),
    ("Upload failed with message 'connection refused'", None),
    ("the proxy used to reach it answered connection refused", None),
    ("the incident was caused by a full disk (connection refused)", "quotes"),
    ("title: connection refused", "quotes"),
    ("ticket.question: connection refused", "quotes"),
    ('"kb-stats","connection refused","412"', "quotes"),
    ('MD013 [Context: "### connection refused"]', "quotes"),
    ('hints["connection refused"] = "start it"', "quotes"),
    ('pats = ["reset", "connection refused"]', "quotes"),
    ('level=error msg="dial tcp: connection refused"', "opens"),
    ("pymysql.err.OperationalError: (2003, 'connection refused')", None),
    ('E0202 08:00:00.1 2211 kubelet.go:2347] "connection refused"', "opens"),
    ("RuntimeError('connection refused')", None),
    ('it\'s down: "reset", then connection refused', None),
    ("rb:454:in `open': connection refused", "opens"),
    ('  "details": "connection refused"', "opens"),
    ('Unschedulable: "connection refused"', "opens"),
    ('{code: Unknown, message: "transport: connection refused"}', "opens"),
    ('Err(BadConnection("connection refused"))', None),
    ("12:1   warning  'connection refused'", "quotes"),
    ("payments went into a loop of connection refused", "quotes"),
    ("Command '['./x', 'a']' died with connection refused", None),
]


@pytest.mark.parametrize(("line", "form"), PHRASINGS)
def test_how_a_line_comes_to_a_message(line: str, form: str | None) -> None:
    """Software opens with its message or puts it after a colon; people put it into a sentence."""
    at = line.index(FAILURE)

    assert phrasing(line, (at, at + len(FAILURE))) == form
