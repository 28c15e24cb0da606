"""Holes in the texts of a signature: ``{module}`` is filled in from the log, ``{module|path}`` with dots as slashes."""

import re
from collections.abc import Collection, Iterator

from app.records.nearest import did_you_mean
from app.records.problems import Grade

FILTERS = ("path",)

_TOKEN = re.compile(r"\{\{|\}\}|\{(?P<name>[A-Za-z_]\w*)(?:\|(?P<filter>\w*))?\}|[{}]")


def faulty_holes(text: str, captures: Collection[str]) -> Iterator[tuple[Grade, str, str]]:
    """How grave, what is wrong with the holes of *text* and how to mend it, where conditions capture the names *captures*."""
    lone = None
    for token in _TOKEN.finditer(text):
        if token["name"]:
            yield from _hole(token[0], token["name"], token["filter"], captures)
        elif token[0] in "{}":
            lone = lone or token[0]
    if lone:
        # It is shown as it stands, but beside a doubled one nobody can tell what was meant.
        yield "warning", f'a lone "{lone}"', 'write "{{" and "}}" for braces'


def quoted_holes(command: str) -> Iterator[tuple[Grade, str, str]]:
    """What is wrong with holes that stand inside quotes of a shell command: the value brings its own."""
    quotes: list[str] = []  # those that are open, a command substitution inside them included
    at = 0
    while at < len(command):
        hole = _TOKEN.match(command, at)
        if hole and hole["name"] and quotes and quotes[-1] in "'\"":
            what = f"{hole[0]} stands inside quotes, where a value from a log could break out of the command"
            yield (
                "error",
                what,
                "leave the quotes out (the value is quoted), or hand it over as an argument: sys.argv[1], $1",
            )
        at = hole.end() if hole else _past(command, at, quotes)


def _past(command: str, at: int, quotes: list[str]) -> int:
    """The place after one step through a command; *quotes* is kept up to date."""
    innermost = quotes[-1] if quotes else ""
    if command[at] == "\\" and innermost != "'":
        return at + 2
    if command.startswith("$(", at) and innermost != "'":
        quotes.append(")")
        return at + 2
    if command[at] == innermost:
        quotes.pop()
    elif command[at] in "'\"" and innermost in ("", ")"):
        quotes.append(command[at])
    return at + 1


def _hole(source: str, name: str, filter_: str | None, captures: Collection[str]) -> Iterator[tuple[Grade, str, str]]:
    if filter_ is not None and filter_ not in FILTERS:
        yield "error", f'"{source}" names the unknown form "{filter_}"', f"the one form is {{{name}|path}}"
    if name not in captures:
        known = ", ".join(f"{{{capture}}}" for capture in captures) or "none"
        otherwise = f'write "{{{source}}}" if the braces are meant; captured are: {known}'
        yield "error", f'"{source}" is captured by no condition', did_you_mean(name, captures, otherwise=otherwise)
