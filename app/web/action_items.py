"""The page of action items across all postmortems: the address is the saved view, and changes are made beside them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from app.http import casebook_of, person_of, status_of
from app.records.problems import Problem, errors
from app.services import action_items as service
from app.services.action_items import ItemPage, Place
from app.services.checking import RecordRefused
from app.services.item_changes import ItemsChanged, change
from app.web.item_csv import csv_lines
from app.web.item_form import SentItems, pairs_of, sent_items
from app.web.item_rows import PATH, Row, asked_by, items_page, row_of, view_of
from app.web.rendering import render, site_of
from app.web.writing import remember_name, remembered_name

# So many rows with their forms stay well under 100 KB.
ROWS = 30

_MEANWHILE = Problem(
    "",
    0,
    "",
    "somebody else changed this action item meanwhile, and nothing was saved",
    "here is what it says now, beside what you typed; send it again if that is still right",
)

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class OnePage:
    """An item with its form and its history."""

    found: ItemPage
    row: Row
    author: str


@router.get(PATH)
def show(request: Request, cursor: str | None = None, changed: int = 0) -> Response:
    """The open items, or those that the address asks for."""
    view = view_of(request.query_params.multi_items())
    found = service.items(casebook_of(request), asked_by(view), limit=ROWS, cursor=cursor)
    page = items_page(view, found, author=remembered_name(request))
    return render(request, "action_items.html", replace(page, changed=changed))


@router.get(f"{PATH}.csv")
def as_csv(request: Request) -> Response:
    """All items that the address asks for, as a table for a spreadsheet."""
    casebook, view = casebook_of(request), view_of(request.query_params.multi_items())
    lines = csv_lines(service.every_item(casebook, asked_by(view)), casebook.clock().date())
    named = {"Content-Disposition": 'attachment; filename="action-items.csv"'}
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=named)


@router.get(PATH + "/{slug}/{position}")
def one(request: Request, slug: str, position: int) -> Response:
    """One item: what it is, and what became of it through whom."""
    found = service.one_item(casebook_of(request), slug, position)
    row = row_of(found.line, found.today)
    return render(request, "action_item.html", OnePage(found, row, remembered_name(request)))


@router.post(PATH)
def save(request: Request, sent: Annotated[SentItems, Depends(sent_items)]) -> Response:
    """Change one item or several, then back to the list."""
    if sent.fault:
        return _again(request, sent, sent.places, [Problem("", 0, "", sent.fault)])
    try:
        change(casebook_of(request), sent.changes, author=sent.author or person_of(request))
    except RecordRefused as refused:
        return _again(request, sent, sent.places, errors(refused.problems), status=status_of(refused))
    except ItemsChanged as conflict:
        places: list[Place | None] = list(sent.places)
        for index, place in zip(conflict.indexes, conflict.places, strict=True):
            places[index] = place
        late = [replace(_MEANWHILE, field=f"[{index}]") for index in conflict.indexes]
        return _again(request, sent, places, late, status=status_of(conflict))
    address = view_of(pairs_of(sent.view)).address(("changed", str(len(sent.changes))))
    answer = RedirectResponse(f"{site_of(request).root}{address}", HTTPStatus.SEE_OTHER)
    remember_name(answer, sent.author)
    return answer


def _again(
    request: Request,
    sent: SentItems,
    places: Iterable[Place | None],
    problems: Iterable[Problem],
    *,
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> Response:
    """The list with everything that was sent, and each problem beside its row."""
    casebook, view, places, problems = casebook_of(request), view_of(pairs_of(sent.view)), list(places), list(problems)
    lines = {(line.postmortem, line.position): line for line in service.items_at(casebook, filter(None, places))}
    found = service.items(casebook, asked_by(view), limit=ROWS)
    rows = {
        index: _returned(row_of(lines[place], found.today), sent, _faults_of(index, problems))
        for index, place in enumerate(places)
        if place in lines
    }
    page = items_page(view, found, author=sent.author, rows=tuple(rows.values()))
    summary = tuple(_summed(problem, rows, sent) for problem in problems)
    several = sent.typed if sent.is_several else page.several
    return render(request, "action_items.html", replace(page, problems=summary, several=several), status=status)


def _returned(row: Row, sent: SentItems, faults: tuple[Problem, ...]) -> Row:
    if sent.is_several:
        return replace(row, faults=faults, is_chosen=True)
    return replace(row, faults=faults, typed=sent.typed, is_open=True)


def _faults_of(index: int, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems of one change, each with the field that it is about."""
    place = f"[{index}]"
    own = (problem for problem in problems if problem.field.partition(".")[0] == place)
    return tuple(replace(problem, field=problem.field.partition(".")[2]) for problem in own)


def _summed(problem: Problem, rows: Mapping[int, Row], sent: SentItems) -> tuple[str, str]:
    """The id of the row that a problem leads to, empty for none, and the problem."""
    index = int(problem.field[1:].partition("]")[0]) if problem.field else -1
    if index in rows:
        return rows[index].id, f"{rows[index].line.item.text}: {problem.what}"
    if index >= 0:
        return "", f"{sent.places[index][0]}: {problem.what}; the action item is no longer there under this text"
    return "", problem.what
