"""From the lines that single patterns match to the places where whole conditions hold.  Works on hits, never on lines.

Meaning of count, within, sequence and unless: docs of the records.  A place is an Occurrence: the lines that together
satisfy one condition.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.matching import signature as form
from app.matching.signature import Side, Window

# Where a log has no times, a duration counts as this many lines.
LINES_FOR_A_DURATION = 200
# Lines of a flood that are looked at one by one: the first and the last ones.  All of them are counted.
LOOKED_AT_FIRST, LOOKED_AT_LAST = 4900, 100

Hits = Mapping[int, NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One pattern, by its index in the engine, at least *count* times."""

    pattern: int
    label: str
    count: int = 1
    within: Window | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Several conditions, in this order or in any."""

    parts: tuple["Node", ...]
    ordered: bool
    label: str
    within: Window | None = None


Node = Leaf | Group


@dataclass(frozen=True, slots=True)
class Guard:
    """What must not be near."""

    leaf: Leaf
    within: Window | None
    side: Side


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where a condition holds: (line, pattern, label) of each line, in line order."""

    marks: tuple[tuple[int, int, str], ...]

    @property
    def first(self) -> int:
        """The first line."""
        return self.marks[0][0]

    @property
    def last(self) -> int:
        """The last line."""
        return self.marks[-1][0]


@dataclass
class Clock:
    """How far apart two lines are.  *seconds* gives the time of a line, None where it is unknown."""

    seconds: Callable[[int], float | None]
    times_missed: bool = field(default=False)

    def within(self, first: int, last: int, window: Window | None) -> bool:
        """Whether two lines, the second not before the first, are inside the window, its bounds included."""
        if window is None:
            return True
        if window.lines is not None:
            return last - first <= window.lines
        start, end = self.seconds(first), self.seconds(last)
        if start is None or end is None:
            self.times_missed = True
            return last - first <= LINES_FOR_A_DURATION
        return end - start <= (window.seconds or 0)


def compile_node(condition: form.Condition, label: str, number: Callable[[form.Line | form.Regex], int]) -> Node:
    """The node of a condition; *number* gives the engine's index of a pattern."""
    if isinstance(condition, form.Line | form.Regex):
        return Leaf(number(condition), label, condition.count, condition.within)
    word = "all" if isinstance(condition, form.All) else "sequence"
    parts = tuple(
        compile_node(part, f"{label}.{word}[{index}]", number) for index, part in enumerate(condition.conditions)
    )
    return Group(parts, isinstance(condition, form.Sequence), label, condition.within)


def leaves(node: Node) -> Iterable[Leaf]:
    """Every single pattern of a node."""
    if isinstance(node, Leaf):
        yield node
    else:
        for part in node.parts:
            yield from leaves(part)


def occurrences(node: Node, hits: Hits, clock: Clock) -> list[Occurrence]:
    """The places where *node* holds, in line order, none sharing a line with another."""
    if isinstance(node, Leaf):
        return _of_leaf(node, hits, clock)
    parts = [occurrences(part, hits, clock) for part in node.parts]
    if not all(parts):
        return []
    join = _in_order if node.ordered else _in_any_order
    return join(parts, node.within, clock)


def undisturbed(found: list[Occurrence], guards: Sequence[Guard], hits: Hits, clock: Clock) -> list[Occurrence]:
    """The occurrences near which nothing stands that rules the failure out."""
    for guard in guards:
        lines = [place.first for place in _of_leaf(guard.leaf, hits, clock)]
        if lines and guard.within is None and guard.side == "around":
            return []
        if lines:
            found = [place for place in found if not _disturbs(lines, place, guard, clock)]
    return found


def _of_leaf(leaf: Leaf, hits: Hits, clock: Clock) -> list[Occurrence]:
    lines = hits.get(leaf.pattern)
    if lines is None:
        return []
    listed = _both_ends(lines)
    if leaf.count == 1:
        return [Occurrence(((line, leaf.pattern, leaf.label),)) for line in listed]
    return [Occurrence(tuple((line, leaf.pattern, leaf.label) for line in run)) for run in _runs(listed, leaf, clock)]


def _both_ends(lines: NDArray[np.int64]) -> list[int]:
    if len(lines) > LOOKED_AT_FIRST + LOOKED_AT_LAST:
        lines = np.concatenate((lines[:LOOKED_AT_FIRST], lines[-LOOKED_AT_LAST:]))
    return [int(line) for line in lines]


def _runs(lines: list[int], leaf: Leaf, clock: Clock) -> Iterable[list[int]]:
    """Stretches of at least *count* lines inside the window, as long as they get, none overlapping."""
    start = 0
    while start + leaf.count <= len(lines):
        end = start + leaf.count
        if not clock.within(lines[start], lines[end - 1], leaf.within):
            start += 1
            continue
        while end < len(lines) and clock.within(lines[start], lines[end], leaf.within):
            end += 1
        yield lines[start:end]
        start = end


def _in_order(parts: list[list[Occurrence]], window: Window | None, clock: Clock) -> list[Occurrence]:
    """Chains of one occurrence of each part, each after the one before, as early as possible."""
    starts = [[place.first for place in part] for part in parts]
    found: list[Occurrence] = []
    done = -1
    for head in parts[0]:
        if head.first <= done:
            continue
        chain = _chain(head, parts, starts)
        if chain is None:
            break
        if clock.within(chain[0].first, chain[-1].last, window):
            found.append(_joined(chain))
            done = chain[-1].last
    return found


def _chain(head: Occurrence, parts: list[list[Occurrence]], starts: list[list[int]]) -> list[Occurrence] | None:
    chain = [head]
    for part, first_lines in zip(parts[1:], starts[1:], strict=True):
        at = bisect_right(first_lines, chain[-1].last)
        if at == len(part):
            return None
        chain.append(part[at])
    return chain


def _in_any_order(parts: list[list[Occurrence]], window: Window | None, clock: Clock) -> list[Occurrence]:
    """Sets of one occurrence of each part inside the window: the smallest range over the lists, again and again."""
    at = [0] * len(parts)
    found: list[Occurrence] = []
    while all(index < len(part) for index, part in zip(at, parts, strict=True)):
        places = [part[index] for index, part in zip(at, parts, strict=True)]
        earliest = min(range(len(parts)), key=lambda part: places[part].first)
        if clock.within(places[earliest].first, max(place.last for place in places), window):
            found.append(_joined(places))
            at = [index + 1 for index in at]
        else:
            at[earliest] += 1
    return found


def _joined(places: Iterable[Occurrence]) -> Occurrence:
    return Occurrence(tuple(sorted({mark for place in places for mark in place.marks})))


def _disturbs(lines: list[int], place: Occurrence, guard: Guard, clock: Clock) -> bool:
    return any(_near(lines, mark[0], guard, clock) for mark in place.marks)


def _near(lines: list[int], line: int, guard: Guard, clock: Clock) -> bool:
    at = bisect_right(lines, line)
    if guard.side != "after" and at > 0 and clock.within(lines[at - 1], line, guard.within):
        return True
    return guard.side != "before" and at < len(lines) and clock.within(line, lines[at], guard.within)
