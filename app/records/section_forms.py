"""The four forms in which a section holds its field: prose, excerpts in fences, bullets, and a block of YAML."""

import re
from collections.abc import Callable, Iterator

from app.records.problems import Problem
from app.records.sections import FencedLine, Form, Piece, fenced_lines
from app.records.source import Plain, Source, read_yaml
from app.records.text_forms import shown
from app.records.yaml_text import write_yaml_list

_BULLET = re.compile(r"[-*] +(.*)")
_LINE_START = re.compile(r"(?<=\n)(?=[^\n])")
_RUNS = re.compile(r"`{3,}")


def read_section(piece: Piece, *, path: str) -> Source:
    """The plain data of a section, with the lines of what is in it."""
    return _READERS[piece.section.form](piece, path)


def write_section(form: Form, value: Plain) -> str:
    """The Markdown of a field under its heading."""
    if form == "prose":
        return str(value)
    items = value if isinstance(value, list) else []
    if form == "excerpts":
        return "\n\n".join(_fenced("text", str(item)) for item in items)
    if form == "bullets":
        return "\n".join("- " + _LINE_START.sub("  ", str(item)) for item in items)
    return _fenced("yaml", write_yaml_list(items).removesuffix("\n"))


def _prose(piece: Piece, path: str) -> Source:  # noqa: ARG001 - the same form as its neighbours in the table
    return Source(piece.text, {piece.section.field: piece.line})


def _excerpts(piece: Piece, path: str) -> Source:
    blocks, stray = _blocks(piece)
    problems = [_stray(piece, path, line, "put it into a fence: ```text") for line in stray]
    return Source([text for _, _, text in blocks], {piece.section.field: piece.line}, tuple(problems))


def _bullets(piece: Piece, path: str) -> Source:
    items: list[list[str]] = []
    problems: list[Problem] = []
    lines = {piece.section.field: piece.line}
    for line in fenced_lines(piece.text, piece.line + 1):
        bullet = _BULLET.fullmatch(line.text) if line.fence is None else None
        if bullet:
            lines[f"{piece.section.field}[{len(items)}]"] = line.number
            items.append([bullet[1]])
        elif items and (line.text.startswith("  ") or not line.text):
            items[-1].append(line.text.removeprefix("  "))
        elif line.text.strip():
            problems.append(_stray(piece, path, line, "begin it with a hyphen, or indent it by two under its bullet"))
    return Source(["\n".join(item) for item in items], lines, tuple(problems))


def _yaml(piece: Piece, path: str) -> Source:
    blocks, stray = _blocks(piece)
    if len(blocks) != 1 or blocks[0][1] not in ("yaml", "yml"):
        help_ = "write one block that opens with ```yaml: a list of mappings"
        what = (
            f"{piece.section.heading} has {len(blocks)} fenced blocks" if len(blocks) != 1 else "the block is not yaml"
        )
        problem = Problem(path, piece.line, piece.section.field, what, help_)
        return Source(None, {piece.section.field: piece.line}, (problem,))
    problems = [_stray(piece, path, line, "put it into the ```yaml block, or under another heading") for line in stray]
    line, _, text = blocks[0]
    source = read_yaml(text, path=path, first_line=line + 1, where=piece.section.field)
    return Source(source.data, {piece.section.field: piece.line, **source.lines}, (*problems, *source.problems))


_READERS: dict[Form, Callable[[Piece, str], Source]] = {
    "prose": _prose,
    "excerpts": _excerpts,
    "bullets": _bullets,
    "yaml": _yaml,
}


def _blocks(piece: Piece) -> tuple[list[tuple[int, str, str]], list[FencedLine]]:
    """The fenced blocks of a section, each with line, language and text, and the lines that are in none."""
    blocks: list[tuple[int, str, list[str]]] = []
    stray: list[FencedLine] = []
    inside = False
    for line in fenced_lines(piece.text, piece.line + 1):
        if line.edge:
            inside = not inside
            if inside and line.fence:
                blocks.append((line.number, line.fence.strip("`~ ").lower(), []))
        elif line.fence:
            blocks[-1][2].append(line.text)
        elif line.text.strip():
            stray.append(line)
    return [(number, language, "\n".join(lines)) for number, language, lines in blocks], stray


def _stray(piece: Piece, path: str, line: FencedLine, help_: str) -> Problem:
    what = f"{piece.section.heading} cannot take this text: {shown(line.text.strip())}"
    return Problem(path, line.number, piece.section.field, what, help_)


def _fenced(language: str, text: str) -> str:
    longest = max((len(run) for run in _runs(text)), default=2)
    marks = "`" * (longest + 1)
    return f"{marks}{language}\n{text}\n{marks}"


def _runs(text: str) -> Iterator[str]:
    return (found[0] for found in _RUNS.finditer(text))
