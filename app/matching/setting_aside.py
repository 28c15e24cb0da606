"""Known failures whose words stand in a log though they did not happen, or are over: which, where, and what says so."""

from collections.abc import Collection, Iterable, Iterator

from app.logs import Log, entry_at
from app.matching.diagnosis import SetAside
from app.matching.parts import Part
from app.matching.showing import shown
from app.matching.sightings import Sighting
from app.matching.weights import WEIGHTS

# The parts of a score that are a reason to set a sighting aside; a text that is merely common is none.
DOUBTS = frozenset({"mention", "recovered", "strangers", "talk", "quotes"})
# The parts whose reason says what the line is or does.
_OF_THE_LINE = frozenset({"mention", "strangers", "talk"})
# A text about failures may name dozens of them.
SHOWN = 12

Judged = tuple[Sighting, Collection[Part]]


def set_aside(sightings: Iterable[Judged], found: Collection[str], log: Log) -> tuple[SetAside, ...]:
    """Those of *sightings* that are not among the *found* ids and have a doubt, by line; the weightiest doubt is told."""
    doubted = [
        (sighting, doubt)
        for sighting, parts in sightings
        if sighting.signature.id not in found and (doubt := _doubt(parts))
    ]
    doubted.sort(key=lambda pair: pair[0].occurrences[0].first)
    return tuple(_one(sighting, doubt, log) for sighting, doubt in doubted[:SHOWN])


def overcome_entries(sightings: Iterable[Judged], found: Collection[str], log: Log) -> frozenset[int]:
    """The first lines of the entries whose failure is over."""
    return frozenset(
        entry_at(log, line).first
        for sighting, parts in sightings
        if sighting.signature.id not in found and any(part.name == "recovered" for part in parts)
        for line in sighting.lines
    )


def _doubt(parts: Iterable[Part]) -> Part | None:
    doubts: Iterator[Part] = (part for part in parts if part.name in DOUBTS)
    return min(doubts, key=lambda part: WEIGHTS[part.name].fitted * part.amount, default=None)


def _one(sighting: Sighting, doubt: Part, log: Log) -> SetAside:
    first = sighting.occurrences[0].first
    text, _ = shown(log.line(first))
    signature = sighting.signature
    reason = f"the line {doubt.reason}" if doubt.name in _OF_THE_LINE else doubt.reason
    return SetAside(signature.id, signature.title, log.number(first), text, sighting.count, reason)
