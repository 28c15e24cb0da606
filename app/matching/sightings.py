"""Where one signature shows in one log: its occurrences, before anybody judged what they are worth."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.logs.log import Log
from app.matching.conditions import Clock, Guard, Hits, Leaf, Node, Occurrence, leaves, occurrences, undisturbed
from app.matching.engine import Engine
from app.matching.showing import value
from app.matching.signature import Signature


@dataclass(frozen=True, slots=True)
class Compiled:
    """A signature with its conditions as nodes over the engine's patterns."""

    signature: Signature
    nodes: tuple[Node, ...]
    guards: tuple[Guard, ...]
    specificity: Sequence[float]  # of each pattern of the engine


@dataclass(frozen=True, slots=True)
class Sighting:
    """Occurrences of one signature, in line order; *count* may exceed their number in a flood."""

    signature: Signature
    occurrences: tuple[Occurrence, ...]
    count: int
    specificity: float
    conditions: int  # lines that the fullest occurrence takes: more than one where several conditions agree
    times_missed: bool = False

    @property
    def lines(self) -> frozenset[int]:
        """Every line that an occurrence has."""
        return frozenset(line for place in self.occurrences for line, _, _ in place.marks)

    def only(self, kept: Sequence[Occurrence]) -> "Sighting":
        """The same with fewer occurrences."""
        flood = self.count - len(self.occurrences)
        return replace(self, occurrences=tuple(kept), count=len(kept) + flood)


def sight(compiled: Compiled, hits: Hits, clock: Clock) -> Sighting | None:
    """The occurrences of a signature in the log that *hits* were found in; None where it does not show."""
    clock.times_missed = False
    found: dict[int, Occurrence] = {}
    for node in compiled.nodes:
        if all(leaf.pattern not in hits for leaf in leaves(node)):
            continue
        for place in undisturbed(occurrences(node, hits, clock), compiled.guards, hits, clock):
            _add(found, place)
    if not found:
        return None
    places = tuple(found[line] for line in sorted(found))
    return Sighting(
        compiled.signature,
        places,
        max(len(places), _flood(compiled.nodes, hits) if not compiled.guards else 0),
        max(_specificity(place, compiled.specificity) for place in places[:50]),
        max(len({line for line, _, _ in place.marks}) for place in places[:50]),
        clock.times_missed,
    )


def captures(engine: Engine, log: Log, sighting: Sighting) -> dict[str, str]:
    """What the first occurrence captured, masked; what it left open is taken from the next ones."""
    values: dict[str, str] = {}
    for place in sighting.occurrences[:5]:
        for line, pattern, _ in place.marks:
            if pattern < 0:
                continue  # similar wording, which no pattern matched
            text = log.line(line)
            match = engine.match(pattern, text)
            for name, span in (match.places if match else {}).items():
                if name not in values:
                    values[name] = value(text, span)
    return values


def _add(found: dict[int, Occurrence], place: Occurrence) -> None:
    """Keep *place* unless one is known on the same first line, whose marks it then joins."""
    known = found.get(place.first)
    if known is None:
        found[place.first] = place
    else:
        lines = {mark[:2] for mark in known.marks}
        extra = tuple(mark for mark in place.marks if mark[:2] not in lines)
        found[place.first] = Occurrence(tuple(sorted((*known.marks, *extra), key=lambda mark: mark[0])))


def _specificity(place: Occurrence, of_pattern: Sequence[float]) -> float:
    """The sum over the lines of the most particular pattern on each: several patterns on one line say one thing."""
    best: dict[int, float] = {}
    for line, pattern, _ in place.marks:
        best[line] = max(best.get(line, 0.0), of_pattern[pattern])
    return sum(best.values())


def _flood(nodes: Sequence[Node], hits: Hits) -> int:
    """How often the commonest single line occurs, which is counted past the places that are looked at."""
    single = [leaf.pattern for leaf in nodes if isinstance(leaf, Leaf) and leaf.count == 1]
    return max((len(hits[pattern]) for pattern in single if pattern in hits), default=0)
