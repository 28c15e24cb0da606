"""The page of a postmortem, section by section, with its relations in both directions; also as Markdown and JSON."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse

from app.http import casebook_of
from app.records.plain import to_data
from app.records.postmortem import Postmortem
from app.services import attachments, knowledge
from app.services.attachments import Shown
from app.services.knowledge import PostmortemPage
from app.web.cards import Step, step
from app.web.rendering import render

SectionKind = Literal["prose", "items", "excerpts", "timeline", "whys", "commands", "actions"]

# In the order in which they are read: what happened, why, what to do, what to learn.
SECTIONS: tuple[tuple[str, str, SectionKind], ...] = (
    ("summary", "Summary", "prose"),
    ("symptom", "Symptom", "prose"),
    ("error_excerpts", "Error excerpts", "excerpts"),
    ("impact", "Impact", "prose"),
    ("timeline", "Timeline", "timeline"),
    ("detection", "Detection", "prose"),
    ("trigger", "Trigger", "prose"),
    ("root_cause", "Root cause", "prose"),
    ("contributing_factors", "Contributing factors", "items"),
    ("five_whys", "Five whys", "whys"),
    ("confirm", "Make sure it is this", "prose"),
    ("fix", "Fix", "prose"),
    ("commands", "Commands", "commands"),
    ("verify", "Know that it is over", "prose"),
    ("not_when", "When this does not apply", "prose"),
    ("prevention", "Prevention", "prose"),
    ("action_items", "Action items", "actions"),
    ("went_well", "What went well", "prose"),
    ("went_wrong", "What went wrong", "prose"),
    ("got_lucky", "Where luck helped", "prose"),
    ("lessons", "Lessons", "prose"),
)

_FROM = re.compile(r"^/postmortems/new\?from=([\w-]{1,100})$", re.ASCII)

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Section:
    """A section that the record has something to say in."""

    anchor: str
    heading: str
    kind: SectionKind
    content: object


@dataclass(frozen=True, slots=True)
class AttachmentForm:
    """What was typed for a file to attach.

    *fault* says why it was not kept, *added* which one was, *masked* how many secrets in it were hidden.
    """

    caption: str = ""
    author: str = ""
    fault: str = ""
    added: str = ""
    masked: str = ""

    def failed(self, fault: str) -> "AttachmentForm":
        """The form with what is wrong."""
        return replace(self, fault=fault)


@dataclass(frozen=True, slots=True)
class PostmortemView:
    """A postmortem with its sections in reading order.

    *saved* is the revision that its reader has just saved, empty otherwise, and *source* where the form was opened.
    """

    found: PostmortemPage
    sections: tuple[Section, ...]
    saved: str = ""
    source: str = ""
    files: tuple[Shown, ...] = ()
    attaching: AttachmentForm = AttachmentForm()

    @property
    def record(self) -> Postmortem:
        """The postmortem itself."""
        return self.found.record

    @property
    def diagnosis(self) -> str:
        """The diagnosis that its reader has just written it from; empty if from none."""
        found = _FROM.search(self.source) if self.saved else None
        return found[1] if found else ""

    @property
    def sources(self) -> tuple[str, ...]:
        """Where it comes from and what it refers to."""
        return tuple(filter(None, (self.record.source_url, *self.record.references)))


@router.get("/postmortems/{key}.md")
def as_markdown(request: Request, key: str) -> Response:
    """The postmortem as the file in which it travels."""
    text = knowledge.postmortem_markdown(casebook_of(request), key)
    return PlainTextResponse(text, media_type="text/markdown")


@router.get("/postmortems/{key}.json")
def as_json(request: Request, key: str) -> Response:
    """The postmortem's fields as JSON."""
    return JSONResponse(to_data(knowledge.postmortem(casebook_of(request), key).record))


@router.get("/postmortems/{key}")
def show(  # noqa: PLR0913, PLR0917 (query parameters)
    request: Request, key: str, saved: str = "", source: str = "", attached: str = "", masked: str = ""
) -> Response:
    """A postmortem; under an earlier name, the way to its present address."""
    found = knowledge.postmortem(casebook_of(request), key)
    if found.record.slug != key:
        root = request.scope.get("root_path", "").rstrip("/")
        return RedirectResponse(f"{root}/postmortems/{found.record.slug}", 308)
    files = attachments.listed(casebook_of(request), found.record)
    is_there = any(one.name == attached for one in files)
    form = AttachmentForm(added=attached, masked=masked if masked.isdigit() else "") if is_there else None
    view = postmortem_view(found, saved=saved, source=source, files=files, attaching=form)
    return render(request, "postmortem.html", view)


def postmortem_view(
    found: PostmortemPage,
    *,
    saved: str = "",
    source: str = "",
    files: tuple[Shown, ...] = (),
    attaching: AttachmentForm | None = None,
) -> PostmortemView:
    """The page of a postmortem, after a save with the note that it was saved."""
    is_just_saved = saved == str(found.revision)
    saved = saved if is_just_saved else ""
    return PostmortemView(found, sections_of(found.record), saved, source, files, attaching or AttachmentForm())


def sections_of(record: Postmortem) -> tuple[Section, ...]:
    """The sections in which a postmortem has something to say, in reading order."""
    sections = (
        Section(name.replace("_", "-"), heading, kind, _content(record, name)) for name, heading, kind in SECTIONS
    )
    return tuple(section for section in sections if section.content)


def _content(record: Postmortem, name: str) -> object:
    if name == "commands":
        return _steps(record)
    return getattr(record, name)


def _steps(record: Postmortem) -> tuple[tuple[str, Step], ...]:
    return tuple((command.phase, step(command, {})) for command in record.commands)
