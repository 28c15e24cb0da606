"""Finds the issues of a report that tells of several: headings with a root cause or a fix each, or rows of a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.records.reports.aliases import CONTAINER, folded, label_meaning, meaning
from app.records.reports.blocks import Block
from app.records.reports.labels import labelled_item, labelled_lines
from app.records.reports.naming import is_numbered
from app.records.reports.outline import Section

_TELLING = frozenset(("root_cause", "fix", "symptom"))
_SAID = _TELLING | {
    "impact",
    "verify",
    "prevention",
    "detection",
    "confirm",
    "error_excerpts",
    "action_items",
    "trigger",
}
_FEWEST = 2
_GRADES = frozenset(("critical", "high", "major", "medium", "moderate", "low", "minor"))
_GRADED = frozenset(("issue", "issues", "problem", "problems", "bugs", "findings", "severity", "priority", "incidents"))


@dataclass(frozen=True, slots=True)
class Issue:
    """One of several issues, and how severe the report says that it is."""

    section: Section
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """The issues of a report, and the report without them."""

    issues: tuple[Issue, ...]
    rest: Section


def split(report: Section) -> Split:
    """The issues of a report; none for a report of one incident."""
    if not _holds_issues(report):
        return _split_below(report)
    issues: list[Issue] = []
    kept: list[Section] = []
    for child in report.children:
        grade = _grade(child.title)
        if grade and child.children:
            own, rest = _taken(child.children)
            issues += [Issue(section, grade) for section in own]
            kept += [replace(child, children=rest)] if rest or child.blocks else []
        elif _is_issue(child) or (is_numbered(child.title) and _field(child) is None):
            issues.append(Issue(child))
        else:
            kept.append(child)
    below = [_split_below(child) for child in kept]
    inner = tuple(issue for found in below for issue in found.issues)
    return Split((*issues, *inner), replace(report, children=tuple(found.rest for found in below)))


def _split_below(report: Section) -> Split:
    found = [split(child) for child in report.children]
    issues = tuple(issue for each in found for issue in each.issues)
    rest = replace(report, children=tuple(each.rest for each in found))
    own = list(_issue_rows(report))
    return Split((*(issue for _, issue in own), *issues), _without(rest, [block for block, _ in own]))


def _holds_issues(section: Section) -> bool:
    found = meaning(section.title) if section.level else None
    if found and found.is_exact and found.field not in (CONTAINER, "summary", "root_cause"):
        return False
    groups = [child.children for child in section.children if _grade(child.title)]
    candidates = [*section.children, *(inner for group in groups for inner in group)]
    return sum(map(_is_issue, candidates)) >= _FEWEST


def _taken(children: Sequence[Section]) -> tuple[list[Section], tuple[Section, ...]]:
    own = [child for child in children if _is_issue(child) or is_numbered(child.title)]
    return own, tuple(child for child in children if child not in own)


def _is_issue(section: Section) -> bool:
    """Whether a section tells of a failure of its own: two things of it at least, one of them cause, fix or symptom."""
    if _field(section) not in (None, CONTAINER) or _grade(section.title):
        return False
    said = {field for block in section.blocks for field in _labels(block)}
    said |= {field for child in section.children if (field := _field(child))}
    return len(said & _SAID) >= _FEWEST and bool(said & _TELLING)


def _field(section: Section) -> str | None:
    found = meaning(section.title)
    return found.field if found and found.is_exact and not found.rest else None


def _labels(block: Block) -> Iterator[str]:
    pieces = [labelled_item(item) for item in block.items] if block.kind == "list" else []
    pieces += labelled_lines(block) if block.kind == "paragraph" else []
    yield from (piece.field for piece in pieces if piece.field)


def _grade(title: str) -> str:
    words = folded(title).split()
    if words and words[0] in _GRADES and set(words[1:]) <= _GRADED:
        return words[0]
    return ""


def _issue_rows(section: Section) -> Iterator[tuple[Block, Issue]]:
    """The rows of a table whose columns are a name, and the cause or the fix."""
    for block in section.blocks:
        if block.kind != "table" or len(block.rows) <= _FEWEST:
            continue
        fields = [known.field if (known := label_meaning(cell.strip("*_ "))) else None for cell in block.rows[0]]
        if len({"root_cause", "fix"} & set(fields)) < _FEWEST:
            continue
        for row in block.rows[1:]:
            yield block, Issue(_row(block, fields, row))


def _row(block: Block, fields: Sequence[str | None], row: Sequence[str]) -> Section:
    title_at = next((index for index, field in enumerate(fields) if field not in ("root_cause", "fix")), 0)
    cells = [(block.rows[0][index], value) for index, value in enumerate(row) if index != title_at and value]
    text = "\n".join(f"**{name.strip('*_ ')}:** {value}" for name, value in cells)
    return Section(row[title_at], block.line, 1, (Block("paragraph", block.line, text),))


def _without(section: Section, blocks: Sequence[Block]) -> Section:
    return replace(section, blocks=tuple(block for block in section.blocks if block not in blocks))
