"""Write a postmortem: the form for a new one and for a change, what its buttons do, and the preview."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, cast
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.errors import Conflict
from app.http import casebook_of, person_of, status_of
from app.records.plain import to_data
from app.records.postmortem import Postmortem
from app.records.problems import Problem
from app.records.source import Plain
from app.services import authoring, write_up
from app.storage import POSTMORTEMS
from app.web.attempt import Attempt, Sent, attempt_of, sent_form
from app.web.conflict import ConflictView, Meanwhile, conflict_view
from app.web.postmortem_form import change_of, changed, typed
from app.web.rendering import render, site_of
from app.web.writing import NEW, Writing, form_page, remember_name, remembered_name

router = APIRouter(include_in_schema=False)


@router.get("/postmortems/new")
def new(request: Request, diagnosis: Annotated[str, Query(alias="from")] = "", signature: str = "") -> Response:
    """The form of a new postmortem: with what a diagnosis, and a signature written for it, say already; else empty."""
    name = remembered_name(request)
    authors: list[Plain] = [name] if name else []
    if not diagnosis:
        return form_page(request, {"authors": authors})
    draft = write_up.draft_postmortem(casebook_of(request), diagnosis, written=signature)
    source = f"{NEW}?{urlencode({'from': diagnosis})}"
    return form_page(request, {**to_data(draft), "authors": authors}, writing=Writing(author=name, source=source))


@router.post("/postmortems/new")
def create(request: Request, sent: Annotated[Sent, Depends(sent_form)]) -> Response:
    """Save a new postmortem, or do what another button of its form asks for."""
    writing = Writing(author=sent.author, message=sent.message, source=sent.source or NEW)
    return _answer(request, attempt_of(request, sent, writing, None))


@router.post("/postmortems/preview")
def preview(request: Request, sent: Annotated[Sent, Depends(sent_form)]) -> Response:
    """What the form says as its readers will see it; a part of a page, for scripts."""
    return render(request, "postmortem_preview.html", attempt_of(request, sent, Writing(), None).preview)


@router.get("/postmortems/{key}/edit")
def edit(request: Request, key: str) -> Response:
    """The form with the postmortem as it is now."""
    found = authoring.stored(casebook_of(request), POSTMORTEMS, key)
    slug = found.record.slug
    if slug != key:
        return RedirectResponse(f"{site_of(request).root}/postmortems/{slug}/edit", 308)
    writing = Writing(slug, found.record.status, found.revision, remembered_name(request), source=_edit_address(slug))
    return form_page(request, to_data(found.record), writing=writing)


@router.post("/postmortems/{key}/edit")
def change(request: Request, key: str, sent: Annotated[Sent, Depends(sent_form)]) -> Response:
    """Save a change, or do what another button of the form asks for."""
    casebook = casebook_of(request)
    # Somebody may have renamed it since the form was opened.
    slug = authoring.stored(casebook, POSTMORTEMS, key).record.slug
    was = authoring.at_revision(casebook, POSTMORTEMS, slug, sent.based_on)
    source = sent.source or _edit_address(slug)
    writing = Writing(slug, was.status, sent.based_on, sent.author, sent.message, source)
    return _answer(request, attempt_of(request, sent, writing, was))


def _answer(request: Request, attempt: Attempt) -> Response:
    change = change_of(attempt.sent.action)
    if change or attempt.sent.action == "restore":
        data = typed(attempt.sent.fields)
        focus = changed(data, change) if change else ""
        return _again(request, replace(attempt, data=data, problems=()), focus=focus)
    if attempt.is_look or attempt.asks_first:
        return _again(request, attempt)
    if attempt.is_refused:
        return _again(request, attempt, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _saved(request, attempt)


def _again(request: Request, attempt: Attempt, *, focus: str = "", status: int = HTTPStatus.OK) -> Response:
    """The form with everything that was sent."""
    meanwhile = attempt.sent.meanwhile
    return form_page(
        request,
        attempt.data,
        writing=attempt.writing,
        problems=attempt.problems,
        focus=focus,
        preview=attempt.preview if attempt.is_look else None,
        conflict=_conflict(request, meanwhile, attempt) if meanwhile else None,
        is_returned=True,
        asks_to_publish=attempt.asks_first,
        status=status,
    )


def _saved(request: Request, attempt: Attempt) -> Response:
    casebook, writing = casebook_of(request), attempt.writing
    draft = cast("Postmortem", attempt.draft)
    author, message = writing.author or person_of(request), writing.message
    try:
        if writing.slug:
            based_on = writing.based_on
            saved = authoring.save(
                casebook, POSTMORTEMS, writing.slug, draft, based_on=based_on, author=author, message=message
            )
        else:
            saved = authoring.create(casebook, draft, author=author, message=message)
    except authoring.RecordRefused as refused:
        again = replace(attempt, problems=refused.problems)
        return _again(request, again, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except Conflict as conflict:
        return _met(request, attempt, conflict)
    query = urlencode({"saved": saved.revision, "source": writing.source})
    answer = RedirectResponse(f"{site_of(request).root}/postmortems/{saved.key}?{query}", HTTPStatus.SEE_OTHER)
    remember_name(answer, writing.author)
    return answer


def _met(request: Request, attempt: Attempt, conflict: Conflict) -> Response:
    """The answer where somebody else came first: took the address, or saved the same postmortem."""
    draft, writing = cast("Postmortem", attempt.draft), attempt.writing
    if conflict.key != writing.slug:
        what = f"there is a postmortem at the address {draft.slug} already"
        problem = Problem(f"postmortems/{draft.slug}", 0, "slug", what, f"choose another, such as {draft.slug}-2")
        return _again(request, replace(attempt, problems=(problem,)), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    combined = authoring.combine(casebook_of(request), POSTMORTEMS, writing.slug, draft, based_on=writing.based_on)
    meanwhile = Meanwhile(writing.based_on, combined.theirs_revision, combined.theirs_author, combined.conflicts)
    return form_page(
        request,
        to_data(combined.merged),
        writing=replace(writing, based_on=combined.theirs_revision, status=combined.theirs.status),
        conflict=conflict_view(meanwhile, combined.base, combined.theirs, draft),
        is_returned=True,
        status=status_of(conflict),
    )


def _conflict(request: Request, meanwhile: Meanwhile, attempt: Attempt) -> ConflictView | None:
    """The conflict that the form still shows."""
    if attempt.was is None or attempt.draft is None:
        return None
    base = authoring.at_revision(casebook_of(request), POSTMORTEMS, attempt.writing.slug, meanwhile.base)
    return conflict_view(meanwhile, base, attempt.was, attempt.draft, taken=attempt.sent.taken)


def _edit_address(slug: str) -> str:
    return f"/postmortems/{slug}/edit"
