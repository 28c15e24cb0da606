"""Order findings: causes before their effects, then by strength, generic last, and the earliest first among equals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.logs import Log
from app.matching.causes import CausalGraph
from app.matching.diagnosis import Reason, Strength
from app.matching.sightings import Sighting

_STRENGTH_ORDER: dict[Strength, int] = {"strong": 0, "likely": 0, "possible": 1}


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sighting with what it is worth."""

    sighting: Sighting
    why: tuple[Reason, ...]
    confidence: float
    strength: Strength
    notes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The signature's id."""
        return self.sighting.signature.id

    @property
    def is_firm(self) -> bool:
        """Whether it is strong or likely."""
        return self.strength != "possible"

    @property
    def first(self) -> int:
        """The first line of evidence."""
        return self.sighting.occurrences[0].first


def drop_claimed(sightings: Sequence[Sighting], log: Log) -> list[Sighting]:
    """Without the occurrences of generic signatures on lines that a more specific one claims."""
    claimed = {log.number(line) for sighting in sightings if not sighting.signature.generic for line in sighting.lines}
    kept: list[Sighting] = []
    for sighting in sightings:
        if not sighting.signature.generic:
            kept.append(sighting)
            continue
        free = [
            place
            for place in sighting.occurrences
            if not all(log.number(line) in claimed for line, _, _ in place.marks)
        ]
        if free:
            kept.append(sighting.only(free))
    return kept


class Order:
    """Findings, best first; what a finding explains comes right after it, whatever its role."""

    def __init__(self, findings: Iterable[Weighed], graph: CausalGraph) -> None:
        waiting = sorted(findings, key=_rank)
        self._causes = {finding.id: _explaining(finding, waiting, graph) for finding in waiting}
        self._effects: dict[str, list[Weighed]] = {finding.id: [] for finding in waiting}
        for finding in waiting:
            for cause in self._causes[finding.id]:
                self._effects[cause.id].append(finding)
        roots = [finding for finding in waiting if not self._causes[finding.id]]
        ordered: dict[str, Weighed] = {}
        for root in _after_preferred(roots):
            for finding in (root, *self._effects[root.id]):
                ordered.setdefault(finding.id, finding)
        self.findings = tuple(ordered.values())

    def explaining(self, finding: Weighed) -> tuple[str, ...]:
        """The ids of those that explain *finding*, best first."""
        return self._ids(self._causes[finding.id])

    def explained(self, finding: Weighed) -> tuple[str, ...]:
        """The ids of those that follow from *finding*, best first."""
        return self._ids(self._effects[finding.id])

    def _ids(self, chosen: Iterable[Weighed]) -> tuple[str, ...]:
        ids = {finding.id for finding in chosen}
        return tuple(finding.id for finding in self.findings if finding.id in ids)


def _explaining(finding: Weighed, others: Iterable[Weighed], graph: CausalGraph) -> list[Weighed]:
    """Those of *others* that explain *finding*; a weak one explains nothing firm."""
    return [
        other for other in others if graph.explains(other.id, finding.id) and (other.is_firm or not finding.is_firm)
    ]


def _rank(finding: Weighed) -> tuple[int, bool, bool, int, float]:
    signature = finding.sighting.signature
    return (
        _STRENGTH_ORDER[finding.strength],
        signature.is_effect,
        signature.generic,
        finding.first,
        -finding.confidence,
    )


def _after_preferred(roots: list[Weighed]) -> list[Weighed]:
    """Moved so that each stands after those it yields to; a firm one yields to no weak one."""
    ordered = list(roots)
    for finding in roots:
        preferred = {*finding.sighting.signature.yields_to}
        places = [
            at for at, other in enumerate(ordered) if other.id in preferred and (other.is_firm or not finding.is_firm)
        ]
        at = next(place for place, other in enumerate(ordered) if other is finding)
        if places and places[-1] > at:
            ordered.insert(places[-1], ordered.pop(at))
    return ordered
