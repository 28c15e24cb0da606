"""Who stands beside a sighting: failures that have nothing to do with each other, line by line, are a list of messages.

A log of one program tells of one failure and what follows from it.  Documents, rules and tables put them side by side.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.logs import Level, Log, entry_at, grade, when
from app.matching.causes import CausalGraph
from app.matching.mentions.programs import PROMPT
from app.matching.recovery.events import is_event
from app.matching.sightings import Sighting

# So many lines apart are side by side.
_BESIDE = 6
# So many occurrences are looked at, from the start of the log.
_LOOKED_AT = 12


class Company:
    """The sightings of one log, by their lines; effects are left out, because they come with anything."""

    def __init__(self, sightings: Sequence[Sighting], graph: CausalGraph, log: Log) -> None:
        self._graph = graph
        self._log = log
        self._at: dict[int, list[Sighting]] = defaultdict(list)
        for sighting in sightings:
            if not sighting.signature.is_effect:
                for line in _lines(sighting):
                    self._at[line].append(sighting)

    def strangers(self, sighting: Sighting) -> frozenset[str]:
        """The ids of other failures right beside it, from the same source, that neither explain it nor follow from it.

        A generic failure comes with whatever it made fail: generic ones count among their like only.
        """
        if sighting.signature.is_effect:
            return frozenset()
        generic = sighting.signature.generic
        return frozenset(
            other.signature.id for other in self._unrelated(sighting) if other.signature.generic == generic
        )

    def unrelated(self, sighting: Sighting) -> frozenset[str]:
        """The same, whatever either of them is."""
        return frozenset(other.signature.id for other in self._unrelated(sighting))

    def _unrelated(self, sighting: Sighting) -> Iterator[Sighting]:
        for line in _lines(sighting):
            yield from (other for other in self._beside(line) if not self._related(sighting, other))

    def _beside(self, line: int) -> Iterator[Sighting]:
        """What stands on neighbouring lines of the same source, in another entry: a stack trace names one failure."""
        for near in range(line - _BESIDE, line + _BESIDE + 1):
            if near in self._at and self._is_apart(line, near):
                yield from self._at[near]

    def _is_apart(self, line: int, near: int) -> bool:
        """Whether both stand in the same text as entries of it; what a logger marks as failing is in no list."""
        log = self._log
        if entry_at(log, line).first == entry_at(log, near).first or _source(log, line) != _source(log, near):
            return False
        return not (_is_failing(log, line) or _is_failing(log, near) or _commanded(log, line, near))

    def _related(self, one: Sighting, other: Sighting) -> bool:
        first, second = one.signature, other.signature
        preferred = second.id in first.yields_to or first.id in second.yields_to
        explained = self._graph.explains(first.id, second.id) or self._graph.explains(second.id, first.id)
        return first.id == second.id or preferred or explained


def _lines(sighting: Sighting) -> list[int]:
    return [line for place in sighting.occurrences[:_LOOKED_AT] for line, _, _ in place.marks]


def _is_failing(log: Log, line: int) -> bool:
    """Whether a logger says that it is a warning or worse, for it or the line that it goes on from; or Kubernetes does."""
    above = range(line, max(-1, line - 1 - _BESIDE), -1)
    head = next((one for one in above if when(log, one) is not None), None)
    level = grade(log, head) if head is not None else None
    return is_event(log, line) or (level is not None and level >= Level.WARNING)


def _commanded(log: Log, line: int, near: int) -> bool:
    """Whether a command was typed between them: each is then the answer to another one."""
    return any(PROMPT.match(log.line(one)) for one in range(min(line, near) + 1, max(line, near)))


def _source(log: Log, line: int) -> str | None:
    wrapping = log.wrappings.get(line)
    return wrapping.source if wrapping else None
