"""The named parts of a score: what a sighting has that tells for or against it, each with its amount and its words."""

import math
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from app.logs import Entry, Level, Log, entry_at, grade
from app.matching.engine import Engine
from app.matching.phrasing import phrasing
from app.matching.recovery import overcome
from app.matching.sightings import Sighting
from app.matching.weights import SPECIFIC_FULL, SPECIFIC_NONE

HALF = 0.5
SEVERAL = 2
# So many occurrences are looked at closely, from the start of the log.
LOOKED_AT = 12
# Where and how the text stands is read off the first places.
READ = 3
# A count of more than so many doublings tells nothing new.
DOUBLINGS = 4.0
# Nor do more unrelated failures than so many; each after the first counts half.
MOST_STRANGERS = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One part: *amount* is 1 where it applies wholly; *reason* is told to people."""

    name: str
    amount: float
    reason: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of a sighting beyond its own lines.

    *mentioned* says why the lines only mention the failure, None where they state it; *strangers* are the unrelated
    failures right beside it, *talked* those that the lines beside it only mention.
    """

    mentioned: str | None = None
    strangers: Collection[str] = ()
    talked: Collection[str] = ()


def parts_of(sighting: Sighting, log: Log, engine: Engine, beside: Beside) -> tuple[Part, ...]:
    """The parts that apply."""
    found = [Part("start", 1.0, "a line matches"), _specific(sighting)]
    found += [part for test in _TESTS if (part := test(sighting, log))]
    found += _phrased(sighting, log, engine)
    last = sighting.occurrences[-1]
    if why := overcome(log, last.first, last.last, transient=sighting.signature.is_transient):
        found.append(Part("recovered", 1.0, why))
    if beside.mentioned:
        found.append(Part("mention", 1.0, beside.mentioned))
    if beside.strangers:
        found.append(
            Part(
                "strangers",
                _several_of(beside.strangers),
                f"stands {_beside(beside.strangers)}, as in a list of messages",
            )
        )
    if beside.talked:
        found.append(
            Part("talk", _several_of(beside.talked), f"stands {_beside(beside.talked)}, which the lines only mention")
        )
    return tuple(found)


def _several_of(ids: Collection[str]) -> float:
    return (1 + min(MOST_STRANGERS, len(ids))) / 2


def _beside(ids: Collection[str]) -> str:
    return f"beside {', '.join(sorted(ids)[:MOST_STRANGERS])}"


def _specific(sighting: Sighting) -> Part:
    share = (sighting.specificity - SPECIFIC_NONE) / (SPECIFIC_FULL - SPECIFIC_NONE)
    share = min(1.0, max(0.0, share))
    words = "the text is particular to it" if share > HALF else "the text is rather common"
    return Part("specific", round(share, 3), words)


def _phrased(sighting: Sighting, log: Log, engine: Engine) -> list[Part]:
    """Whether a line opens with the message; or, where none does, whether all quote it in a sentence."""
    forms = set()
    for line, pattern, _ in [mark for place in sighting.occurrences[:READ] for mark in place.marks]:
        text = log.line(line)
        match = engine.match(pattern, text)
        forms.add(phrasing(text, match.spans[0]) if match else None)
    if "opens" in forms:
        return [Part("opens", 1.0, "a message opens with it")]
    return [Part("quotes", 1.0, "a sentence quotes it")] if forms == {"quotes"} else []


def _entries(sighting: Sighting, log: Log) -> list[tuple[int, Entry]]:
    places = sighting.occurrences[:LOOKED_AT]
    return [(line, entry_at(log, line)) for place in places for line, _, _ in place.marks]


def _exception(sighting: Sighting, log: Log) -> Part | None:
    entries = _entries(sighting, log)
    if any(entry.language and line == entry.innermost for line, entry in entries):
        return Part("exception", 1.0, "names the innermost exception of a stack trace")
    if any((entry.language and line in entry.messages) or _EXCEPTION.search(log.raw(line)) for line, entry in entries):
        return Part("exception", 0.8, "is the message of an exception")
    return None


_EXCEPTION = re.compile(rb"\b[A-Z]\w*(?:Error|Exception)(?:: |\()|^panic: |^fatal error: |\bpanicked at\b")


def _level(sighting: Sighting, log: Log) -> Part | None:
    levels = [level for line, entry in _entries(sighting, log) if (level := _graded(log, line, entry)) is not None]
    if not levels:
        return None
    highest = max(levels)
    if highest >= Level.ERROR:
        return Part("failing", 1.0, f"logged as {highest.name.lower()}")
    if highest <= Level.INFO:
        return Part("chatty", 1.0, f"logged only as {highest.name.lower()}")
    return None


def _graded(log: Log, line: int, entry: Entry) -> Level | None:
    own = grade(log, line)
    return own if own is not None else grade(log, entry.first)


def _several(sighting: Sighting, _log: Log) -> Part | None:
    if sighting.conditions < SEVERAL:
        return None
    return Part("several", 1.0, f"{sighting.conditions} conditions agree")


def _often(sighting: Sighting, _log: Log) -> Part | None:
    if sighting.count < SEVERAL:
        return None
    return Part("often", round(min(DOUBLINGS, math.log2(sighting.count)), 3), f"{sighting.count} times")


def _end(sighting: Sighting, log: Log) -> Part | None:
    if len(log) - sighting.occurrences[-1].last > max(10, len(log) // 10):
        return None
    return Part("end", 1.0, "stands near the end of the log")


_TESTS: tuple[Callable[[Sighting, Log], Part | None], ...] = (_exception, _level, _several, _often, _end)
