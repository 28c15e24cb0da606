"""Diagnose a log from the paste box, and what can be done with a diagnosis: look, vote, repeat, erase."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from app.errors import EmptyLog, Gone
from app.http import casebook_of, person_of, read_form
from app.services import diagnose as service
from app.services.answers import Answer
from app.services.unknown import times_seen
from app.web.home import home_page
from app.web.pasting import PasteForm, paste_form
from app.web.rendering import render
from app.web.result import result_page

router = APIRouter(include_in_schema=False)

# The log of a diagnosis is nobody's business but that of those who have its address.
_PRIVATE = {"Cache-Control": "private, no-store"}

_EMPTY = "There is nothing to diagnose yet: paste some lines of a log, or choose a file that is not empty."


@dataclass(frozen=True, slots=True)
class ErasePage:
    """The question before a log and its diagnosis are erased."""

    answer: Answer


async def _pasted(request: Request) -> PasteForm:
    return paste_form(await read_form(request))


@router.post("/d")
def submit(request: Request, form: Annotated[PasteForm, Depends(_pasted)]) -> Response:
    """Diagnose what was pasted; a kept diagnosis has its own address, another one is answered at once."""
    if form.faults:
        return _form_again(request, form, form.faults)
    try:
        answer = service.diagnose(casebook_of(request), form.paste)
    except EmptyLog:
        return _form_again(request, form, {"log": _EMPTY})
    if answer.id is None:
        return _shown(request, answer)
    return _to(request, answer.id)


@router.get("/d")
def to_paste_box(request: Request) -> Response:
    """The way to the paste box, for whoever reloads the address that it sends to."""
    return RedirectResponse(f"{_root(request)}/", 303)


@router.get("/d/{key}")
def show(request: Request, key: str, lines: str = "", signature: str = "", outcome: str = "") -> Response:
    """A diagnosis, with a range of lines chosen if the address names one."""
    answer = service.recall(casebook_of(request), key)
    return _shown(request, answer, lines=lines, signature=signature, outcome=outcome)


@router.get("/d/{key}/raw")
def raw(request: Request, key: str) -> Response:
    """The log as it was pasted, with its secrets masked."""
    answer = service.recall(casebook_of(request), key)
    if answer.log is None:
        raise Gone(kind="log", key=key, since=answer.expires_at)
    return PlainTextResponse(answer.log, headers=_PRIVATE)


@router.post("/d/{key}/again")
def again(request: Request, key: str) -> Response:
    """Diagnose the same log against the library of today."""
    answer = service.again(casebook_of(request), key)
    return _to(request, answer.id or key)


@router.get("/d/{key}/erase")
def ask_to_erase(request: Request, key: str) -> Response:
    """The question whether to erase; nothing is erased by looking at it."""
    answer = service.recall(casebook_of(request), key)
    return _private(render(request, "erase.html", ErasePage(answer)))


@router.post("/d/{key}/erase")
def erase(request: Request, key: str) -> Response:
    """Erase a log and its diagnosis."""
    service.erase(casebook_of(request), key)
    return RedirectResponse(f"{_root(request)}/?erased=true", 303)


@router.post("/d/{key}/feedback")
def feedback(
    request: Request,
    key: str,
    signature: Annotated[str, Form()],
    outcome: Annotated[Literal["confirmed", "rejected", "withdrawn"], Form()],
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Say whether a finding was it, or take back what was said."""
    vote = None if outcome == "withdrawn" else outcome
    person = person_of(request)
    service.feedback(casebook_of(request), key, signature, outcome=vote, reason=reason.strip(), person=person)
    return _to(request, key, f"?{urlencode({'signature': signature, 'outcome': outcome})}#vote-{signature}")


def _form_again(request: Request, form: PasteForm, faults: Mapping[str, str]) -> Response:
    return _private(render(request, "home.html", home_page(request, form, faults=faults), status=400))


def _shown(request: Request, answer: Answer, *, lines: str = "", signature: str = "", outcome: str = "") -> Response:
    times = times_seen(casebook_of(request), answer.diagnosis.shape)
    page = result_page(answer, lines=lines, signature=signature, outcome=outcome, times=times)
    return _private(render(request, "result.html", page))


def _private(response: Response) -> Response:
    response.headers.update(_PRIVATE)
    return response


def _to(request: Request, key: str, rest: str = "") -> Response:
    return RedirectResponse(f"{_root(request)}/d/{key}{rest}", 303)


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/")
