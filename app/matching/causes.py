"""The causal graph of a library: which failure follows from which, and what usually leads to one."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from app.matching.diagnosis import UsualCause
from app.matching.signature import Signature

# A lone effect lists this many of its usual causes.
MAX_USUAL_CAUSES = 8


class CausalGraph:
    """`explains`, closed: a failure explains what its consequences explain.

    *history* holds, for an effect, the causes that postmortems record for it, most frequent first.
    """

    def __init__(
        self, signatures: Sequence[Signature], history: Mapping[str, tuple[UsualCause, ...]] | None = None
    ) -> None:
        self._signatures = {signature.id: signature for signature in signatures}
        self._direct = {signature.id: signature.explains for signature in signatures}
        self._all = {id_: frozenset(_reachable(id_, self._direct)) for id_ in self._direct}
        self._history = dict(history or {})

    def explains(self, cause: str, effect: str) -> bool:
        """Whether *effect* follows from *cause*, directly or by way of others."""
        return effect in self._all.get(cause, frozenset())

    def explained(self, cause: str, present: Iterable[str]) -> tuple[str, ...]:
        """Those of *present* that follow from *cause*."""
        return tuple(other for other in present if self.explains(cause, other))

    def explaining(self, effect: str, present: Iterable[str]) -> tuple[str, ...]:
        """Those of *present* that *effect* follows from."""
        return tuple(other for other in present if self.explains(other, effect))

    def usual_causes(self, effect: str) -> tuple[UsualCause, ...]:
        """What has led to *effect* in recorded incidents, then what the library says may: at most eight."""
        recorded = self._history.get(effect, ())
        known = {cause.signature for cause in recorded}
        library = [
            UsualCause(signature.id, signature.title, 0, first_step(signature))
            for signature in self._signatures.values()
            if effect in signature.explains and signature.id not in known and not signature.is_effect
        ]
        return (*recorded, *library)[:MAX_USUAL_CAUSES]


def first_step(signature: Signature) -> str:
    """How to check for a failure: the first sentence of its confirmation."""
    return first_sentence(signature.confirm)


def first_sentence(text: str) -> str:
    """The text up to its first full stop, on one line."""
    flat = " ".join(text.split())
    end = flat.find(". ")
    return flat if end < 0 else flat[: end + 1]


def _reachable(start: str, direct: Mapping[str, Collection[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(direct.get(start, ()))
    while waiting:
        id_ = waiting.pop()
        if id_ not in found and id_ != start:
            found.add(id_)
            waiting.extend(direct.get(id_, ()))
    return found
