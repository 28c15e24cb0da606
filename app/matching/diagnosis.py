"""What a diagnosis is made of: plain frozen values, safe to store and to send between processes.

Every text in here is masked and every line number is the one of the paste, from 1.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from app.matching.signature import Command, Role

Verdict = Literal["known", "possible", "unknown", "healthy"]
Strength = Literal["strong", "likely", "possible"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line that satisfied a condition.  *spans* are half-open, in code points of *text*."""

    line: int
    end_line: int
    text: str
    spans: tuple[tuple[int, int], ...]
    condition: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One named part of a finding's score."""

    reason: str
    weight: float


@dataclass(frozen=True, slots=True)
class UsualCause:
    """A failure that is known to lead to this one.  *signature* is None for a cause that no signature describes."""

    signature: str | None
    title: str
    count: int
    check: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to know and do, as Markdown with the captured values filled in."""

    cause: str = ""
    confirm: str = ""
    fix: str = ""
    verify: str = ""
    not_when: str = ""
    prevention: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one signature found in one log."""

    rank: int
    signature: str
    title: str
    role: Role
    confidence: float
    strength: Strength
    captures: dict[str, str]
    count: int
    first_line: int
    last_line: int
    first_seen: datetime | None
    last_seen: datetime | None
    evidence: tuple[Evidence, ...]
    why: tuple[Reason, ...]
    explains: tuple[str, ...]
    explained_by: tuple[str, ...]
    usual_causes: tuple[UsualCause, ...]
    remedy: Remedy
    commands: tuple[Command, ...]
    severity: str = "medium"
    notes: tuple[str, ...] = ()  # what to keep in mind: times are unknown, similar wording


@dataclass(frozen=True, slots=True)
class Salient:
    """A line that stands out in a log that nobody has described, and how often its like occurs."""

    line: int
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class SetAside:
    """A known failure whose words stand in the log, though it did not happen or is over; *reason* says what tells so."""

    signature: str
    title: str
    line: int  # the first one
    text: str
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class LogFacts:
    """What was read: *bytes* after expansion, *formats* of the envelopes, *masked* secrets by kind."""

    lines: int
    bytes: int
    formats: tuple[str, ...]
    truncated: bool
    masked: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All findings for one log, best first, effects right after the cause that explains them."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    salient: tuple[Salient, ...]
    log: LogFacts
    library_version: str
    library_signatures: int
    elapsed_ms: float
    rare_words: tuple[str, ...] = ()  # of the failing entries, to search similar postmortems with
    shape: str | None = None  # the same for unknown logs of the same kind
    set_aside: tuple[SetAside, ...] = ()  # none of them is a finding
