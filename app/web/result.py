"""The page of a diagnosis: what it is, how sure, why, and what to do; the log beside it."""

import re
from dataclasses import dataclass

from app.logs import read
from app.matching.diagnosis import Diagnosis, Salient
from app.services.answers import Answer, Seen
from app.services.unknown import ASKS_AT
from app.web.cards import Card, cards_of
from app.web.panel import Panel, panel_of, panel_of_evidence
from app.web.phrases import counted, day, format_names, masked, milliseconds

VERDICTS = {
    "known": "Known failure",
    "possible": "No known failure, but something like one",
    "unknown": "No known failure",
    "healthy": "Nothing in this log looks like a failure",
}

_RANGE = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?\Z")


@dataclass(frozen=True, slots=True)
class Vote:
    """What the reader has just said of a finding, and what all have said of it by now."""

    signature: str
    outcome: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A diagnosis as a page.  *leading* is the failure to act on; *weak* ones are only possible."""

    answer: Answer
    verdict: str
    facts: tuple[str, ...]
    leading: Card | None
    further: tuple[Card, ...]
    weak: tuple[Card, ...]
    salient: tuple[Salient, ...]
    panel: Panel
    vote: Vote | None
    times: int = 0  # logs that showed this unknown failure, this one included

    @property
    def asks(self) -> bool:
        """Whether this unknown failure came often enough to ask for a write-up."""
        return self.times >= ASKS_AT

    @property
    def missing_log(self) -> str:
        """Why the log is not on the page; empty where it is."""
        if self.answer.log is not None:
            return ""
        if self.answer.id is None:
            return "The log was not kept."
        return (
            "The log's time was up, and its text was erased." if self.answer.expires_at else "Logs are not kept here."
        )

    @property
    def title(self) -> str:
        """What the browser's tab says."""
        return self.leading.finding.title if self.leading else self.verdict


def result_page(
    answer: Answer, *, lines: str = "", signature: str = "", outcome: str = "", times: int = 0
) -> ResultPage:
    """The page of an answer.

    *lines* is a range of the address, *signature* and *outcome* the vote just given, *times* how many logs showed the
    same unknown failure.
    """
    diagnosis, cards, chosen = answer.diagnosis, cards_of(answer), chosen_lines(lines)
    sure = tuple(card for card in cards if not card.is_weak)
    return ResultPage(
        answer=answer,
        verdict=VERDICTS[diagnosis.verdict],
        facts=facts_of(answer),
        leading=sure[0] if sure else None,
        further=sure[1:],
        weak=tuple(card for card in cards if card.is_weak),
        salient=_salient(diagnosis),
        panel=_panel(answer, chosen),
        vote=_vote(answer, signature, outcome),
        times=times,
    )


def chosen_lines(text: str) -> range:
    """The lines that an address names, as in ``120-134`` or ``17``; empty for anything else."""
    found = _RANGE.match(text.strip())
    if found is None:
        return range(0)
    ends = int(found[1]), int(found[2] or found[1])
    return range(min(ends), max(ends) + 1)


def facts_of(answer: Answer) -> tuple[str, ...]:
    """What was read, how, and how long it stays, in a few words each."""
    diagnosis = answer.diagnosis
    checked = f"{counted(diagnosis.library_signatures, 'signature')} checked in {milliseconds(diagnosis.elapsed_ms)}"
    facts = (_read(diagnosis), checked, masked(diagnosis.log.masked), _kept(answer))
    return tuple(fact for fact in facts if fact)


def _read(diagnosis: Diagnosis) -> str:
    source = format_names(diagnosis.log.formats)
    lines = counted(diagnosis.log.lines, "line")
    cut = ", cut at the size limit" if diagnosis.log.truncated else ""
    return f"{lines} from {source}{cut}" if source else f"{lines}{cut}"


def _kept(answer: Answer) -> str:
    if answer.id is None:
        return "not kept"
    if answer.log is None:
        return "the log was erased, the findings stay" if answer.expires_at else "only the findings are kept"
    return f"kept until {day(answer.expires_at)}" if answer.expires_at else "kept"


def _salient(diagnosis: Diagnosis) -> tuple[Salient, ...]:
    """What stands out; beside a known failure, only the lines that it does not account for."""
    if diagnosis.verdict != "known":
        return diagnosis.salient
    lines = {evidence.line for finding in diagnosis.findings for evidence in finding.evidence}
    return tuple(salient for salient in diagnosis.salient if salient.line not in lines)


def _panel(answer: Answer, chosen: range) -> Panel:
    if answer.log is None:
        return panel_of_evidence(answer.diagnosis)
    data = answer.log.encode()
    return panel_of(read(data, limit=len(data) + 1), answer.diagnosis, chosen=chosen)


def _vote(answer: Answer, signature: str, outcome: str) -> Vote | None:
    shown = {finding.signature for finding in answer.diagnosis.findings}
    if signature not in shown or outcome not in ("confirmed", "rejected", "withdrawn"):
        return None
    return Vote(signature, outcome, answer.seen.get(signature, Seen()))
