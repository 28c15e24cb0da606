"""How good the matcher is, in figures over labelled logs that anyone can recompute."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from app.errors import CasebookError
from app.logs import read
from app.matching.diagnosis import Diagnosis, Finding, Strength
from app.matching.holding import Conditions
from app.matching.matcher import Matcher
from app.matching.signature import Signature

BINS = 10
LIMIT = 1 << 30
# So much of a line is shown with a failing case.
MAX_TEXT = 160
T = TypeVar("T")


@dataclass
class BrokenCases(CasebookError):
    """Labelled cases that cannot be read: (line, what is wrong) of each."""

    faults: tuple[tuple[int, str], ...]


class Case(msgspec.Struct, frozen=True):
    """A labelled log: *expect* is the root cause that must rank first, None for a log without a known failure."""

    case: str
    log: str
    expect: str | None
    also: tuple[str, ...] = ()

    @property
    def truth(self) -> frozenset[str]:
        """Every signature that the log shows."""
        return frozenset((*self.also, *((self.expect,) if self.expect else ())))


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with what was found in it; *milliseconds* is the time from bytes to diagnosis."""

    case: Case
    findings: tuple[Finding, ...]
    milliseconds: float

    @property
    def ids(self) -> list[str]:
        """The signatures found, best first."""
        return [finding.signature for finding in self.findings]

    @property
    def firm(self) -> list[Finding]:
        """The findings of strength strong or likely."""
        return [finding for finding in self.findings if finding.strength != "possible"]


