"""Where a block of a report goes: the field that its heading or label names, and saying it there."""

from dataclasses import dataclass

from app.records.reports.actions import action_item
from app.records.reports.aliases import label_meaning
from app.records.reports.code import command_of_item, errors_in
from app.records.reports.draft import Draft, Place, is_list, is_prose
from app.records.reports.events import Clock, clock_for
from app.records.reports.labels import Labelled
from app.records.reports.whys import why_of_item

# Where a field is a list, what is no item of it is said here.
BESIDE = {
    "timeline": "summary",
    "five_whys": "root_cause",
    "action_items": "prevention",
    "contributing_factors": "root_cause",
    "commands": "fix",
    "error_excerpts": "symptom",
}
PHASES = {"fix": "fix", "commands": "fix", "verify": "verify", "confirm": "confirm", "detection": "confirm"}
# Where a piece of a log tells what happened, and not what to do.
TELLING = frozenset(
    ("summary", "symptom", "error_excerpts", "detection", "root_cause", "impact", "trigger", "contributing_factors")
)
# Where a label within a text names another field.
LABELLED = frozenset(("summary", "symptom", "impact", "root_cause", "detection", "trigger", "fix"))


# The group of a section whose text is in a short field already.
TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Under:
    """What a section stands under: the field of the sections above, how deep its own heading goes, and its place."""

    field: str
    depth: int
    place: Place
    group: str = ""
    clock: Clock | None = None


def say(draft: Draft, under: Under, text: str) -> None:
    """Add a text to the field, and the errors that it quotes to the excerpts."""
    if under.field in TELLING:
        for error in errors_in(text):
            draft.add("error_excerpts", error, under.place)
    if under.field == "contributing_factors":
        draft.add("contributing_factors", text, under.place)
    else:
        draft.say(BESIDE.get(under.field, under.field), text, under.place)


def clock_of(draft: Draft, under: Under) -> Clock:
    """The clock of the section's timeline; one of its own for a timeline that stands elsewhere."""
    return under.clock or clock_for([under.place.heading], draft.day)


def add_command(draft: Draft, under: Under, text: str) -> None:
    """Add a command, in the phase that the field tells."""
    # Nobody judged what it can break.
    draft.add("commands", {"text": text, "phase": PHASES[under.field], "risk": "caution"}, under.place)


def place_piece(piece: Labelled, draft: Draft, under: Under) -> Under:
    """Place a text with a label, and say where what follows it goes."""
    if piece.field is None:
        if piece.text:
            say(draft, under, piece.text)
        return under
    place = Place(piece.label, piece.line)
    inner = Under(piece.field, under.depth, place)
    if is_prose(piece.field):
        known = label_meaning(piece.label)
        # A probable cause stays one.
        text = piece.text if known is None or known.is_exact else f"**{piece.label}:** {piece.text}"
        if text:
            say(draft, inner, text)
        return inner
    if is_list(piece.field):
        _place_list_text(piece, draft, inner)
        return inner
    # Within a section of the report's own, "Started" may be about anything.
    if under.depth or not draft.set(piece.field, piece.text, place):
        # The day of an incident, and what is no single word or time, stays to be read.
        say(draft, under, f"**{piece.label}:** {piece.text}")
    return under


def _place_list_text(piece: Labelled, draft: Draft, under: Under) -> None:
    if not piece.text:
        return
    match under.field:
        case "action_items":
            draft.add("action_items", action_item(piece.text), under.place)
        case "error_excerpts":
            draft.add("error_excerpts", command_of_item(piece.text) or piece.text, under.place)
        case "five_whys":
            draft.add("five_whys", why_of_item(piece.text), under.place)
        case _:
            say(draft, under, piece.text)
