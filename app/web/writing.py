"""The page on which a postmortem is written: the form, what is wrong with it, its preview, and what can be done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote, unquote

from fastapi import Request, Response

from app.http import casebook_of
from app.records.problems import Problem
from app.records.source import Plain
from app.services import knowledge
from app.web.conflict import ConflictView
from app.web.controls import Form, form_of
from app.web.postmortems import Section
from app.web.rendering import render

NEW = "/postmortems/new"
NAME_COOKIE = "casebook_name"
# More suggestions would weigh more than the form itself.
MOST_SIGNATURES, MOST_POSTMORTEMS = 300, 100

_REMEMBERED_SECONDS = 365 * 24 * 3600
_LONGEST_NAME = 80
# What each button of the form asks for, by the status that the record has now.
_BUTTONS = {
    "": (("draft", "Save as draft"), ("review", "Ask for review"), ("publish", "Publish")),
    "draft": (("save", "Save"), ("review", "Ask for review"), ("publish", "Publish")),
    "in_review": (("save", "Save"), ("publish", "Publish"), ("draft", "Back to draft")),
    "published": (("save", "Save"), ("draft", "Back to draft")),
    "archived": (("save", "Save"),),
}


@dataclass(frozen=True, slots=True)
class Writing:
    """What is being written: *slug* and *status* are those of the saved record, empty for a new one.

    *source* is the address at which the form was opened, which its local draft is kept under.
    """

    slug: str = ""
    status: str = ""
    based_on: int = 0
    author: str = ""
    message: str = ""
    source: str = NEW

    @property
    def address(self) -> str:
        """Where the form is sent to."""
        return f"/postmortems/{self.slug}/edit" if self.slug else NEW

    @property
    def buttons(self) -> tuple[tuple[str, str], ...]:
        """What can be done with it: the word that is sent, and what the button says."""
        return _BUTTONS[self.status]


@dataclass(frozen=True, slots=True)
class Preview:
    """What the readers of a draft will see."""

    title: str
    tldr: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What a text may name: ids of signatures, slugs of the latest postmortems."""

    signatures: tuple[str, ...]
    postmortems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WritingPage:
    """The form and what is said about it.

    *is_returned*: it holds what was sent and not saved.  *asks_to_publish*: only warnings stand in the way.
    """

    writing: Writing
    form: Form
    preview: Preview | None
    conflict: ConflictView | None
    is_returned: bool
    asks_to_publish: bool
    suggestions: Suggestions


def form_page(  # noqa: PLR0913 - a form that comes back says all of these
    request: Request,
    data: Mapping[str, Plain],
    *,
    writing: Writing | None = None,
    problems: Iterable[Problem] = (),
    focus: str = "",
    preview: Preview | None = None,
    conflict: ConflictView | None = None,
    is_returned: bool = False,
    asks_to_publish: bool = False,
    status: int = HTTPStatus.OK,
) -> Response:
    """The form filled with plain data: that of a new postmortem, unless *writing* says which one it is."""
    page = WritingPage(
        writing=writing or Writing(author=remembered_name(request)),
        form=form_of(data, problems, focus=focus, severities=casebook_of(request).severities),
        preview=preview,
        conflict=conflict,
        is_returned=is_returned,
        asks_to_publish=asks_to_publish,
        suggestions=_suggestions(request),
    )
    answer = render(request, "postmortem_form.html", page, status=status)
    answer.headers["Cache-Control"] = "private, no-cache"  # a browser may keep what was typed, for its back button
    return answer


def remembered_name(request: Request) -> str:
    """The name under which this browser saved last, empty if it did not yet."""
    return unquote(request.cookies.get(NAME_COOKIE, ""))[:_LONGEST_NAME]


def remember_name(response: Response, name: str) -> None:
    """Have the browser remember under which name it saves."""
    if name:
        value = quote(name[:_LONGEST_NAME])
        response.set_cookie(NAME_COOKIE, value, max_age=_REMEMBERED_SECONDS, httponly=True, samesite="lax")


def _suggestions(request: Request) -> Suggestions:
    casebook = casebook_of(request)
    signatures = casebook.library().signatures[:MOST_SIGNATURES]
    postmortems = knowledge.postmortems(casebook, limit=MOST_POSTMORTEMS).items
    return Suggestions(tuple(one.id for one in signatures), tuple(kept.record.slug for kept in postmortems))