@dataclass(frozen=True, slots=True)
class Found:
    """What a failing case has instead: a finding, its first line with the text, and the parts of its score."""

    signature: str
    confidence: float
    strength: Strength
    line: int
    text: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failing:
    """A case that is not right: what is wrong with it, and all that was found in it, best first."""

    case: str
    expect: str | None
    faults: tuple[str, ...]
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Bin:
    """Findings of a band of confidence: how sure they were on average, how often right, how many."""

    least: float
    confidence: float
    right: float
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares between 0 and 1, None where no case bears on one; times in milliseconds per log."""

    cases: int
    top1: float | None
    top3: float | None
    recall: float | None
    precision: float | None
    silence: float | None
    calibration_error: float | None
    bins: tuple[Bin, ...]
    median_ms: float
    p95_ms: float
    failing: tuple[Failing, ...]


def read_cases(text: str) -> list[Case]:
    """The cases of a JSON-lines text; BrokenCases with every line that is not one."""
    cases: list[Case] = []
    faults: list[tuple[int, str]] = []
    # Only a line feed ends a line of JSON lines; a log may hold any other line separator unescaped.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            cases.append(msgspec.json.decode(line, type=Case))
        except msgspec.DecodeError as error:
            faults.append((number, str(error)))
    if faults:
        raise BrokenCases(tuple(faults))
    return cases


def judge(matcher: Matcher, cases: Iterable[Case]) -> Iterator[Judged]:
    """Each case with its findings.  Votes are not counted."""
    for case in cases:
        started = time.perf_counter()
        diagnosis: Diagnosis = matcher.diagnose(read(case.log.encode("utf-8", "replace"), limit=LIMIT))
        yield Judged(case, diagnosis.findings, (time.perf_counter() - started) * 1000)


def figures(
    judged: Sequence[Judged], *, generic: frozenset[str] = frozenset(), signatures: Sequence[Signature] = ()
) -> Figures:
    """The figures over all cases.  *generic* ids in ``also`` need not be found.

    With the *signatures* of the library a failing case also says why one of them was not found.
    """
    missed = Missed(signatures)
    labelled = [one for one in judged if one.case.expect]
    silent = [one for one in judged if not one.case.expect]
    wanted = [(one, id_) for one in judged for id_ in one.case.truth if id_ == one.case.expect or id_ not in generic]
    firm = [(one, finding) for one in judged for finding in one.firm]
    bins = _bins(
        [(finding.confidence, finding.signature in one.case.truth) for one in judged for finding in one.findings]
    )
    total = sum(each.count for each in bins)
    times = sorted(one.milliseconds for one in judged)
    return Figures(
        cases=len(judged),
        top1=_share(labelled, lambda one: one.ids[:1] == [one.case.expect]),
        top3=_share(labelled, lambda one: one.case.expect in one.ids[:3]),
        recall=_share(wanted, lambda pair: pair[1] in pair[0].ids),
        precision=_share(firm, lambda pair: pair[1].signature in pair[0].case.truth),
        silence=_share(silent, lambda one: not one.firm),
        calibration_error=round(sum(b.count * abs(b.confidence - b.right) for b in bins) / total, 4) if total else None,
        bins=bins,
        median_ms=_quantile(times, 0.5),
        p95_ms=_quantile(times, 0.95),
        failing=tuple(fault for one in judged if (fault := _failing(one, generic, missed))),
    )


class Missed:
    """Why a signature was not found in a log: nothing of it is there, or what is there weighed too little."""

    def __init__(self, signatures: Sequence[Signature]) -> None:
        self._signatures = {signature.id: signature for signature in signatures}
        self._conditions: dict[str, Conditions] = {}

    def why(self, id_: str, log: str) -> str:
        """The reason, as the end of a sentence; empty where the signatures are not known."""
        if not self._signatures:
            return ""
        if id_ not in self._signatures:
            return ": the library has no such signature"
        if id_ not in self._conditions:
            self._conditions[id_] = Conditions([self._signatures[id_]])
        read_log = read(log.encode("utf-8", "replace"), limit=LIMIT)
        holding = self._conditions[id_].holding(read_log).get(id_)
        if holding is None:
            return ": none of its conditions holds"
        index, places = next(iter(holding.items()))
        line = read_log.number(places[0].first)
        return f": match[{index}] holds on line {line}, but weighs too little there or is claimed by another signature"


def _failing(one: Judged, generic: frozenset[str], missed: Missed) -> Failing | None:
    faults = tuple(_faults(one, generic, missed))
    return Failing(one.case.case, one.case.expect, faults, tuple(map(_found, one.findings))) if faults else None


def _found(finding: Finding) -> Found:
    why = tuple(f"{part.reason} {part.weight:+.1f}" for part in finding.why)
    text = finding.evidence[0].text.strip()[:MAX_TEXT]
    return Found(finding.signature, finding.confidence, finding.strength, finding.first_line, text, why)


def _faults(one: Judged, generic: frozenset[str], missed: Missed) -> Iterator[str]:
    expect, ids = one.case.expect, one.ids
    if expect and expect not in ids:
        yield f"{expect} was not found{missed.why(expect, one.case.log)}"
    elif expect and ids[0] != expect:
        yield f"{expect} ranks {ids.index(expect) + 1}, behind {ids[0]}"
    for id_ in sorted(one.case.truth - {expect} - generic - set(ids)):
        yield f"{id_} was not found{missed.why(id_, one.case.log)}"
    for finding in one.firm:
        if finding.signature not in one.case.truth:
            yield f"{finding.signature} was found, which the log does not show"


def _share(items: Sequence[T], holds: Callable[[T], bool]) -> float | None:
    return round(sum(map(holds, items)) / len(items), 4) if items else None


def _bins(outcomes: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    groups: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in outcomes:
        groups.setdefault(min(BINS - 1, int(confidence * BINS)), []).append((confidence, right))
    return tuple(
        Bin(
            number / BINS,
            round(sum(confidence for confidence, _ in group) / len(group), 4),
            round(sum(right for _, right in group) / len(group), 4),
            len(group),
        )
        for number, group in sorted(groups.items())
    )


def _quantile(ordered: Sequence[float], share: float) -> float:
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2) if ordered else 0.0
