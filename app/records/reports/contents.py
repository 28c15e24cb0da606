"""Puts the blocks of one section into the fields of a record: lists, tables, code and text, each in its own way."""

from collections.abc import Callable
from dataclasses import replace

from app.records.reports.actions import action_rows, is_action_table
from app.records.reports.blocks import Block
from app.records.reports.bullets import place_list
from app.records.reports.code import command_in, is_log
from app.records.reports.draft import Draft
from app.records.reports.events import begins_with_time, clock_for, event_rows, is_only_date, is_timeline_table
from app.records.reports.labels import Labelled, is_table_of_labels, labelled_lines, labelled_rows
from app.records.reports.under import (
    BESIDE,
    LABELLED,
    PHASES,
    TAKEN,
    TELLING,
    Under,
    add_command,
    clock_of,
    place_piece,
    say,
)
from app.records.reports.whys import asks_why, is_why_table, why_of_item, whys_of_rows


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
    say(draft, under, block.markdown)


def _place_paragraph(block: Block, draft: Draft, under: Under) -> Under:
    """Place a paragraph, and say where a block goes that it introduces."""
    if under.field == "timeline":
        _place_timed_lines(block, draft, under)
        return under
    if under.field == "five_whys" and asks_why(block.text):
        draft.add("five_whys", why_of_item(block.text), under.place)
        return under
    if under.field not in LABELLED:
        say(draft, under, block.text)
        return under
    current = under
    for piece in labelled_lines(block):
        current = place_piece(piece, draft, under)
    return current if block.text.rstrip("*_ ").endswith(":") else under


def _place_timed_lines(block: Block, draft: Draft, under: Under) -> None:
    lines = block.text.split("\n")
    clock = clock_of(draft, under)
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


def _place_table(block: Block, draft: Draft, under: Under) -> None:
    rows = block.rows
    if len(rows) > 1 and under.field != "action_items" and is_timeline_table(rows):
        for event in event_rows(rows, clock_of(draft, under)):
            draft.add("timeline", event, under.place)
    elif len(rows) > 1 and is_action_table(rows, among_actions=under.field == "action_items"):
        for item in action_rows(rows, under=under.group):
            draft.add("action_items", item, under.place)
    elif len(rows) > 1 and under.field == "five_whys" and is_why_table(rows):
        for why in whys_of_rows(rows):
            draft.add("five_whys", why, under.place)
    elif under.field in LABELLED and is_table_of_labels(block):
        _place_rows(block, draft, under)
    else:
        say(draft, under, block.text)


def _place_rows(block: Block, draft: Draft, under: Under) -> None:
    for field, label, value in labelled_rows(block.rows):
        if field is None:
            say(draft, under, f"**{label}:** {value}")
        else:
            place_piece(Labelled(field, label, block.line, value), draft, under)


def _place_code(block: Block, draft: Draft, under: Under) -> None:
    # Under a heading of its own, the block also stays where it is read.
    stays = under.depth > 0 or len(block.info.split()) > 1
    command = command_in(block.text, block.info) if under.field in PHASES else None
    is_excerpt = not command and bool(block.text.strip()) and _is_excerpt(block, under)
    if command:
        add_command(draft, under, command)
    if is_excerpt:
        draft.add("error_excerpts", block.text, under.place)
    if (command or is_excerpt) and not stays:
        return
    if under.field == "timeline" and block.text.strip():
        _place_timed_lines(Block("paragraph", block.line, block.text), draft, under)
    else:
        draft.say(BESIDE.get(under.field, under.field), block.markdown, under.place)


def _is_excerpt(block: Block, under: Under) -> bool:
    return under.field == "error_excerpts" or (under.field in TELLING and is_log(block.text, block.info))


_FORMS: dict[str, Callable[[Block, Draft, Under], None]] = {
    "list": place_list,
    "table": _place_table,
    "code": _place_code,
    "other": _place_text,
}
