"""What those who pass a log on put in front of its lines comes off, and nothing else does."""

import pytest

from app.logs import read

LIMIT = 1 << 20


def lines_of(text: str) -> list[str]:
    """The lines that are read from a text."""
    log = read(text.encode(), limit=LIMIT)
    return [log.line(index) for index in range(len(log))]


LINES = ["first", "  second", "", "fourth: x"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mail", "\n".join(f"> {line}" for line in LINES)),
        ("mail in mail", "\n".join(f"> > {line}" for line in LINES)),
        ("cat -n", "\n".join(f"{number:6}\t{line}" for number, line in enumerate(LINES, 1))),
        ("less -N", "\n".join(f"{number:7} {line}" for number, line in enumerate(LINES, 1))),
        ("grep -n -C", "\n".join(f"{number}{'-:'[number == 12]}{line}" for number, line in enumerate(LINES, 11))),
        ("grep -H", "\n".join(f"/var/log/syslog:{line}" for line in LINES)),
        ("zgrep", "\n".join(f"api.log-20250131.gz:{line}" for line in LINES)),
    ],
)
def test_a_margin_comes_off(name: str, text: str) -> None:
    """What stands in front of most lines is gone, and the blanks after it are those of the line."""
    assert lines_of(text) == LINES, name


def test_the_frame_of_bat_comes_off() -> None:
    """Where bat printed its frame, the numbers beside it are those of lines."""
    framed = [f"{number:4}   │ {line}" for number, line in enumerate(LINES, 1)]

    assert lines_of("\n".join(["───────┬──────────", *framed]))[1:] == LINES


def test_a_span_of_code_is_what_it_holds() -> None:
    """A paste in backticks is the line that somebody copied, and one within prose is a mention."""
    assert lines_of("`no room left`\n") == ["no room left"]
    assert lines_of("it said\n`no room left`\n") == ["it said", "`no room left`"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("scripts of npm", "\n> api@1.0.0 build\n> tsc -p .\n\nsrc/a.ts(1,2): error TS1: x\ndone\nleft"),
        ("source that rustc quotes", "error[E1]: x\n10 |  a\n11 |  b\n12 |  c\n13 |  d"),
        ("a table of states", "3 running\n7 waiting\n1 failed\n9 done"),
        ("times", "07:43:46 a\n07:43:47 b\n07:43:48 c"),
        ("places in source", "src/a.c:12:5: error: x\nsrc/a.c:13:5: error: y\nsrc/a.c:14:5: error: z"),
        ("a part of it", "a\nb\nc\nd\n> e\n> f\n> g"),
    ],
)
def test_what_is_no_margin_stays(name: str, text: str) -> None:
    """Numbers that do not count lines, source code and marks of a few lines stay."""
    assert lines_of(text) == text.split("\n"), name
