"""Action items of a report: bullets with boxes, owners and days, and tables of them."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from app.records.postmortem import ActionStatus, ActionType, Priority
from app.records.reports.aliases import folded
from app.records.reports.dates import day_in
from app.records.source import Plain

_STATUSES: dict[str, ActionStatus] = {
    **dict.fromkeys(("done", "completed", "complete", "closed", "fixed", "finished", "shipped", "yes", "x"), "done"),
    **dict.fromkeys(("open", "todo", "to do", "not started", "pending", "new", "no"), "open"),
    **dict.fromkeys(("in progress", "started", "ongoing", "wip", "doing", "in review"), "in_progress"),
    **dict.fromkeys(("declined", "rejected", "wont do", "won t do", "wontfix", "cancelled", "canceled"), "declined"),
    **dict.fromkeys(("proposed", "planned", "backlog", "suggested"), "proposed"),
}
_TYPES: dict[str, ActionType] = {
    **dict.fromkeys(("prevent", "prevention", "preventive", "preventative"), "prevent"),
    **dict.fromkeys(("detect", "detection", "detective", "monitoring"), "detect"),
    **dict.fromkeys(("mitigate", "mitigation", "mitigative"), "mitigate"),
    **dict.fromkeys(("process", "procedure"), "process"),
    "other": "other",
}
_PRIORITIES: dict[str, Priority] = {
    "low": "low",
    "medium": "medium",
    "high": "high",
    "critical": "critical",
    "p0": "critical",
    "p1": "high",
    "p2": "medium",
    "p3": "low",
}
_COLUMNS: dict[str, str] = {
    **dict.fromkeys(
        ("action", "action item", "item", "task", "what", "description", "todo", "corrective action"), "text"
    ),
    **dict.fromkeys(("follow up", "improvement", "recommendation", "action items", "title"), "text"),
    **dict.fromkeys(("owner", "owners", "assignee", "assigned to", "dri", "who", "responsible", "owned by"), "owner"),
    **dict.fromkeys(("due", "due date", "deadline", "eta", "target date", "by when", "due by", "when"), "due"),
    **dict.fromkeys(("status", "state", "done"), "status"),
    **dict.fromkeys(("type", "kind", "category"), "type"),
    **dict.fromkeys(("priority", "prio"), "priority"),
    **dict.fromkeys(("link", "ticket", "bug", "issue", "jira", "tracking", "tracking issue", "url"), "link"),
}
_LABELLED = re.compile(r"^\s*(?:[-*+]\s+)?[*_]*([A-Za-z ]{2,20}?)[*_]*:[*_]*\s*(.+?)\s*$")
_ASIDE = re.compile(r"\s*[(\[]([^()\[\]]{1,200})[)\]](?!\()")
_HANDLE = re.compile(r"@[\w./-]{1,60}")
_DUE = re.compile(r"(?:due|by|deadline|eta|target)(?:\s+(?:date|by|on))?\s*:?\s*(.+)", re.IGNORECASE)
_TRAILING = re.compile(r"\s+(?:[-\u2013\u2014|]\s*)?(@[\w./-]{1,60})\s*$")
_ADDRESS = re.compile(r"https?://[^\s)>\]]+")


def action_item(text: str, *, is_done: bool | None = None, under: str = "") -> dict[str, Plain]:
    """The action item of a bullet; *under* is the heading of its group, where that is none of the usual ones."""
    found: dict[str, Plain] = {} if is_done is None else {"status": "done" if is_done else "open"}
    lines = text.split("\n")
    kept = [lines[0], *(line for line in lines[1:] if not _take_line(line, found))]
    first = _take_trailing(_ASIDE.sub(lambda aside: _without(aside, found), kept[0]).strip(), found)
    said = "\n".join([first, *kept[1:]]).strip() or text
    address = _ADDRESS.search(said)
    if address:
        found.setdefault("link", address[0])
    return {"text": f"{under}: {said}" if under else said, **found}


def is_action_table(rows: Sequence[tuple[str, ...]], *, among_actions: bool = False) -> bool:
    """Whether a table is one of action items: it says what, and, unless its heading does, who, when or how far."""
    columns = _columns(rows[0]) if rows else []
    return "text" in columns and (among_actions or bool({"owner", "due", "status", "priority"} & set(columns)))


def action_rows(rows: Sequence[tuple[str, ...]], *, under: str = "") -> Iterator[dict[str, Plain]]:
    """The action items of a table; what its columns say that an item has no field for goes to its text."""
    names = _columns(rows[0])
    text_at = names.index("text") if "text" in names else 0
    for row in rows[1:]:
        found: dict[str, Plain] = {}
        said = row[text_at] if text_at < len(row) else ""
        for index, value in enumerate(row):
            if index == text_at or not value or value in ("-", "\u2014", "N/A"):
                continue
            if not (names[index] and _take(names[index], value, found)):
                said += f" ({rows[0][index]}: {value})" if rows[0][index] else f" ({value})"
        if said.strip():
            yield {"text": f"{under}: {said.strip()}" if under else said.strip(), **found}


def _columns(header: Sequence[str]) -> list[str]:
    names: list[str] = []
    for cell in header:
        name = _COLUMNS.get(folded(cell), "")
        names.append("" if name in names else name)
    return names


def _take_line(line: str, found: dict[str, Plain]) -> bool:
    labelled = _LABELLED.match(line)
    name = _COLUMNS.get(folded(labelled[1]), "") if labelled else ""
    return bool(labelled) and name not in ("", "text") and _take(name, labelled[2] if labelled else "", found)


def _without(aside: re.Match[str], found: dict[str, Plain]) -> str:
    """What stays of a remark in brackets when owner, day and the like are taken out of it."""
    parts = [part.strip() for part in re.split(r"[,;]", aside[1])]
    left = [part for part in parts if not _take_part(part, found)]
    if len(left) == len(parts):
        return aside[0]
    return f" ({', '.join(left)})" if left else ""


def _take_part(part: str, found: dict[str, Plain]) -> bool:
    labelled = _LABELLED.match(part)
    name = _COLUMNS.get(folded(labelled[1]), "") if labelled else ""
    if labelled and name and name != "text":
        return _take(name, labelled[2], found)
    due = _DUE.fullmatch(part)
    if due:
        return _take("due", due[1], found)
    if _HANDLE.fullmatch(part):
        return _take("owner", part, found)
    return folded(part) in _PRIORITIES and _take("priority", part, found)


def _take_trailing(text: str, found: dict[str, Plain]) -> str:
    trailing = _TRAILING.search(text)
    if trailing and _take("owner", trailing[1], found):
        return text[: trailing.start()]
    return text


def _take(name: str, value: str, found: dict[str, Plain]) -> bool:
    """Whether the value is one that the field can hold, and not yet held."""
    value = value.strip().strip("*_")
    taken: Plain = None
    match name:
        case "owner":
            taken = value if "\n" not in value else None
        case "due":
            taken = _only_day(value)
        case "status":
            # A box says less than a word.
            found.pop("status", None)
            taken = _STATUSES.get(folded(value))
        case "type":
            taken = _TYPES.get(folded(value))
        case "priority":
            taken = _PRIORITIES.get(folded(value))
            if taken and folded(value) != taken:
                # What P1 is differs from house to house: the text keeps it, too.
                found.setdefault("priority", taken)
                return False
        case "link":
            taken = value if _ADDRESS.fullmatch(value) else None
    if taken is None or name in found:
        return False
    found[name] = taken
    return True


def _only_day(value: str) -> str | None:
    day: date | None = day_in(value)
    rest = value
    if day is None or len(rest) > len("Wednesday, 30 September 2025"):
        return None
    return day.isoformat()
