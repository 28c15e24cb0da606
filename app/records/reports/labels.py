"""Labels before a text: ``**Root cause:** ...`` in a paragraph, ``- Fix: ...`` in a list, ``| Severity | high |`` in a table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from inspect import cleandoc

from app.records.reports.aliases import LISTS, PROSE, folded, label_meaning
from app.records.reports.blocks import Block, Item

_BOLD = re.compile(
    r"^\W{0,4}?(?:\*\*|__)(?P<name>[^*_\n]{2,60}?)\s*(?:(?::|\s[-\u2013\u2014])\s*(?:\*\*|__)|(?:\*\*|__)\s*(?::|\s?[-\u2013\u2014]\s))\s*"
)
# What stands over the columns of a table of labels.
_GENERIC = frozenset(
    ("", "field", "value", "item", "detail", "details", "key", "property", "name", "description", "metric", "label")
)
_PLAIN = re.compile(r"^(?P<name>[A-Z][A-Za-z /&'-]{1,40}?)\s?:(?:\s+|$)")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A piece of a text under the field that its label names; *field* is None for what has no label of ours."""

    field: str | None
    label: str
    line: int
    text: str


def labelled_lines(block: Block) -> list[Labelled]:
    """A paragraph, cut before each line that begins with a label of ours."""
    pieces: list[tuple[str | None, str, int, list[str]]] = []
    for offset, line in enumerate(block.text.split("\n")):
        found = label_of(line)
        if found:
            field, name, rest = found
            pieces.append((field, name, block.line + offset, [rest]))
        elif pieces and (pieces[-1][0] is None or takes_more(pieces[-1][0])):
            pieces[-1][3].append(line)
        else:
            pieces.append((None, "", block.line, [line]))
    return [Labelled(field, name, line, "\n".join(texts).strip()) for field, name, line, texts in pieces]


def labelled_item(item: Item) -> Labelled:
    """An item of a list, with its label apart if it is one of ours."""
    first, break_, rest = item.text.partition("\n")
    found = label_of(first)
    if found is None:
        return Labelled(None, "", item.line, item.text)
    return Labelled(found[0], found[1], item.line, cleandoc(found[2] + break_ + rest))


def labelled_rows(rows: Sequence[tuple[str, ...]]) -> Iterator[tuple[str | None, str, str]]:
    """Field, label and value of each row of a table of two columns; the heading is a row, too, if it has a label."""
    for index, row in enumerate(rows):
        name, value = (cell.strip() for cell in row)
        found = label_meaning(name.strip("*_`: "))
        if index == 0 and found is None and not (folded(name) in _GENERIC and folded(value) in _GENERIC):
            yield None, name, value
            continue
        if index == 0 and (found is None or folded(value) in _GENERIC):
            continue
        yield (found.field if found else None), name.strip("*_: "), value


def is_table_of_labels(block: Block) -> bool:
    """Whether a table says one thing a row: label, value."""
    if block.kind != "table" or any(len(row) != 2 for row in block.rows):  # noqa: PLR2004 - label and value
        return False
    known = [label_meaning(row[0].strip("*_`: ")) for row in block.rows]
    return sum(found is not None for found in known) * 2 >= len(block.rows)


def takes_more(field: str) -> bool:
    """Whether a field goes on after the line of its label."""
    return field in PROSE or field in LISTS


def label_of(line: str) -> tuple[str, str, str] | None:
    """Field, label, and what comes after it, where a line begins with a label of ours."""
    found = _BOLD.match(line) or _PLAIN.match(line)
    known = label_meaning(found["name"]) if found else None
    if found is None or known is None:
        return None
    return known.field, found["name"].strip(), line[found.end() :]
