"""Stack traces become one entry, with the messages of their exceptions and where the failure was."""

import pytest

from app.logs import Log, entry_at, read

LIMIT = 1 << 20

CHAINED = """\
before
Traceback (most recent call last):
  File "/srv/db.py", line 9, in connect
    return driver.connect(dsn)
           ^^^^^^^^^^^^^^^^^^^
psycopg2.OperationalError: no route

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/srv/app.py", line 3, in view
    db.connect()
app.errors.Unavailable: database
after
"""
HANDLED = CHAINED.replace(
    "The above exception was the direct cause of the following exception:",
    "During handling of the above exception, another exception occurred:",
)
GROUP = """\
  + Exception Group Traceback (most recent call last):
  |   File "/srv/app.py", line 3, in main
  |     async with TaskGroup():
  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/srv/task.py", line 8, in work
    |     raise ValueError("bad row")
    | ValueError: bad row
    +------------------------------------
"""
SYNTAX = """\
before
  File "/opt/bridge.py", line 88
    <<<<<<< HEAD
    ^^
SyntaxError: invalid syntax
after
"""
CUT = """\
before
Traceback (most recent call last):
  File "/srv/db.py", line 9, in connect
    return driver.connect(dsn)
END RequestId: 3b5f07de
"""
LAMBDA = CUT.replace("before", "[ERROR] ClientError: throttled")
JAVA = """\
2024-06-04 ERROR o.s.SpringApplication : Application run failed
org.springframework.BeanCreationException: Error creating bean 'a'
\tat org.springframework.A.b(A.java:12)
\tat org.springframework.C.d(C.java:13) ~[spring.jar:6.1]
Caused by: java.lang.IllegalStateException: no pool
\tat com.zaxxer.E.f(E.java:1)
\t... 12 more
Caused by: java.net.ConnectException: Connection refused
\tat sun.nio.G.h(Native Method)
\tSuppressed: java.io.IOException: while closing
\t\tat a.B.c(B.java:2)
\t... 30 common frames omitted
after
"""
GO = """\
before
panic: runtime error: index out of range [0] with length 0 [recovered]
\tpanic: again
[signal SIGSEGV: segmentation violation code=0x1 addr=0x48 pc=0x16e5904]

goroutine 88 [running]:
net/http.(*conn).serve.func1()
\t/usr/local/go/src/net/http/server.go:1947 +0xbe
panic({0x850e20?, 0xc0000180f0?})
\t/usr/local/go/src/runtime/panic.go:792 +0x132
main.handler.func10({0x8f5218?, 0xc000404000?}, 0xc00043a150?)
\t/go/src/banview/jail.go:255 +0x25
created by net/http.(*Server).Serve in goroutine 1
\t/usr/local/go/src/net/http/server.go:3454 +0x485
after
"""
NODE = """\
before
Error: request failed
    at handle (/app/src/a.js:10:5)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5) {
  [cause]: Error: connect ECONNREFUSED 10.0.0.5:5432
      at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16)
after
"""
DOTNET = """\
before
Microsoft.Data.SqlClient.SqlException (0x80131904): handshake failed
 ---> System.Security.AuthenticationException: Authentication failed
 ---> Interop.SslException: unsupported protocol
   --- End of inner exception stack trace ---
   at Interop.OpenSsl.DoSslHandshake(SafeSslHandle context, Byte[]& sendBuf)
   at Api.Program.Main(String[] args) in /src/Program.cs:line 12
after
"""
RUBY = """\
before
app.rb:7:in `fetch': key not found: :host (KeyError)
\tfrom app.rb:7:in `load'
\tfrom app.rb:12:in `<main>'
after
"""
RAILS = """\
before
ActiveRecord::StatementInvalid (PG::UndefinedTable: ERROR:  relation "a" does not exist):

app/models/a.rb:7:in `load'
config/boot.rb:12:in `<main>'
after
"""
RUST = """\
before
thread 'main' panicked at src/main.rs:4:27:
called `Result::unwrap()` on an `Err` value: NotFound
stack backtrace:
   0: rust_begin_unwind
             at /rustc/9fc6b431/library/std/src/panicking.rs:645:5
note: run with `RUST_BACKTRACE=full` for a verbose backtrace.
after
"""
ANYHOW = """\
before
Error: could not load the settings

Caused by:
    0: could not read /etc/app.toml
    1: No such file or directory (os error 2)
after
"""


