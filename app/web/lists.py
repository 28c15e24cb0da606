"""Lists of records and the search over all of them; the address of a list is its saved view."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.http import casebook_of
from app.matching.causes import first_sentence
from app.services import search as service
from app.services.answers import FacetValue, Hit, SearchPage
from app.web.phrases import age
from app.web.rendering import render

# In the order in which they stand at the side.
FILTERS = ("kind", "service", "tag", "severity", "status")

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
    """What the address of a list says: where it is, the words, and the filters, which a new search keeps."""

    path: str
    words: str
    filters: tuple[tuple[str, str], ...]

    @property
    def query(self) -> str:
        """The same in the language of the search."""
        return " ".join([self.words, *(f'{name}:"{value}"' for name, value in self.filters)]).strip()

    def address(self, *extra: tuple[str, str]) -> str:
        """The address of this view."""
        words = [("q", self.words)] if self.words else []
        return f"{self.path}?{urlencode([*words, *self.filters, *extra])}".rstrip("?")

    def toggled(self, name: str, value: str) -> str:
        """The address of this view with one filter more, or less if it is there."""
        pair = (name, value)
        kept = tuple(one for one in self.filters if one != pair)
        filters = kept if pair in self.filters else (*kept, pair)
        return View(self.path, self.words, filters).address()


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list of records: what was asked for, the rows, the facets, and where it goes on."""

    title: str
    view: View
    total: int
    rows: tuple[Row, ...]
    facets: tuple[Facet, ...]
    more: str


@router.get("/signatures")
def signatures(request: Request, cursor: str | None = None) -> Response:
    """All signatures, or those that the address asks for."""
    casebook, view = casebook_of(request), view_of(request, "/signatures")
    found = service.search(casebook, view.query, kind="signature", cursor=cursor)
    return render(request, "list.html", list_page("Signatures", view, found, casebook.clock().date()))


@router.get("/postmortems")
def postmortems(request: Request, cursor: str | None = None) -> Response:
    """All postmortems, or those that the address asks for."""
    casebook, view = casebook_of(request), view_of(request, "/postmortems")
    found = service.search(casebook, view.query, kind="postmortem", cursor=cursor)
    return render(request, "list.html", list_page("Postmortems", view, found, casebook.clock().date()))


@router.get("/search")
def search(request: Request, cursor: str | None = None) -> Response:
    """Whatever the words find, in signatures and postmortems alike."""
    casebook, view = casebook_of(request), view_of(request, "/search")
    found = service.search(casebook, view.query, cursor=cursor)
    return render(request, "list.html", list_page("Search", view, found, casebook.clock().date()))


def view_of(request: Request, path: str) -> View:
    """The view that an address asks for."""
    asked = request.query_params
    filters = tuple((name, _clean(value)) for name in FILTERS for value in asked.getlist(name) if _clean(value))
    return View(path, asked.get("q", "").strip(), filters)


def _clean(value: str) -> str:
    return value.replace('"', "").strip()


def list_page(title: str, view: View, found: SearchPage, today: date) -> ListPage:
    """The page of a view and what was found for it."""
    return ListPage(
        title=title,
        view=view,
        total=found.total,
        rows=tuple(_row(hit, today, has_words=bool(view.words)) for hit in found.hits),
        facets=tuple(_facets(view, found)),
        more=view.address(("cursor", found.cursor)) if found.cursor else "",
    )


def _row(hit: Hit, today: date, *, has_words: bool) -> Row:
    # A snippet of that very line says the same again.
    line = "" if has_words and hit.field in _LINE_FIELDS else first_sentence(hit.line)
    return Row(hit, line, f"/{hit.kind}s/{hit.key}", age(hit.reviewed_at, today))


def _facets(view: View, found: SearchPage) -> Iterable[Facet]:
    for name in FILTERS:
        values = found.facets.get(name, ())
        if len(values) > 1 or any(value.chosen for value in values):
            yield Facet(name, tuple(Choice(value, view.toggled(name, value.value)) for value in values))
