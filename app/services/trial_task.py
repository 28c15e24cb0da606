"""What a worker process does for an author: draft a signature from a log, and try a candidate on many logs."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.errors import EmptyLog
from app.logs import decode, mask_log, read
from app.logs import expand as expand_bytes
from app.matching.diagnosis import Diagnosis, Finding
from app.matching.drafting import draft, ordinary_log
from app.matching.holding import Conditions
from app.matching.matcher import Matcher
from app.matching.missing import Missing, why_not
from app.matching.signature import Signature
from app.records.example_logs import example_log
from app.services.matching_task import expand


@dataclass(frozen=True, slots=True)
class KnownExample:
    """An example of a record in the library."""

    signature: str
    index: int
    log: str
    matches: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """A candidate on one log: its diagnosis with the candidate alone, masked; why it did not match where it did not."""

    diagnosis: Diagnosis
    missing: tuple[Missing, ...]
    log: str

    @property
    def finding(self) -> Finding | None:
        """What the candidate found; None where nothing."""
        return self.diagnosis.findings[0] if self.diagnosis.findings else None


@dataclass(frozen=True, slots=True)
class OwnExample:
    """A candidate on one of its own examples: *confidence* is None where it was not found."""

    index: int
    matches: bool
    confidence: float | None
    strength: str
    captures: tuple[tuple[str, str, str | None], ...]  # name, what the example says, what was captured instead
    missing: tuple[Missing, ...]

    @property
    def is_right(self) -> bool:
        """Whether it is found firmly where it should be, with these captures, and nowhere else."""
        is_firm = self.strength not in ("", "possible")
        return is_firm == self.matches and not self.captures


@dataclass(frozen=True, slots=True)
class OtherHit:
    """An example of another record that the candidate is firmly found in, and the line that shows it."""

    example: KnownExample
    confidence: float
    text: str


@dataclass(frozen=True, slots=True)
class Ordinary:
    """How many of the lines of an ordinary log the candidate takes for evidence, and one of them."""

    matched: int = 0
    lines: int = 0
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a trial found."""

    tried: tuple[Tried, ...] = ()
    own: tuple[OwnExample, ...] = ()
    others: tuple[OtherHit, ...] = ()
    ordinary: Ordinary = field(default_factory=Ordinary)


def draft_log(_matcher: Matcher, data: bytes, *, taken: Sequence[str], expanded_limit: int) -> Signature | None:
    """A drafted signature for a log as it was handed in; EmptyLog where it has no text."""
    text = decode(expand_bytes(data, limit=expanded_limit, encoding=None))
    if not text.strip():
        raise EmptyLog
    # Of the masked log: a draft is shown and kept.
    masked = mask_log(text.decode()).text
    return draft(read(masked.encode(), limit=expanded_limit), taken=taken)


def try_signature(
    _matcher: Matcher, signature: Signature, logs: Sequence[str], examples: Sequence[KnownExample]
) -> Outcome:
    """A candidate on logs, on its own examples, on those of others, and on an ordinary log."""
    matcher = Matcher([signature], hyperscan_allowed=False)
    return Outcome(
        tuple(_tried(matcher, signature, text) for text in logs),
        tuple(_own(matcher, signature, index) for index in range(len(signature.examples))),
        tuple(hit for example in examples if (hit := _other(matcher, example))),
        _ordinary(signature),
    )


def count_matches(
    _matcher: Matcher, signatures: Sequence[Signature], logs: Sequence[bytes]
) -> tuple[tuple[str, ...], ...]:
    """For each stored log, the ids of those of *signatures* that are firmly found in it."""
    matcher = Matcher(signatures)
    return tuple(_firm_in(matcher, body) for body in logs)


def _firm_in(matcher: Matcher, body: bytes) -> tuple[str, ...]:
    text = expand(body).encode()
    findings = matcher.diagnose(read(text, limit=len(text) + 1)).findings
    return tuple(finding.signature for finding in findings if finding.strength != "possible")


def _tried(matcher: Matcher, signature: Signature, text: str) -> Tried:
    log = read(text.encode("utf-8", "replace"), limit=len(text) * 4 + 1)
    diagnosis = replace(matcher.diagnose(log), salient=())
    if not matcher.matching_ids(log):
        # What is only similar wording is shown as the nearest line instead, with where it differs.
        diagnosis = replace(diagnosis, findings=())
    missing = () if diagnosis.findings else why_not(signature, log)
    return Tried(diagnosis, missing, mask_log(text).text)


def _own(matcher: Matcher, signature: Signature, index: int) -> OwnExample:
    example = signature.examples[index]
    log = example_log(example.log)
    found = next(iter(matcher.diagnose(log).findings), None) if matcher.matching_ids(log) else None
    captured = found.captures if found else {}
    wrong = [(name, value, captured.get(name)) for name, value in example.captures if captured.get(name) != value]
    return OwnExample(
        index,
        example.matches,
        found.confidence if found else None,
        found.strength if found else "",
        tuple(wrong) if found else (),
        () if found or not example.matches else why_not(signature, log),
    )


def _other(matcher: Matcher, example: KnownExample) -> OtherHit | None:
    log = example_log(example.log)
    if not matcher.matching_ids(log):
        return None
    finding = next(iter(matcher.diagnose(log).findings), None)
    if finding is None or finding.strength == "possible":
        return None
    return OtherHit(example, finding.confidence, finding.evidence[0].text.strip())


def _ordinary(signature: Signature) -> Ordinary:
    log = ordinary_log()
    held = Conditions([signature]).holding(log).get(signature.id, {})
    lines = sorted({mark[0] for places in held.values() for place in places for mark in place.marks})
    return Ordinary(len(lines), len(log), log.line(lines[0]) if lines else "")
