"""Puts a list of a report where it belongs: items of their own form, items with labels, or a list as it stands."""

from collections.abc import Callable

from app.records.reports.actions import action_item
from app.records.reports.aliases import MOMENTS
from app.records.reports.blocks import Block, Item
from app.records.reports.code import command_of_item
from app.records.reports.draft import Draft, Place
from app.records.reports.labels import labelled_item
from app.records.reports.under import LABELLED, Under, add_command, clock_of, place_piece, say
from app.records.reports.whys import why_of_item


def place_list(block: Block, draft: Draft, under: Under) -> None:
    """Put a list where it belongs."""
    place_items = _LISTS.get(under.field)
    if under.field == "prevention" and has_boxes(block):
        place_items = _place_actions
    if place_items:
        place_items(block, draft, under)
    elif under.field in LABELLED:
        _place_labelled_items(block, draft, under)
    else:
        say(draft, under, block.text)


def has_boxes(block: Block) -> bool:
    """Whether a list is a checklist."""
    return any(item.is_done is not None for item in block.items)


def _place_events(block: Block, draft: Draft, under: Under) -> None:
    clock = clock_of(draft, under)
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
        say(draft, under, block.text)


def _place_why_items(block: Block, draft: Draft, under: Under) -> None:
    for item in block.items:
        draft.add("five_whys", why_of_item(item.text), under.place)


def _place_command_items(block: Block, draft: Draft, under: Under) -> None:
    left = _without_commands(block.items, draft, under)
    if left:
        say(draft, under, _as_list(left))


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
            add_command(draft, under, text)
        else:
            left.append(item)
    return left


def _as_list(items: list[Item]) -> str:
    boxes = {None: "", True: "[x] ", False: "[ ] "}
    return "\n".join("- " + (boxes[item.is_done] + item.text).replace("\n", "\n  ") for item in items)


def _place_labelled_items(block: Block, draft: Draft, under: Under) -> None:
    pieces = [labelled_item(item) for item in block.items]
    if not any(piece.field for piece in pieces):
        say(draft, under, block.text)
        return
    left: list[Item] = []
    for item, piece in zip(block.items, pieces, strict=True):
        if piece.field is None:
            left.append(item)
        else:
            _say_list(left, draft, under)
            left = []
            place_piece(piece, draft, under)
    _say_list(left, draft, under)


def _say_list(items: list[Item], draft: Draft, under: Under) -> None:
    if items:
        say(draft, under, _as_list(items))
