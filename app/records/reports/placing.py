"""Puts the sections of a report into the fields of a record; what no field takes goes to the summary, under its heading."""

from collections.abc import Callable
from dataclasses import dataclass

from app.records.reports.actions import action_item, action_rows, is_action_table
from app.records.reports.aliases import CONTAINER, DATE, MOMENTS, TITLE, Meaning, label_meaning, meaning, unnumbered
from app.records.reports.blocks import Block, Item
from app.records.reports.code import command_in, command_of_item, errors_in, is_log
from app.records.reports.dates import day_in
from app.records.reports.draft import Draft, Place, is_list, is_prose
from app.records.reports.events import begins_with_time, clock_for, event_rows, is_timeline_table
from app.records.reports.labels import Labelled, is_table_of_labels, labelled_item, labelled_lines, labelled_rows
from app.records.reports.outline import Section
from app.records.reports.whys import asks_why, why_of_item, why_of_section, whys_of_rows

# Where a field is a list, what is no item of it is said here.
_BESIDE = {
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
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class _Under:
    """What a section stands under: the field of the sections above, how deep its own heading goes, and its place."""

    field: str
    depth: int
    place: Place
    group: str = ""


def place_section(section: Section, draft: Draft, *, title_is_known: bool = False) -> None:
    """Put all of a section into the draft; its own title is the record's if *title_is_known*, and not said again."""
    place = Place("" if title_is_known else section.title, section.line)
    under = _Under("summary", 0, place)
    _place_blocks(section.blocks, draft, under)
    for child in section.children:
        _place(child, draft, under)


def _place(section: Section, draft: Draft, above: _Under) -> None:
    under = _entered(section, draft, above)
    if under.field == "five_whys" and section.children:
        _place_whys(section, draft, under)
        return
    _place_blocks(section.blocks, draft, under)
    for child in section.children:
        _place(child, draft, under)


def _entered(section: Section, draft: Draft, above: _Under) -> _Under:
    """Where the text of a section goes; its heading is said unless the field says the same."""
    found = meaning(section.title)
    place = Place(section.title, section.line)
    if not section.title:
        return _Under("summary", 0, place)
    if found and found.field == CONTAINER:
        found = Meaning("summary", rest=found.rest)
    if found and not (is_prose(found.field) or is_list(found.field)):
        return _short(section, draft, found, above)
    if found is None:
        return _own_heading(section, draft, above)
    under = _Under(found.field, above.depth if found.field == above.field else 0, place)
    if found.field == "prevention" and section.blocks and all(_has_boxes(block) for block in section.blocks):
        return _Under("action_items", 0, place, "" if found.is_exact else section.title)
    if is_list(found.field):
        said = found.rest if found.is_exact else unnumbered(section.title)
        return _with_remark(draft, under, said)
    if not found.is_exact or (found.field == above.field and above.depth > 0):
        return _headed(section.title, draft, under)
    if found.rest:
        draft.say(found.field, found.rest, place)
    return under


def _own_heading(section: Section, draft: Draft, above: _Under) -> _Under:
    place = Place(section.title, section.line)
    if is_list(above.field) and above.field != "error_excerpts":
        return _with_remark(draft, _Under(above.field, above.depth, place), section.title)
    field = _BESIDE.get(above.field, above.field)
    return _headed(section.title, draft, _Under(above.field, above.depth, place), field)


def _headed(title: str, draft: Draft, under: _Under, field: str = "") -> _Under:
    level = min(_DEEPEST, 3 + under.depth)
    draft.say(field or under.field, f"{'#' * level} {title}", under.place)
    return _Under(under.field, under.depth + 1, under.place)


def _with_remark(draft: Draft, under: _Under, said: str) -> _Under:
    """A list whose heading says more than its field: items bear it, a timeline has it as an event of its own."""
    if not said or (
        under.field == "timeline" and day_in(said) and len(said) < len("Wednesday, 30 September 2025 (UTC)")
    ):
        return _Under(under.field, under.depth, under.place)
    if under.field == "action_items":
        return _Under(under.field, under.depth, under.place, said)
    draft.say(_BESIDE[under.field], f"**{said}**", under.place)
    return _Under(under.field, under.depth, under.place)


def _short(section: Section, draft: Draft, found: Meaning, above: _Under) -> _Under:
    """A heading for a short field: its text is taken if it is one, and kept under its heading if not."""
    place = Place(section.title, section.line)
    texts = [item.text for block in section.blocks for item in block.items] or [block.text for block in section.blocks]
    simple = (
        not found.rest and not section.children and all(block.kind in ("paragraph", "list") for block in section.blocks)
    )
    if found.field == "references":
        simple = simple and all(text.startswith(("https://", "http://")) and len(text.split()) == 1 for text in texts)
    if simple and texts and "\n" not in "".join(texts) and draft.set(found.field, ", ".join(texts), place):
        return _Under("summary", above.depth, place, "taken")
    return _headed(section.title, draft, _Under("summary", above.depth, place))


def _place_blocks(blocks: tuple[Block, ...], draft: Draft, under: _Under) -> None:
    if under.group == "taken":
        return
    current = under
    for block in blocks:
        place_block = _FORMS.get(block.kind, _place_text)
        if block.kind == "paragraph":
            current = _place_paragraph(block, draft, under)
            continue
        place_block(block, draft, current)
        # A label with nothing after it is meant for the block below it only.
        current = under if block.kind != "code" else current


def _place_text(block: Block, draft: Draft, under: _Under) -> None:
    _say(draft, under, block.markdown)


def _say(draft: Draft, under: _Under, text: str) -> None:
    if under.field in _TELLING:
        for error in errors_in(text):
            draft.add("error_excerpts", error, under.place)
    if under.field == "contributing_factors":
        draft.add("contributing_factors", text, under.place)
    else:
        draft.say(_BESIDE.get(under.field, under.field), text, under.place)


def _place_paragraph(block: Block, draft: Draft, under: _Under) -> _Under:
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


def _place_piece(piece: Labelled, draft: Draft, under: _Under) -> _Under:
    """Place a text with a label, and say where what follows it goes."""
    if piece.field is None:
        if piece.text:
            _say(draft, under, piece.text)
        return under
    place = Place(piece.label, piece.line)
    inner = _Under(piece.field, under.depth, place)
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


def _place_list_text(piece: Labelled, draft: Draft, under: _Under) -> None:
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


def _place_timed_lines(block: Block, draft: Draft, under: _Under) -> None:
    lines = block.text.split("\n")
    clock = clock_for([under.place.heading, block.text], draft.day)
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


def _place_list(block: Block, draft: Draft, under: _Under) -> None:
    place_items = _LISTS.get(under.field)
    if under.field == "prevention" and _has_boxes(block):
        place_items = _place_actions
    if place_items:
        place_items(block, draft, under)
    elif under.field in _LABELLED:
        _place_labelled_items(block, draft, under)
    else:
        _say(draft, under, block.text)


def _has_boxes(block: Block) -> bool:
    return any(item.is_done is not None for item in block.items)


def _place_events(block: Block, draft: Draft, under: _Under) -> None:
    clock = clock_for([under.place.heading], draft.day)
    for item in block.items:
        found = clock.read(item.text)
        draft.add("timeline", found, Place(under.place.heading, under.place.line))
        label = labelled_item(item)
        if label.field in MOMENTS and "at" in found:
            draft.words.setdefault(label.field, str(found["at"]))


def _place_actions(block: Block, draft: Draft, under: _Under) -> None:
    for item in block.items:
        draft.add("action_items", action_item(item.text, is_done=item.is_done, under=under.group), under.place)


def _place_factors(block: Block, draft: Draft, under: _Under) -> None:
    for item in block.items:
        draft.add("contributing_factors", item.text, under.place)


def _place_excerpts(block: Block, draft: Draft, under: _Under) -> None:
    """Bullets under the errors: quoted ones are excerpts, the others tell what was seen."""
    quoted = [command_of_item(item.text) for item in block.items]
    if all(quoted):
        for text in quoted:
            draft.add("error_excerpts", text, under.place)
    else:
        _say(draft, under, block.text)


def _place_why_items(block: Block, draft: Draft, under: _Under) -> None:
    for item in block.items:
        draft.add("five_whys", why_of_item(item.text), under.place)


def _place_command_items(block: Block, draft: Draft, under: _Under) -> None:
    left = _without_commands(block.items, draft, under)
    if left:
        _say(draft, under, _as_list(left))


_LISTS: dict[str, Callable[[Block, Draft, _Under], None]] = {
    "timeline": _place_events,
    "action_items": _place_actions,
    "contributing_factors": _place_factors,
    "error_excerpts": _place_excerpts,
    "five_whys": _place_why_items,
    "commands": _place_command_items,
    "verify": _place_command_items,
}


def _without_commands(items: tuple[Item, ...], draft: Draft, under: _Under) -> list[Item]:
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


def _place_labelled_items(block: Block, draft: Draft, under: _Under) -> None:
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


def _say_list(items: list[Item], draft: Draft, under: _Under) -> None:
    if items:
        _say(draft, under, _as_list(items))


def _place_table(block: Block, draft: Draft, under: _Under) -> None:
    rows = block.rows
    if len(rows) > 1 and under.field != "action_items" and (under.field == "timeline" or is_timeline_table(rows)):
        clock = clock_for([under.place.heading], draft.day)
        for event in event_rows(rows, clock):
            draft.add("timeline", event, under.place)
    elif len(rows) > 1 and (under.field == "action_items" or is_action_table(rows)):
        for item in action_rows(rows):
            draft.add("action_items", item, under.place)
    elif len(rows) > 1 and under.field == "five_whys":
        for why in whys_of_rows(rows):
            draft.add("five_whys", why, under.place)
    elif under.field in _LABELLED and is_table_of_labels(block):
        _place_rows(block, draft, under)
    else:
        _say(draft, under, block.text)


def _place_rows(block: Block, draft: Draft, under: _Under) -> None:
    for field, label, value in labelled_rows(block.rows):
        if field is None:
            _say(draft, under, f"**{label}:** {value}")
        else:
            _place_piece(Labelled(field, label, block.line, value), draft, under)


def _place_code(block: Block, draft: Draft, under: _Under) -> None:
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
        draft.say(_BESIDE.get(under.field, under.field), block.markdown, under.place)


def _is_excerpt(block: Block, under: _Under) -> bool:
    return under.field == "error_excerpts" or (under.field in _TELLING and is_log(block.text, block.info))


def _add_command(draft: Draft, under: _Under, text: str) -> None:
    # Nobody judged what it can break.
    draft.add("commands", {"text": text, "phase": _PHASES[under.field], "risk": "caution"}, under.place)


def _place_whys(section: Section, draft: Draft, under: _Under) -> None:
    """Headings that ask: each with its answer; what asks nothing stays beside them."""
    _place_blocks(section.blocks, draft, under)
    for child in section.children:
        if asks_why(child.title) or "?" in child.title:
            for error in (error for block in child.blocks for error in errors_in(block.text)):
                draft.add("error_excerpts", error, Place(child.title, child.line))
            blocks = tuple(block for inner in child.all() for block in _with_heading(inner, child))
            draft.add("five_whys", why_of_section(child.title, blocks), Place(child.title, child.line))
        else:
            _place(child, draft, under)


def _with_heading(section: Section, top: Section) -> tuple[Block, ...]:
    if section is top:
        return section.blocks
    return (Block("paragraph", section.line, f"**{section.title}**"), *section.blocks)


_FORMS: dict[str, Callable[[Block, Draft, _Under], None]] = {
    "list": _place_list,
    "table": _place_table,
    "code": _place_code,
    "other": _place_text,
}

__all__ = ["CONTAINER", "DATE", "TITLE", "label_meaning", "place_section"]
