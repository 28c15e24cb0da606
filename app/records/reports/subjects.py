"""Finds several failures in a report that names what failed before its bullets: ``For Presidio: ...``, ``Toxicity: ...``."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.records.reports.aliases import folded, meaning
from app.records.reports.blocks import Block, read_blocks
from app.records.reports.issues import Issue, Split
from app.records.reports.outline import Section

_NAMED = re.compile(
    r"^(?P<indent>[ \t]*)[-*+]\s+(?P<for>[Ff]or\s+)?[`*_]*(?P<name>\w[\w.-]{1,40})[`*_]*\s*(?P<sign>[:,])\s"
)
_FEWEST = 2
_HEAD = re.compile(r"\s+[-\u2013\u2014]\s+|[.;:]\s")


def split_by_subject(report: Section) -> Split:
    """The failures of a report with as many root causes as things that it says failed; none where it is not so."""
    section = next((one for one in report.all() if _field(one) == "root_cause"), None)
    causes = _causes(section)
    subjects = _subjects(report)
    if section is None or len(causes) < _FEWEST or len(subjects) != len(causes):
        return Split((), report)
    issues = [
        Issue(_issue(report, section, subject, cause))
        for subject, cause in zip(_in_order(subjects, causes), causes, strict=True)
    ]
    return Split(tuple(issues), _common(report, section, subjects))


def _field(section: Section) -> str:
    found = meaning(section.title)
    return found.field if found else ""


def _causes(section: Section | None) -> list[str]:
    lists = [block for block in section.blocks if block.kind == "list"] if section else []
    return [item.text for item in lists[0].items] if len(lists) == 1 else []


def _subjects(report: Section) -> list[str]:
    """What at least two sections name before a bullet, in order."""
    found: dict[str, set[int]] = {}
    for section in report.all():
        for block in section.blocks:
            for line in block.text.split("\n") if block.kind == "list" else ():
                subject = _subject(line)
                if subject:
                    found.setdefault(subject, set()).add(section.line)
    return [subject for subject, lines in found.items() if len(lines) >= _FEWEST]


def _subject(line: str) -> str | None:
    named = _NAMED.match(line)
    # "For x, do y" names; "x, y and z" counts up.
    if named is None or (named["sign"] == "," and not named["for"]):
        return None
    return None if meaning(named["name"]) else folded(named["name"])


def _in_order(subjects: Sequence[str], causes: Sequence[str]) -> list[str]:
    """The subject of each cause: the one that it names, else one that is left."""
    left = list(subjects)
    chosen: list[str] = []
    for cause in causes:
        named = next((subject for subject in left if subject in folded(cause)), None)
        chosen.append(named or "")
        left = [subject for subject in left if subject != named]
    return [subject or left.pop(0) for subject in chosen]


def _issue(report: Section, causes: Section, subject: str, cause: str) -> Section:
    children = [Section(causes.title, causes.line, 2, (Block("paragraph", causes.line, cause),))]
    for section in report.all():
        blocks = [replaced for block in section.blocks for replaced in _kept(block, {subject}, inside=True)]
        if blocks and section is not causes:
            children.append(Section(section.title, section.line, 2, tuple(blocks)))
    head = _HEAD.split(cause.strip(), maxsplit=1)[0].rstrip(".")
    name = head if subject in folded(head) else f"{subject}: {head}"
    return Section(name[0].upper() + name[1:], causes.line, 1, children=tuple(children))


def _common(report: Section, causes: Section, subjects: Iterable[str]) -> Section:
    """The report without what belongs to one subject."""
    names = set(subjects)
    blocks = (
        () if report is causes else tuple(left for block in report.blocks for left in _kept(block, names, inside=False))
    )
    own = tuple(block for block in report.blocks if block.kind != "list") if report is causes else blocks
    return replace(report, blocks=own, children=tuple(_common(child, causes, names) for child in report.children))


def _kept(block: Block, subjects: set[str], *, inside: bool) -> list[Block]:
    """The lines of a list that are about one of the subjects (*inside*), or the others."""
    if block.kind != "list":
        return [] if inside else [block]
    kept: list[str] = []
    indent: int | None = None
    for line in block.text.split("\n"):
        own = len(line) - len(line.lstrip())
        if indent is not None and line.strip() and own <= indent:
            indent = None
        if indent is None and _subject(line) in subjects:
            indent = own
        if (indent is not None) == inside:
            kept.append(line[indent:] if indent is not None and inside else line)
    return read_blocks("\n".join(kept), first_line=block.line) if any(line.strip() for line in kept) else []
