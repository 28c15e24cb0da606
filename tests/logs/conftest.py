"""How the tests of reading look at a log."""

import pytest

from app.logs import Log, read

LIMIT = 1 << 26


def lines_of(log: Log) -> list[str]:
    """All lines of a log as text."""
    return [log.line(index) for index in range(len(log))]


def numbered_of(log: Log) -> list[tuple[int, int, str]]:
    """All lines with the first and last number of the paste."""
    return [(log.number(index), log.end_number(index), log.line(index)) for index in range(len(log))]


class Reading:
    """Reads text for a test."""

    def log(self, text: str | bytes) -> Log:
        """The log in a text."""
        return read(text if isinstance(text, bytes) else text.encode(), limit=LIMIT)

    def lines(self, text: str | bytes) -> list[str]:
        """The lines of the log in a text."""
        return lines_of(self.log(text))

    def numbered(self, text: str | bytes) -> list[tuple[int, int, str]]:
        """The numbered lines of the log in a text."""
        return numbered_of(self.log(text))


@pytest.fixture
def reading() -> Reading:
    """What reads text for a test."""
    return Reading()
