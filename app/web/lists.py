"""Lists of records and the search over all of them; the address of a list is its saved view."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.http import casebook_of
from app.matching.causes import first_sentence
from app.services import search as service
from app.services.answers import FacetValue, Hit, SearchPage, Sort
from app.web.phrases import age, counted
from app.web.rendering import render

# In the order in which they stand at the side.
FACETS = ("kind", "service", "tag", "severity", "status", "team", "owner", "environment", "year")
FILTERS = (*FACETS, "author", "has")
# What each list can be ordered by besides how well it fits the words; the first is its own order.
SORTS: dict[str, tuple[Sort, ...]] = {
    "/search": ("changed", "incident", "title"),
    "/postmortems": ("incident", "changed", "title"),
    "/signatures": ("changed", "seen", "title"),
}
_SORT_NAMES: dict[Sort, str] = {
    "relevance": "best match",
    "changed": "last changed",
    "incident": "latest incident",
    "title": "title",
    "seen": "most seen",
}
OPERATORS = (
    ('"exact phrase"', "the words in this order"),
    ("modul*", "words that begin so; the last word of a search always may go on"),
    ("-word, -tag:python", "without this word or filter"),
    ("service:api, tag:disk", "with this service or tag; several of them must all hold"),
    ("kind:signature, role:effect", "or kind:postmortem, role:cause"),
    ("status:published", "draft, in_review, archived; active and retired for signatures"),
    ("severity:high", "low, medium, critical; several severities, kinds or states are alternatives"),
    ("team:shop, owner:ada, env:production, author:ada", "as the postmortem says"),
    ("after:2026-01, before:2026-03-15", "incidents from then on, or until then"),
    ("has:open-action-items", "action-items, attachments, signatures, postmortems, commands, fix"),
)

_LINE_FIELDS = ("cause", "tldr")

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Row:
    """A hit with one line on what it is, the address of its record, and the age of its last review."""

    hit: Hit
    line: str
    address: str
    reviewed: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet, with the address that takes it or lets it go."""

    facet: FacetValue
    address: str


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: its name and values."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What the address of a list says: where it is, the words, the filters, which a new search keeps, and the order."""

    path: str
    words: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    sort: Sort | None = None

    @property
    def kind(self) -> str | None:
        """The only kind of records in this list, None for all kinds."""
        return {"/signatures": "signature", "/postmortems": "postmortem"}.get(self.path)

    @property
    def feed(self) -> str:
        """The address of the feed of this view."""
        kind = (("kind", self.kind),) if self.kind else ()
        return View("/feed.atom", self.words, (*kind, *self.filters)).address()

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """What a new search keeps."""
        return (*self.filters, *((("sort", self.sort),) if self.sort else ()))

    def address(self, *extra: tuple[str, str]) -> str:
        """The address of this view."""
        words = [("q", self.words)] if self.words else []
        return f"{self.path}?{urlencode([*words, *self.kept, *extra])}".rstrip("?")

    def toggled(self, name: str, value: str) -> str:
        """The address of this view with one filter more, or less if it is there."""
        pair = (name, value)
        kept = tuple(one for one in self.filters if one != pair)
        return replace(self, filters=kept if pair in self.filters else (*kept, pair)).address()

    def worded(self, words: str) -> str:
        """The address of this view with other words."""
        return replace(self, words=words).address()


@dataclass(frozen=True, slots=True)
class Ordering:
    """An order that the list can have, with the address that gives it; *chosen* if it has it."""

    name: str
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list of records: what was asked for, the rows, the facets, what else may have been meant, and where it goes on.

    *total* says how many there are, *partly* that the facets are of the latest of them only.
    """

    title: str
    view: View
    total: str
    partly: bool
    rows: tuple[Row, ...]
    facets: tuple[Facet, ...]
    orders: tuple[Ordering, ...]
    unknown: tuple[str, ...]
    nearest: tuple[Row, ...]
    meant: str
    pasted: bool
    more: str
    operators: tuple[tuple[str, str], ...] = OPERATORS


@router.get("/signatures")
def signatures(request: Request, cursor: str | None = None) -> Response:
    """All signatures, or those that the address asks for."""
    return _answer(request, "Signatures", view_of(request, "/signatures"), cursor)


@router.get("/postmortems")
def postmortems(request: Request, cursor: str | None = None) -> Response:
    """All postmortems, or those that the address asks for."""
    return _answer(request, "Postmortems", view_of(request, "/postmortems"), cursor)


@router.get("/search")
def search(request: Request, cursor: str | None = None) -> Response:
    """Whatever the words find, in signatures and postmortems alike."""
    return _answer(request, "Search", view_of(request, "/search"), cursor)


def view_of(request: Request, path: str) -> View:
    """The view that an address asks for."""
    asked = request.query_params
    filters = tuple((name, _clean(value)) for name in FILTERS for value in asked.getlist(name) if _clean(value))
    sort = next((each for each in sorts_of(path) if each == asked.get("sort")), None)
    return View(path, asked.get("q", "").strip(), filters, sort)


def sorts_of(path: str) -> tuple[Sort, ...]:
    """What the list at this path can be ordered by."""
    return ("relevance", *SORTS.get(path, ()))


def _answer(request: Request, title: str, view: View, cursor: str | None) -> Response:
    casebook = casebook_of(request)
    sort = view.sort or (None if view.words else SORTS[view.path][0])
    found = service.search(casebook, view.words, kind=view.kind, filters=view.filters, sort=sort, cursor=cursor)
    return render(request, "list.html", list_page(title, view, found, casebook.clock().date()))


def _clean(value: str) -> str:
    return value.replace('"', "").strip()


def list_page(title: str, view: View, found: SearchPage, today: date) -> ListPage:
    """The page of a view and what was found for it."""
    near = found.nearest
    return ListPage(
        title=title,
        view=view,
        total=("More than " if found.is_more else "") + counted(found.total, "record"),
        partly=found.is_more,
        rows=tuple(_row(hit, today, has_words=bool(view.words)) for hit in found.hits),
        facets=tuple(_facets(view, found)),
        orders=tuple(_orders(view, found)),
        unknown=found.unknown,
        nearest=tuple(_row(hit, today, has_words=True) for hit in near.hits) if near else (),
        meant=near.text if near else "",
        pasted=found.pasted,
        more=view.address(("cursor", found.cursor)) if found.cursor else "",
    )


def _row(hit: Hit, today: date, *, has_words: bool) -> Row:
    # A snippet of that very line says the same again.
    line = "" if has_words and hit.field in _LINE_FIELDS else first_sentence(hit.line)
    return Row(hit, line, f"/{hit.kind}s/{hit.key}", age(hit.reviewed_at, today))


def _facets(view: View, found: SearchPage) -> Iterable[Facet]:
    for name in FACETS:
        values = found.facets.get(name, ())
        if len(values) > 1 or any(value.chosen for value in values):
            yield Facet(name, tuple(Choice(value, view.toggled(name, value.value)) for value in values))


def _orders(view: View, found: SearchPage) -> Iterable[Ordering]:
    for sort in sorts_of(view.path):
        if sort != "relevance" or view.words:
            yield Ordering(_SORT_NAMES[sort], replace(view, sort=sort).address(), sort == found.sort)