def reading(text: str) -> Log:
    """The log in a text."""
    return read(text.encode(), limit=LIMIT)


@pytest.mark.parametrize(
    ("name", "text", "language", "span", "messages", "innermost"),
    [
        ("Python, chained", CHAINED, "python", (1, 12), (12, 5), 5),
        ("Python, while handling", HANDLED, "python", (1, 12), (12, 5), 5),
        ("Python, group", GROUP, "python", (0, 8), (8, 3), 3),
        ("Python, syntax", SYNTAX, "python", (1, 4), (4,), 4),
        ("Python, cut", CUT, "python", (1, 3), (), None),
        ("Python, message above", LAMBDA, "python", (0, 3), (0,), 0),
        ("Java", JAVA, "java", (1, 11), (1, 4, 7), 7),
        ("Go", GO, "go", (1, 13), (1, 2), 1),
        ("Node", NODE, "node", (1, 5), (1, 4), 4),
        (".NET", DOTNET, "dotnet", (1, 6), (1, 2, 3), 3),
        ("Ruby", RUBY, "ruby", (1, 3), (1,), 1),
        ("Rails", RAILS, "ruby", (1, 4), (1,), 1),
        ("Rust", RUST, "rust", (1, 6), (2,), 2),
        ("Rust, report", ANYHOW, "rust", (1, 5), (1, 4, 5), 5),
    ],
)
def test_a_stack_trace_is_one_entry(  # noqa: PLR0913, PLR0917 - a row of the table
    name: str,
    text: str,
    language: str,
    span: tuple[int, int],
    messages: tuple[int, ...],
    innermost: int | None,
) -> None:
    """From each line of a trace the same entry is found, and it says where the failure was."""
    log = reading(text)
    entries = [entry_at(log, index) for index in range(span[0], span[1] + 1)]

    for entry in entries:
        assert (entry.first, entry.last) == span, name
        assert (entry.language, entry.messages, entry.innermost) == (language, messages, innermost), name


@pytest.mark.parametrize("text", [CHAINED, SYNTAX, JAVA, GO, NODE, DOTNET, RUBY, RAILS, RUST, ANYHOW])
def test_the_lines_around_a_trace_are_no_part_of_it(text: str) -> None:
    """The line before and the line after are entries of their own."""
    log = reading(text)

    for index in (0, len(log) - 1):
        entry = entry_at(log, index)
        assert (entry.first, entry.last, entry.language) == (index, index, None)


def test_quoted_source_states_nothing() -> None:
    """The source lines and carets that a traceback quotes are told apart from its messages."""
    entry = entry_at(reading(CHAINED), 3)

    assert entry.quoted == {3, 4, 11}


def test_a_trace_in_an_envelope_is_an_entry() -> None:
    """A trace is found on the lines as they are without their envelopes."""
    text = "".join(f"web-1  | {line}\n" for line in CHAINED.splitlines())

    entry = entry_at(reading(text), 5)

    assert (entry.first, entry.last, entry.innermost) == (1, 12, 5)


def test_all_lines_of_one_record_are_one_entry() -> None:
    """The texts that one JSON record held belong together, and its message is the first of them."""
    record = '{"level":"error","time":1,"msg":"sync failed","error":"gone","pod":"a/b"}'

    log = reading(f"x\n{record}\n{record}\n")
    entry = entry_at(log, 2)

    assert (entry.first, entry.last, entry.messages) == (1, 3, (1,))


def test_a_plain_line_is_an_entry_alone() -> None:
    """A line that belongs to nothing else is its own message."""
    entry = entry_at(reading("one\ntwo\nthree\n"), 1)

    assert (entry.first, entry.last, entry.language, entry.messages, entry.innermost) == (1, 1, None, (1,), 1)


def test_the_end_of_a_long_trace_is_found() -> None:
    """A trace of hundreds of frames is one entry from its message."""
    frames = "".join(f'  File "/srv/a{n}.py", line {n}, in f\n    f()\n' for n in range(150))

    entry = entry_at(reading(f"Traceback (most recent call last):\n{frames}RecursionError: too deep\n"), 301)

    assert (entry.first, entry.last, entry.innermost) == (0, 301, 301)
