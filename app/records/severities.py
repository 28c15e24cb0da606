"""How bad a failure was for its users: the words that a team says, each with what it means, the worst first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.records.parsed import Parsed
from app.records.postmortem import Postmortem
from app.records.problems import Problem
from app.records.text_forms import shown

DEFAULT = (
    "critical: users cannot work, or data is at risk; high: an important part does not work; "
    "medium: something works badly, or for some users only; low: hardly anybody noticed"
)


@dataclass(frozen=True, slots=True)
class SeverityChoice:
    """A word for how bad it was, and what it means."""

    name: str
    meaning: str = ""


def read_severities(text: str) -> tuple[SeverityChoice, ...]:
    """The severities that a text lists as ``name: meaning; name: meaning``, the worst first; each name once."""
    found = (one.partition(":") for one in text.split(";") if one.strip())
    named = {name.strip(): SeverityChoice(name.strip(), meaning.strip()) for name, _, meaning in found if name.strip()}
    return tuple(named.values())


def check_severity(parsed: Parsed[Postmortem], known: Sequence[SeverityChoice]) -> Iterator[Problem]:
    """A warning where a postmortem says a severity that is none of those *known*."""
    said = parsed.draft.severity if parsed.draft else ""
    names = [one.name for one in known]
    if said and names and said not in names:
        what, help_ = f"{shown(said)} is none of the severities in use", f"choose one of {', '.join(names)}"
        yield Problem(parsed.path, parsed.line("severity"), "severity", what, help_, "warning")
