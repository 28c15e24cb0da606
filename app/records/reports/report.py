"""Reads a report from elsewhere: one Markdown text in, the records that it holds out, and an account of what went where."""

from dataclasses import dataclass, field, replace
from datetime import date

from app.logs import mask
from app.records.postmortem import Postmortem
from app.records.postmortem_form import postmortem_from_data
from app.records.problems import Problem
from app.records.reports.blocks import read_blocks
from app.records.reports.draft import Draft, Place, Placement
from app.records.reports.front import Front, place_front, read_front
from app.records.reports.issues import Issue, Split, split
from app.records.reports.naming import (
    day_of,
    is_day_stated,
    is_whole_title,
    issue_title,
    short_title,
    slug_for,
    title_for,
    title_section,
)
from app.records.reports.outline import Section, outline
from app.records.reports.placing import place_section
from app.records.reports.repair import repair
from app.records.reports.subjects import split_by_subject
from app.records.source import Plain


@dataclass(frozen=True, slots=True)
class Report:
    """The records of a report, and what was done to get them.

    *placements* says what went where, *masked* how many secrets of which kind were hidden, *repaired* how many lines
    were decoded wrongly once and put right.
    """

    records: tuple[Postmortem, ...]
    placements: tuple[Placement, ...] = ()
    problems: tuple[Problem, ...] = ()
    masked: dict[str, int] = field(default_factory=dict)
    repaired: int = 0


@dataclass(frozen=True, slots=True)
class _Source:
    """A report, cut into sections, with its day; a day that is only the first date of the text names, but dates nothing."""

    path: str
    front: Front
    whole: Section
    title: str
    day: date | None
    is_day_stated: bool


def read_report(text: str, *, path: str) -> Report:
    """The postmortems in a Markdown report that is not in Casebook's own form.

    Each is in review: its authors finished it, and nobody has looked yet at what became of it here.  With several
    issues, each is a record of its own, and the first record holds what they share.  Nothing is dropped and nothing
    made up: what no field takes is in the summary, what the report does not say stays empty.
    """
    repaired = repair(text)
    masked = mask(repaired.text)
    source = _source(masked.text, path)
    parts = _parts(source.whole)
    drafts = [_main_draft(source, parts.rest), *(_issue_draft(source, issue) for issue in parts.issues)]
    taken: dict[str, int] = {}
    slugs = [slug_for(draft.title, source.day, taken) for draft in drafts]
    found = [_record(draft, slug, slugs[0], path) for draft, slug in zip(drafts, slugs, strict=True)]
    return Report(
        tuple(record for record, _ in found if record),
        tuple(placement for draft, slug in zip(drafts, slugs, strict=True) for placement in draft.placements(slug)),
        tuple(sorted(problem for _, problems in found for problem in problems)),
        masked.counts,
        repaired.lines,
    )


def _source(text: str, path: str) -> _Source:
    front = read_front(text)
    whole = outline(read_blocks(front.body, first_line=front.first_line))
    stated = front.value("date")
    return _Source(
        path,
        front,
        whole,
        title_for(whole, front=front.value("title"), path=path),
        day_of(whole, front=stated, path=path, text=text),
        is_day_stated(whole, front=stated, path=path),
    )


def _parts(whole: Section) -> Split:
    found = split(whole)
    return found if found.issues else split_by_subject(whole)


def _main_draft(source: _Source, rest: Section) -> Draft:
    titled = title_section(source.whole)
    top = rest.children[0] if rest.children else None
    draft = _draft(source, source.title, titled)
    place_front(source.front, draft)
    # A report that begins with its first issue has no heading of its own.
    if titled is None or top is None or top.line != titled.line:
        place_section(rest, draft)
        return draft
    place_section(replace(rest, children=()), draft)
    if source.front.value("title") and issue_title(top.title) != source.title:
        draft.say("summary", f"### {top.title}", Place(top.title, top.line))
    place_section(top, draft, title_is_known=True)
    place_section(replace(rest, blocks=(), children=rest.children[1:]), draft)
    return draft


def _issue_draft(source: _Source, issue: Issue) -> Draft:
    draft = _draft(source, issue_title(issue.section.title), issue.section)
    if issue.severity:
        draft.set("severity", issue.severity, Place(issue.section.title, issue.section.line))
    place_section(issue.section, draft, title_is_known=True)
    return draft


def _draft(source: _Source, title: str, headed: Section | None) -> Draft:
    draft = Draft(short_title(title), source.day if source.is_day_stated else None)
    heading = headed.title if headed else title
    if not is_whole_title(heading):
        draft.say("summary", heading, Place(heading, headed.line if headed else 1))
    return draft


def _record(draft: Draft, slug: str, parent: str, path: str) -> tuple[Postmortem | None, tuple[Problem, ...]]:
    data = {"slug": slug, "status": "in_review", **draft.data()}
    if slug != parent:
        data["part_of"] = parent
    # Cutting a text may bring together what the mask did not see in one piece.
    parsed = postmortem_from_data(_masked(data), f"{path}#{slug}")
    return parsed.record, parsed.problems


def _masked(value: Plain) -> Plain:
    if isinstance(value, str):
        return mask(value).text
    if isinstance(value, list):
        return [_masked(item) for item in value]
    if isinstance(value, dict):
        return {name: _masked(inner) for name, inner in value.items()}
    return value


__all__ = ["Report", "read_report"]
