"""Exports of sheets are read as records, each line with its own number."""

import pytest

from app.logs import Level, grade, read, when

LIMIT = 1 << 20


def read_numbered(text: str) -> list[tuple[int, str]]:
    """The lines that are read from a text, with their numbers."""
    log = read(text.encode(), limit=LIMIT)
    return [(log.number(index), log.line(index)) for index in range(len(log))]


def test_a_cell_of_many_lines_keeps_the_number_of_each() -> None:
    """Quotes are undone, and a line of a message is where it was pasted."""
    text = 'exported\nDate,Service,Message\n2025-01-31T07:43:46Z,api,"no ""room"":\n  left"\n2025-01-31T07:43:47Z,web,"a, b"\n'

    assert read_numbered(text) == [
        (1, "exported"),
        (2, "Date,Service,Message"),
        (3, 'no "room":'),
        (4, "  left"),
        (5, "a, b"),
    ]


def test_a_row_says_when_how_grave_and_who() -> None:
    """Columns with the usual names are time, level and source."""
    log = read(b"timestamp [UTC],severity,message,pod\n2025-01-31T07:43:46Z,Error,no room,api-1\n", limit=LIMIT)
    stamp = when(log, 1)

    assert stamp is not None
    assert (stamp.moment and stamp.moment.second, grade(log, 1), log.wrappings[1].source) == (46, Level.ERROR, "api-1")


def test_a_record_in_a_cell_is_read() -> None:
    """What CloudWatch Insights exports of a program that logs JSON."""
    text = '@timestamp,@message\n2025-01-31 07:43:46.124,"{""level"":""error"",""msg"":""no\\nroom""}"\n'

    assert read_numbered(text)[1:] == [(2, "no"), (2, "room")]


def test_a_row_of_csvlog_is_its_message() -> None:
    """PostgreSQL's csvlog has no row of names; detail, hint and statement follow the message."""
    row = (
        '2025-01-31 07:43:46.124 UTC,"app","shop",22,"10.0.0.1:50",679c,1,"startup",2025-01-31 07:43:46 UTC,3/1,0,ERROR,'
        '42P01,"relation ""x"" does not exist",,,,,,"select\n1 from x",15,,"psql","client backend",,0'
    )
    log = read(f"{row}\nafter\n".encode(), limit=LIMIT)

    assert [log.line(index) for index in range(len(log))] == [
        'relation "x" does not exist',
        "STATEMENT: select",
        "1 from x",
        "after",
    ]
    assert (log.number(0), log.end_number(0), log.number(3), grade(log, 0)) == (1, 2, 3, Level.ERROR)


@pytest.mark.parametrize(
    "text",
    [
        "error, message, timeout\nall three were seen, twice\n",
        "host,message\n",
        "name,size\na,1\nb,2\n",
        "| name | state |\n| api | up |\n",
        'time,message\n1,"nobody closed it, x, y\nz\n',
    ],
)
def test_what_is_no_sheet_stays(text: str) -> None:
    """Prose with commas, other tables and a broken export stay as they are."""
    assert [line for _, line in read_numbered(text)] == text.rstrip("\n").split("\n")
