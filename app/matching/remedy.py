"""Fill the captured values into the texts and commands of a signature."""

import re
import shlex
from collections.abc import Mapping
from dataclasses import replace

from app.matching.diagnosis import Remedy
from app.matching.signature import Command, Signature

# What would make a link, a tag or emphasis of a captured value.
_MARKDOWN = re.compile(r"[\[\]<*]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_HOLE = re.compile(r"\{\{|\}\}|\{([A-Za-z_]\w*)(?:\|(path))?\}")


def remedy(signature: Signature, captures: Mapping[str, str]) -> Remedy:
    """The texts of a signature with the values filled in; one that was not captured stays as ``<name>``."""
    texts = ("cause", "confirm", "fix", "verify", "not_when", "prevention")
    return Remedy(**{name: fill(getattr(signature, name), captures) for name in texts})


def commands(signature: Signature, captures: Mapping[str, str]) -> tuple[Command, ...]:
    """The commands with the values filled in, quoted for a POSIX shell."""
    return tuple(
        replace(
            command,
            text=fill(command.text, captures, for_shell=True),
            expected=command.expected and fill(command.expected, captures),
            rollback=command.rollback and fill(command.rollback, captures, for_shell=True),
        )
        for command in signature.commands
    )


def fill(text: str, captures: Mapping[str, str], *, for_shell: bool = False) -> str:
    """*text* with its holes filled; ``{name|path}`` turns the dots of a module name into slashes."""

    def value(found: re.Match[str]) -> str:
        if found[0] in ("{{", "}}"):
            return found[0][0]
        captured = captures.get(found[1])
        if captured is None:
            return f"<{found[1]}>"
        captured = captured.replace(".", "/") if found[2] == "path" else captured
        if for_shell:
            return shlex.quote(captured)
        # A backtick would end the code span that the author put around the hole.
        captured = captured.replace("`", "'")
        in_code = text.count("`", 0, found.start()) % 2 == 1
        return captured if in_code else _MARKDOWN.sub(r"\\\g<0>", captured)

    return _HOLE.sub(value, text)


def holes(text: str) -> tuple[str, ...]:
    """The names of the holes in a text, each once."""
    return tuple(dict.fromkeys(found[1] for found in _HOLE.finditer(text) if found[1]))
