"""Puts the blocks of one section into the fields of a record: lists, tables, code and text, each in its own way."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.records.reports.actions import action_item, action_rows, is_action_table
from app.records.reports.aliases import MOMENTS, label_meaning
from app.records.reports.blocks import Block, Item
from app.records.reports.code import command_in, command_of_item, errors_in, is_log
from app.records.reports.draft import Draft, Place, is_list, is_prose
from app.records.reports.events import Clock, begins_with_time, clock_for, event_rows, is_only_date, is_timeline_table
from app.records.reports.labels import Labelled, is_table_of_labels, labelled_item, labelled_lines, labelled_rows
from app.records.reports.whys import asks_why, is_why_table, why_of_item, whys_of_rows

# Where a field is a list, what is no item of it is said here.
BESIDE = {
    "timeline": "summary",
    "five_whys": "root_cause",
    "action_items": "prevention",
    "contributing_factors": "root_cause",
    "commands": "fix",
    "error_excerpts": "symptom",
}
_PHASES = {"fix": "fix", "commands": "fix", "verify": "verify", "confirm": "confirm", "detection": "confirm"}
# Where a piece of a log tells what happened, and not what to do.
_TELLING = frozenset(("summary", "symptom", "error_excerpts", "detection", "root_cause", "impact", "trigger"))
# Where a label within a text names another field.
_LABELLED = frozenset(("summary", "symptom", "impact", "root_cause", "detection", "trigger", "fix"))


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


def place_blocks(blocks: tuple[Block, ...], draft: Draft, under: Under) -> None:
    """Put each block where it belongs below its heading."""
    if under.group == TAKEN:
        return
    if under.field == "timeline":
        texts = [block.text for block in blocks if block.kind == "paragraph"]
        under = replace(under, clock=clock_for([under.place.heading, *texts], draft.day))
    current = under
    for block in blocks:
        place_block = _FORMS.get(block.kind, _place_text)
        if block.kind == "paragraph":
            current = _place_paragraph(block, draft, under)
            continue
        place_block(block, draft, current)
        # A label with nothing after it is meant for the block below it only.
        current = under if block.kind != "code" else current


def _place_text(block: Block, draft: Draft, under: Under) -> None:
    _say(draft, under, block.markdown)


def _say(draft: Draft, under: Under, text: str) -> None:
    if under.field in _TELLING:
        for error in errors_in(text):
            draft.add("error_excerpts", error, under.place)
    if under.field == "contributing_factors":
        draft.add("contributing_factors", text, under.place)
    else:
        draft.say(BESIDE.get(under.field, under.field), text, under.place)


def _place_paragraph(block: Block, draft: Draft, under: Under) -> Under:
    """Place a paragraph, and say where a block goes that it introduces."""
    if under.field == "timeline":
        _place_timed_lines(block, draft, under)
        return under
    if under.field == "five_whys" and asks_why(block.text):
        draft.add("five_whys", why_of_item(block.text), under.place)
        return under
    if under.field not in _LABELLED:
        _say(draft, under, block.text)
        return under
    current = under
    for piece in labelled_lines(block):
        current = _place_piece(piece, draft, under)
    return current if block.text.rstrip("*_ ").endswith(":") else under


def _place_piece(piece: Labelled, draft: Draft, under: Under) -> Under:
    """Place a text with a label, and say where what follows it goes."""
    if piece.field is None:
        if piece.text:
            _say(draft, under, piece.text)
        return under
    place = Place(piece.label, piece.line)
    inner = Under(piece.field, under.depth, place)
    if is_prose(piece.field):
        known = label_meaning(piece.label)
        # A probable cause stays one.
        text = piece.text if known is None or known.is_exact else f"**{piece.label}:** {piece.text}"
        if text:
            _say(draft, inner, text)
        return inner
    if is_list(piece.field):
        _place_list_text(piece, draft, inner)
        return inner
    # Within a section of the report's own, "Started" may be about anything.
    if under.depth or not draft.set(piece.field, piece.text, place):
        # The day of an incident, and what is no single word or time, stays to be read.
        _say(draft, under, f"**{piece.label}:** {piece.text}")
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
            _say(draft, under, piece.text)


def _place_timed_lines(block: Block, draft: Draft, under: Under) -> None:
    lines = block.text.split("\n")
    clock = _clock(draft, under)
    if is_only_date(block.text):
        return
    if not any(begins_with_time(line) for line in lines):
        draft.say("summary", block.text, under.place)
        return
    events: list[list[str]] = []
    for line in lines:
        if begins_with_time(line) or not events:
            events.append([line])
        else:
            events[-1].append(line)
    for event in events:
        draft.add("timeline", clock.read("\n".join(event)), under.place)


def _clock(draft: Draft, under: Under) -> Clock:
    """The clock of the section's timeline; one of its own for a timeline that stands elsewhere."""
    return under.clock or clock_for([under.place.heading], draft.day)


def _place_list(block: Block, draft: Draft, under: Under) -> None:
    place_items = _LISTS.get(under.field)
    if under.field == "prevention" and has_boxes(block):
        place_items = _place_actions
    if place_items:
        place_items(block, draft, under)
    elif under.field in _LABELLED:
        _place_labelled_items(block, draft, under)
    else:
        _say(draft, under, block.text)


def has_boxes(block: Block) -> bool:
    """Whether a list is a checklist."""
    return any(item.is_done is not None for item in block.items)


