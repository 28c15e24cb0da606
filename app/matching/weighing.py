"""Weigh a sighting: a sum of named parts, each with its reason, and the confidence that the sum stands for."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.logs import Log, entry_at
from app.matching.conditions import Occurrence
from app.matching.diagnosis import Reason, Strength
from app.matching.engine import Engine
from app.matching.mentions import mention
from app.matching.parts import Part
from app.matching.sightings import Sighting
from app.matching.weights import WEIGHTS

# Bands of confidence, best first.  Below the last there is no finding: silence is better than noise.
BANDS: tuple[tuple[Strength, float], ...] = (("strong", 0.85), ("likely", 0.6), ("possible", 0.3))
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

    def parts(self, sighting: Sighting) -> list[Part]:
        """The parts that they add to the score of a sighting."""
        found = []
        if self.service and self.service in sighting.signature.services:
            found.append(Part("service", 1.0, f"written for the service {self.service}"))
        votes = self.votes.get(sighting.signature.id)
        if votes and (votes.confirmed or votes.rejected):
            found.append(_voted(votes))
        return found


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


def weigh(parts: Iterable[Part]) -> tuple[Reason, ...]:
    """The parts of the score with their weights, heaviest first."""
    reasons = (Reason(part.reason, round(WEIGHTS[part.name].fitted * part.amount, 2)) for part in parts)
    return tuple(sorted(reasons, key=lambda reason: -abs(reason.weight)))


def confidence(reasons: Iterable[Reason]) -> float:
    """The probability that a sum of parts stands for, between 0.01 and 0.99: a matcher is never certain."""
    chance = 1 / (1 + math.exp(-sum(reason.weight for reason in reasons)))
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


def _voted(votes: Votes) -> Part:
    total = votes.confirmed + votes.rejected
    share = (votes.confirmed + PRIOR_CONFIRMED) / (total + PRIOR_VOTES)
    prior = PRIOR_CONFIRMED / PRIOR_VOTES
    amount = math.log(share / (1 - share)) - math.log(prior / (1 - prior))
    return Part("votes", amount, f"confirmed {votes.confirmed}, rejected {votes.rejected} times")
