"""Find all atoms in a block of bytes in one pass.  Two strategies, one answer: Hyperscan, or Aho-Corasick without it."""

from array import array
from collections.abc import Sequence
from typing import Protocol

import ahocorasick_rs
import numpy as np
from numpy.typing import NDArray

from app.matching.atoms import Atom

try:
    import hyperscan
except ImportError:  # no wheel for this machine
    hyperscan = None  # type: ignore[assignment]

# A flood (an atom such as "..." in a file of dots) costs a callback per byte; measured: six per 64 bytes is the point
# where one scan per line with SINGLEMATCH is cheaper.
CALLBACKS_PER_64_BYTES = 6
_ATOM_SHIFT = 40

Hits = NDArray[np.int64]  # atom index << 40 | offset of the last byte of the match, plus one


class Scanner(Protocol):
    """Finds atoms."""

    def scan(self, block: bytes) -> Hits | None:
        """Every place where an atom ends; None where there are too many to list."""
        ...

    def scan_line(self, line: bytes) -> list[int]:
        """The indexes of the atoms that a line has."""
        ...


def build_scanner(atoms: Sequence[Atom], *, hyperscan_allowed: bool = True) -> Scanner:
    """The fastest scanner that this machine has."""
    if hyperscan is not None and hyperscan_allowed and atoms:
        return _HyperscanScanner(atoms)
    return _AhoCorasickScanner(atoms)


def split_hits(hits: Hits) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Atom indexes and offsets (of the last byte of each match)."""
    return hits >> _ATOM_SHIFT, (hits & ((1 << _ATOM_SHIFT) - 1)) - 1


class _HyperscanScanner:
    """Literals in Hyperscan's own literal mode.  Belongs to one thread: a scratch must not be shared."""

    def __init__(self, atoms: Sequence[Atom]) -> None:
        self._blocks = self._database(atoms, 0)
        self._lines = self._database(atoms, hyperscan.HS_FLAG_SINGLEMATCH)

    @staticmethod
    def _database(atoms: Sequence[Atom], flag: int) -> "hyperscan.Database":
        database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        database.compile(
            expressions=[atom.text for atom in atoms],
            ids=list(range(len(atoms))),
            elements=len(atoms),
            flags=[flag | (hyperscan.HS_FLAG_CASELESS if atom.caseless else 0) for atom in atoms],
            literal=True,
        )
        return database

    def scan(self, block: bytes) -> Hits | None:
        found = array("q")
        append = found.append
        budget = 64 + len(block) * CALLBACKS_PER_64_BYTES // 64

        def record(atom: int, _start: int, end: int, _flags: int, _context: object) -> bool | None:
            append(atom << _ATOM_SHIFT | end)
            return len(found) > budget or None

        try:
            self._blocks.scan(block, match_event_handler=record)
        except hyperscan.ScanTerminated:
            return None
        return np.frombuffer(found, dtype=np.int64) if len(found) else np.empty(0, np.int64)

    def scan_line(self, line: bytes) -> list[int]:
        found: list[int] = []

        def record(atom: int, _start: int, _end: int, _flags: int, _context: object) -> None:
            found.append(atom)

        self._lines.scan(line, match_event_handler=record)
        return found


class _AhoCorasickScanner:
    """One automaton over lower-cased bytes; atoms with case are compared again in place."""

    def __init__(self, atoms: Sequence[Atom]) -> None:
        lowered = sorted({_lower(atom.text) for atom in atoms})
        self._lengths = [len(text) for text in lowered]
        place = {text: index for index, text in enumerate(lowered)}
        self._atoms: list[list[tuple[int, Atom]]] = [[] for _ in lowered]
        for index, atom in enumerate(atoms):
            self._atoms[place[_lower(atom.text)]].append((index, atom))
        self._automaton = ahocorasick_rs.BytesAhoCorasick(lowered) if lowered else None

    def scan(self, block: bytes) -> Hits | None:
        return np.array([index << _ATOM_SHIFT | end for index, end in self._found(block)], dtype=np.int64)

    def scan_line(self, line: bytes) -> list[int]:
        return list(dict.fromkeys(index for index, _ in self._found(line)))

    def _found(self, block: bytes) -> list[tuple[int, int]]:
        if self._automaton is None:
            return []
        return [
            (index, end)
            for text, start, end in self._automaton.find_matches_as_indexes(_lower(block), overlapping=True)
            for index, atom in self._atoms[text]
            if atom.caseless or block[start:end] == atom.text
        ]


def _lower(text: bytes) -> bytes:
    return text.lower()
