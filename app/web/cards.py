"""Shape findings for the page: each failure as a card, with what it explains under it."""

from dataclasses import dataclass, field

from app.matching.diagnosis import Finding, Reason, UsualCause
from app.matching.signature import Command, Phase
from app.services.answers import Answer, PostmortemLink, Seen, Vote
from app.services.maturity import maturity
from app.web.marking import Piece, filled
from app.web.panel import ChipKind, evidence_lines
from app.web.phrases import day, duration, times, when

# Reasons and lines that fit in the head of a card; all of them are in its details.
BEST_REASONS = 3
MOST_LINES = 4
# Usual causes that are shown open; the others are one click away, so that the first command stays in sight.
OPEN_SUSPECTS = 3


@dataclass(frozen=True, slots=True)
class Step:
    """A command to run, with its captured values and open holes marked."""

    text: str
    pieces: tuple[Piece, ...]
    risk: str
    expected: str
    rollback: str


@dataclass(frozen=True, slots=True)
class Suspect:
    """A usual cause of an effect that the log does not explain, and where it was written up."""

    cause: UsualCause
    postmortems: tuple[PostmortemLink, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as the page shows it; *effects* are the findings that it explains."""

    finding: Finding
    name: str  # of the main captured value, where the value alone says nothing
    value: str  # the main captured value
    others: tuple[tuple[str, str], ...]  # the other captured values by name
    frequency: str
    reasons: tuple[Reason, ...]
    lines: tuple[int, ...]
    more_lines: int
    confirm: tuple[Step, ...]
    fix: tuple[Step, ...]
    verify: tuple[Step, ...]
    suspects: tuple[Suspect, ...]
    history: str
    postmortems: tuple[PostmortemLink, ...]
    effects: tuple["Card", ...] = field(default=())

    @property
    def anchor(self) -> str:
        """The id of the card on the page, which chips lead back to."""
        return f"f{self.finding.rank}"

    @property
    def first_suspects(self) -> tuple[Suspect, ...]:
        """The most frequent of its usual causes."""
        return self.suspects[:OPEN_SUSPECTS]

    @property
    def further_suspects(self) -> tuple[Suspect, ...]:
        """The others."""
        return self.suspects[OPEN_SUSPECTS:]

    @property
    def kind(self) -> ChipKind:
        """What its chips look like."""
        return "weak" if self.is_weak else self.finding.role

    @property
    def open_action_items(self) -> int:
        """How many action items of its postmortems somebody still has to do."""
        return sum(link.open_action_items for link in self.postmortems)

    @property
    def is_weak(self) -> bool:
        """Whether it is only possible."""
        return self.finding.strength == "possible"


def cards_of(answer: Answer) -> tuple[Card, ...]:
    """The failures of an answer, best first; what one of them explains is among its effects."""
    groups: list[list[Finding]] = []
    for finding in answer.diagnosis.findings:
        # An effect comes right after the cause that explains it.
        if finding.explained_by and groups:
            groups[-1].append(finding)
        else:
            groups.append([finding])
    return tuple(_card(group[0], answer, effects=tuple(_card(one, answer) for one in group[1:])) for group in groups)


def _card(finding: Finding, answer: Answer, *, effects: tuple[Card, ...] = ()) -> Card:
    captures = tuple(finding.captures.items())
    lines = evidence_lines(finding.evidence)
    return Card(
        finding=finding,
        name=captures[0][0] if captures and captures[0][1].isdigit() else "",
        value=captures[0][1] if captures else "",
        others=captures[1:],
        frequency=_frequency(finding),
        reasons=_best(finding.why),
        lines=lines[:MOST_LINES],
        more_lines=len(lines[MOST_LINES:]),
        confirm=_steps(finding, "confirm"),
        fix=_steps(finding, "fix"),
        verify=_steps(finding, "verify"),
        suspects=tuple(_suspect(cause, finding, answer) for cause in finding.usual_causes),
        history=_history(answer.seen.get(finding.signature, Seen()), answer.confirmed.get(finding.signature)),
        postmortems=answer.postmortems.get(finding.signature, ()),
        effects=effects,
    )


def _frequency(finding: Finding) -> str:
    """How often, and over which time where the log says it, as "12 times in 1 min 42 s"."""
    often = times(finding.count)
    if finding.count > 1 and finding.first_seen and finding.last_seen and finding.last_seen > finding.first_seen:
        return f"{often} in {duration(finding.last_seen - finding.first_seen)}"
    return often


def _history(seen: Seen, confirmed: Vote | None) -> str:
    """How often it was found in other logs, when last, what people said, and who confirmed it last."""
    often = f"Seen {times(seen.count)} before, last {when(seen.last)}" if seen.count else "Not seen here before"
    votes = f" · confirmed {seen.confirmed}, rejected {seen.rejected}" if seen.confirmed or seen.rejected else ""
    last = f" (last by {confirmed.person} on {day(confirmed.at)})" if confirmed else ""
    proved = f" · {maturity(seen)}" if votes else ""
    return often + votes + last + proved


def _best(why: tuple[Reason, ...]) -> tuple[Reason, ...]:
    in_favour = sorted((reason for reason in why if reason.weight > 0), key=lambda reason: -reason.weight)
    return tuple(in_favour[:BEST_REASONS])


def _steps(finding: Finding, phase: Phase) -> tuple[Step, ...]:
    return tuple(step(command, finding.captures) for command in finding.commands if command.phase == phase)


def step(command: Command, captures: dict[str, str]) -> Step:
    """A command for the page."""
    return Step(
        text=command.text,
        pieces=filled(command.text, captures),
        risk=command.risk,
        expected=command.expected or "",
        rollback=command.rollback or "",
    )


def _suspect(cause: UsualCause, effect: Finding, answer: Answer) -> Suspect:
    if cause.signature:
        return Suspect(cause, answer.postmortems.get(cause.signature, ()))
    # A cause that no signature describes is called by the title of its postmortem.
    records = answer.postmortems.get(effect.signature, ())
    return Suspect(cause, tuple(record for record in records if record.title == cause.title))
