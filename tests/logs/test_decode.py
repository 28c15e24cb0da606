"""Bytes of any encoding become lines, and nothing is an error."""

import pytest

from app.logs import read

LIMIT = 1 << 20
UMLAUT = "größe\nzwei\n"
ESC = "\x1b"


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("UTF-8", UMLAUT.encode(), ["größe", "zwei"]),
        ("UTF-8 with a mark", UMLAUT.encode("utf-8-sig"), ["größe", "zwei"]),
        ("UTF-16 with a mark", UMLAUT.encode("utf-16"), ["größe", "zwei"]),
        ("UTF-16 big endian with a mark", b"\xfe\xff" + UMLAUT.encode("utf-16-be"), ["größe", "zwei"]),
        ("UTF-16 without a mark", ("ERROR: no\r\nroom\r\n").encode("utf-16-le"), ["ERROR: no", "room"]),
        ("UTF-16 big endian without a mark", ("ERROR: no\nroom\n").encode("utf-16-be"), ["ERROR: no", "room"]),
        ("UTF-32 with a mark", UMLAUT.encode("utf-32"), ["größe", "zwei"]),
        ("an invalid byte", b"caf\xe9 closed\n", ["caf\ufffd closed"]),
        ("NULs", b"\0\0\0error\0\n", ["error"]),
        ("Windows line ends", b"one\r\ntwo\r\n", ["one", "two"]),
        ("doubled carriage returns", b"one\r\r\ntwo\r\r\n", ["one", "two"]),
        ("line ends of old Macs", b"one\rtwo\r", ["one", "two"]),
        ("no line end at the end", b"one\ntwo", ["one", "two"]),
        ("blank lines", b"\n\none\n\n", ["", "", "one", ""]),
        ("nothing", b"", []),
        ("colours", f"{ESC}[1;31mERROR{ESC}[0m: {ESC}[38;5;9mno{ESC}[0;39m\n".encode(), ["ERROR: no"]),
        ("cursor moves", f"{ESC}[2K{ESC}[1Adone{ESC}[?25h\n".encode(), ["done"]),
        ("a link", f"{ESC}]8;;https://x.example{ESC}\\here{ESC}]8;;\x07\n".encode(), ["here"]),
        ("colours as syslog spells them", b"#033[31mred#033[0m\n", ["red"]),
        ("a lone escape", f"a{ESC}\n".encode(), ["a"]),
        (
            "GitLab's sections",
            f"section_start:171:step_script[collapsed=true]\r{ESC}[0Krun\nsection_end:171:step_script\n".encode(),
            ["run", ""],
        ),
    ],
)
def test_bytes_become_lines(name: str, data: bytes, expected: list[str]) -> None:
    """Each encoding, line end and control sequence gives the text that a reader would see."""
    log = read(data, limit=LIMIT)

    assert [log.line(index) for index in range(len(log))] == expected, name


def test_what_a_progress_bar_rewrote_keeps_the_number_of_its_line() -> None:
    """Pieces of a line that a lone CR separates are lines of one number, and numbering goes on after them."""
    log = read(b"start\n 10%\r 50%\r100%\r\nERROR no room\n", limit=LIMIT)

    assert [(log.number(index), log.line(index)) for index in range(len(log))] == [
        (1, "start"),
        (2, " 10%"),
        (2, " 50%"),
        (2, "100%"),
        (3, "ERROR no room"),
    ]
    assert log.pasted_lines == 3


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 8),
        ("a program", b"\x7fELF\x02\x01\x01" + b"\0" * 64 + bytes(range(255, -1, -1)) * 8),
    ],
)
def test_what_is_no_text_reads_as_lines(name: str, data: bytes) -> None:
    """A binary file is no error."""
    log = read(data, limit=LIMIT)

    assert len(log) > 0, name
    assert log.text.decode()


def test_a_very_long_line_is_one_line() -> None:
    """A single line of megabytes stays one line."""
    log = read(b"x" * 3_000_000, limit=1 << 22)

    assert (len(log), log.longest) == (1, 3_000_000)
