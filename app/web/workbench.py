"""The workbench of a signature: patterns beside a log, tried as they are typed; saved, switched on, retired."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from app.errors import Conflict, EmptyLog, Gone, OutOfTime, WorkerLost
from app.http import casebook_of, person_of, status_of
from app.http import read_form as read_fields
from app.matching.signature import Signature
from app.records.problems import Problem
from app.services import authoring, knowledge
from app.services import workbench as service
from app.services.authoring import RecordRefused
from app.services.write_up import draft_signature
from app.storage import SIGNATURES
from app.web.conflict import Meanwhile, conflict_view
from app.web.rendering import render, site_of
from app.web.signature_conflict import in_conflict, settled_form
from app.web.signature_form import (
    SignatureForm,
    as_fields,
    as_yaml,
    form_of,
    grown,
    read_form,
)
from app.web.trials import results_of
from app.web.workbench_page import NEW, Sent, WorkbenchPage, sent_of
from app.web.writing import remember_name, remembered_name

router = APIRouter(include_in_schema=False)

MAX_FIELDS = 3_000
# A longer log of a diagnosis is not sent to and fro: it is read where it is kept.
LONGEST_LOG = 200_000
_STATUS = {"draft": "draft", "activate": "active", "retire": "retired"}
_LIVE = ("typing", "pause")
_TOO_LONG = (
    "Trying it took too long, and nothing was saved. A shorter log or simpler patterns may do; all is still here."
)


async def _fields(request: Request) -> dict[str, str]:
    fields = await read_fields(request, max_fields=MAX_FIELDS, what="signature with its log")
    return {
        name: value if isinstance(value, str) else value.decode("utf-8", "replace") for name, value in fields.items()
    }


Fields = Annotated[dict[str, str], Depends(_fields)]


@router.get(NEW)
def new(request: Request) -> Response:
    """An empty workbench, or one with a signature drafted from a diagnosis (``?from=``)."""
    source = request.query_params.get("from", "")
    sent = Sent(source=source, author=remembered_name(request))
    if not source:
        return _page(request, WorkbenchPage(SignatureForm(), sent, None))
    casebook = casebook_of(request)
    log = service.log_of(casebook, source)
    drafted = draft_signature(casebook, diagnosis=source)
    sent = _with_log(sent, log)
    note = f"Drafted from the log. It would be found in {_of_stored(drafted.would_match)}."
    trial = service.try_out(casebook, drafted.signature, [log], thoroughly=False)
    page = WorkbenchPage(form_of(drafted.signature), sent, None, results_of(drafted.signature, trial, log), note=note)
    return _page(request, page)


@router.get("/signatures/{key}/edit")
def edit(request: Request, key: str) -> Response:
    """The workbench with a stored signature, and the log of a diagnosis if the address names one (``?from=``)."""
    casebook = casebook_of(request)
    found = knowledge.signature(casebook, key)
    if found.record.id != key:
        return RedirectResponse(f"{site_of(request).root}/signatures/{found.record.id}/edit", 308)
    source = request.query_params.get("from", "")
    log = _log_or_example(request, source, found.record)
    sent = Sent(source=source, based_on=found.revision, author=remembered_name(request))
    trial = service.try_out(casebook, found.record, [log] if log else [], thoroughly=False)
    results = results_of(found.record, trial, log)
    return _page(request, WorkbenchPage(form_of(found.record), _with_log(sent, log), found.record, results))


@router.post(NEW)
def create(request: Request, fields: Fields) -> Response:
    """Try, change or save a new signature, as the button says."""
    return _do(request, read_form(fields), sent_of(fields), None)


@router.post("/signatures/{key}/edit")
def change(request: Request, key: str, fields: Fields) -> Response:
    """Try, change or save a stored signature, as the button says."""
    return _do(request, read_form(fields), sent_of(fields), knowledge.signature(casebook_of(request), key).record)


def _do(request: Request, form: SignatureForm, sent: Sent, record: Signature | None) -> Response:
    page = in_conflict(request, WorkbenchPage(form, sent, record))
    if sent.action.startswith(("add ", "remove ")):
        return _page(request, _tried(request, replace(page, form=grown(form, sent.action)), live=True))
    if sent.action in ("as-yaml", "as-fields"):
        other = as_yaml(form) if sent.action == "as-yaml" else as_fields(form)
        return _page(request, _tried(request, replace(page, form=other), live=True))
    if sent.action == "draft-from-log":
        return _page(request, _redrafted(request, page))
    if sent.action in ("save", *_STATUS):
        return _save(request, page)
    return _page(request, _tried(request, page, live=sent.action in _LIVE))


def _tried(request: Request, page: WorkbenchPage, *, live: bool) -> WorkbenchPage:
    """The page with what a trial says: while somebody types, without what takes long."""
    casebook, parsed = casebook_of(request), settled_form(request, page)
    log = _log(request, page.sent)
    problems = parsed.problems
    if not live:
        # As it would be if it were in use: what is wrong with that, its author wants to know now.
        draft = parsed.draft and replace(parsed.draft, status="active")
        was = page.record.id if page.record else None
        try:
            problems = service.problems_of(casebook, replace(parsed, draft=draft), was=was)
        except (OutOfTime, WorkerLost):
            return replace(page, problems=problems, note=_TOO_LONG)
    if parsed.draft is None or not parsed.draft.match:
        return replace(page, problems=problems)
    thoroughly = page.sent.action != "typing"
    try:
        trial = service.try_out(casebook, parsed.draft, [log] if log.strip() else [], thoroughly=thoroughly)
    except (OutOfTime, WorkerLost):
        return replace(page, problems=problems, note=_TOO_LONG)
    return replace(page, problems=problems, results=results_of(parsed.draft, trial, log))


def _redrafted(request: Request, page: WorkbenchPage) -> WorkbenchPage:
    log = _log(request, page.sent)
    try:
        drafted = draft_signature(casebook_of(request), log=log.encode("utf-8", "replace"))
    except EmptyLog:
        return replace(page, note="There is no log to draft from yet: paste one first.")
    note = f"Drafted from the log. It would be found in {_of_stored(drafted.would_match)}."
    return _tried(request, replace(page, form=form_of(drafted.signature), note=note), live=True)


def _save(request: Request, page: WorkbenchPage) -> Response:
    casebook, sent = casebook_of(request), page.sent
    parsed = settled_form(request, page, status=_STATUS.get(sent.action, ""))
    reserved = _reserved(parsed.draft)
    if parsed.record is None or reserved:
        problems = service.problems_of(casebook, parsed, was=page.record.id if page.record else None)
        return _refused(request, replace(page, problems=(*problems, *reserved)))
    author = sent.author or person_of(request)
    try:
        if page.record is None:
            saved = authoring.create(casebook, parsed.record, author=author, message=sent.message)
        else:
            saved = authoring.save(
                casebook,
                SIGNATURES,
                page.record.id,
                parsed.record,
                based_on=sent.based_on,
                author=author,
                message=sent.message,
            )
    except RecordRefused as refused:
        return _refused(request, replace(page, problems=refused.problems))
    except (OutOfTime, WorkerLost) as error:
        return _page(request, replace(page, note=_TOO_LONG), status=status_of(error))
    except Conflict as conflict:
        return _met(request, page, parsed.record, conflict)
    return _done(request, sent, saved)


def _done(request: Request, sent: Sent, saved: authoring.Saved) -> Response:
    """To the signature; or on with the write-up of the diagnosis that it was drafted from."""
    root = site_of(request).root
    query = urlencode({"signature": saved.key})
    onward = f"/d/{sent.source}/write-up?{query}" if sent.source else f"/signatures/{saved.key}?saved={saved.revision}"
    answer = RedirectResponse(f"{root}{onward}", HTTPStatus.SEE_OTHER)
    remember_name(answer, sent.author)
    return answer


def _refused(request: Request, page: WorkbenchPage) -> Response:
    """The form again with everything that was typed, and all problems of it."""
    tried = _tried(request, page, live=True)
    again = replace(tried, problems=page.problems)
    return _page(request, again, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _met(request: Request, page: WorkbenchPage, yours: Signature, conflict: Conflict) -> Response:
    """The answer where somebody else came first: took the id, or saved the same signature."""
    if page.record is None or conflict.key != page.record.id:
        problem = Problem(
            f"signatures/{yours.id}",
            0,
            "id",
            f"there is a signature {conflict.key} already",
            f"choose another id, such as {yours.id}-2",
        )
        return _refused(request, replace(page, problems=(problem,)))
    combined = authoring.combine(casebook_of(request), SIGNATURES, page.record.id, yours, based_on=page.sent.based_on)
    meanwhile = Meanwhile(page.sent.based_on, combined.theirs_revision, combined.theirs_author, combined.conflicts)
    merged = replace(
        page,
        form=form_of(combined.merged),
        sent=replace(page.sent, based_on=combined.theirs_revision, meanwhile=meanwhile, taken=frozenset()),
        record=combined.theirs,
        conflict=conflict_view(meanwhile, combined.base, combined.theirs, yours),
    )
    return _page(request, _tried(request, merged, live=True), status=status_of(conflict))


def _reserved(draft: Signature | None) -> tuple[Problem, ...]:
    if draft is None or f"/signatures/{draft.id}" != NEW:
        return ()
    return (Problem("signatures/new", 0, "id", "new is the address of this form", "choose another id"),)


def _with_log(sent: Sent, log: str) -> Sent:
    return replace(sent, is_in_log=True) if len(log) > LONGEST_LOG else replace(sent, log=log)


def _log(request: Request, sent: Sent) -> str:
    """The log to try it on: what stands in the form, or the kept one that was too long for it."""
    if sent.log.strip() or not (sent.is_in_log and sent.source):
        return sent.log
    return _kept(request, sent.source)


def _kept(request: Request, source: str) -> str:
    try:
        return service.log_of(casebook_of(request), source)
    except Gone:
        return ""


def _log_or_example(request: Request, source: str, record: Signature) -> str:
    if source:
        return _kept(request, source)
    return next((example.log for example in record.examples if example.matches), "")


def _of_stored(count: service.StoredCount) -> str:
    return f"{count.matched} of the latest {count.looked_at} stored logs"


def _page(request: Request, page: WorkbenchPage, *, status: int = HTTPStatus.OK) -> Response:
    names = tuple(one.id for one in casebook_of(request).library().signatures)
    answer = render(request, "workbench.html", replace(page, names=names), status=status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
