"""The structured record of an incident.  Times are UTC; None means unknown, and is shown so, never as now."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from app.matching.signature import Command

State = Literal["draft", "in_review", "published", "archived"]
ActionType = Literal["prevent", "detect", "mitigate", "process", "other"]
ActionStatus = Literal["proposed", "open", "in_progress", "done", "declined"]
Priority = Literal["low", "medium", "high", "critical"]

STATES: tuple[State, ...] = ("draft", "in_review", "published", "archived")
ACTION_TYPES: tuple[ActionType, ...] = ("prevent", "detect", "mitigate", "process", "other")
ACTION_STATUSES: tuple[ActionStatus, ...] = ("proposed", "open", "in_progress", "done", "declined")
PRIORITIES: tuple[Priority, ...] = ("low", "medium", "high", "critical")


@dataclass(frozen=True, slots=True)
class Event:
    """One point of the timeline."""

    text: str
    at: datetime | None = None
    kind: str = ""  # for instance: deploy, symptom, detection, action, recovery
    evidence: str = ""  # a link
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """One step of the five whys.  A finding may raise several further questions: *then* branches."""

    question: str
    finding: str = ""
    evidence: str = ""
    then: tuple["Why", ...] = ()


@dataclass(frozen=True, slots=True)
class ActionItem:
    """Something to do so that it does not come back; None and empty where the source does not say."""

    text: str
    type: ActionType = "other"
    owner: str = ""
    priority: Priority | None = None
    due: date | None = None
    status: ActionStatus = "proposed"
    reason: str = ""  # why it was declined
    link: str = ""
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.status in ("proposed", "open", "in_progress")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to the record, by its name, with a caption."""

    name: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Postmortem:
    """What happened, why, what mended it, how that was verified, and what keeps it from coming back."""

    # identity
    slug: str
    title: str
    status: State = "draft"
    authors: tuple[str, ...] = ()
    owner: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None
    published_at: datetime | None = None
    reviewed_at: datetime | None = None
    review_due: date | None = None
    # classification
    severity: str = ""
    services: tuple[str, ...] = ()
    environment: str = ""
    team: str = ""
    tags: tuple[str, ...] = ()
    # short text
    tldr: str = ""
    summary: str = ""
    # symptom
    symptom: str = ""
    error_excerpts: tuple[str, ...] = ()
    alert_names: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    # times
    started_at: datetime | None = None
    detected_at: datetime | None = None
    acknowledged_at: datetime | None = None
    mitigated_at: datetime | None = None
    resolved_at: datetime | None = None
    timeline: tuple[Event, ...] = ()
    # analysis
    detection: str = ""
    impact: str = ""
    trigger: str = ""
    root_cause: str = ""
    contributing_factors: tuple[str, ...] = ()
    five_whys: tuple[Why, ...] = ()
    # fix and verification
    fix: str = ""
    commands: tuple[Command, ...] = ()
    confirm: str = ""
    verify: str = ""
    not_when: str = ""
    # prevention
    prevention: str = ""
    action_items: tuple[ActionItem, ...] = ()
    # learning
    went_well: str = ""
    went_wrong: str = ""
    got_lucky: str = ""
    lessons: str = ""
    # relations, by slug
    related: tuple[str, ...] = ()
    duplicate_of: str = ""
    recurrence_of: str = ""
    caused_by: str = ""
    part_of: str = ""
    # sources
    source_url: str = ""
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def time_to_detect(self) -> timedelta | None:
        """From start to detection; None where either is unknown."""
        return _between(self.started_at, self.detected_at)

    @property
    def time_to_mitigate(self) -> timedelta | None:
        """From start to mitigation; None where either is unknown."""
        return _between(self.started_at, self.mitigated_at)

    @property
    def time_to_resolve(self) -> timedelta | None:
        """From start to resolution; None where either is unknown."""
        return _between(self.started_at, self.resolved_at)


def _between(start: datetime | None, end: datetime | None) -> timedelta | None:
    return end - start if start and end else None
