"""Lines that a terminal broke at its width are joined, and others are not."""

import pytest

from app.logs import read

LIMIT = 1 << 20
SENTENCES = [
    (
        "WARNING: Retrying after connection broken by 'ProxyError('Cannot connect to proxy.', OSError('Tunnel connection "
        "failed: 407 Proxy Authentication Required'))': /simple/ortools/ and so on"
    ),
    "short line",
    (
        "ERROR: Could not find a version that satisfies the requirement ortools==9.10.4067 (from versions: none), é is one "
        "character"
    ),
    "$ echo $?",
]


def broken(lines: list[str], width: int) -> str:
    """The lines as they are copied from a terminal of that width."""
    pieces = [line[at : at + width] for line in lines for at in range(0, len(line), width)]
    return "\n".join(pieces) + "\n"


@pytest.mark.parametrize("width", [80, 100])
def test_broken_lines_are_joined(width: int) -> None:
    """The pieces become the line again, with the numbers of the first and the last piece."""
    log = read(broken(SENTENCES, width).encode(), limit=LIMIT)

    assert [log.line(index) for index in range(len(log))] == SENTENCES
    assert [(log.number(i), log.end_number(i)) for i in range(len(log))][-1][0] == log.pasted_lines
    assert log.end_number(0) > log.number(0)
    assert "terminal" in log.formats


def test_joined_lines_are_unwrapped() -> None:
    """An envelope that a terminal broke is put together before it is taken off."""
    lines = [
        f"Jan 31 07:43:0{n} node-1 api[22]: could not connect to the database at pg:5432: no route to host at all"
        for n in range(4)
    ]

    log = read(broken(lines, 80).encode(), limit=LIMIT)

    assert log.line(0) == "could not connect to the database at pg:5432: no route to host at all"
    assert (log.number(1), log.end_number(1)) == (3, 4)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a table", "\n".join(f"{name:<60}{state:>20}" for name, state in [("a", "up"), ("b", "down"), ("c", "up")])),
        ("rules", "\n".join(["=" * 80, "x", "-" * 80, "y", "=" * 80])),
        ("records of one length", "\n".join(f"2025-01-31 07:43:{n:02} INFO {'x' * 55}" for n in range(20))),
        ("pytest", "\n".join(f"{f'tests/test_{n}.py .':<74}[{n:>3}%]" for n in range(10, 20))),
        ("names of one length", "\n".join(f"{n:x}" * 80 for n in range(10, 16))),
        ("prose wrapped at words", "\n".join(["y" * 80, "so it goes", "z" * 79, "x" * 78, "w" * 77, "v" * 80, "on"])),
        ("a list of files", "\n".join(f"./src/{'d' * 60}/file-{n:04}.py ok" for n in range(30))),
    ],
)
def test_lines_of_one_length_are_not_joined(name: str, text: str) -> None:
    """Tables, rules and logs whose lines merely have one length stay as they are."""
    log = read(text.encode(), limit=LIMIT)

    assert [log.line(index) for index in range(len(log))] == text.split("\n"), name


@pytest.mark.parametrize("width", [80, 118])
def test_records_that_a_terminal_broke_are_joined(width: int) -> None:
    """A record goes on until its brace, even where a piece of it begins like a line of its own."""
    record = (
        '{"level": "error", "time": "2025-01-31T07:43:46Z", "msg": "no room", "steps": "'
        + "07:43:46 a 12/03 b " * 20
        + '"}'
    )

    log = read(broken(["starting", record, record, "left"], width).encode(), limit=LIMIT)

    assert [log.line(index) for index in range(len(log)) if log.line(index) == "no room"] == ["no room"] * 2
    assert (log.line(0), log.line(len(log) - 1)) == ("starting", "left")
