"""The library: all active signatures and what incidents taught about them, as of one version.  Replaced whole."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.matching.causes import MAX_USUAL_CAUSES, first_sentence, first_step
from app.matching.diagnosis import UsualCause
from app.matching.matcher import Matcher
from app.matching.signature import Signature
from app.records.postmortem import Postmortem


@dataclass(frozen=True, slots=True)
class Incident:
    """What a published postmortem teaches: the signatures that it names, and how to check for its cause, if it says."""

    title: str
    signatures: tuple[str, ...]
    check: str = ""


@dataclass(frozen=True)
class Library:
    """Active signatures, and what incidents taught about the causes of effects."""

    version: str
    signatures: tuple[Signature, ...]
    history: Mapping[str, tuple[UsualCause, ...]] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """What tells whether the matcher of another version would be the same."""
        return hashlib.sha256(repr((self.signatures, self.history)).encode()).hexdigest()

    def matcher(self) -> Matcher:
        """The matcher's part, compiled: it belongs to one thread."""
        return Matcher(self.signatures, history=self.history)


def build_library(version: str, signatures: Sequence[Signature], incidents: Iterable[Incident]) -> Library:
    """The library of these records; drafts and retired signatures are left out."""
    active = tuple(signature for signature in signatures if signature.status == "active")
    return Library(version, active, _history(active, incidents))


def incident_of(record: Postmortem) -> Incident:
    """What a postmortem teaches."""
    return Incident(record.title, record.signatures, check_of(record))


def check_of(record: Postmortem) -> str:
    """How to check for the cause that a postmortem found; empty where it does not tell both."""
    return first_sentence(record.confirm) if record.root_cause and record.confirm else ""


def _history(signatures: Sequence[Signature], incidents: Iterable[Incident]) -> dict[str, tuple[UsualCause, ...]]:
    """What incidents with each effect were caused by, most frequent first.

    Where an incident names signatures of causes, those; otherwise its own title stands for a cause that prints no line.
    """
    causes = {signature.id: signature for signature in signatures if not signature.is_effect}
    counted: dict[str, Counter[str]] = {signature.id: Counter() for signature in signatures if signature.is_effect}
    unnamed: dict[str, list[UsualCause]] = {id_: [] for id_ in counted}
    for incident in incidents:
        named = [id_ for id_ in incident.signatures if id_ in causes]
        for effect in incident.signatures:
            if effect not in counted:
                continue
            counted[effect].update(named)
            if not named and incident.check and len(unnamed[effect]) < MAX_USUAL_CAUSES:
                unnamed[effect].append(UsualCause(None, incident.title, 1, incident.check))
    return {effect: _most_frequent(counts, unnamed[effect], causes) for effect, counts in counted.items()}


def _most_frequent(
    counts: Counter[str], unnamed: Sequence[UsualCause], causes: Mapping[str, Signature]
) -> tuple[UsualCause, ...]:
    recorded = [UsualCause(id_, causes[id_].title, count, first_step(causes[id_])) for id_, count in counts.items()]
    return tuple(sorted((*recorded, *unnamed), key=lambda cause: -cause.count))[:MAX_USUAL_CAUSES]
