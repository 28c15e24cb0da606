"""Turn what an author writes (a line pattern, a regular expression) into one RE2 expression and its literals.

A line pattern is plain text with named holes.  RE2 has neither look-around nor back-references, so that no pattern
can hang the matcher; what an author cannot express that way is refused with a hint.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import re2

from app.errors import CasebookError
from app.matching.atoms import Atom, literals_of
from app.matching.rarity import rarity

# What a hole of each class takes.  Quotes are the three that quote names in messages.
HOLE_CLASSES = {"": ".", "word": r"[^\s\"'`]", "int": r"\d", "path": r"[^\s\"'`:]"}

# Steps of a program.  Measured on a line of 64 KB, the worst of 2,700 steps (`a.{0,300}zz`) takes 0.2 s, of 8,000 0.6 s;
# one Unicode class such as \pL needs 1,200, one `.` with a bounded repeat nine for each of its turns.
MAX_PROGRAM_SIZE = 2500
MAX_MEMORY = 8 << 20
# Most of a library's patterns are those of the library before it: only what an author changed is compiled again.
KEPT_PATTERNS = 8192

_HOLE = re.compile(r"([A-Za-z_]\w*)?(?::([a-z]+))?\Z")
_PIECE = re.compile(r"\{\{|\}\}|\{[^{}]*\}|[{}]|[^{}]+")


@dataclass
class PatternFault(CasebookError):
    """A pattern that is refused: what is wrong, with the offending text, and how to mend it."""

    what: str
    help: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled condition on one line.

    *atoms* are literals of which every match contains at least one; empty where none could be found, and such a
    pattern is tried on every line.  *names* maps each group of the expression to the name that it captures for: a
    name that stands twice in a line pattern has two groups, which must be equal.
    """

    expression: str
    atoms: tuple[Atom, ...]
    names: tuple[tuple[str, str], ...] = ()
    is_literal: bool = False  # the one atom is the whole condition: nothing else to verify
    specificity: float = 0.0  # how surprising its fixed text is in an ordinary log, in bits

    @property
    def captures(self) -> tuple[str, ...]:
        """The names that it captures, in their order, each once."""
        return tuple(dict.fromkeys(name for _, name in self.names))


@lru_cache(maxsize=KEPT_PATTERNS)
def compile_line(pattern: str, *, ignore_case: bool = False) -> Pattern:
    """The compiled form of a line pattern; PatternFault where it is not one."""
    pieces = _pieces(pattern)
    if not any(isinstance(piece, str) and piece.strip() for piece in pieces):
        raise PatternFault("the pattern has no text to look for", "write the words of the message around the holes")
    if isinstance(pieces[0], _Hole):
        raise PatternFault(
            f"the pattern starts with the hole {pieces[0].source}",
            "begin with the text before it; a pattern is found anywhere in a line, so a hole at the start adds nothing",
        )
    expression, names = _expression(pieces)
    expression = _flagged(expression, ignore_case=ignore_case)
    program(expression)
    texts = [piece for piece in pieces if isinstance(piece, str)]
    atoms = literals_of(expression).atoms
    is_literal = len(pieces) == 1 and not ignore_case and bool(atoms)
    return Pattern(expression, atoms, names, is_literal, sum(rarity(text.encode()) for text in texts))


@lru_cache(maxsize=KEPT_PATTERNS)
def compile_regex(pattern: str, *, ignore_case: bool = False) -> Pattern:
    """The compiled form of a regular expression in RE2 syntax; PatternFault where RE2 refuses it."""
    if not pattern:
        raise PatternFault("the regular expression is empty", "write the words of the message, or use line:")
    expression = _flagged(pattern, ignore_case=ignore_case)
    compiled = program(expression, as_written=pattern)
    if compiled.search("") is not None:
        raise PatternFault(
            f'"{pattern}" matches the empty text, and so every line', "make at least one part of it required"
        )
    names = tuple((name, name) for name in sorted(compiled.groupindex, key=compiled.groupindex.__getitem__))
    literals = literals_of(expression)
    return Pattern(expression, literals.atoms, names, specificity=literals.rarity)


