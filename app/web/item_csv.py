"""Action items as a table for spreadsheets, in which no text is taken for a formula."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import StringIO

from app.services.action_items import ItemLine

COLUMNS = (
    *("postmortem", "title", "position", "text", "type", "status", "priority", "owner", "due", "days_late"),
    *("reason", "link", "services", "opened_at", "closed_at"),
)
# What spreadsheets take for the beginning of a formula, or skip before one.
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def csv_lines(lines: Iterable[ItemLine], today: date) -> Iterator[str]:
    """The table, line by line, its names first."""
    yield _written(COLUMNS)
    for line in lines:
        yield _written(tuple(map(_cell, _values(line, today))))


def _values(line: ItemLine, today: date) -> tuple[object, ...]:
    item = line.item
    late = (today - item.due).days if line.due == "overdue" and item.due else ""
    about = (line.postmortem, line.title, line.position, item.text, item.type, item.status, item.priority)
    times = (line.opened_at, item.closed_at)
    return (*about, item.owner, item.due, late, item.reason, item.link, ", ".join(line.services), *times)


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.lstrip(" ").startswith(_ACTIVE) else text


def _written(values: tuple[str, ...]) -> str:
    line = StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue()
