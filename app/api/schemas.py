"""The shapes that the API answers with.  Names are fixed: bots, scripts and benchmarks are written against them."""

from datetime import datetime

from pydantic import BaseModel

from app.matching.diagnosis import Finding
from app.services.answers import Answer, Seen


class LogShape(BaseModel):
    """What was read; *bytes* after expansion, *masked* counts secrets by kind."""

    lines: int
    bytes: int
    formats: list[str]
    truncated: bool
    masked: dict[str, int]


class EvidenceShape(BaseModel):
    """A line that satisfied a condition; *spans* are half-open, in code points of *text*."""

    line: int
    end_line: int
    text: str
    spans: list[tuple[int, int]]
    condition: str


class ReasonShape(BaseModel):
    """A part of the score, in logits."""

    reason: str
    weight: float


class RemedyShape(BaseModel):
    """Markdown, with the captured values filled in."""

    cause: str
    confirm: str
    fix: str
    verify: str
    not_when: str
    prevention: str


class CommandShape(BaseModel):
    """A command with the captured values filled in, quoted for the shell."""

    text: str
    phase: str
    risk: str
    expected: str | None
    rollback: str | None


class UsualCauseShape(BaseModel):
    """What has led to an effect that the log shows without a cause; *signature* is null where none describes it."""

    signature: str | None
    title: str
    count: int
    check: str


class LinkedPostmortem(BaseModel):
    """Where it happened before."""

    slug: str
    title: str
    started_at: datetime | None
    url: str


class SeenShape(BaseModel):
    """How often it was found in stored logs, and what people said."""

    count: int
    last: datetime | None
    confirmed: int
    rejected: int


class FindingShape(BaseModel):
    """What one signature found."""

    rank: int
    signature: str
    title: str
    role: str
    confidence: float
    strength: str
    captures: dict[str, str]
    count: int
    first_line: int
    last_line: int
    first_seen: datetime | None
    last_seen: datetime | None
    evidence: list[EvidenceShape]
    why: list[ReasonShape]
    explains: list[str]
    explained_by: list[str]
    usual_causes: list[UsualCauseShape]
    remedy: RemedyShape
    commands: list[CommandShape]
    postmortems: list[LinkedPostmortem]
    seen: SeenShape
    notes: list[str]


class SimilarShape(BaseModel):
    """A postmortem whose words are like those of the log."""

    slug: str
    title: str
    score: float
    why: list[str]


class SalientShape(BaseModel):
    """A line that stands out, and how many are like it."""

    line: int
    text: str
    count: int


class SetAsideShape(BaseModel):
    """A known failure whose words stand in the log, though it did not happen or is over, and what tells so."""

    signature: str
    title: str
    line: int
    text: str
    count: int
    reason: str


class LibraryShape(BaseModel):
    """Which library answered."""

    version: str
    signatures: int


class DiagnosisShape(BaseModel):
    """All findings for one log, best first, effects right after the cause that explains them."""

    id: str | None
    url: str | None
    created_at: datetime | None
    expires_at: datetime | None
    title: str
    service: str
    environment: str
    again_of: str | None
    log: LogShape
    verdict: str
    findings: list[FindingShape]
    similar: list[SimilarShape]
    salient: list[SalientShape]
    set_aside: list[SetAsideShape]
    library: LibraryShape
    elapsed_ms: float


class DiagnosisLineShape(BaseModel):
    """A stored diagnosis as one line of a list."""

    id: str
    url: str
    created_at: datetime
    expires_at: datetime | None
    title: str
    service: str
    environment: str
    verdict: str
    signature: str | None


def diagnosis_shape(answer: Answer, base: str) -> DiagnosisShape:
    """The JSON form of an answer; *base* is the address of this Casebook."""
    diagnosis = answer.diagnosis
    return DiagnosisShape(
        id=answer.id,
        url=f"{base}/d/{answer.id}" if answer.id else None,
        created_at=answer.created_at,
        expires_at=answer.expires_at,
        title=answer.title,
        service=answer.service,
        environment=answer.environment,
        again_of=answer.again_of,
        log=LogShape.model_validate(diagnosis.log, from_attributes=True),
        verdict=diagnosis.verdict,
        findings=[_finding(finding, answer, base) for finding in diagnosis.findings],
        similar=[SimilarShape.model_validate(one, from_attributes=True) for one in answer.similar],
        salient=[SalientShape.model_validate(one, from_attributes=True) for one in diagnosis.salient],
        set_aside=[SetAsideShape.model_validate(one, from_attributes=True) for one in diagnosis.set_aside],
        library=LibraryShape(version=diagnosis.library_version, signatures=diagnosis.library_signatures),
        elapsed_ms=diagnosis.elapsed_ms,
    )


def _finding(finding: Finding, answer: Answer, base: str) -> FindingShape:
    seen = answer.seen.get(finding.signature, Seen())
    links = answer.postmortems.get(finding.signature, ())
    own = {name: getattr(finding, name) for name in FindingShape.model_fields if hasattr(finding, name)}
    return FindingShape.model_validate(
        {
            **own,
            "postmortems": [
                LinkedPostmortem(
                    slug=link.slug,
                    title=link.title,
                    started_at=link.started_at,
                    url=f"{base}/postmortems/{link.slug}",
                )
                for link in links
            ],
            "seen": SeenShape(count=seen.count, last=seen.last, confirmed=seen.confirmed, rejected=seen.rejected),
        },
        from_attributes=True,
    )
