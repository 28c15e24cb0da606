"""Titles, days and slugs of records that come from a report."""

import re
import unicodedata
from datetime import date
from pathlib import PurePath

from app.records.reports.aliases import CONTAINER, DATE, TITLE, label_meaning, meaning
from app.records.reports.blocks import Block
from app.records.reports.dates import day_in
from app.records.reports.labels import label_of
from app.records.reports.outline import Section

_LONGEST_SLUG = 72
_LONGEST_TITLE = 200
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((https?://)?[^()\s]*\)")
_SPACES = re.compile(r"\s+")
_NO_NAME = re.compile(r"[^a-z0-9]+")
_PICTURES = re.compile("[\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]")
_NUMBER = re.compile(
    r"^\s*(?:(?:issue|incident|problem|bug|failure|finding|error|case)\s*(?:#\s*)?(?:\d{1,3}|[A-Z])\b|#?\d{1,3}(?=[.):\s]))"
    r"\s*[.):\u2013\u2014-]*\s*",
    re.IGNORECASE,
)


def plain_title(text: str) -> str:
    """A heading as a title: one line, without marks and pictures."""
    text = _PICTURES.sub(" ", _LINK.sub(r"\1", text)).replace("`", "").replace("**", "").replace("__", "")
    return _SPACES.sub(" ", text).strip(" #*:")


def short_title(title: str) -> str:
    """A title cut at a word where it is too long for a line."""
    return (
        title
        if len(title) <= _LONGEST_TITLE
        else f"{title[:_LONGEST_TITLE].rpartition(' ')[0] or title[:_LONGEST_TITLE]}..."
    )


def is_whole_title(heading: str) -> bool:
    """Whether the title of a heading says all that the heading does: no link, and not too long."""
    return len(plain_title(heading)) <= _LONGEST_TITLE and _LINK.search(heading) is None


def issue_title(text: str) -> str:
    """The title of one issue of several, without its number."""
    return plain_title(_NUMBER.sub("", text.strip("*_ "), count=1)) or plain_title(text)


def is_numbered(text: str) -> bool:
    """Whether a heading is one of a numbered row."""
    return _NUMBER.match(text.strip("*_ ")) is not None


def title_section(report: Section) -> Section | None:
    """The section whose heading is the report's title; None where the report has none."""
    first = report.children[0] if report.children else None
    if first is None or any(block.text.strip() for block in report.blocks if block.kind != "heading"):
        first = first if first and first.level == 1 else None
    if first is None:
        return None
    found = meaning(first.title)
    is_field = found is not None and found.is_exact and not found.rest
    return None if is_field or (found and found.is_exact and len(report.children) > 1 and first.level > 1) else first


def title_for(report: Section, *, front: object, path: str) -> str:
    """The title of a report: what it says itself, or else the name of its file."""
    if isinstance(front, str) and plain_title(front):
        return plain_title(front)
    section = title_section(report)
    found = plain_title(section.title) if section else ""
    for name, value in () if found else _labels(report):
        if name == TITLE and plain_title(value):
            found = plain_title(value)
            break
    return found or plain_title(PurePath(path).stem.replace("-", " ").replace("_", " ")) or "Report"


def day_of(report: Section, *, front: object, path: str, text: str) -> date | None:
    """The day of the incident: what is called so, or else the first date of title, name or text."""
    stated = [value for name, value in _labels(report) if name == DATE]
    headed = [
        block.text
        for section in report.all()
        if (found := meaning(section.title)) and found.field == DATE
        for block in section.blocks[:1]
    ]
    titles = [section.title for section in report.children[:1]]
    for said in (str(front or ""), *stated, *headed, *titles, PurePath(path).stem, text):
        day = day_in(said)
        if day:
            return day
    return None


def is_day_stated(report: Section, *, front: object, path: str) -> bool:
    """Whether the day is that of the incident, and not just the first date of the text."""
    return day_of(report, front=front, path=path, text="") is not None


def slug_for(title: str, day: date | None, taken: dict[str, int]) -> str:
    """A slug of day and title that is not *taken* yet, and is from now on; *taken* has the last number of each name."""
    words = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    if day:
        words = words.replace(day.isoformat(), " ")
    name = _NO_NAME.sub("-", words).strip("-") or "report"
    name = f"{day.isoformat()}-{name}" if day else name
    if len(name) > _LONGEST_SLUG:
        name = name[: _LONGEST_SLUG + 1].rpartition("-")[0] or name[:_LONGEST_SLUG]
    number, found = taken.get(name, 1), name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    taken[name] = number
    taken.setdefault(found, 1)
    return found


def _labels(report: Section) -> list[tuple[str, str]]:
    """The labels in the paragraphs, lists and tables of a report, each with its value."""
    found: list[tuple[str, str]] = []
    for section in report.all():
        for block in section.blocks:
            found += _labels_of(block)
    return found


def _labels_of(block: Block) -> list[tuple[str, str]]:
    if block.kind == "table":
        pairs = [(label_meaning(row[0].strip("*_`: ")), row[1]) for row in block.rows if len(row) > 1]
        return [(known.field, value) for known, value in pairs if known]
    lines = [item.text for item in block.items] if block.kind == "list" else block.text.split("\n")
    labels = [label_of(line) for line in lines] if block.kind in ("list", "paragraph") else []
    return [(label[0], label[2]) for label in labels if label]


__all__ = ["CONTAINER", "day_of", "is_day_stated", "is_numbered", "issue_title", "plain_title", "slug_for", "title_for"]
