"""Which conditions of which signatures hold in a log, each by itself: nothing is weighed or ranked."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.logs import Log, when
from app.matching.conditions import Clock, Guard, Leaf, Node, Occurrence, compile_node, leaves, occurrences, undisturbed
from app.matching.engine import Engine
from app.matching.patterns import Pattern, compile_line, compile_regex
from app.matching.signature import Condition, Line, Regex, Signature, Unless

# The places where each condition of a signature holds, by its index under ``match``.
Holding = Mapping[int, Sequence[Occurrence]]


class Conditions:
    """The conditions of signatures, compiled.  Belongs to one thread; raises PatternFault for a broken one.

    *every_line*: try each pattern on each line, which is faster for a few patterns and lines than to prepare a scan.
    """

    def __init__(self, signatures: Sequence[Signature], *, every_line: bool = False) -> None:
        self._patterns: list[Pattern] = []
        self._known: dict[Line | Regex, int] = {}
        self._nodes = {
            signature.id: [self._node(condition, index) for index, condition in enumerate(signature.match)]
            for signature in signatures
        }
        self._guards = {
            signature.id: [self._guard(guard, index) for index, guard in enumerate(signature.unless)]
            for signature in signatures
        }
        tried = [replace(pattern, atoms=(), is_literal=False) for pattern in self._patterns]
        self._engine = Engine(tried if every_line else self._patterns)
        self._users = self._signatures_of_patterns()

    def holding(self, log: Log) -> dict[str, Holding]:
        """The conditions that hold in *log*, by signature id; signatures without one are left out."""
        hits = self._engine.search(log)
        clock = Clock(lambda line: stamp.seconds if (stamp := when(log, line)) else None)
        found: dict[str, Holding] = {}
        for id_ in sorted({id_ for pattern in hits for id_ in self._users[pattern]}):
            holding = {
                index: places
                for index, node in enumerate(self._nodes[id_])
                if (places := undisturbed(occurrences(node, hits, clock), self._guards[id_], hits, clock))
            }
            if holding:
                found[id_] = holding
        return found

    def specificity(self, id_: str) -> tuple[float, ...]:
        """How surprising the fixed text of each condition is in an ordinary log, all its patterns together."""
        return tuple(
            sum(self._patterns[leaf.pattern].specificity for leaf in leaves(node)) for node in self._nodes[id_]
        )

    def _node(self, condition: Condition, index: int) -> Node:
        return compile_node(condition, f"match[{index}]", self._number)

    def _guard(self, guard: Unless, index: int) -> Guard:
        return Guard(Leaf(self._number(guard.condition), f"unless[{index}]"), guard.within, guard.side)

    def _number(self, condition: Line | Regex) -> int:
        if condition not in self._known:
            compile_ = compile_line if isinstance(condition, Line) else compile_regex
            self._known[condition] = len(self._patterns)
            self._patterns.append(compile_(condition.pattern, ignore_case=condition.ignore_case))
        return self._known[condition]

    def _signatures_of_patterns(self) -> list[set[str]]:
        users: list[set[str]] = [set() for _ in self._patterns]
        for id_, nodes in self._nodes.items():
            for leaf in (leaf for node in nodes for leaf in leaves(node)):
                users[leaf.pattern].add(id_)
        return users
