"""Plain data to a postmortem, whether it came from Markdown, JSON or a form, with all problems at once."""

from collections.abc import Mapping
from dataclasses import fields as fields_of
from pathlib import PurePath

from app.records.fields import Fields, Reading
from app.records.parsed import Parsed
from app.records.plain import POSTMORTEM_FIELDS
from app.records.postmortem import (
    ACTION_STATUSES,
    ACTION_TYPES,
    PRIORITIES,
    STATES,
    ActionItem,
    Attachment,
    Event,
    Postmortem,
    Why,
)
from app.records.signature_form import read_commands
from app.records.text_forms import shown

EVENT_FIELDS = tuple(each.name for each in fields_of(Event))
WHY_FIELDS = tuple(each.name for each in fields_of(Why))
ACTION_ITEM_FIELDS = tuple(each.name for each in fields_of(ActionItem))
ATTACHMENT_FIELDS = tuple(each.name for each in fields_of(Attachment))

RELATIONS = ("related", "duplicate_of", "recurrence_of", "caused_by", "part_of")
MAX_WHYS = 20  # a chain of questions this long has lost its reader


def postmortem_from_data(data: object, path: str, *, lines: Mapping[str, int] | None = None) -> Parsed[Postmortem]:
    """The postmortem that plain data describes, and every problem of it."""
    reading = Reading(path, lines or {})
    fields = reading.fields(data, "", POSTMORTEM_FIELDS)
    if not isinstance(data, Mapping):
        return Parsed(path, None, tuple(reading.problems), reading.lines)
    fields.require("slug", "add slug: its address and the name of its file, such as 2025-12-18-disk-full")
    fields.require("title", "add the title: what failed, and how it showed (in a file, a line # Title)")
    draft = _postmortem(fields)
    _check_file_name(fields, draft, path)
    fields.refuse_self(draft.slug, {name: getattr(draft, name) for name in RELATIONS})
    return Parsed(path, draft if draft.slug else None, tuple(sorted(reading.problems)), reading.lines)


def _postmortem(fields: Fields) -> Postmortem:
    return Postmortem(
        slug=fields.name("slug"),
        title=fields.phrase("title"),
        status=fields.choice("status", STATES, "draft"),
        authors=fields.phrases("authors"),
        owner=fields.phrase("owner"),
        created_at=fields.instant("created_at"),
        updated_at=fields.instant("updated_at"),
        published_at=fields.instant("published_at"),
        reviewed_at=fields.instant("reviewed_at"),
        review_due=fields.day("review_due"),
        severity=fields.phrase("severity"),
        services=fields.phrases("services"),
        environment=fields.phrase("environment"),
        team=fields.phrase("team"),
        tags=fields.phrases("tags"),
        tldr=fields.phrase("tldr"),
        summary=fields.prose("summary"),
        symptom=fields.prose("symptom"),
        error_excerpts=fields.excerpts("error_excerpts"),
        alert_names=fields.phrases("alert_names"),
        signatures=fields.names("signatures"),
        started_at=fields.instant("started_at"),
        detected_at=fields.instant("detected_at"),
        acknowledged_at=fields.instant("acknowledged_at"),
        mitigated_at=fields.instant("mitigated_at"),
        resolved_at=fields.instant("resolved_at"),
        timeline=_timeline(fields),
        detection=fields.prose("detection"),
        impact=fields.prose("impact"),
        trigger=fields.prose("trigger"),
        root_cause=fields.prose("root_cause"),
        contributing_factors=fields.proses("contributing_factors"),
        five_whys=_whys(fields, "five_whys", 1),
        fix=fields.prose("fix"),
        commands=read_commands(fields),
        confirm=fields.prose("confirm"),
        verify=fields.prose("verify"),
        not_when=fields.prose("not_when"),
        prevention=fields.prose("prevention"),
        action_items=_action_items(fields),
        went_well=fields.prose("went_well"),
        went_wrong=fields.prose("went_wrong"),
        got_lucky=fields.prose("got_lucky"),
        lessons=fields.prose("lessons"),
        related=fields.names("related"),
        duplicate_of=fields.name("duplicate_of"),
        recurrence_of=fields.name("recurrence_of"),
        caused_by=fields.name("caused_by"),
        part_of=fields.name("part_of"),
        source_url=fields.phrase("source_url"),
        references=fields.phrases("references"),
        attachments=_attachments(fields),
    )


def _timeline(fields: Fields) -> tuple[Event, ...]:
    found = (_event(fields.reading.fields(data, where, EVENT_FIELDS)) for where, data in fields.items("timeline"))
    return tuple(event for event in found if event.text)


def _event(fields: Fields) -> Event:
    fields.require("text", "add text:, what happened")
    return Event(
        text=fields.prose("text"),
        at=fields.instant("at"),
        kind=fields.phrase("kind"),
        evidence=fields.phrase("evidence"),
        pinned=fields.boolean("pinned"),
    )


def _whys(fields: Fields, name: str, depth: int) -> tuple[Why, ...]:
    items = list(fields.items(name))
    if items and depth > MAX_WHYS:
        fields.fault(name, f"questions are nested more than {MAX_WHYS} deep", "begin a list of its own at the top")
        return ()
    found = (_why(fields.reading.fields(data, where, WHY_FIELDS), depth) for where, data in items)
    return tuple(why for why in found if why.question)


def _why(fields: Fields, depth: int) -> Why:
    fields.require("question", "add question:, such as Why did the start time out?")
    return Why(
        question=fields.prose("question"),
        finding=fields.prose("finding"),
        evidence=fields.prose("evidence"),
        then=_whys(fields, "then", depth + 1),
    )


def _action_items(fields: Fields) -> tuple[ActionItem, ...]:
    items = fields.items("action_items")
    found = (_action_item(fields.reading.fields(data, where, ACTION_ITEM_FIELDS)) for where, data in items)
    return tuple(item for item in found if item.text)


def _action_item(fields: Fields) -> ActionItem:
    fields.require("text", "add text:, what is to be done")
    return ActionItem(
        text=fields.prose("text"),
        type=fields.choice("type", ACTION_TYPES, "other"),
        owner=fields.phrase("owner"),
        priority=fields.optional_choice("priority", PRIORITIES),
        due=fields.day("due"),
        status=fields.choice("status", ACTION_STATUSES, "proposed"),
        reason=fields.prose("reason"),
        link=fields.phrase("link"),
        closed_at=fields.instant("closed_at"),
    )


def _attachments(fields: Fields) -> tuple[Attachment, ...]:
    items = fields.items("attachments")
    found = (_attachment(fields.reading.fields(data, where, ATTACHMENT_FIELDS)) for where, data in items)
    return tuple(attachment for attachment in found if attachment.name)


def _attachment(fields: Fields) -> Attachment:
    fields.require("name", "add name: what the attached file is called")
    return Attachment(name=fields.phrase("name"), caption=fields.phrase("caption"))


def _check_file_name(fields: Fields, postmortem: Postmortem, path: str) -> None:
    file = PurePath(path)
    if postmortem.slug and file.suffix == ".md" and file.stem != postmortem.slug:
        help_ = f"name the file {postmortem.slug}.md; links and people look for it there"
        fields.fault("slug", f"{shown(postmortem.slug)} is not the name of its file", help_, "warning")
