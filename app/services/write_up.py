"""Write up a diagnosis: a drafted postmortem and a drafted signature, with everything that the log already says."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from app.errors import EmptyLog, Gone
from app.logs import Log, mask, read, when
from app.matching.diagnosis import Diagnosis, Finding
from app.matching.draft_names import title_of
from app.matching.signature import Signature
from app.matching.weighing import Circumstances
from app.records.postmortem import Event, Postmortem
from app.services.casebook import Casebook
from app.services.matching_task import expand, match_log
from app.services.trial_task import draft_log
from app.services.workbench import StoredCount, count_stored
from app.storage import SIGNATURES
from app.storage.shapes import StoredDiagnosis

MOST_EXCERPTS = 5
MOST_EVENTS = 12
_LONGEST_EXCERPT = 500
_LONGEST_SLUG, _LONGEST_TITLE = 80, 120
# Lines of a log that are looked at for its times, from each end.
_TIMED_LINES = 2000


@dataclass(frozen=True, slots=True)
class Drafted:
    """A drafted signature, and in how many stored logs it would be found."""

    signature: Signature
    would_match: StoredCount


def draft_signature(casebook: Casebook, *, diagnosis: str | None = None, log: bytes | None = None) -> Drafted:
    """A signature for what failed in a stored diagnosis, or in a log.

    NotFound without such a diagnosis, Gone if its log was erased, EmptyLog where there is nothing to draft from.
    """
    data = log if log is not None else _stored_log(casebook, diagnosis or "").encode()
    drafted = casebook.matching.run(
        draft_log,
        casebook.library(),
        data,
        taken=_taken(casebook),
        expanded_limit=casebook.limits.expanded_bytes,
    )
    if drafted is None:
        raise EmptyLog
    if diagnosis:
        service = casebook.database.diagnoses.get(diagnosis).service
        drafted = replace(drafted, services=(service,) if service else ())
    return Drafted(drafted, count_stored(casebook, drafted))


def draft_postmortem(casebook: Casebook, diagnosis_id: str, *, written: str = "") -> Postmortem:
    """A postmortem with what a diagnosis already says; what it does not say stays empty.  NotFound if there is none.

    *written* is the signature that was just written for this log: its author need not say cause and fix again.
    """
    stored = casebook.database.diagnoses.get(diagnosis_id)
    text = _kept_log(casebook, diagnosis_id)
    today = known_today(casebook, diagnosis_id, text)
    log = _read(text)
    begun = _begun(today, log)
    title = _title(stored, today)
    drafted = Postmortem(
        slug=_slug(title, begun or stored.created_at),
        title=title,
        services=(stored.service,) if stored.service else (),
        environment=stored.environment,
        symptom=_symptom(today, log),
        error_excerpts=_excerpts(today),
        signatures=tuple(finding.signature for finding in _firm(today)),
        started_at=begun,
        timeline=_timeline(today, log),
    )
    found = next((finding for finding in _firm(today) if finding.signature == written), None)
    return _with_remedy(drafted, found) if found else drafted


def _with_remedy(drafted: Postmortem, finding: Finding) -> Postmortem:
    remedy = finding.remedy
    return replace(
        drafted,
        root_cause=remedy.cause,
        confirm=remedy.confirm,
        fix=remedy.fix,
        commands=finding.commands,
        verify=remedy.verify,
        not_when=remedy.not_when,
        prevention=remedy.prevention,
    )


def known_today(casebook: Casebook, diagnosis_id: str, log: str | None = None) -> Diagnosis:
    """What the library of today says of a stored diagnosis's log; where that is erased, what was said then."""
    stored = casebook.database.diagnoses.get(diagnosis_id)
    log = log or _kept_log(casebook, diagnosis_id)
    if not log:
        return stored.diagnosis
    return casebook.matching.run(
        match_log,
        casebook.library(),
        log.encode(),
        encoding=None,
        expanded_limit=casebook.limits.expanded_bytes,
        circumstances=Circumstances(stored.service),
        limit=None,
    ).diagnosis


def _stored_log(casebook: Casebook, diagnosis_id: str) -> str:
    return expand(casebook.database.diagnoses.log(diagnosis_id))


