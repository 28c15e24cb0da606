"""What a tool put in front of all lines comes off where a stack trace shows that it did."""

import pytest

from app.logs import Level, entry_at, grade, read, when

LIMIT = 1 << 20
PYTHON = [
    "starting",
    "Traceback (most recent call last):",
    '  File "/srv/app/main.py", line 3, in <module>',
    "    rates.load('eu')",
    "app.rates.RatesStale: the rates are too old",
    "",
    "left",
]
JAVA = [
    "starting",
    "java.lang.IllegalStateException: could not read",
    "\tat com.example.rates.Reader.read(Reader.java:41)",
    "\tat com.example.rates.Main.main(Main.java:12)",
    "Caused by: com.example.rates.RatesStale: the table is old",
    "\tat com.example.rates.Table.open(Table.java:641)",
    "\t... 2 more",
    "left",
]
NODE = [
    "starting",
    "RatesStale: the table is old",
    "    at load (/srv/app/rates.js:12:9)",
    "    at Object.<anonymous> (/srv/app/main.js:3:1)",
    "left",
]


@pytest.mark.parametrize("trace", [PYTHON, JAVA, NODE], ids=["python", "java", "node"])
@pytest.mark.parametrize(
    "front",
    [
        "2025-01-31 07:43:{0:02} ",
        "2025-01-31T07:43:{0:02}.124Z ",
        "[2025-01-31T07:43:{0:02}.124Z] ",
        "07:43:{0:02}  ",
        "Fri 2025-01-31 07:43:{0:02} UTC node-1 api[22]: ",
        "2025-01-31T07:43:{0:02}.12+0100 [APP/PROC/WEB/0] ERR ",
        '2025-01-31T07:43:{0:02}Z {{app="api"}} ',
        "[api-6cbb7b8f6d-2nmvd] ",
        "shop/api-6cbb7b8f6d-2nmvd[api]: ",
        "[build : run-tests] ",
        'Step #2 - "test": ',
        "#12 4.5{0:02} ",
        "web:build: ",
        "db-0 postgres ",
        "0|api      | ",
        "\u2502 ",
    ],
)
def test_a_trace_behind_a_front_is_a_trace(front: str, trace: list[str]) -> None:
    """The lines are those without it, the trace is one entry, and its cause is known."""
    text = "".join((front.format(number) + line).rstrip() + "\n" for number, line in enumerate(trace))
    log = read(text.encode(), limit=LIMIT)
    message = next(index for index in range(len(log)) if "RatesStale" in log.line(index))
    entry = entry_at(log, message)

    assert [log.line(index) for index in range(len(log))] == trace
    assert [log.number(index) for index in range(len(log))] == list(range(1, len(trace) + 1))
    assert (entry.first, entry.innermost) == (1, message)


def test_what_a_front_says_is_kept() -> None:
    """A time and a level in it are those of the line."""
    front = "2025-01-31 07:43:46 ERROR api - "
    log = read("".join(front + line + "\n" for line in PYTHON).encode(), limit=LIMIT)
    stamp = when(log, 4)

    assert stamp is not None
    assert stamp.moment is not None
    assert (stamp.moment.second, grade(log, 4)) == (46, Level.ERROR)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a header behind a logger",
            "2025-01-31 07:43:46 ERROR x: Traceback (most recent call last):\n" + "\n".join(PYTHON[2:]),
        ),
        ("a group of exceptions", '  | Traceback (most recent call last):\n  |   File "x", line 1\n  | E: y\n  +----'),
        ("a sentence", "we met\n2025-01-31 we are   at home\nwe left"),
        ("times without a trace", "2025-01-31 07:43:46 a\n2025-01-31 07:43:47 b\n2025-01-31 07:43:48 c"),
    ],
)
def test_what_is_no_front_stays(name: str, text: str) -> None:
    """A line that begins otherwise than those beside it is whole."""
    log = read(text.encode(), limit=LIMIT)

    assert [log.line(index) for index in range(len(log))] == text.split("\n"), name
