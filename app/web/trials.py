"""What a trial of a signature says, as the workbench shows it."""

from dataclasses import dataclass

from app.logs import read
from app.matching.diagnosis import Finding
from app.matching.missing import Missing
from app.matching.signature import Signature
from app.services.trial_task import Ordinary, OtherHit, OwnExample
from app.services.workbench import Trial
from app.web.marking import Piece
from app.web.panel import Panel, panel_of
from app.web.phrases import counted

# Records that are listed one by one; more are counted.
LISTED = 12


@dataclass(frozen=True, slots=True)
class Lack:
    """What a condition lacks, and the line that comes nearest in pieces: what fits is marked."""

    missing: Missing
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class OwnResult:
    """An example of the candidate and what came of it."""

    example: OwnExample
    words: str
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What a trial says; None and empty where it did not look."""

    finding: Finding | None
    lacks: tuple[Lack, ...]
    panel: Panel | None
    own: tuple[OwnResult, ...]
    others: tuple[OtherHit, ...]
    more_others: int
    examples: int
    stored: str
    ordinary: str
    is_general: bool
    sample: str
    is_thorough: bool


def results_of(signature: Signature, trial: Trial, log: str) -> Results:
    """What a trial says of a candidate and the log beside it."""
    tried = trial.outcome.tried[0] if trial.outcome.tried else None
    ordinary = trial.outcome.ordinary
    return Results(
        finding=tried.finding if tried else None,
        lacks=_lacks(tried.missing) if tried else (),
        panel=_panel(tried.log, trial) if tried and log.strip() else None,
        own=tuple(_own(one, signature) for one in trial.outcome.own),
        others=trial.outcome.others[:LISTED],
        more_others=max(0, len(trial.outcome.others) - LISTED),
        examples=trial.examples,
        stored=_stored(trial),
        ordinary=_share(ordinary),
        is_general=ordinary.matched > 0,
        sample=ordinary.sample,
        is_thorough=trial.stored is not None,
    )


def _share(ordinary: Ordinary) -> str:
    """How many of the ordinary lines it holds on, in words."""
    lines = counted(ordinary.lines, "ordinary line")
    return f"{ordinary.matched} of {lines} ({ordinary.matched / ordinary.lines:.1%})" if ordinary.matched else lines


def _panel(log: str, trial: Trial) -> Panel:
    data = log.encode("utf-8", "replace")
    return panel_of(read(data, limit=len(data) + 1), trial.outcome.tried[0].diagnosis)


def _lacks(missing: tuple[Missing, ...]) -> tuple[Lack, ...]:
    return tuple(Lack(one, _pieces(one)) for one in missing)


def _pieces(missing: Missing) -> tuple[Piece, ...]:
    near = missing.near
    if near is None:
        return ()
    start, end = near.fits
    pieces = (Piece(near.text[:start]), Piece(near.text[start:end], "value"), Piece(near.text[end:]))
    return tuple(piece for piece in pieces if piece.text)


def _own(one: OwnExample, signature: Signature) -> OwnResult:
    return OwnResult(one, _words(one, signature), _lacks(one.missing))


def _words(one: OwnExample, signature: Signature) -> str:
    """What came of an example, in a few words."""
    if one.strength == "" and not one.matches:
        return "is not found here, as it should be"
    if one.strength == "":
        return "is not found here, and should be"
    sure = f"{one.strength}, {one.confidence}"
    if not one.matches:
        return (
            f"is found here ({sure}), and should not be"
            if one.strength != "possible"
            else f"is only possible here ({sure})"
        )
    if one.strength == "possible":
        return f"is found, but only as possible ({one.confidence}): match more of the message"
    if one.captures:
        name, wanted, got = one.captures[0]
        return f"is found ({sure}), but captures {name} as “{got}” where the example of {signature.id} says “{wanted}”"
    return f"is found ({sure})"


def _stored(trial: Trial) -> str:
    if trial.stored is None:
        return ""
    if not trial.stored.looked_at:
        return "No log is stored yet to try it on."
    return f"It would be found in {trial.stored.matched} of the latest {counted(trial.stored.looked_at, 'stored log')}."
