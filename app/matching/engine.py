"""From a log to the lines that each pattern matches: one scan for atoms, then RE2 on the candidate lines only.

The shape and the figures behind it: docs of the design, `bench/engine.py` measures it against a loop of Python `re`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import re2
from numpy.typing import NDArray

from app.logs.log import Log
from app.matching.patterns import Pattern, program
from app.matching.scanner import Scanner, build_scanner, split_hits

CHUNK = 1 << 20
# A longer line is searched only around the first of each atom: RE2 is linear, but 50 MB are 50 MB for each pattern.
MAX_SEARCHED = 1 << 15

Lines = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern matched in the text of a line, in code points, and what it captured."""

    spans: tuple[tuple[int, int], ...]
    captures: Mapping[str, str]
    places: Mapping[str, tuple[int, int]]  # of the captures, in code points


class Engine:
    """Patterns, compiled together.  Belongs to one thread."""

    def __init__(self, patterns: Sequence[Pattern], *, hyperscan_allowed: bool = True) -> None:
        self._patterns = tuple(patterns)
        self._programs: list[re2._Regexp | None] = [None] * len(patterns)
        atoms = sorted({atom for pattern in patterns for atom in pattern.atoms})
        place = {atom: index for index, atom in enumerate(atoms)}
        self._of_atom: list[list[int]] = [[] for _ in atoms]
        for index, pattern in enumerate(patterns):
            for atom in pattern.atoms:
                self._of_atom[place[atom]].append(index)
        self._without_atom = [index for index, pattern in enumerate(patterns) if not pattern.atoms]
        self._scanner: Scanner = build_scanner(atoms, hyperscan_allowed=hyperscan_allowed)

    def search(self, log: Log) -> dict[int, Lines]:
        """The indexes of the lines that each pattern matches, ascending; patterns without a match are left out."""
        candidates: dict[int, list[Lines]] = {}
        for first, last in _chunks(log):
            for atom, lines in self._atoms_in(log, first, last):
                for pattern in self._of_atom[atom]:
                    candidates.setdefault(pattern, []).append(lines)
        if self._without_atom:
            every = np.arange(len(log), dtype=np.int64)
            candidates.update((pattern, [every]) for pattern in self._without_atom)
        verified = ((pattern, self._verified(log, pattern, found)) for pattern, found in candidates.items())
        return {pattern: lines for pattern, lines in verified if len(lines)}

    def match(self, pattern: int, text: str) -> Match | None:
        """Where *pattern* (its index) matches in *text*, and what it captures; None where it does not."""
        for window, offset in _windows(text, self._patterns[pattern]):
            found = self._match(pattern, window)
            if found is not None:
                return _moved(found, offset)
        return None

    def _atoms_in(self, log: Log, first: int, last: int) -> Iterator[tuple[int, Lines]]:
        """Each atom found in lines *first* to *last*, with the lines that have it."""
        start, end = int(log.starts[first]), int(log.starts[last])
        hits = self._scanner.scan(log.text[start:end])
        if hits is None:
            yield from self._atoms_by_line(log, first, last)
            return
        if not len(hits):
            return
        atoms, offsets = split_hits(hits)
        lines = np.searchsorted(log.starts, offsets + start, side="right") - 1
        pairs = np.unique(atoms * len(log) + lines)
        atoms, lines = pairs // len(log), pairs % len(log)
        for atom in np.unique(atoms):
            yield int(atom), lines[atoms == atom]

    def _atoms_by_line(self, log: Log, first: int, last: int) -> Iterator[tuple[int, Lines]]:
        found: dict[int, list[int]] = {}
        for line in range(first, last):
            for atom in self._scanner.scan_line(log.raw(line)):
                found.setdefault(atom, []).append(line)
        for atom, lines in found.items():
            yield atom, np.array(lines, dtype=np.int64)

    def _verified(self, log: Log, pattern: int, candidates: list[Lines]) -> Lines:
        lines = np.unique(np.concatenate(candidates)) if len(candidates) > 1 else candidates[0]
        if self._patterns[pattern].is_literal:
            return lines
        holds = self._verifier(pattern)
        return np.array([line for line in lines if holds(log.raw(int(line)))], dtype=np.int64)

    def _verifier(self, pattern: int) -> Callable[[bytes], bool]:
        """Whether *pattern* matches the bytes of one line."""
        if _has_twins(self._patterns[pattern]):
            return lambda raw: self.match(pattern, raw.decode()) is not None
        # The module's own search decodes and builds a match object: it costs four times the bare call.
        search = self._program(pattern)._regexp.Match  # noqa: SLF001
        anchor = re2._Anchor.UNANCHORED  # noqa: SLF001

        def holds(raw: bytes) -> bool:
            if len(raw) > MAX_SEARCHED:
                return self.match(pattern, raw.decode()) is not None
            return bool(search(anchor, raw, 0, len(raw))[0][0] >= 0)

        return holds

    def _program(self, pattern: int) -> "re2._Regexp":
        compiled = self._programs[pattern]
        if compiled is None:
            compiled = self._programs[pattern] = program(self._patterns[pattern].expression)
        return compiled

    def _match(self, pattern: int, text: str) -> Match | None:
        names = self._patterns[pattern].names
        found = self._program(pattern).search(text)
        if found is None:
            return None
        values = _agreed(found, names)
        if values is not None:
            return Match((found.span(),), values, _places(found, names))
        # The name stands twice and the shortest runs differ: the one value may still be either of them.
        for group, name in names:
            settled = _settled(self._patterns[pattern].expression, names, name, found.group(group))
            again = settled.search(text)
            agreed = _agreed(again, names) if again is not None else None
            if again is not None and agreed is not None:
                return Match((again.span(),), agreed, _places(again, names))
        return None


