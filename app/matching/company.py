"""Who stands beside a sighting: failures that have nothing to do with each other, line by line, are a list of messages.

A log of one program tells of one failure and what follows from it.  Documents, rules and tables put them side by side.
"""

from collections.abc import Sequence

from app.logs import Log, entry_at
from app.matching.causes import CausalGraph
from app.matching.sightings import Sighting

# So many lines apart are side by side.
_BESIDE = 4
# So many occurrences are looked at, from the start of the log.
_LOOKED_AT = 12


def strangers(sighting: Sighting, others: Sequence[Sighting], graph: CausalGraph, log: Log) -> frozenset[str]:
    """The ids of other failures right beside it, from the same source, that neither explain it nor follow from it.

    Effects come with anything, and a generic failure with whatever it made fail: they count among their like only.
    """
    if sighting.signature.is_effect:
        return frozenset()
    return frozenset(
        other.signature.id
        for other in others
        if _alike(sighting, other) and not _related(sighting, other, graph) and _side_by_side(sighting, other, log)
    )


def _alike(one: Sighting, other: Sighting) -> bool:
    return not other.signature.is_effect and one.signature.generic == other.signature.generic


def _related(one: Sighting, other: Sighting, graph: CausalGraph) -> bool:
    first, second = one.signature, other.signature
    preferred = second.id in first.yields_to or first.id in second.yields_to
    return (
        first.id == second.id or preferred or graph.explains(first.id, second.id) or graph.explains(second.id, first.id)
    )


def _side_by_side(one: Sighting, other: Sighting, log: Log) -> bool:
    """On neighbouring lines, not in one entry: a line, or a stack trace, may name a failure in two ways."""
    pairs = ((mine, theirs) for mine in _lines(one) for theirs in _lines(other) if abs(mine - theirs) <= _BESIDE)
    return any(
        entry_at(log, mine).first != entry_at(log, theirs).first and _source(log, mine) == _source(log, theirs)
        for mine, theirs in pairs
    )


def _lines(sighting: Sighting) -> list[int]:
    return [line for place in sighting.occurrences[:_LOOKED_AT] for line, _, _ in place.marks]


def _source(log: Log, line: int) -> str | None:
    wrapping = log.wrappings.get(line)
    return wrapping.source if wrapping else None
