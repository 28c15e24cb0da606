"""Markdown cut into its blocks, each with its own text as written, so that what no field takes can stay as it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

Kind = Literal["heading", "paragraph", "list", "table", "code", "rule", "other"]

_KINDS: dict[str, Kind] = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "table_open": "table",
    "fence": "code",
    "code_block": "code",
    "hr": "rule",
}
_MARKER = re.compile(r"(\s*(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$))(?:\[([ xX~-])\][ \t]+)?")
_CELL_ENDS = re.compile(r"(?<!\\)\|")
_RUNS = re.compile(r"`{3,}")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list.  *is_done* is what its box says, None where it has none; *text* is Markdown of its own."""

    line: int
    text: str
    is_done: bool | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A block at the top of a text.  *text* is its Markdown; of a heading what it says, of code what is in the fence."""

    kind: Kind
    line: int
    text: str
    level: int = 0
    info: str = ""
    items: tuple[Item, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def markdown(self) -> str:
        """The block as Markdown that means the same wherever it is put."""
        return fenced(self.text, self.info) if self.kind == "code" else self.text


def read_blocks(text: str, *, first_line: int = 1) -> list[Block]:
    """The blocks of a Markdown text, in order; every line that is not blank is in one of them."""
    lines = text.split("\n")
    blocks: list[Block] = []
    end = 0
    for first, last, tokens in _groups(_parser().parse(text)):
        blocks += _left(lines, end, first, first_line)
        end = max(end, last)
        blocks.append(_block(tokens, lines[first:last], first, first_line))
    return blocks + _left(lines, end, len(lines), first_line)


def fenced(text: str, info: str) -> str:
    """A text in a fence that nothing in it closes."""
    marks = "`" * (max((len(run) for run in _RUNS.findall(text)), default=2) + 1)
    return f"{marks}{info}\n{text}\n{marks}"


@cache
def _parser() -> MarkdownIt:
    # HTML is text like any other; a block of it could hide headings, and a definition of a link would vanish.
    parser = MarkdownIt("commonmark").enable("table").disable(["html_block", "reference"])
    parser.core.ruler.disable(["inline"])
    return parser


def _groups(tokens: Sequence[Token]) -> Iterator[tuple[int, int, Sequence[Token]]]:
    """The first line, the line after the last, and the tokens of each block at the top."""
    start = 0
    for index, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            found = tokens[start].map
            if found:
                yield found[0], found[1], tokens[start : index + 1]
            start = index + 1


def _left(lines: list[str], start: int, end: int, first_line: int) -> list[Block]:
    text = "\n".join(lines[start:end]).strip()
    return [Block("paragraph", start + first_line, text)] if text else []


def _block(tokens: Sequence[Token], lines: list[str], index: int, first_line: int) -> Block:
    first, line = tokens[0], index + first_line
    kind = _KINDS.get(first.type, "other")
    raw = "\n".join(text.rstrip() for text in lines).strip("\n")
    match kind:
        case "heading":
            return Block(kind, line, tokens[1].content, level=int(first.tag[1]))
        case "code":
            return Block(kind, line, first.content.removesuffix("\n"), info=first.info.replace("`", "").strip())
        case "list":
            return Block(kind, line, raw, items=tuple(_items(tokens, lines, index, first_line)))
        case "table":
            rows = tuple(_rows(tokens))
            # Cells beyond those of the heading are in no token.
            is_whole = all(len(_CELL_ENDS.findall(text.strip().strip("|"))) < len(rows[0]) for text in lines)
            return Block(kind if is_whole else "other", line, raw, rows=rows)
        case _:
            return Block(kind, line, "\n".join(map(_unindented, lines)).strip() if kind == "paragraph" else raw)


def _unindented(line: str) -> str:
    """A line of a paragraph; two blanks at its end break it."""
    return line.strip() + ("  " if line.endswith("  ") and line.strip() else "")


def _items(tokens: Sequence[Token], lines: list[str], index: int, first_line: int) -> Iterator[Item]:
    for token in tokens:
        if token.type == "list_item_open" and token.level == 1 and token.map:
            start, end = token.map[0] - index, token.map[1] - index
            yield _item(lines[start:end], token.map[0] + first_line)


def _item(lines: list[str], line: int) -> Item:
    found = _MARKER.match(lines[0])
    width, box = (len(found[1]), found[2]) if found else (0, None)
    first = lines[0][found.end() :] if found else lines[0]
    rest = [text[min(width, len(text) - len(text.lstrip())) :] for text in lines[1:]]
    is_done = None if box is None else box in "xX"
    return Item(line, "\n".join([first, *rest]).strip(), is_done)


def _rows(tokens: Sequence[Token]) -> Iterator[tuple[str, ...]]:
    row: list[str] = []
    for token in tokens:
        if token.type == "inline":
            row.append(token.content.strip())
        elif token.type == "tr_close":
            yield tuple(row)
            row = []
