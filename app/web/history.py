"""The history of a record: who saved what when, what changed between two revisions, restoring, and archiving."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from app.errors import Conflict
from app.http import casebook_of, person_of
from app.records.differences import Difference
from app.records.problems import Problem
from app.services import authoring, knowledge
from app.services.knowledge import PostmortemPage, SignaturePage
from app.storage import POSTMORTEMS, SIGNATURES, Kind, Revision
from app.web.conflict import BOOKKEEPING
from app.web.postmortem_fields import label_of
from app.web.rendering import render, site_of
from app.web.writing import remember_name, remembered_name

router = APIRouter(include_in_schema=False)

# By whether there are problems, and whether somebody else saved first.
_STATUS = {
    (False, False): HTTPStatus.OK,
    (True, False): HTTPStatus.UNPROCESSABLE_ENTITY,
    (False, True): HTTPStatus.PRECONDITION_FAILED,
}
# The states that an archived postmortem can come back into.
_BACK = ("draft", "published")


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose history it is: a record with its address and revisions, the latest first."""

    kind: str
    address: str
    title: str
    status: str
    revision: int
    revisions: tuple[Revision, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """All revisions, and what changed from the one to the other of two; *problems* kept one from being restored."""

    subject: Subject
    old: int
    new: int
    changes: tuple[tuple[str, Difference], ...]
    author: str
    problems: tuple[Problem, ...] = ()
    met: Revision | None = None  # what somebody else saved while this page was open


@dataclass(frozen=True, slots=True)
class StatusPage:
    """The question before a postmortem is archived, or brought back into one of *choices*."""

    subject: Subject
    choices: tuple[str, ...]
    author: str
    problems: tuple[Problem, ...] = ()
    met: Revision | None = None


Number = Annotated[int, Form()]
Words = Annotated[str, Form()]


@router.get("/postmortems/{key}/history")
def of_postmortem(request: Request, key: str) -> Response:
    """The history of a postmortem."""
    return _history(request, POSTMORTEMS, _postmortem(request, key))


@router.get("/signatures/{key}/history")
def of_signature(request: Request, key: str) -> Response:
    """The history of a signature."""
    return _history(request, SIGNATURES, _signature(request, key))


@router.post("/postmortems/{key}/restore")
def restore_postmortem(request: Request, key: str, number: Number, based_on: Number, author: Words = "") -> Response:
    """Save the postmortem as a revision left it."""
    return _restored(request, POSTMORTEMS, _postmortem(request, key), number, based_on, author)


@router.post("/signatures/{key}/restore")
def restore_signature(request: Request, key: str, number: Number, based_on: Number, author: Words = "") -> Response:
    """Save the signature as a revision left it."""
    return _restored(request, SIGNATURES, _signature(request, key), number, based_on, author)


@router.get("/postmortems/{key}/archive")
def ask_to_archive(request: Request, key: str) -> Response:
    """The question whether to archive, or to bring back; nothing changes by looking at it."""
    return _ask(request, _postmortem(request, key))


@router.post("/postmortems/{key}/status")
def change_status(  # noqa: PLR0913, PLR0917 - the fields of the form
    request: Request, key: str, status: Words, based_on: Number, author: Words = "", message: Words = ""
) -> Response:
    """Archive a postmortem, or bring it back."""
    by = author.strip() or person_of(request)
    try:
        saved = authoring.set_status(
            casebook_of(request), POSTMORTEMS, key, status, based_on=based_on, author=by, message=message.strip()
        )
    except authoring.RecordRefused as refused:
        return _ask(request, _postmortem(request, key), refused.problems)
    except Conflict:
        return _ask(request, _postmortem(request, key), is_met=True)
    return _to_record(request, "postmortems", saved, author)


def _postmortem(request: Request, key: str) -> Subject:
    found: PostmortemPage = knowledge.postmortem(casebook_of(request), key)
    record = found.record
    address = f"/postmortems/{record.slug}"
    return Subject("postmortem", address, record.title, record.status, found.revision, found.revisions)


def _signature(request: Request, key: str) -> Subject:
    found: SignaturePage = knowledge.signature(casebook_of(request), key)
    record = found.record
    address = f"/signatures/{record.id}"
    return Subject("signature", address, record.title, record.status, found.revision, found.revisions)


def _history(  # noqa: PLR0913
    request: Request,
    kind: Kind[Any],
    subject: Subject,
    problems: tuple[Problem, ...] = (),
    *,
    since: int = 0,
    is_met: bool = False,
) -> Response:
    asked, latest = request.query_params, subject.revision
    new = _number(asked.get("to"), latest)
    is_there = any(one.number == since for one in subject.revisions)
    old = _number(asked.get("from"), since if is_there else max(new - 1, 1))
    key = subject.address.rsplit("/", 1)[-1]
    found = authoring.compare(casebook_of(request), kind, key, old, new) if old != new else ()
    changes = tuple((label_of(one.field), one) for one in found if one.field not in BOOKKEEPING)
    met = subject.revisions[0] if is_met else None
    page = HistoryPage(subject, old, new, changes, remembered_name(request), problems, met)
    status = _STATUS[bool(problems), is_met]
    return render(request, "history.html", page, status=status)


def _restored(  # noqa: PLR0913, PLR0917 - what a restoring is made of
    request: Request, kind: Kind[Any], subject: Subject, number: int, based_on: int, author: str
) -> Response:
    key, by = subject.address.rsplit("/", 1)[-1], author.strip() or person_of(request)
    try:
        saved = authoring.restore(casebook_of(request), kind, key, number, based_on=based_on, author=by)
    except authoring.RecordRefused as refused:
        return _history(request, kind, subject, refused.problems)
    except Conflict:
        return _history(request, kind, subject, since=number, is_met=True)
    return _to_record(request, f"{kind.name}s", saved, author)


def _ask(request: Request, subject: Subject, problems: tuple[Problem, ...] = (), *, is_met: bool = False) -> Response:
    choices = _BACK if subject.status == "archived" else ("archived",)
    met = subject.revisions[0] if is_met else None
    page = StatusPage(subject, choices, remembered_name(request), problems, met)
    status = _STATUS[bool(problems), is_met]
    return render(request, "postmortem_status.html", page, status=status)


def _to_record(request: Request, folder: str, saved: authoring.Saved, author: str) -> Response:
    address = f"{site_of(request).root}/{folder}/{saved.key}?saved={saved.revision}"
    answer = RedirectResponse(address, HTTPStatus.SEE_OTHER)
    remember_name(answer, author.strip())
    return answer


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise  # noqa: PLR2004 - fits any database
