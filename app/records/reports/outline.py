"""The sections of a report, nested as its headings are; a label on a line of its own is a heading, too."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.records.reports.aliases import meaning
from app.records.reports.blocks import Block

_LABEL = re.compile(r"(?P<bold>\*\*|__)?(?P<name>[^\n*_|]{2,80}?)(?P<colon>:)?(?(bold)(?:\*\*|__))(?P<colon2>:)?")
_TOP = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, the blocks right under it, and the sections below it.  The report as a whole has level 0."""

    title: str = ""
    line: int = 0
    level: int = _TOP
    blocks: tuple[Block, ...] = ()
    children: tuple["Section", ...] = ()

    def all(self) -> Iterator["Section"]:
        """This section and every one below it, in order."""
        yield self
        for child in self.children:
            yield from child.all()


def outline(blocks: Sequence[Block]) -> Section:
    """The report as one section that holds all others."""
    flat: list[tuple[Section, list[Block]]] = [(Section(), [])]
    labelled = list(_with_labels(blocks))
    footer = _footer(labelled)
    for index, block in enumerate(labelled):
        if block.kind == "heading":
            flat.append((Section(block.text.strip(), block.line, block.level), []))
        elif index == footer:
            flat.append((Section("", block.line, 1), []))
        elif block.kind != "rule":
            flat[-1][1].append(block)
    return _nested([replace(section, blocks=tuple(own)) for section, own in flat])


def _footer(blocks: Sequence[Block]) -> int | None:
    """The rule that ends the last section: what stands below it is about the report as a whole."""
    last = max((index for index, block in enumerate(blocks) if block.kind == "heading"), default=None)
    rules = (index for index, block in enumerate(blocks) if block.kind == "rule" and last is not None and index > last)
    return next(rules, None)


def _with_labels(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with lines that stand for headings as headings one level below the one before."""
    level, labelled = 1, False
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            level, labelled = block.level, False
        name = _label(block) if block.kind == "paragraph" else None
        following = blocks[index + 1].kind if index + 1 < len(blocks) else "heading"
        if name and following != "heading" and (meaning(name) or (labelled and following == "list")):
            labelled = True
            yield replace(block, kind="heading", text=name, level=level + 1)
        else:
            yield block


def _label(block: Block) -> str | None:
    found = _LABEL.fullmatch(block.text.strip())
    if not found or not (found["bold"] or found["colon"] or found["colon2"]):
        return None
    return found["name"].strip()


def _nested(flat: Sequence[Section]) -> Section:
    """The first section with all that follow it below it, by their levels."""
    first, rest = flat[0], flat[1:]
    children: list[Section] = []
    start = 0
    while start < len(rest):
        end = start + 1
        while end < len(rest) and rest[end].level > rest[start].level:
            end += 1
        children.append(_nested(rest[start:end]))
        start = end
    return replace(first, children=tuple(children))
