"""Write up a diagnosis: a drafted postmortem and a drafted signature, with everything that the log already says."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from app.errors import EmptyLog, Gone
from app.logs import mask, read, when
from app.matching.diagnosis import Diagnosis, Finding
from app.matching.drafting import title_of
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


def draft_postmortem(casebook: Casebook, diagnosis_id: str) -> Postmortem:
    """A postmortem with what a diagnosis already says; what it does not say stays empty.  NotFound if there is none."""
    stored = casebook.database.diagnoses.get(diagnosis_id)
    log = _kept_log(casebook, diagnosis_id)
    today = known_today(casebook, diagnosis_id, log)
    first, last = _span(log) if log else (None, None)
    first = first or _first_seen(today)
    title = _title(stored, today)
    excerpts = _excerpts(today)
    return Postmortem(
        slug=_slug(title, first or stored.created_at),
        title=title,
        services=(stored.service,) if stored.service else (),
        environment=stored.environment,
        severity=next((finding.severity for finding in _firm(today)), ""),
        symptom=_symptom(today, first, last),
        error_excerpts=excerpts,
        signatures=tuple(finding.signature for finding in _firm(today)),
        started_at=first,
        timeline=_timeline(today, first, last),
        confirm=_of_leading(today, "confirm"),
        fix=_of_leading(today, "fix"),
        verify=_of_leading(today, "verify"),
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


def _span(text: str) -> tuple[datetime | None, datetime | None]:
    """The first and the last full time in a log."""
    data = text.encode()
    log = read(data, limit=len(data) + 1)
    count = len(log)
    early = range(min(count, _TIMED_LINES))
    late = range(count - 1, max(-1, count - 1 - _TIMED_LINES), -1)
    moments = (
        next((moment for line in lines if (moment := _moment(when(log, line)))), None) for lines in (early, late)
    )
    first, last = moments
    return first, last


def _moment(stamp: object) -> datetime | None:
    return getattr(stamp, "moment", None)


def _first_seen(diagnosis: Diagnosis) -> datetime | None:
    moments = [finding.first_seen for finding in diagnosis.findings if finding.first_seen]
    return min(moments) if moments else None


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


def _symptom(diagnosis: Diagnosis, first: datetime | None, last: datetime | None) -> str:
    firm = _firm(diagnosis)
    said = [f"{finding.title} ({finding.count} in the log)." for finding in firm[:3]]
    said = said or [f"`{_code(one.text)}` ({one.count} in the log)" for one in diagnosis.salient[:3]]
    if first and last:
        said.append(f"The log is of {first:%Y-%m-%d %H:%M:%S} to {last:%Y-%m-%d %H:%M:%S} UTC.")
    return "\n\n".join(said)


def _code(text: str) -> str:
    return mask(text.strip()).text.replace("`", "'")[:_LONGEST_EXCERPT]


def _timeline(diagnosis: Diagnosis, first: datetime | None, last: datetime | None) -> tuple[Event, ...]:
    """When the log begins and ends, and when each finding was first and last seen, as far as the log says."""
    events = [Event(f"{finding.title}: first seen", finding.first_seen, "symptom") for finding in _firm(diagnosis)]
    events += [
        Event(f"{finding.title}: last seen", finding.last_seen, "symptom")
        for finding in _firm(diagnosis)
        if finding.last_seen != finding.first_seen
    ]
    ends = [Event("The log begins.", first, "detection"), Event("The log ends.", last, "detection")] if first else []
    timed = sorted((event for event in [*events, *ends] if event.at), key=lambda event: event.at or datetime.max)
    return tuple(timed[:MOST_EVENTS])


def _of_leading(diagnosis: Diagnosis, name: str) -> str:
    leading = next(iter(_firm(diagnosis)), None)
    return str(getattr(leading.remedy, name)) if leading else ""
