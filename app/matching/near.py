"""Similar wording: a failing line that nothing explains and that nearly says what a signature looks for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from app.matching.generalise import generalise
from app.matching.patterns import HOLE_CLASSES
from app.matching.salient import Failing
from app.matching.signature import Condition, Line, Signature

# Below this share of equal characters (0 to 100) two messages of this length are different messages; found by trying
# transcription errors and other versions' wordings against all other signatures.
LEAST_RATIO = 88
# Shorter texts are near to too many others.
LEAST_LENGTH = 24
LOOKED_AT = 12
LEAST_WORD = 3


@dataclass(frozen=True, slots=True)
class Near:
    """A line and the signature whose wording it is near to; *ratio* is 0 to 1."""

    line: int
    signature: Signature
    label: str
    ratio: float


@dataclass(frozen=True, slots=True)
class _Wording:
    signature: Signature
    label: str
    text: str
    words: frozenset[str]


class Wordings:
    """The wordings of a library's single-line conditions."""

    def __init__(self, signatures: Sequence[Signature]) -> None:
        self._wordings = [
            _Wording(signature, f"match[{index}]", text, _words(text))
            for signature in signatures
            for index, condition in enumerate(signature.match)
            if len(text := _wording(condition)) >= LEAST_LENGTH
        ]

    def near(self, failing: Iterable[Failing]) -> list[Near]:
        """The nearest signature for each line that has one, each signature once, nearest first."""
        best: dict[str, Near] = {}
        for line in list(failing)[:LOOKED_AT]:
            words = _words(line.shape)
            for wording in self._wordings:
                if 2 * len(wording.words & words) < len(wording.words):
                    continue
                ratio = fuzz.partial_ratio(wording.text, line.shape.lower(), score_cutoff=LEAST_RATIO) / 100
                known = best.get(wording.signature.id)
                if len(line.shape) >= len(wording.text) * 0.8 and ratio and (known is None or ratio > known.ratio):
                    best[wording.signature.id] = Near(line.line, wording.signature, wording.label, ratio)
        return sorted(best.values(), key=lambda near: -near.ratio)


def _wording(condition: Condition) -> str:
    """The plain text of a line pattern; empty for other conditions, whose texts are not one message."""
    if not isinstance(condition, Line):
        return ""
    text = condition.pattern.replace("{{", "{").replace("}}", "}")
    for kind in HOLE_CLASSES:
        text = text.replace(f":{kind}}}", "}") if kind else text
    return generalise(text).lower()


def _words(text: str) -> frozenset[str]:
    return frozenset(
        word for word in text.lower().replace("'", " ").replace('"', " ").split() if len(word) >= LEAST_WORD
    )
