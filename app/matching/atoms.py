"""Find literals that every match of an expression must contain, so that one scan for literals finds all candidates.

The shape is that of "required literals" in Hyperscan's own decomposition and in ripgrep: of several possible sets the
rarest is taken.  An expression that Python's parser does not know (RE2 has syntax of its own) has no atom: it is then
tried on every line, which is slower and gives the same answer.
"""

import re._constants as sre  # type: ignore[import-not-found]  # Python's own parser, which has no stubs
import re._parser as sre_parser  # type: ignore[import-not-found]
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from app.matching.rarity import rarity

MIN_LENGTH = 3
# More alternatives than this would cost more callbacks than they save.
MAX_ALTERNATIVES = 64
# A class of up to so many characters, such as [Cc], is spelt out, as long as a text has up to so many spellings.
MAX_CLASS = 3
MAX_CHOICES = 16


@dataclass(frozen=True, slots=True, order=True)
class Atom:
    """A literal of at least three bytes; *caseless* ones are ASCII, in lower case."""

    text: bytes
    caseless: bool = False


@dataclass(frozen=True, slots=True)
class Literals:
    """The fixed text of an expression.

    *atoms* are the rarest literals of which every match has at least one, empty where there are none.  *rarity* says
    how surprising all the text is that every match has, in bits.
    """

    atoms: tuple[Atom, ...] = ()
    rarity: float = 0.0


def literals_of(expression: str) -> Literals:
    """The fixed text of an expression; nothing where Python's parser does not know its syntax."""
    try:
        parsed = sre_parser.parse(expression)
    except (sre_parser.error, RecursionError, OverflowError):
        return Literals()
    best = _best(parsed, caseless=bool(parsed.state.flags & sre.SRE_FLAG_IGNORECASE))
    return Literals(tuple(sorted(best)) if best else (), _fixed(parsed))


def _fixed(parsed: Iterable[tuple[Any, Any]]) -> float:
    """The rarity of all text that every match has: of runs of characters, not of one by one."""
    total, run = 0.0, ""
    for operator, argument in parsed:
        choices = _choices(operator, argument)
        if choices:
            # The spellings of a small class, such as [Cc], are about equally rare.
            run += chr(choices[0])
            continue
        total += _rarity_of_run(run) + _fixed_inside(operator, argument)
        run = ""
    return total + _rarity_of_run(run)


def _rarity_of_run(run: str) -> float:
    return rarity(run.encode("utf-8", "surrogatepass"))


def _fixed_inside(operator: Any, argument: Any) -> float:  # noqa: ANN401 (parser's own)
    if operator is sre.SUBPATTERN:
        return _fixed(argument[3])
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT) and argument[0] > 0:
        return _fixed(argument[2])
    if operator is sre.BRANCH:
        return min(_fixed(branch) for branch in argument[1])
    return 0.0


def _best(parsed: Iterable[tuple[Any, Any]], *, caseless: bool) -> frozenset[Atom] | None:
    """The rarest set of atoms that some part of a concatenation requires."""
    candidates = [atoms for atoms in _required(parsed, caseless=caseless) if _usable(atoms)]
    return max(candidates, key=_rarity, default=None)


def _usable(atoms: frozenset[Atom]) -> bool:
    return 0 < len(atoms) <= MAX_ALTERNATIVES and all(len(atom.text) >= MIN_LENGTH for atom in atoms)


def _rarity(atoms: frozenset[Atom]) -> tuple[float, int]:
    """The commonest atom of a set decides; of equals the smaller set."""
    return min(rarity(atom.text) for atom in atoms), -len(atoms)


def _required(parsed: Iterable[tuple[Any, Any]], *, caseless: bool) -> Iterable[frozenset[Atom]]:
    run: list[tuple[int, ...]] = []
    for operator, argument in parsed:
        choices = _choices(operator, argument)
        if choices and prod(len(one) for one in (*run, choices)) <= MAX_CHOICES:
            run.append(choices)
            continue
        yield from _run(run, caseless=caseless)
        run = [choices] if choices else []
        inner = None if choices else _inner(operator, argument, caseless=caseless)
        if inner is not None:
            yield inner
    yield from _run(run, caseless=caseless)


def _choices(operator: Any, argument: Any) -> tuple[int, ...]:  # noqa: ANN401 (parser's own)
    """The characters that one position may have: one, or the few of a small class; empty for anything else."""
    if operator is sre.LITERAL:
        return (argument,)
    if operator is sre.IN and 0 < len(argument) <= MAX_CLASS and all(kind is sre.LITERAL for kind, _ in argument):
        return tuple(code for _, code in argument)
    return ()


def _run(run: list[tuple[int, ...]], *, caseless: bool) -> Iterable[frozenset[Atom]]:
    if not run:
        return
    texts = ["".join(map(chr, codes)) for codes in product(*run)]
    if caseless:
        # A class such as [Cc] gives the same text twice.
        for pieces in zip(*(_ascii_runs(text.lower()) for text in dict.fromkeys(texts)), strict=False):
            yield from _atoms(pieces, caseless=True)
    else:
        yield from _atoms(texts, caseless=False)


def _atoms(texts: Iterable[str], *, caseless: bool) -> Iterable[frozenset[Atom]]:
    found = frozenset(Atom(text.encode("utf-8", "surrogatepass"), caseless) for text in texts)
    if all(len(atom.text) >= MIN_LENGTH for atom in found):
        yield found


def _ascii_runs(text: str) -> list[str]:
    # A caseless scan of bytes folds ASCII only.  (RE2 also folds the Kelvin sign to k and the long s to s: a line that
    # spells a failure with those two is not found.)
    return "".join(c if c.isascii() else "\0" for c in text).split("\0")


def _inner(operator: Any, argument: Any, *, caseless: bool) -> frozenset[Atom] | None:  # noqa: ANN401 (parser's own)
    if operator is sre.SUBPATTERN:
        _, added, removed, body = argument
        folds = (caseless or bool(added & sre.SRE_FLAG_IGNORECASE)) and not removed & sre.SRE_FLAG_IGNORECASE
        return _best(body, caseless=folds)
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT) and argument[0] > 0:
        return _best(argument[2], caseless=caseless)
    if operator is sre.BRANCH:
        return _all_of([_best(branch, caseless=caseless) for branch in argument[1]])
    return None


def _all_of(branches: list[frozenset[Atom] | None]) -> frozenset[Atom] | None:
    if any(branch is None for branch in branches):
        return None
    return frozenset(atom for branch in branches if branch is not None for atom in branch)