def _kept_log(casebook: Casebook, diagnosis_id: str) -> str | None:
    try:
        return _stored_log(casebook, diagnosis_id)
    except Gone:
        return None


def _taken(casebook: Casebook) -> tuple[str, ...]:
    return tuple(kept.record.id for kept in casebook.database.records.all(SIGNATURES))


def _firm(diagnosis: Diagnosis) -> list[Finding]:
    return [finding for finding in diagnosis.findings if finding.strength != "possible"]


def _read(text: str | None) -> Log:
    data = (text or "").encode()
    return read(data, limit=len(data) + 1)


def _span(log: Log) -> tuple[datetime | None, datetime | None]:
    """The first and the last full time in a log."""
    count = len(log)
    early = range(min(count, _TIMED_LINES))
    late = range(count - 1, max(-1, count - 1 - _TIMED_LINES), -1)
    first, last = (next((moment for line in lines if (moment := _moment(log, line))), None) for lines in (early, late))
    return first, last


def _moment(log: Log, line: int) -> datetime | None:
    stamp = when(log, line)
    return stamp.moment if stamp else None


def _said_at(log: Log, number: int) -> datetime | None:
    """The time of the line that has this number in the paste."""
    line = int(log.end_numbers.searchsorted(number))
    return _moment(log, line) if line < len(log) else None


def _begun(today: Diagnosis, log: Log) -> datetime | None:
    """When the log first tells of the failure; None where it has no full times."""
    seen = [finding.first_seen for finding in _firm(today)] or [_said_at(log, one.line) for one in today.salient]
    known = [moment for moment in seen if moment]
    return min(known) if known else None


def _title(stored: StoredDiagnosis, today: Diagnosis) -> str:
    firm = _firm(today)
    said = firm[0].title if firm else (title_of(today.salient[-1].text) if today.salient else "")
    said = " ".join(said.split())[:_LONGEST_TITLE] or "Unknown failure"
    return f"{stored.service}: {said}" if stored.service else stored.title or said


def _slug(title: str, moment: datetime) -> str:
    words = re.findall(r"[a-z0-9]+", title.lower())
    slug = f"{moment:%Y-%m-%d}-{'-'.join(words) or 'incident'}"
    return slug if len(slug) <= _LONGEST_SLUG else slug[:_LONGEST_SLUG].rsplit("-", 1)[0]


def _excerpts(diagnosis: Diagnosis) -> tuple[str, ...]:
    """The lines that show what happened, each once: evidence first, then what else stands out."""
    evidence = [one.text for finding in _firm(diagnosis) for one in finding.evidence[:2]]
    texts = [*evidence, *(one.text for one in diagnosis.salient)]
    return tuple(dict.fromkeys(text.strip()[:_LONGEST_EXCERPT] for text in texts if text.strip()))[:MOST_EXCERPTS]


def _symptom(diagnosis: Diagnosis, log: Log) -> str:
    said = [f"{finding.title} ({finding.count} in the log)." for finding in _firm(diagnosis)[:3]]
    said = said or [f"`{_code(one.text)}` ({one.count} in the log)" for one in diagnosis.salient[:3]]
    first, last = _span(log)
    if first and last:
        said.append(f"The log is of {first:%Y-%m-%d %H:%M:%S} to {last:%Y-%m-%d %H:%M:%S} UTC.")
    return "\n\n".join(said)


def _code(text: str) -> str:
    return mask(text.strip()).text.replace("`", "'")[:_LONGEST_EXCERPT]


def _timeline(diagnosis: Diagnosis, log: Log) -> tuple[Event, ...]:
    """When each finding was first and last seen; for an unknown failure, when each line that stands out was said."""
    firm = _firm(diagnosis)
    events = [Event(f"{finding.title}: first seen", finding.first_seen, "symptom") for finding in firm]
    events += [
        Event(f"{finding.title}: last seen", finding.last_seen, "symptom")
        for finding in firm
        if finding.last_seen != finding.first_seen
    ]
    if not firm:
        events = [Event(title_of(one.text), _said_at(log, one.line), "symptom") for one in diagnosis.salient]
    timed = [(event.at, event) for event in events if event.at]
    return tuple(event for _, event in sorted(timed, key=lambda pair: pair[0]))[:MOST_EVENTS]