def program(expression: str, *, as_written: str | None = None) -> "re2._Regexp":
    """The RE2 program of an expression, within the limits of size and memory; PatternFault otherwise."""
    shown = as_written if as_written is not None else expression
    try:
        compiled = _compiled(expression)
    except (re2.error, UnicodeEncodeError) as error:
        raise _refused(shown, error) from None
    if compiled.programsize > MAX_PROGRAM_SIZE:
        raise PatternFault(
            f'"{shown}" compiles to {compiled.programsize} steps, {MAX_PROGRAM_SIZE} are allowed',
            "shorten repeats such as {1,500} and alternatives, or split it into several conditions",
        )
    return compiled


@lru_cache(maxsize=KEPT_PATTERNS)
def _compiled(expression: str) -> "re2._Regexp":
    options = re2.Options()
    options.max_mem = MAX_MEMORY
    options.log_errors = False
    return re2.compile(expression, options=options)


@dataclass(frozen=True, slots=True)
class _Hole:
    name: str
    kind: str
    source: str


def _pieces(pattern: str) -> list["str | _Hole"]:
    """Texts and holes in their order, neighbouring texts joined."""
    if "\n" in pattern or "\r" in pattern:
        raise PatternFault(
            "the pattern has a line break, but a condition is tested on one line",
            "write a sequence: with one line: for each line",
        )
    pieces: list[str | _Hole] = []
    for token in _PIECE.findall(pattern):
        piece = _piece(token)
        if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _piece(token: str) -> "str | _Hole":
    if token in ("{{", "}}"):
        return token[0]
    if token in ("{", "}"):
        raise PatternFault(f'a lone "{token}"', f'write "{token * 2}" for the character, or name a hole: {{word}}')
    if not token.startswith("{"):
        return token
    hole = _HOLE.match(token[1:-1])
    if hole is None:
        raise PatternFault(
            f'"{token}" is not a hole',
            'a hole is {name}, {name:word}, {name:int}, {name:path} or {}; write "{{" and "}}" for braces',
        )
    kind = hole[2] or ""
    if kind not in HOLE_CLASSES:
        raise PatternFault(f'"{token}" names the unknown class "{kind}"', "the classes are word, int and path")
    return _Hole(hole[1] or "", kind, token)


def _expression(pieces: "list[str | _Hole]") -> tuple[str, tuple[tuple[str, str], ...]]:
    parts: list[str] = []
    names: list[tuple[str, str]] = []
    for index, piece in enumerate(pieces):
        if isinstance(piece, str):
            parts.append(re2.escape(piece))
            continue
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        run = HOLE_CLASSES[piece.kind] + _repeat(piece, following)
        if piece.name:
            group = piece.name if all(name != piece.name for _, name in names) else f"{piece.name}__{len(names)}"
            names.append((group, piece.name))
            run = f"(?P<{group}>{run})"
        parts.append(run)
    return "".join(parts), tuple(names)


def _repeat(hole: _Hole, following: "str | _Hole | None") -> str:
    """Shortest before a text; as long as its class allows at the end, and before another hole where it has a class."""
    least = "+" if hole.name or hole.kind else "*"
    runs_on = following is None or (isinstance(following, _Hole) and hole.kind)
    return least if runs_on else least + "?"


def _flagged(expression: str, *, ignore_case: bool) -> str:
    return f"(?i){expression}" if ignore_case else expression


_REFUSALS = (
    (
        re.compile(r"\\[1-9]|\(\?P=\w+\)"),
        "uses a back-reference, which RE2 does not have",
        'name the text and use a hole: line: "{word} ... {word}"',
    ),
    (
        re.compile(r"\(\?<?[=!]"),
        "uses look-around, which RE2 does not have",
        "match the text itself, and put what must not be there under unless:",
    ),
    (
        re.compile(r"\(\?>|[*+?}]\+"),
        "uses a possessive or atomic group, which RE2 does not have and does not need",
        "leave it out: RE2 never backtracks",
    ),
)


def _refused(shown: str, error: Exception) -> PatternFault:
    for pattern, what, help_ in _REFUSALS:
        if pattern.search(shown):
            return PatternFault(f'"{shown}" {what}.', help_)
    reason = error.args[0] if error.args else "not RE2 syntax"
    reason = reason.decode() if isinstance(reason, bytes) else str(reason)
    return PatternFault(
        f'"{shown}" is not an RE2 expression: {reason}', "see the RE2 syntax, or write a line: with holes"
    )
