"""The files of a postmortem on its page: shown, added, captioned, removed, and served so that none can run."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from app.errors import TooLarge
from app.http import Upload, casebook_of, person_of, read_upload, served, status_of
from app.records.problems import Problem
from app.services import attachments, knowledge
from app.services.checking import RecordRefused
from app.web.phrases import size
from app.web.postmortems import AttachmentForm, postmortem_view
from app.web.rendering import render, site_of
from app.web.writing import remember_name, remembered_name

router = APIRouter(include_in_schema=False)


async def _upload(request: Request) -> Upload | TooLarge:
    try:
        return await read_upload(request, what="attachment", limit=attachments.MOST_BYTES, max_files=1)
    except TooLarge as error:
        return error


@router.get("/postmortems/{key}/attachments/{name}")
def serve(request: Request, key: str, name: str) -> Response:
    """The file itself: pictures to be seen, all else to be saved."""
    return served(*attachments.read(casebook_of(request), key, name))


@router.post("/postmortems/{key}/attachments")
def add(request: Request, key: str, upload: Annotated[Upload | TooLarge, Depends(_upload)]) -> Response:
    """Add a file; the page again, with what is wrong with it, where it cannot be kept."""
    if isinstance(upload, TooLarge):
        return _again(request, key, AttachmentForm(), f"the file is over {size(upload.limit)}", status_of(upload))
    caption, author = upload.fields.get("caption", ""), upload.fields.get("author", "").strip()
    form = AttachmentForm(caption, author)
    if not upload.files:
        return _again(request, key, form, "no file is chosen", 422)
    name, data = upload.files[0]
    who = author or remembered_name(request) or person_of(request)
    try:
        added = attachments.add(casebook_of(request), key, name=name, data=data, caption=caption, author=who)
    except TooLarge as error:
        return _again(request, key, form, f"the file is over {size(error.limit)}", status_of(error))
    except RecordRefused as error:
        return _again(request, key, form, _first(error.problems), status_of(error))
    masked = sum(added.masked.values())
    answer = _back(
        request, key, {"attached": added.file.name, "masked": str(masked)} if masked else {"attached": added.file.name}
    )
    remember_name(answer, author)
    return answer


@router.post("/postmortems/{key}/attachments/{name}/caption")
def describe(request: Request, key: str, name: str, caption: Annotated[str, Form()] = "") -> Response:
    """Give a file another caption."""
    try:
        author = remembered_name(request) or person_of(request)
        attachments.describe(casebook_of(request), key, name, caption, author=author)
    except RecordRefused as error:
        return _again(
            request, key, AttachmentForm(), f"the caption of {name}: {_first(error.problems)}", status_of(error)
        )
    return _back(request, key, {})


@router.post("/postmortems/{key}/attachments/{name}/remove")
def remove(request: Request, key: str, name: str) -> Response:
    """Take a file out of the postmortem."""
    try:
        attachments.remove(casebook_of(request), key, name, author=remembered_name(request) or person_of(request))
    except RecordRefused as error:
        return _again(
            request, key, AttachmentForm(), f"{name} cannot be removed: {_first(error.problems)}", status_of(error)
        )
    return _back(request, key, {})


def _first(problems: tuple[Problem, ...]) -> str:
    said = next(problem for problem in problems if problem.is_error)
    return f"{said.what}; {said.help}" if said.help else said.what


def _again(request: Request, key: str, form: AttachmentForm, fault: str, status: int) -> Response:
    found = knowledge.postmortem(casebook_of(request), key)
    files = attachments.listed(casebook_of(request), found.record)
    return render(
        request, "postmortem.html", postmortem_view(found, files=files, attaching=form.failed(fault)), status=status
    )


def _back(request: Request, key: str, facts: dict[str, str]) -> Response:
    query = f"?{urlencode(facts)}" if facts else ""
    return RedirectResponse(f"{site_of(request).root}/postmortems/{key}{query}#attachments", 303)
