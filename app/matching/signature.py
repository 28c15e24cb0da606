"""A signature: how a known failure shows in logs, what causes it and what to do.  Meaning of the fields: records.md."""

from dataclasses import dataclass
from typing import Literal

# The tag of a failure that passes by itself: where services and connections stand after it, it is over.
TRANSIENT = "transient"

Role = Literal["cause", "effect"]
Status = Literal["draft", "active", "retired"]
Severity = Literal["low", "medium", "high", "critical"]
Phase = Literal["confirm", "fix", "verify"]
Risk = Literal["safe", "caution", "destructive"]
Side = Literal["around", "before", "after"]

ROLES: tuple[Role, ...] = ("cause", "effect")
STATUSES: tuple[Status, ...] = ("draft", "active", "retired")
SEVERITIES: tuple[Severity, ...] = ("low", "medium", "high", "critical")
PHASES: tuple[Phase, ...] = ("confirm", "fix", "verify")
RISKS: tuple[Risk, ...] = ("safe", "caution", "destructive")


@dataclass(frozen=True, slots=True)
class Window:
    """A distance between two lines: a number of lines or a number of seconds, the other is None."""

    lines: int | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line pattern: plain text with named holes, found anywhere in a line; at least *count* times."""

    pattern: str
    ignore_case: bool = False
    count: int = 1
    within: Window | None = None


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression in RE2 syntax with named groups, found anywhere in a line; at least *count* times."""

    pattern: str
    ignore_case: bool = False
    count: int = 1
    within: Window | None = None


@dataclass(frozen=True, slots=True)
class All:
    """Several conditions in any order."""

    conditions: tuple["Condition", ...]
    within: Window | None = None


@dataclass(frozen=True, slots=True)
class Sequence:
    """Several conditions, each on a later line than the one before."""

    conditions: tuple["Condition", ...]
    within: Window | None = None


Condition = Line | Regex | All | Sequence


@dataclass(frozen=True, slots=True)
class Unless:
    """Not this failure when *condition* is there: anywhere, or within a window of any evidence line, on one side."""

    condition: Line | Regex
    within: Window | None = None
    side: Side = "around"


@dataclass(frozen=True, slots=True)
class Command:
    """A command to run, with the holes of captured values still in it (``{module|path}``)."""

    text: str
    phase: Phase = "fix"
    risk: Risk = "safe"
    expected: str | None = None
    rollback: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A log that the signature must match (with these captures, and *also* these signatures), or must not."""

    log: str
    matches: bool = True
    captures: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """How one known failure shows in logs, what causes it and what to do."""

    id: str
    title: str
    match: tuple[Condition, ...]
    role: Role = "cause"
    status: Status = "active"
    severity: Severity = "medium"
    tags: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    generic: bool = False
    yields_to: tuple[str, ...] = ()
    unless: tuple[Unless, ...] = ()
    explains: tuple[str, ...] = ()
    cause: str = ""
    confirm: str = ""
    fix: str = ""
    verify: str = ""
    not_when: str = ""
    prevention: str = ""
    commands: tuple[Command, ...] = ()
    references: tuple[str, ...] = ()
    postmortems: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def is_transient(self) -> bool:
        """Whether this failure passes by itself: it has the tag ``transient``."""
        return TRANSIENT in self.tags

    @property
    def is_effect(self) -> bool:
        """Whether this failure is usually the consequence of another one."""
        return self.role == "effect"