def _place_events(block: Block, draft: Draft, under: Under) -> None:
    clock = _clock(draft, under)
    for item in block.items:
        found = clock.read(item.text)
        draft.add("timeline", found, Place(under.place.heading, under.place.line))
        label = labelled_item(item)
        if label.field in MOMENTS and "at" in found:
            draft.words.setdefault(label.field, str(found["at"]))


def _place_actions(block: Block, draft: Draft, under: Under) -> None:
    for item in block.items:
        draft.add("action_items", action_item(item.text, is_done=item.is_done, under=under.group), under.place)


def _place_factors(block: Block, draft: Draft, under: Under) -> None:
    for item in block.items:
        draft.add("contributing_factors", item.text, under.place)


def _place_excerpts(block: Block, draft: Draft, under: Under) -> None:
    """Bullets under the errors: quoted ones are excerpts, the others tell what was seen."""
    quoted = [command_of_item(item.text) for item in block.items]
    if all(quoted):
        for text in quoted:
            draft.add("error_excerpts", text, under.place)
    else:
        _say(draft, under, block.text)


def _place_why_items(block: Block, draft: Draft, under: Under) -> None:
    for item in block.items:
        draft.add("five_whys", why_of_item(item.text), under.place)


def _place_command_items(block: Block, draft: Draft, under: Under) -> None:
    left = _without_commands(block.items, draft, under)
    if left:
        _say(draft, under, _as_list(left))


_LISTS: dict[str, Callable[[Block, Draft, Under], None]] = {
    "timeline": _place_events,
    "action_items": _place_actions,
    "contributing_factors": _place_factors,
    "error_excerpts": _place_excerpts,
    "five_whys": _place_why_items,
    "commands": _place_command_items,
    "verify": _place_command_items,
}


def _without_commands(items: tuple[Item, ...], draft: Draft, under: Under) -> list[Item]:
    """The items that are more than one command each."""
    left: list[Item] = []
    for item in items:
        text = command_of_item(item.text) if item.is_done is None else None
        if text:
            _add_command(draft, under, text)
        else:
            left.append(item)
    return left


def _as_list(items: list[Item]) -> str:
    boxes = {None: "", True: "[x] ", False: "[ ] "}
    return "\n".join("- " + (boxes[item.is_done] + item.text).replace("\n", "\n  ") for item in items)


def _place_labelled_items(block: Block, draft: Draft, under: Under) -> None:
    pieces = [labelled_item(item) for item in block.items]
    if not any(piece.field for piece in pieces):
        _say(draft, under, block.text)
        return
    left: list[Item] = []
    for item, piece in zip(block.items, pieces, strict=True):
        if piece.field is None:
            left.append(item)
        else:
            _say_list(left, draft, under)
            left = []
            _place_piece(piece, draft, under)
    _say_list(left, draft, under)


def _say_list(items: list[Item], draft: Draft, under: Under) -> None:
    if items:
        _say(draft, under, _as_list(items))


def _place_table(block: Block, draft: Draft, under: Under) -> None:
    rows = block.rows
    if len(rows) > 1 and under.field != "action_items" and is_timeline_table(rows):
        for event in event_rows(rows, _clock(draft, under)):
            draft.add("timeline", event, under.place)
    elif len(rows) > 1 and is_action_table(rows, among_actions=under.field == "action_items"):
        for item in action_rows(rows, under=under.group):
            draft.add("action_items", item, under.place)
    elif len(rows) > 1 and under.field == "five_whys" and is_why_table(rows):
        for why in whys_of_rows(rows):
            draft.add("five_whys", why, under.place)
    elif under.field in _LABELLED and is_table_of_labels(block):
        _place_rows(block, draft, under)
    else:
        _say(draft, under, block.text)


def _place_rows(block: Block, draft: Draft, under: Under) -> None:
    for field, label, value in labelled_rows(block.rows):
        if field is None:
            _say(draft, under, f"**{label}:** {value}")
        else:
            _place_piece(Labelled(field, label, block.line, value), draft, under)


def _place_code(block: Block, draft: Draft, under: Under) -> None:
    # Under a heading of its own, the block also stays where it is read.
    stays = under.depth > 0 or len(block.info.split()) > 1
    command = command_in(block.text, block.info) if under.field in _PHASES else None
    is_excerpt = not command and bool(block.text.strip()) and _is_excerpt(block, under)
    if command:
        _add_command(draft, under, command)
    if is_excerpt:
        draft.add("error_excerpts", block.text, under.place)
    if (command or is_excerpt) and not stays:
        return
    if under.field == "timeline" and block.text.strip():
        _place_timed_lines(Block("paragraph", block.line, block.text), draft, under)
    else:
        draft.say(BESIDE.get(under.field, under.field), block.markdown, under.place)


def _is_excerpt(block: Block, under: Under) -> bool:
    return under.field == "error_excerpts" or (under.field in _TELLING and is_log(block.text, block.info))


def _add_command(draft: Draft, under: Under, text: str) -> None:
    # Nobody judged what it can break.
    draft.add("commands", {"text": text, "phase": _PHASES[under.field], "risk": "caution"}, under.place)


_FORMS: dict[str, Callable[[Block, Draft, Under], None]] = {
    "list": _place_list,
    "table": _place_table,
    "code": _place_code,
    "other": _place_text,
}
