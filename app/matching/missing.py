"""Why a signature did not match a log: the condition that came nearest, and what it lacks."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.logs import Log, when
from app.matching.conditions import (
    LINES_FOR_A_DURATION,
    Clock,
    Group,
    Guard,
    Hits,
    Leaf,
    Node,
    Occurrence,
    compile_node,
    occurrences,
    undisturbed,
)
from app.matching.engine import Engine
from app.matching.nearest_line import Near, compiled, matches_text, nearest_line
from app.matching.signature import Line, Regex, Signature, Window


@dataclass(frozen=True, slots=True)
class Missing:
    """One condition that does not hold: *what* it lacks, and how much of it is there (*nearness*, 0 to 1)."""

    condition: str
    nearness: float
    what: str
    near: Near | None = None


def why_not(signature: Signature, log: Log) -> tuple[Missing, ...]:
    """What each condition of a signature lacks in a log, the nearest one first; empty where one holds.

    Raises PatternFault for a broken condition.
    """
    search = _Search(signature, log)
    lacking: list[Missing] = []
    for node in search.nodes:
        places = occurrences(node, search.hits, search.clock)
        if not places:
            lacking.append(search.lack(node))
        elif stopped := search.stopped(node, places):
            lacking.append(stopped)
        else:
            return ()
    return tuple(sorted(lacking, key=lambda one: -one.nearness))


class _Search:
    """A signature's patterns in one log."""

    def __init__(self, signature: Signature, log: Log) -> None:
        self._log = log
        self._conditions: list[Line | Regex] = []
        self.nodes = [compile_node(one, f"match[{index}]", self._number) for index, one in enumerate(signature.match)]
        self._guards = [
            Guard(Leaf(self._number(one.condition), f"unless[{index}]"), one.within, one.side)
            for index, one in enumerate(signature.unless)
        ]
        self.hits: Hits = Engine([compiled(one) for one in self._conditions], hyperscan_allowed=False).search(log)
        self.clock = Clock(lambda line: stamp.seconds if (stamp := when(log, line)) else None)

    def lack(self, node: Node) -> Missing:
        """What a condition lacks that holds nowhere."""
        return self._leaf(node) if isinstance(node, Leaf) else self._group(node)

    def stopped(self, node: Node, places: list[Occurrence]) -> Missing | None:
        """The exception that rules out every place where a condition holds; None where one is left."""
        if undisturbed(places, self._guards, self.hits, self.clock):
            return None
        guard = next((one for one in self._guards if not self._left(places, one)), self._guards[0])
        line = self._nearest_hit(guard.leaf, places[0].first)
        what = f"it holds at line {self._number_of(places[0].first)}, but {guard.leaf.label} stands on line {line}"
        return Missing(node.label, 1.0, what)

    def _left(self, places: list[Occurrence], guard: Guard) -> list[Occurrence]:
        return undisturbed(places, [guard], self.hits, self.clock)

    def _nearest_hit(self, leaf: Leaf, line: int) -> int:
        return self._number_of(int(min(self.hits[leaf.pattern], key=lambda hit: abs(int(hit) - line))))

    def _number(self, condition: Line | Regex) -> int:
        self._conditions.append(condition)
        return len(self._conditions) - 1

    def _number_of(self, line: int) -> int:
        return self._log.number(line)

    def _leaf(self, leaf: Leaf) -> Missing:
        hits = [int(line) for line in self.hits.get(leaf.pattern, ())]
        if not hits:
            return self._unlike(leaf)
        if len(hits) < leaf.count:
            what = f"it stands on {_lines(len(hits))}; {leaf.count} are needed (count: {len(hits)} of {leaf.count})"
            return Missing(leaf.label, 0.5 + 0.5 * len(hits) / leaf.count, what)
        runs = [(hits[at], hits[at + leaf.count - 1]) for at in range(len(hits) - leaf.count + 1)]
        what = f"it stands on {_lines(len(hits))}, but {self._too_far(runs, leaf.within)}"
        return Missing(leaf.label, 0.95, what)

    def _unlike(self, leaf: Leaf) -> Missing:
        condition = self._conditions[leaf.pattern]
        near, likeness = nearest_line(condition, self._log)
        what = "no line has it, and none is like it"
        if near:
            what = f"no line has it; line {near.line} is the nearest"
            if matches_text(replace(condition, ignore_case=True), near.text):
                what = f"line {near.line} differs from it only in capital letters: ignore case"
        return Missing(leaf.label, 0.5 * likeness, what, near)

    def _group(self, group: Group) -> Missing:
        parts = [occurrences(part, self.hits, self.clock) for part in group.parts]
        there = sum(map(bool, parts))
        if there < len(parts):
            return self._incomplete(group, parts, there)
        if group.ordered and (at := _out_of_order(parts)):
            here, before = parts[at][-1].first, parts[at - 1][0].last
            what = (
                f"all {len(parts)} parts are there, but not in this order: part {at + 1} comes last on line "
                f"{self._number_of(here)}, part {at} first on line {self._number_of(before)}"
            )
            return Missing(group.label, 0.85, what)
        chains = [(places[0].first, places[-1].last) for places in _together(parts, ordered=group.ordered)]
        what = f"all {len(parts)} parts are there, but {self._too_far(chains, group.within)}"
        return Missing(group.label, 0.95, what)

    def _incomplete(self, group: Group, parts: Sequence[list[Occurrence]], there: int) -> Missing:
        first = next(at for at, places in enumerate(parts) if not places)
        inner = self.lack(group.parts[first])
        found = ", ".join(
            f"part {at + 1} on line {self._number_of(places[0].first)}" for at, places in enumerate(parts) if places
        )
        what = (
            f"{there} of {len(parts)} parts are there{f' ({found})' if found else ''}; part {first + 1}: {inner.what}"
        )
        nearness = (there + inner.nearness) / len(parts)
        return Missing(inner.condition, 0.9 * nearness, what, inner.near)

    def _too_far(self, ranges: Sequence[tuple[int, int]], window: Window | None) -> str:
        first, last = min(ranges, key=lambda one: self._distance(one, window))
        between = f"lines {self._number_of(first)} and {self._number_of(last)}"
        allowed = _window(window)
        if window and window.lines is None and not self._has_times(first, last):
            return f"{between} are more than {LINES_FOR_A_DURATION} lines apart (times are unknown) and {allowed} are allowed"
        apart = self._distance((first, last), window)
        unit = _lines(int(apart)) if window is None or window.lines is not None else f"{apart:g} s"
        return f"{between} are {unit} apart where {allowed} are allowed"

    def _has_times(self, *lines: int) -> bool:
        return all(self.clock.seconds(line) is not None for line in lines)

    def _distance(self, ends: tuple[int, int], window: Window | None) -> float:
        if window and window.lines is None and self._has_times(*ends):
            return round((self.clock.seconds(ends[1]) or 0.0) - (self.clock.seconds(ends[0]) or 0.0), 3)
        return ends[1] - ends[0]


def _out_of_order(parts: Sequence[list[Occurrence]]) -> int | None:
    """The first part that stands nowhere after those before it."""
    last = parts[0][0].last
    for at, places in enumerate(parts[1:], start=1):
        index = bisect_right([place.first for place in places], last)
        if index == len(places):
            return at
        last = places[index].last
    return None


def _together(parts: Sequence[list[Occurrence]], *, ordered: bool) -> Iterator[list[Occurrence]]:
    """For each place of the first part, the places of the others that are nearest to it."""
    for head in parts[0]:
        chain = [head]
        for places in parts[1:]:
            allowed = [place for place in places if not ordered or place.first > chain[-1].last]
            if allowed:
                chain.append(min(allowed, key=lambda place: abs(place.first - head.first)))
        if len(chain) == len(parts):
            yield sorted(chain, key=lambda place: place.first)


def _lines(count: int) -> str:
    return f"{count} line{'s' * (count != 1)}"


def _window(window: Window | None) -> str:
    if window is None:
        return "any number"
    return _lines(window.lines) if window.lines is not None else f"{window.seconds or 0:g} s"
