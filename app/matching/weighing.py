"""Weigh a sighting: a sum of named parts, each with its reason, and the confidence that the sum stands for.

All weights are in one table, in logits: a part of +0.7 doubles the odds that the finding is right.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.logs import Entry, Level, Log, entry_at, grade
from app.matching.conditions import Occurrence
from app.matching.diagnosis import Reason, Strength
from app.matching.engine import Engine
from app.matching.mentions import mention
from app.matching.recovery import overcome
from app.matching.sightings import Sighting

# Bands of confidence, best first.  Below the last there is no finding: silence is better than noise.
BANDS: tuple[tuple[Strength, float], ...] = (("strong", 0.85), ("likely", 0.6), ("possible", 0.3))

# name: (weight, why it has this weight)
WEIGHTS: dict[str, tuple[float, str]] = {
    "start": (-0.4, "a line that matches anything is right a little less than half of the time"),
    "specific": (2.6, "a long message that ordinary logs do not have is hardly ever something else"),
    "exception": (1.0, "software states a failure in the message of an exception"),
    "failing": (0.7, "the entry itself says that it is an error"),
    "chatty": (-0.4, "an entry below warning seldom reports the failure itself"),
    "mention": (-6.0, "the line talks about the failure and does not have it"),
    "recovered": (-4.0, "the same operation succeeded later, or the test that provoked it passed"),
    "several": (0.7, "several conditions agree"),
    "often": (0.15, "each doubling of the count makes an accident less likely"),
    "end": (0.3, "what stands at the end, or is the first failure, ended it"),
    "service": (0.4, "the signature is written for this service"),
    "votes": (1.0, "people confirmed or rejected it; the prior of five votes keeps one from ruling"),
}
# Specificity, in bits, that a signature needs for no and for full weight.
SPECIFIC_NONE, SPECIFIC_FULL = 15.0, 45.0
HALF = 0.5
SEVERAL = 2
PRIOR_VOTES, PRIOR_CONFIRMED = 5, 4
# So many occurrences are looked at closely, from both ends of the log.
LOOKED_AT = 24


@dataclass(frozen=True, slots=True)
class Votes:
    """What people said of a signature's findings."""

    confirmed: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known besides the log: the service it is from, and the votes by signature id."""

    service: str = ""
    votes: Mapping[str, Votes] = field(default_factory=dict)


def stated(sighting: Sighting, log: Log, engine: Engine) -> tuple[Sighting, str | None]:
    """The sighting without occurrences that only mention the failure; with the reason where all of them do."""
    kept: list[Occurrence] = []
    reason = None
    closely = {*range(LOOKED_AT // 2), *range(len(sighting.occurrences) - LOOKED_AT // 2, len(sighting.occurrences))}
    for index, place in enumerate(sighting.occurrences):
        why = _mentioned(place, log, engine) if index in closely else None
        if why is None:
            kept.append(place)
        else:
            reason = why
    if not kept or all(index in closely for index in range(len(sighting.occurrences))):
        return (sighting.only(kept), None) if kept else (sighting, reason)
    return sighting.only(kept), None


def weigh(sighting: Sighting, log: Log, circumstances: Circumstances, mentioned: str | None) -> tuple[Reason, ...]:
    """The parts of the score, heaviest first; those that do not apply are left out."""
    parts = [_start(), _specific(sighting), *(part for test in _TESTS if (part := test(sighting, log)))]
    if why := overcome(log, sighting.occurrences[-1].first, sighting.occurrences[-1].last):
        parts.append(Reason(why, WEIGHTS["recovered"][0]))
    if mentioned:
        parts.append(Reason(mentioned, WEIGHTS["mention"][0]))
    if circumstances.service and circumstances.service in sighting.signature.services:
        parts.append(Reason(f"written for the service {circumstances.service}", WEIGHTS["service"][0]))
    votes = circumstances.votes.get(sighting.signature.id)
    if votes and (votes.confirmed or votes.rejected):
        parts.append(_voted(votes))
    return tuple(sorted(parts, key=lambda part: -abs(part.weight)))


def confidence(parts: tuple[Reason, ...]) -> float:
    """The probability that a sum of parts stands for, between 0.01 and 0.99: a matcher is never certain."""
    chance = 1 / (1 + math.exp(-sum(part.weight for part in parts)))
    return round(min(0.99, max(0.01, chance)), 2)


def strength(chance: float) -> Strength | None:
    """The band of a confidence; None where it is too low to be shown."""
    return next((name for name, least in BANDS if chance >= least), None)


def _mentioned(place: Occurrence, log: Log, engine: Engine) -> str | None:
    reason = None
    for line, pattern, _ in place.marks:
        text = log.line(line)
        match = engine.match(pattern, text)
        span = match.spans[0] if match else (0, len(text))
        reason = mention(log, line, text, span, quoted=line in entry_at(log, line).quoted)
        if reason is None:
            return None
    return reason


def _start() -> Reason:
    return Reason("a line matches", WEIGHTS["start"][0])


def _specific(sighting: Sighting) -> Reason:
    share = (sighting.specificity - SPECIFIC_NONE) / (SPECIFIC_FULL - SPECIFIC_NONE)
    share = min(1.0, max(0.0, share))
    words = "the text is particular to it" if share > HALF else "the text is rather common"
    return Reason(words, round(WEIGHTS["specific"][0] * share, 2))


def _entries(sighting: Sighting, log: Log) -> list[tuple[int, Entry]]:
    places = sighting.occurrences[: LOOKED_AT // 2]
    return [(line, entry_at(log, line)) for place in places for line, _, _ in place.marks]


def _exception(sighting: Sighting, log: Log) -> Reason | None:
    entries = _entries(sighting, log)
    if any(entry.language and line == entry.innermost for line, entry in entries):
        return Reason("names the innermost exception of a stack trace", WEIGHTS["exception"][0])
    if any((entry.language and line in entry.messages) or _EXCEPTION.search(log.raw(line)) for line, entry in entries):
        return Reason("is the message of an exception", WEIGHTS["exception"][0] * 0.8)
    return None


_EXCEPTION = re.compile(rb"\b[A-Z]\w*(?:Error|Exception)(?:: |\()|^panic: |^fatal error: |\bpanicked at\b")


def _level(sighting: Sighting, log: Log) -> Reason | None:
    levels = [level for line, entry in _entries(sighting, log) if (level := _graded(log, line, entry)) is not None]
    if not levels:
        return None
    highest = max(levels)
    if highest >= Level.ERROR:
        return Reason(f"logged as {highest.name.lower()}", WEIGHTS["failing"][0])
    if highest <= Level.INFO:
        return Reason(f"logged only as {highest.name.lower()}", WEIGHTS["chatty"][0])
    return None


def _graded(log: Log, line: int, entry: Entry) -> Level | None:
    own = grade(log, line)
    return own if own is not None else grade(log, entry.first)


def _several(sighting: Sighting, _log: Log) -> Reason | None:
    if sighting.conditions < SEVERAL:
        return None
    return Reason(f"{sighting.conditions} conditions agree", WEIGHTS["several"][0])


def _often(sighting: Sighting, _log: Log) -> Reason | None:
    if sighting.count < SEVERAL:
        return None
    weight = min(0.6, WEIGHTS["often"][0] * math.log2(sighting.count))
    return Reason(f"{sighting.count} times", round(weight, 2))


def _end(sighting: Sighting, log: Log) -> Reason | None:
    if len(log) - sighting.occurrences[-1].last > max(10, len(log) // 10):
        return None
    return Reason("stands near the end of the log", WEIGHTS["end"][0])


_TESTS: tuple[Callable[[Sighting, Log], Reason | None], ...] = (_exception, _level, _several, _often, _end)


def _voted(votes: Votes) -> Reason:
    total = votes.confirmed + votes.rejected
    share = (votes.confirmed + PRIOR_CONFIRMED) / (total + PRIOR_VOTES)
    prior = PRIOR_CONFIRMED / PRIOR_VOTES
    weight = math.log(share / (1 - share)) - math.log(prior / (1 - prior))
    return Reason(f"confirmed {votes.confirmed}, rejected {votes.rejected} times", round(weight, 2))
