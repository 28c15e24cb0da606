"""Diagnose a log, keep the diagnosis, find it again, and take people's word on it."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from app.errors import Gone, NotFound, TooLarge
from app.matching.diagnosis import Diagnosis
from app.matching.weighing import Circumstances, Votes
from app.records.library import Library
from app.services.answers import Answer, Paste, Seen, Similar
from app.services.casebook import Casebook
from app.services.links import postmortem_link
from app.services.matching_task import Matched, expand, match_log
from app.services.similar import similar_postmortems
from app.storage.shapes import DiagnosisLine, NewDiagnosis, Page, StoredDiagnosis

# Ids are unguessable: 128 random bits.
ID_BYTES = 16
# A finding shows so many of its incidents; the signature's page has more.
LINKED = 8
NOTHING_SEEN = Seen()


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is kept of an answer besides its diagnosis."""

    id: str | None
    created_at: datetime
    expires_at: datetime | None


def diagnose(casebook: Casebook, paste: Paste) -> Answer:
    """The answer to a pasted log, stored unless the paste says otherwise.

    Raises TooLarge, EmptyLog, BrokenCompression, UnknownEncoding, OutOfTime or WorkerLost, and then stores nothing.
    """
    return _diagnose(casebook, paste, again_of=None)


def again(casebook: Casebook, id_: str) -> Answer:
    """The same log against the library of today: a new diagnosis, linked to the old one.  Gone if the text is erased."""
    stored = casebook.database.diagnoses.get(id_)
    log = expand(casebook.database.diagnoses.log(id_))
    paste = Paste(log.encode(), stored.title, stored.service, stored.environment)
    return _diagnose(casebook, paste, again_of=id_)


def recall(casebook: Casebook, id_: str) -> Answer:
    """A stored answer, with what is known today of the signatures in it; NotFound if there is none."""
    stored = casebook.database.diagnoses.get(id_)
    return _joined(casebook, _answer(stored, _kept_log(casebook, id_)))


def recent(
    casebook: Casebook,
    *,
    cursor: str | None = None,
    limit: int = 20,
    verdict: str | None = None,
    service: str | None = None,
) -> Page[DiagnosisLine]:
    """Stored diagnoses, the newest first."""
    return casebook.database.diagnoses.list(limit=limit, cursor=cursor, verdict=verdict, service=service)


def erase(casebook: Casebook, id_: str) -> None:
    """Erase a stored log and its diagnosis; NotFound if there is none."""
    casebook.database.diagnoses.delete(id_)


def expire(casebook: Casebook) -> int:
    """Erase the texts of the logs whose time is up; how many."""
    return casebook.database.diagnoses.expire(casebook.clock())


def feedback(  # noqa: PLR0913 (what a person says has these parts)
    casebook: Casebook,
    id_: str,
    signature: str,
    *,
    outcome: Literal["confirmed", "rejected"] | None,
    reason: str = "",
    person: str,
) -> Answer:
    """Take a person's last word on a finding (None takes it back).  NotFound if the diagnosis has no such finding."""
    stored = casebook.database.diagnoses.get(id_)
    found = tuple(finding.signature for finding in stored.diagnosis.findings)
    if signature not in found:
        raise NotFound("finding", signature, found)
    votes = casebook.database.votes
    votes.cast(id_, signature, person=person, outcome=outcome, reason=reason, at=casebook.clock())
    return recall(casebook, id_)


def _diagnose(casebook: Casebook, paste: Paste, *, again_of: str | None) -> Answer:
    if len(paste.data) > casebook.limits.log_bytes:
        raise TooLarge("log", casebook.limits.log_bytes, len(paste.data))
    library = casebook.library()
    matched = _match(casebook, library, paste)
    kept = _keep(casebook, paste, matched, again_of) if paste.store else _Kept(None, casebook.clock(), None)
    answer = Answer(
        matched.diagnosis,
        kept.id,
        kept.created_at,
        kept.expires_at,
        paste.title,
        paste.service,
        paste.environment,
        again_of,
        expand(matched.log) if matched.log is not None else None,
    )
    return _joined(casebook, answer)


def _match(casebook: Casebook, library: Library, paste: Paste) -> Matched:
    tally = casebook.database.votes.tally(signature.id for signature in library.signatures)
    votes = {id_: Votes(one.confirmed, one.rejected) for id_, one in tally.items()}
    matched = casebook.matching.run(
        match_log,
        library,
        paste.data,
        encoding=paste.encoding,
        expanded_limit=casebook.limits.expanded_bytes,
        circumstances=Circumstances(paste.service, votes),
        limit=paste.limit,
    )
    # A matcher serves every version of the library in which signatures and incidents are the same.
    return replace(matched, diagnosis=replace(matched.diagnosis, library_version=library.version))


def _keep(casebook: Casebook, paste: Paste, matched: Matched, again_of: str | None) -> _Kept:
    now = casebook.clock()
    retention = casebook.limits.retention
    new = NewDiagnosis(
        id=secrets.token_urlsafe(ID_BYTES),
        created_at=now,
        diagnosis=matched.diagnosis,
        expires_at=now + retention if retention else None,
        title=paste.title,
        service=paste.service,
        environment=paste.environment,
        log=matched.log if retention else None,
        again_of=again_of,
    )
    casebook.database.diagnoses.put(new)
    return _Kept(new.id, now, new.expires_at)


def _kept_log(casebook: Casebook, id_: str) -> str | None:
    try:
        return expand(casebook.database.diagnoses.log(id_))
    except Gone:
        return None


def _answer(stored: StoredDiagnosis, log: str | None) -> Answer:
    return Answer(
        stored.diagnosis,
        stored.id,
        stored.created_at,
        stored.expires_at,
        stored.title,
        stored.service,
        stored.environment,
        stored.again_of,
        log,
    )


def _joined(casebook: Casebook, answer: Answer) -> Answer:
    """The answer with the postmortems, the history and the similar records of what was found."""
    ids = _ids(answer.diagnosis)
    seen = casebook.database.occurrences.seen(ids, besides=answer.id)
    confirmed = casebook.database.votes.last_confirmed(ids)
    linked = casebook.database.relations.postmortems_of(ids, each=LINKED)
    links = {id_: tuple(map(postmortem_link, records)) for id_, records in linked.items()}
    similar: tuple[Similar, ...] = ()
    if answer.diagnosis.verdict in ("unknown", "possible"):
        similar = similar_postmortems(casebook, answer.diagnosis.rare_words)
    counted = {id_: seen.get(id_, NOTHING_SEEN) for id_ in ids}
    return replace(answer, similar=similar, postmortems=links, seen=counted, confirmed=confirmed)


def _ids(diagnosis: Diagnosis) -> list[str]:
    found: Iterable[str] = (finding.signature for finding in diagnosis.findings)
    causes = (cause.signature for finding in diagnosis.findings for cause in finding.usual_causes if cause.signature)
    return list(dict.fromkeys((*found, *causes)))