def _chunks(log: Log) -> Iterator[tuple[int, int]]:
    """Ranges of whole lines of about a mebibyte."""
    first = 0
    while first < len(log):
        last = int(np.searchsorted(log.starts, log.starts[first] + CHUNK, side="right")) - 1
        last = min(max(last, first + 1), len(log))
        yield first, last
        first = last


def _windows(text: str, pattern: Pattern) -> Iterator[tuple[str, int]]:
    """The whole text; of a very long line, stretches around the atoms of the pattern."""
    if len(text) <= MAX_SEARCHED:
        yield text, 0
        return
    around = MAX_SEARCHED // 2
    for atom in pattern.atoms:
        literal = atom.text.decode("utf-8", "replace")
        at = (text.lower() if atom.caseless else text).find(literal)
        if at >= 0:
            start = max(0, at - around)
            yield text[start : at + around], start
    if not pattern.atoms:
        yield text[:MAX_SEARCHED], 0


def _has_twins(pattern: Pattern) -> bool:
    return len(pattern.names) > len(pattern.captures)


def _agreed(found: "re2._Match", names: Sequence[tuple[str, str]]) -> dict[str, str] | None:
    """What each name captured; None where two groups of one name differ."""
    values: dict[str, str] = {}
    for group, name in names:
        value = found.group(group)
        if value is None:
            continue
        if values.setdefault(name, value) != value:
            return None
    return values


def _places(found: "re2._Match", names: Sequence[tuple[str, str]]) -> dict[str, tuple[int, int]]:
    """Where each name captured what it did, the first time that it stands; in the order of the pattern."""
    number = found.re.groupindex
    places: dict[str, tuple[int, int]] = {}
    for group, name in names:
        if found.group(group) is not None:
            places.setdefault(name, found.span(number[group]))
    return places


def _settled(expression: str, names: Sequence[tuple[str, str]], name: str, value: str) -> "re2._Regexp":
    """The expression with every group of *name* replaced by one value."""
    for group, other in names:
        if other == name:
            start = expression.index(f"(?P<{group}>")
            end = expression.index(")", start)
            expression = f"{expression[:start]}(?P<{group}>\0{expression[end:]}"
    return program(expression.replace("\0", re2.escape(value)))


def _moved(match: Match, by: int) -> Match:
    if not by:
        return match
    places = {name: (start + by, end + by) for name, (start, end) in match.places.items()}
    return Match(tuple((start + by, end + by) for start, end in match.spans), match.captures, places)
