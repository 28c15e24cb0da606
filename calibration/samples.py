"""What is fitted to: every sighting of a signature in a labelled log, with its parts and whether it is right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.logs import read
from app.matching.matcher import Matcher
from app.matching.signature import Signature
from app.services.evaluate import Case, read_cases
from app.services.exchange import parse, record_files
from app.shipped import STARTER_FOLDERS

CASES = Path(__file__).parent / "cases"
_LIMIT = 1 << 26


@dataclass(frozen=True, slots=True)
class Sample:
    """A sighting: *parts* by name with their amounts; *owner* is the signature that the log was written for."""

    signature: str
    owner: str | None
    parts: dict[str, float]
    right: bool
    kind: str  # example or case


def samples() -> list[Sample]:
    """All sightings, in the examples of the starter library and in the cases."""
    parsed = parse(record_files(STARTER_FOLDERS)).signatures
    signatures = sorted((one.record for one in parsed if one.record), key=lambda signature: signature.id)
    matcher = Matcher(signatures)
    return [*_of_examples(matcher, signatures), *_of_cases(matcher, fitted_cases())]


def fitted_cases() -> list[Case]:
    """The labelled logs that were written for the fit."""
    return [case for path in sorted(CASES.glob("*.jsonl")) for case in read_cases(path.read_text(encoding="utf-8"))]


def _of_examples(matcher: Matcher, signatures: Sequence[Signature]) -> Iterator[Sample]:
    """A negative example says only that its own signature would be wrong; other sightings in it are not judged."""
    for signature in signatures:
        for example in signature.examples:
            truth = {signature.id, *example.also} if example.matches else set(example.also)
            for id_, parts in _sightings(matcher, example.log):
                if example.matches or id_ == signature.id:
                    yield Sample(id_, signature.id, parts, id_ in truth, "example")


def _of_cases(matcher: Matcher, cases: Sequence[Case]) -> Iterator[Sample]:
    for case in cases:
        for id_, parts in _sightings(matcher, case.log):
            yield Sample(id_, case.expect, parts, id_ in case.truth, "case")


def _sightings(matcher: Matcher, log: str) -> Iterator[tuple[str, dict[str, float]]]:
    for sighting, parts in matcher.sightings(read(log.encode("utf-8", "replace"), limit=_LIMIT)):
        yield sighting.signature.id, {part.name: part.amount for part in parts}
