"""The library: all active signatures and what they link to, as of one version.  Immutable, replaced whole."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.matching.causes import first_sentence, first_step
from app.matching.diagnosis import UsualCause
from app.matching.matcher import Matcher
from app.matching.signature import Signature
from app.records.postmortem import Postmortem


@dataclass(frozen=True, slots=True)
class Library:
    """Signatures, the published postmortems by signature id, and what incidents taught about the causes of effects."""

    version: str
    signatures: tuple[Signature, ...]
    postmortems: Mapping[str, tuple[Postmortem, ...]] = field(default_factory=dict)
    history: Mapping[str, tuple[UsualCause, ...]] = field(default_factory=dict)

    def matcher(self) -> Matcher:
        """The matcher's part, compiled: it belongs to one thread."""
        return Matcher(self.signatures, history=self.history, version=self.version)


def build_library(version: str, signatures: Sequence[Signature], postmortems: Iterable[Postmortem]) -> Library:
    """The library of these records; drafts and retired signatures are left out."""
    active = tuple(signature for signature in signatures if signature.status == "active")
    published = [record for record in postmortems if record.status == "published"]
    by_signature = {signature.id: _linked(signature, published) for signature in active}
    history = {
        signature.id: _recorded_causes(signature, published, active) for signature in active if signature.is_effect
    }
    return Library(version, active, by_signature, history)


def _linked(signature: Signature, postmortems: Sequence[Postmortem]) -> tuple[Postmortem, ...]:
    """Postmortems that name the signature or are named by it, the latest incident first."""
    linked = [
        record for record in postmortems if signature.id in record.signatures or record.slug in signature.postmortems
    ]
    return tuple(sorted(linked, key=_latest_first))


def _latest_first(record: Postmortem) -> tuple[bool, float, str]:
    started = record.started_at
    return started is None, -started.timestamp() if started else 0.0, record.slug


def _recorded_causes(
    effect: Signature, postmortems: Sequence[Postmortem], signatures: Sequence[Signature]
) -> tuple[UsualCause, ...]:
    """What incidents with this effect were caused by, most frequent first.

    Where an incident names signatures of causes, those; otherwise its own title stands for a cause that prints no line.
    """
    causes = {signature.id: signature for signature in signatures if not signature.is_effect}
    counted: Counter[str] = Counter()
    unnamed: list[UsualCause] = []
    for record in postmortems:
        if effect.id not in record.signatures:
            continue
        named = [id_ for id_ in record.signatures if id_ in causes]
        counted.update(named)
        if not named and _tells_a_cause(record):
            unnamed.append(UsualCause(None, record.title, 1, first_sentence(record.confirm)))
    recorded = [UsualCause(id_, causes[id_].title, count, first_step(causes[id_])) for id_, count in counted.items()]
    return tuple(sorted((*recorded, *unnamed), key=lambda cause: -cause.count))


def _tells_a_cause(record: Postmortem) -> bool:
    return bool(record.root_cause and record.confirm)
