"""Logs that were exported as a sheet: CSV with a row of names, PostgreSQL's csvlog, tables of bars and dashes."""

import csv
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from app.logs.blocks import Block
from app.logs.envelopes.unwrapped import Beside, Unwrapped
from app.logs.pasted import Pasted

# The row of names is the first of an export; further down than this, nothing is taken for the first row.
_HEAD = 1 << 16
_NAME = rb"\"?[A-Za-z_@][\w@. \[\]()/:-]{0,60}\"?"
_NAMES = re.compile(rb"^(?=[^\n]*,)" + _NAME + rb"(?:," + _NAME + rb"){0,60}$", re.MULTILINE)
_BAR_NAMES = re.compile(rb"^\|(?: *[A-Za-z_@][\w@.]{0,60} *\|){1,20} *$", re.MULTILINE)
_BAR_RULE = re.compile(r"[-+|: =]+")
_NOTE = re.compile(r" ?[\[(].*[\])]$")

_MESSAGES = [
    "message",
    "@message",
    "msg",
    "_raw",
    "textpayload",
    "jsonpayload.message",
    "jsonpayload.msg",
    "line",
    "log",
    "log_s",
    "body",
    "rawlog",
    "content",
    "logmessage",
    "log.message",
    "event.original",
]
_STAMPS = ["@timestamp", "timestamp", "_time", "time", "date", "datetime", "timegenerated", "ts", "receivetimestamp"]
_LEVELS = ["level", "severity", "loglevel", "log.level"]
_SOURCES = ["service", "service_name", "kubernetes.pod.name", "pod", "container", "host", "@logstream", "source"]

# The columns of csvlog, which has had more with time, but always these first.
_CSVLOG = re.compile(
    rb"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [A-Z+][\w+:-]{1,6},(?:\"[^\"\n]*\")?,(?:\"[^\"\n]*\")?,\d+,", re.MULTILINE
)
_CSVLOG_LEAST = 23
_SEVERITY, _MESSAGE = 11, 13
_CSVLOG_BESIDE = ((14, "DETAIL"), (15, "HINT"), (16, "QUERY"), (18, "CONTEXT"), (19, "STATEMENT"))
# A row may hold many lines, but not all that follow a quote that nobody closed.
_LONGEST_ROW = 2_000
_VAIN = 20


class _Columns(NamedTuple):
    """How many columns a sheet has, and which of them is what."""

    width: int
    message: int
    stamp: int | None
    level: int | None
    source: int | None


def sheets(lines: Pasted) -> Iterator[Block]:
    """The rows of the sheets in the paste."""
    yield from _with_names(lines, _NAMES, _split_names, _csv_rows)
    yield from _with_names(lines, _BAR_NAMES, _split_bars, _bar_rows)
    if _CSVLOG.search(lines.text, 0, _HEAD):
        yield from _csvlog(lines)


_Rows = Callable[[Pasted, int, _Columns], Iterator[Block]]


def _with_names(
    lines: Pasted, names: re.Pattern[bytes], split: Callable[[str], list[str]], rows: _Rows
) -> Iterator[Block]:
    for match in names.finditer(lines.text, 0, _HEAD):
        columns = _columns(split(match[0].decode("utf-8", "replace")))
        if columns is not None:
            yield from rows(lines, lines.text.count(b"\n", 0, match.end()) + 1, columns)
            return


def _columns(names: list[str]) -> _Columns | None:
    plain = [_NOTE.sub("", name.strip().strip('"')).lower() for name in names]

    def place(wanted: list[str]) -> int | None:
        return next((plain.index(name) for name in wanted if name in plain), None)

    message = place(_MESSAGES)
    others = place(_STAMPS), place(_LEVELS), place(_SOURCES)
    if message is None or others == (None, None, None):
        return None
    return _Columns(len(plain), message, *others)


def _split_names(text: str) -> list[str]:
    return text.split(",")


def _split_bars(text: str) -> list[str]:
    return [cell.removeprefix(" ").rstrip() for cell in text.rstrip().removeprefix("|").removesuffix("|").split("|")]


def _csv_rows(lines: Pasted, index: int, columns: _Columns) -> Iterator[Block]:
    for first, last, row in _rows(lines, index):
        if row and len(row) != columns.width:
            return
        if row:
            yield _block(row, columns, first, last)


def _bar_rows(lines: Pasted, index: int, columns: _Columns) -> Iterator[Block]:
    for place in range(index, len(lines)):
        text = _text(lines, place)
        if _BAR_RULE.fullmatch(text):
            continue
        if not text.startswith("|"):
            return
        row = _split_bars(text)
        if len(row) > columns.width and columns.message == columns.width - 1:
            # A bar may be part of the message.
            row = [*row[: columns.message], " | ".join(row[columns.message :])]
        if len(row) == columns.width:
            yield _block(row, columns, place, place)


def _block(row: list[str], columns: _Columns, first: int, last: int) -> Block:
    def cell(place: int | None) -> str | None:
        return (row[place].strip() or None) if place is not None else None

    source = cell(columns.source)
    text = row[columns.message].rstrip("\n")
    begin = first + sum(value.count("\n") for value in row[: columns.message])
    return Block(
        first,
        last,
        Unwrapped(
            "table",
            text.encode("utf-8", "replace"),
            stamp=cell(columns.stamp),
            level=cell(columns.level),
            source=source.encode("utf-8", "replace") if source else None,
        ),
        begin,
        begin + text.count("\n"),
        printed=True,
    )


def _csvlog(lines: Pasted) -> Iterator[Block]:
    done = vain = 0
    for match in _CSVLOG.finditer(lines.text):
        if match.start() < done:
            continue
        index = int(np.searchsorted(lines.starts, match.start()))
        first, last, row = next(_rows(lines, index), (0, 0, []))
        if len(row) < _CSVLOG_LEAST:
            vain += 1
            if vain > _VAIN:
                return
            continue
        done = int(lines.starts[last + 1])
        beside = tuple(
            Beside(f"{name}: {row[place]}".encode(), graded=False) for place, name in _CSVLOG_BESIDE if row[place]
        )
        text = row[_MESSAGE].rstrip("\n").encode("utf-8", "replace")
        found = Unwrapped("table", text, stamp=row[0], level=row[_SEVERITY], source=None, beside=beside)
        yield Block(first, last, found, first, last)


def _rows(lines: Pasted, index: int) -> Iterator[tuple[int, int, list[str]]]:
    """The rows from the line at *index* on, each with the indexes of its first and last line."""
    reader = csv.reader((_text(lines, place) + "\n" for place in range(index, len(lines))), strict=True)
    first = index
    try:
        for row in reader:
            last = index + reader.line_num - 1
            if last - first > _LONGEST_ROW:
                return
            yield first, last, row
            first = last + 1
    except csv.Error:
        return


def _text(lines: Pasted, index: int) -> str:
    return lines.text[int(lines.starts[index]) : int(lines.starts[index + 1]) - 1].decode("utf-8", "replace")
