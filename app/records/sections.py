"""Cut the Markdown of a postmortem into its sections, one for each long field, aware of fenced code."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from app.records.nearest import did_you_mean
from app.records.problems import Problem
from app.records.text_forms import shown

Form = Literal["prose", "excerpts", "bullets", "yaml"]


@dataclass(frozen=True, slots=True)
class Section:
    """The heading of a long field, and the form in which its text stands under it."""

    heading: str
    field: str
    form: Form = "prose"


# In the order of the file, which is the order in which an incident is told.
SECTIONS = (
    Section("Summary", "summary"),
    Section("Symptom", "symptom"),
    Section("Error excerpts", "error_excerpts", "excerpts"),
    Section("Timeline", "timeline", "yaml"),
    Section("Detection", "detection"),
    Section("Impact", "impact"),
    Section("Trigger", "trigger"),
    Section("Root cause", "root_cause"),
    Section("Contributing factors", "contributing_factors", "bullets"),
    Section("Five whys", "five_whys", "yaml"),
    Section("Fix", "fix"),
    Section("Commands", "commands", "yaml"),
    Section("Confirm", "confirm"),
    Section("Verify", "verify"),
    Section("Not when", "not_when"),
    Section("Prevention", "prevention"),
    Section("Action items", "action_items", "yaml"),
    Section("Went well", "went_well"),
    Section("Went wrong", "went_wrong"),
    Section("Got lucky", "got_lucky"),
    Section("Lessons", "lessons"),
)

_BY_HEADING = {section.heading.lower(): section for section in SECTIONS}
_HEADING = re.compile(r"(#{1,2})\s+(.*?)\s*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")


@dataclass(frozen=True, slots=True)
class Piece:
    """The text under one heading.  *line* is the heading's, counted from 1; the text begins on the next."""

    section: Section
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """What follows the front matter: the title, its line, and the sections in their order."""

    title: str
    title_line: int
    pieces: tuple[Piece, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class FencedLine:
    """A line of Markdown.  *fence* is what opened the fenced block that it is in, or None; *edge* marks its ends."""

    number: int
    text: str
    fence: str | None = None
    edge: bool = False


def fenced_lines(text: str, first_line: int) -> Iterator[FencedLine]:
    """The lines of *text*, each knowing whether it is fenced."""
    fence: str | None = None
    for number, line in enumerate(text.split("\n"), first_line):
        found = _FENCE.fullmatch(line)
        if fence is None:
            opens = found is not None and not (found[1][0] == "`" and "`" in found[2])
            fence = line.strip() if opens else None
            yield FencedLine(number, line, fence, edge=opens)
        else:
            closes = found is not None and not found[2].strip() and found[1].startswith(_marks(fence))
            yield FencedLine(number, line, fence, edge=closes)
            fence = None if closes else fence


def read_body(text: str, *, path: str, first_line: int) -> Body:
    """The title and the sections of the Markdown that follows the front matter, and what is wrong with them."""
    return _BodyReader(path).read(list(fenced_lines(text, first_line)))


class _BodyReader:
    def __init__(self, path: str) -> None:
        self._path = path
        self._problems: list[Problem] = []
        self._pieces: list[Piece] = []
        self._title = ""
        self._title_line = 0

    def read(self, lines: list[FencedLine]) -> Body:
        starts = [index for index, line in enumerate(lines) if line.fence is None and _HEADING.fullmatch(line.text)]
        starts = [index for index in starts if lines[index].text.startswith("##") or self._is_title(lines[index])]
        bounds = [*starts, len(lines)]
        self._stray(lines[: bounds[0]])
        for start, end in pairwise(bounds):
            self._part(lines[start], lines[start + 1 : end])
        edges = [line for line in lines if line.edge]
        if len(edges) % 2:
            opening = edges[-1]
            self._fault(
                opening.number, f"the fence {opening.text.strip()} is not closed", "close it with the same marks"
            )
        return Body(self._title, self._title_line, tuple(self._pieces), tuple(self._problems))

    def _is_title(self, line: FencedLine) -> bool:
        """Whether this is the first # of the file: later ones belong to the text that they are in."""
        if self._title_line:
            return False
        self._title_line = line.number
        return True

    def _part(self, head: FencedLine, lines: list[FencedLine]) -> None:
        found = _HEADING.fullmatch(head.text)
        name = found[2] if found else ""
        if head.number == self._title_line:
            self._title = name
            self._stray(lines)
            return
        section = _BY_HEADING.get(name.lower())
        if section is None:
            known = [each.heading for each in SECTIONS]
            otherwise = f"use ### inside a section; the headings are: {', '.join(known)}"
            self._fault(head.number, f"unknown heading {shown(name)}", did_you_mean(name, known, otherwise=otherwise))
        elif any(piece.section is section for piece in self._pieces):
            self._fault(head.number, f"the heading {shown(name)} stands here again", "join the two sections", section)
        else:
            self._pieces.append(Piece(section, head.number, "\n".join(line.text for line in lines)))

    def _stray(self, lines: Iterable[FencedLine]) -> None:
        line = next((line for line in lines if line.text.strip()), None)
        if line:
            help_ = "put it under a heading, for instance ## Summary"
            self._fault(line.number, f"text outside of any section: {shown(line.text)}", help_)

    def _fault(self, line: int, what: str, help_: str, section: Section | None = None) -> None:
        self._problems.append(Problem(self._path, line, section.field if section else "", what, help_))


def _marks(fence: str) -> str:
    """The backticks or tildes that a fence opened with."""
    return fence[: len(fence) - len(fence.lstrip(fence[0]))]
