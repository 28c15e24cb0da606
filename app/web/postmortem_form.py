"""The fields of the form of a postmortem as plain data, as the parser of records takes it, and changes of its lists.

A field is named by its place: ``title``, ``tags[0]``, ``five_whys[0].then[1].question``.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from app.records.plain import POSTMORTEM_FIELDS
from app.records.source import Plain
from app.records.text_forms import MAX_NAME

Move = Literal["add", "remove", "up", "down"]
Data = dict[str, Plain]

# What the form does not ask for: set by saving, by its buttons, or on a page of its own.
KEPT = ("status", "created_at", "updated_at", "published_at", "attachments")

_STEP = re.compile(r"(?:\.|^)([a-z_]+)|\[(\d{1,6})\]")
_NAME = re.compile(r"[a-z_]+(?:\[\d{1,6}\]|\.[a-z_]+)*")
_ACTION = re.compile(rf"(add|remove|up|down) ({_NAME.pattern})")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
# A select always says something; a row in which nothing else is said was never filled in.
_CHOSEN = frozenset({"type", "status", "phase", "risk", "pinned"})
_DEEPEST = 60

Tree = dict[str | int, "Tree | str"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a button asks for: to *move* the row *where*, or to add one to the list *where*."""

    move: Move
    where: str


def data_of(fields: Mapping[str, str]) -> Data:
    """The plain data that the fields of a form say, without the rows that were left empty."""
    return cast("Data", _without_blanks(typed(fields)))


def fields_of(data: Mapping[str, Plain]) -> dict[str, str]:
    """The fields of a form that says *data*; those that say nothing are left out."""
    found: dict[str, str] = {}
    _flatten(dict(data), "", found)
    return found


def typed(fields: Mapping[str, str]) -> Data:
    """The same as data_of with the empty rows, as the form shows them."""
    tree: Tree = {}
    for name, text in fields.items():
        steps = steps_of(name)
        if steps and steps[0] in POSTMORTEM_FIELDS:
            _plant(tree, steps, text)
    return cast("Data", _grown(tree))


def steps_of(name: str) -> tuple[str | int, ...]:
    """The names and numbers on the way to a field; none where *name* is no name of a field."""
    if len(name) > MAX_NAME * 10 or not _NAME.fullmatch(name):
        return ()
    steps = tuple(int(found[2]) if found[2] else found[1] for found in _STEP.finditer(name))
    return steps if len(steps) <= _DEEPEST else ()


def change_of(action: str) -> Change | None:
    """The change that a button asks for by ``add timeline`` or ``up five_whys[0].then[1]``; None for another word."""
    found = _ACTION.fullmatch(action)
    return Change(cast("Move", found[1]), found[2]) if found else None


def changed(data: Data, change: Change) -> str:
    """Change a list of *data* in place; the name of the row to go on with, or of the list where that is empty now."""
    name, at = change.where, -1
    if change.move != "add":
        name, _, number = change.where.rpartition("[")
        at = int(number.removesuffix("]")) if number.endswith("]") else -1
    rows = _rows_at(data, steps_of(name))
    if change.move == "add":
        rows.append("")
        return f"{name}[{len(rows) - 1}]"
    if not 0 <= at < len(rows):
        return name
    row = rows.pop(at)
    if change.move == "remove":
        return f"{name}[{min(at, len(rows) - 1)}]" if rows else name
    to = min(max(at + (1 if change.move == "down" else -1), 0), len(rows))
    rows.insert(to, row)
    return f"{name}[{to}]"


def proposed_slug(data: Mapping[str, Plain], today: date) -> str:
    """A slug from the day on which it started and the title, as 2025-09-04-orders-down; today where that is unknown."""
    started = _DATE.match(str(data.get("started_at") or ""))
    ascii_title = unicodedata.normalize("NFKD", str(data.get("title") or "")).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_title.lower())
    slug = "-".join([started[0] if started else today.isoformat(), *(words or ["untitled"])])
    return slug if len(slug) <= MAX_NAME else slug[: MAX_NAME + 1].rpartition("-")[0]


def _plant(tree: Tree, steps: tuple[str | int, ...], text: str) -> None:
    for step in steps[:-1]:
        branch = tree.setdefault(step, {})
        if isinstance(branch, str):
            return
        tree = branch
    if not isinstance(tree.get(steps[-1]), dict):
        tree[steps[-1]] = text


def _grown(tree: Tree) -> Plain:
    numbers = sorted(step for step in tree if isinstance(step, int))
    if numbers:
        return [_grown_or_text(tree[number]) for number in numbers]
    return {str(step): _grown_or_text(branch) for step, branch in tree.items()}


def _grown_or_text(branch: "Tree | str") -> Plain:
    return branch if isinstance(branch, str) else _grown(branch)


def _without_blanks(value: Plain) -> Plain:
    if isinstance(value, dict):
        return {name: _without_blanks(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_without_blanks(row) for row in value if not _is_blank(row)]
    return value


def _is_blank(value: Plain) -> bool:
    if isinstance(value, dict):
        return all(name in _CHOSEN or _is_blank(inner) for name, inner in value.items())
    if isinstance(value, list):
        return all(map(_is_blank, value))
    return not str(value).strip()


def _flatten(value: Plain, where: str, found: dict[str, str]) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            _flatten(inner, f"{where}.{name}" if where else name, found)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            _flatten(inner, f"{where}[{number}]", found)
    elif value not in (None, "", False):
        found[where] = "true" if value is True else str(value)


def _rows_at(data: Data, steps: tuple[str | int, ...]) -> list[Plain]:
    """The list at the end of *steps*, made where there is none; one that leads nowhere where the steps fit nothing."""
    place: Plain = data
    for step in steps[:-1]:
        if isinstance(place, dict) and isinstance(step, str):
            place = place.get(step)
        elif isinstance(place, list) and isinstance(step, int) and step < len(place):
            place = place[step]
        else:
            return []
    last = steps[-1] if steps else ""
    if not isinstance(place, dict) or not isinstance(last, str):
        return []
    rows = place.get(last)
    if not isinstance(rows, list):
        place[last] = rows = []
    return rows
