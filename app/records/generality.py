"""Conditions that are too general: they hold on ordinary lines of healthy software, or say too little to hold by."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from app.logs import Log
from app.matching.holding import Conditions
from app.matching.matcher import Matcher
from app.matching.signature import Signature
from app.records.example_logs import SAMPLE, ordinary_pastes
from app.records.parsed import Parsed
from app.records.problems import Problem
from app.records.skeletons import fixed_text

# Fixed text of fewer characters is a word of nearly any log.
LEAST_TEXT = 5

_Place = tuple[str, int]


@dataclass
class _Met:
    """Where a condition holds on ordinary lines."""

    lines: int = 0
    sample: str = ""
    firm: set[float] = field(default_factory=set)  # the confidences of findings that rest on it


def check_generality(parsed: Iterable[Parsed[Signature]], *, beside: Sequence[Signature] = ()) -> list[Problem]:
    """The conditions of active signatures that hold on ordinary lines: errors where they make a firm finding."""
    drafts = {one.draft.id: one for one in parsed if one.draft and one.draft.match and one.draft.status == "active"}
    own = [one.draft for one in drafts.values() if one.draft]
    others = [other for other in beside if other.id not in drafts and other.status == "active"]
    met = _met(own, Background([*own, *others]))
    problems = [_too_general(drafts[id_], index, found) for (id_, index), found in met.items()]
    return problems + [problem for one in drafts.values() for problem in _too_short(one)]


class Background:
    """What a whole library finds in pastes of ordinary lines."""

    def __init__(self, library: Sequence[Signature]) -> None:
        self._library = library
        self._matcher: Matcher | None = None

    def firm(self, log: Log) -> Iterator[tuple[str, str, float]]:
        """Each signature and condition of a firm finding in *log*, with its confidence."""
        # Most libraries have no hit at all: then the matcher is never compiled.
        self._matcher = self._matcher or Matcher(self._library)
        for finding in self._matcher.findings(log):
            if finding.strength != "possible":
                for place in finding.evidence:
                    yield finding.signature, place.condition, finding.confidence


def _met(signatures: Sequence[Signature], background: Background) -> dict[_Place, _Met]:
    conditions = Conditions(signatures)
    met: defaultdict[_Place, _Met] = defaultdict(_Met)
    for log in ordinary_pastes():
        holding = conditions.holding(log)
        for id_, held in holding.items():
            for index, places in held.items():
                found = met[id_, index]
                found.lines += len({line for place in places for line, _, _ in place.marks})
                found.sample = found.sample or log.line(places[0].first).strip()[:160]
        for id_, condition, confidence in background.firm(log) if holding else ():
            index = int(condition.removeprefix("match[").partition("]")[0])
            if (id_, index) in met:
                met[id_, index].firm.add(confidence)
    return met


def _too_general(parsed: Parsed[Signature], index: int, met: _Met) -> Problem:
    where = f"match[{index}]"
    share = f"{met.lines} of {SAMPLE:,} ordinary lines ({met.lines / SAMPLE:.2%})"
    worth = f"and makes a finding of {max(met.firm)} there" if met.firm else "though never as a firm finding"
    help_ = "match more of the message, or say under unless: what makes such a line ordinary"
    what = f'it is too general: it holds on {share}, {worth}: "{met.sample}"'
    return Problem(parsed.path, parsed.line(where), where, what, help_, "error" if met.firm else "warning")


def _too_short(parsed: Parsed[Signature]) -> Iterator[Problem]:
    for index, condition in enumerate(parsed.draft.match if parsed.draft else ()):
        text = fixed_text(condition)
        if text is not None and len(text) < LEAST_TEXT:
            where = f"match[{index}]"
            what = f'it is too general: "{text}" is all the text that each of its lines has'
            help_ = "match more of the message, or ask for a second line with all: or sequence:"
            yield Problem(parsed.path, parsed.line(where), where, what, help_, "warning")
