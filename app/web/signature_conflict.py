"""Two edits of one signature in the workbench: the conflict is shown until it is saved, and settled by what is chosen."""

from dataclasses import replace

from fastapi import Request

from app.http import casebook_of
from app.matching.signature import Signature
from app.records.parsed import Parsed
from app.records.plain import to_data
from app.records.signature_form import signature_from_data
from app.services import authoring
from app.storage import SIGNATURES
from app.web.conflict import conflict_view
from app.web.signature_form import parsed_form
from app.web.workbench_page import WorkbenchPage


def in_conflict(request: Request, page: WorkbenchPage) -> WorkbenchPage:
    """The page with the conflict that its form comes from, if it does."""
    meanwhile, yours = page.sent.meanwhile, parsed_form(page.form).draft
    if meanwhile is None or page.record is None or yours is None:
        return page
    base, theirs = (_revision(request, page.record, number) for number in (meanwhile.base, page.sent.based_on))
    return replace(page, conflict=conflict_view(meanwhile, base, theirs, yours, taken=page.sent.taken))


def settled_form(request: Request, page: WorkbenchPage, *, status: str = "") -> Parsed[Signature]:
    """The record that the form says, in this state if one is given, with the texts of the others that were chosen."""
    parsed, sent = parsed_form(page.form, status=status), page.sent
    taken = sent.taken.intersection(sent.meanwhile.overlapping if sent.meanwhile else ())
    if not taken or page.record is None or parsed.draft is None:
        return parsed
    theirs = _revision(request, page.record, sent.based_on)
    draft = replace(parsed.draft, **{name: getattr(theirs, name) for name in taken})
    return signature_from_data(to_data(draft), parsed.path)


def _revision(request: Request, record: Signature, number: int) -> Signature:
    return authoring.at_revision(casebook_of(request), SIGNATURES, record.id, number)
