"""Puts the sections of a report into the fields of a record; what no field takes goes to the summary, under its heading."""

from app.records.reports.aliases import CONTAINER, WORDS, Meaning, meaning, unnumbered
from app.records.reports.blocks import Block
from app.records.reports.bullets import has_boxes
from app.records.reports.code import errors_in
from app.records.reports.contents import place_blocks
from app.records.reports.dates import day_in
from app.records.reports.draft import Draft, Place, is_list, is_prose
from app.records.reports.outline import Section
from app.records.reports.under import BESIDE, TAKEN, Under
from app.records.reports.whys import asks_why, why_of_section

_DEEPEST = 6
_LONGEST_DAY = len("Wednesday, 30 September 2025 (UTC)")


def place_section(section: Section, draft: Draft, *, title_is_known: bool = False) -> None:
    """Put all of a section into the draft; its own title is the record's if *title_is_known*, and not said again."""
    place = Place("" if title_is_known else section.title, section.line)
    under = Under("summary", 0, place)
    place_blocks(section.blocks, draft, under)
    for child in section.children:
        _place(child, draft, under)


def _place(section: Section, draft: Draft, above: Under) -> None:
    under = _entered(section, draft, above)
    if under.field == "five_whys" and section.children:
        _place_whys(section, draft, under)
        return
    count = len(draft.lists.get("action_items", ()))
    place_blocks(section.blocks, draft, under)
    if under.group not in ("", TAKEN) and len(draft.lists.get("action_items", ())) == count:
        draft.say(BESIDE["action_items"], f"**{under.group}**", under.place)
    for child in section.children:
        _place(child, draft, under)


def _entered(section: Section, draft: Draft, above: Under) -> Under:
    """Where the text of a section goes; its heading is said unless the field says the same."""
    found = meaning(section.title)
    place = Place(section.title, section.line)
    if not section.title:
        return Under("summary", 0, place)
    if found is None:
        return _own_heading(section, draft, above)
    if found.field == CONTAINER:
        found = Meaning("summary", rest=found.rest)
    return _known_heading(section, draft, found, above)


def _known_heading(section: Section, draft: Draft, found: Meaning, above: Under) -> Under:
    place = Place(section.title, section.line)
    if not (is_prose(found.field) or is_list(found.field)):
        return _short(section, draft, found, above)
    under = Under(found.field, above.depth if found.field == above.field else 0, place)
    if found.field == "prevention" and section.blocks and all(has_boxes(block) for block in section.blocks):
        return Under("action_items", 0, place, "" if found.is_exact else section.title)
    if is_list(found.field):
        said = found.rest if found.is_exact else unnumbered(section.title)
        return _with_remark(draft, under, said)
    if not found.is_exact or (found.field == above.field and above.depth > 0):
        return _headed(section.title, draft, under)
    if found.rest:
        draft.say(found.field, found.rest, place)
    return under


def _own_heading(section: Section, draft: Draft, above: Under) -> Under:
    place = Place(section.title, section.line)
    if is_list(above.field) and above.field != "error_excerpts":
        return _with_remark(draft, Under(above.field, above.depth, place), section.title)
    field = BESIDE.get(above.field, above.field)
    return _headed(section.title, draft, Under(above.field, above.depth, place), field)


def _headed(title: str, draft: Draft, under: Under, field: str = "") -> Under:
    level = min(_DEEPEST, 3 + under.depth)
    draft.say(field or under.field, f"{'#' * level} {title}", under.place)
    return Under(under.field, under.depth + 1, under.place)


def _with_remark(draft: Draft, under: Under, said: str) -> Under:
    """A list whose heading says more than its field: items bear it, a timeline has it as an event of its own."""
    if not said or (under.field == "timeline" and day_in(said) and len(said) < _LONGEST_DAY):
        return Under(under.field, under.depth, under.place)
    if under.field == "action_items":
        return Under(under.field, under.depth, under.place, said)
    draft.say(BESIDE[under.field], f"**{said}**", under.place)
    return Under(under.field, under.depth, under.place)


def _short(section: Section, draft: Draft, found: Meaning, above: Under) -> Under:
    """A heading for a short field: its text is taken if it is one, and kept under its heading if not."""
    place = Place(section.title, section.line)
    texts = [item.text for block in section.blocks for item in block.items] or [block.text for block in section.blocks]
    simple = (
        not found.rest and not section.children and all(block.kind in ("paragraph", "list") for block in section.blocks)
    )
    if found.field in WORDS:
        simple = simple and len(texts) == 1
    if found.field == "references":
        simple = simple and all(text.startswith(("https://", "http://")) and len(text.split()) == 1 for text in texts)
    if simple and texts and "\n" not in "".join(texts) and draft.set(found.field, ", ".join(texts), place):
        return Under("summary", above.depth, place, TAKEN)
    return _headed(section.title, draft, Under("summary", above.depth, place))


def _place_whys(section: Section, draft: Draft, under: Under) -> None:
    """Headings that ask: each with its answer; what asks nothing stays beside them."""
    place_blocks(section.blocks, draft, under)
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
