"""New and changed records as an Atom feed (RFC 4287), of everything or of what the address asks for."""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import blake2s
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from fastapi import APIRouter, Request, Response

from app.http import base_url, casebook_of
from app.matching.causes import first_sentence
from app.services.answers import Hit
from app.services.search import search
from app.web.lists import View, view_of

ENTRIES = 50
ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
# The year in which these names were given, as RFC 4151 wants it; it never changes.
_NAMED = "2026"
_EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)

router = APIRouter(include_in_schema=False)
register_namespace("", ATOM)


@router.get("/feed.atom")
def feed(request: Request) -> Response:
    """The records that changed last, those that the address asks for."""
    view = view_of(request, "/feed.atom")
    found = search(casebook_of(request), view.words, filters=view.filters, sort="changed", limit=ENTRIES)
    body = atom(base_url(request), view, found.hits)
    tag = f'"{blake2s(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    known = (each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(","))
    if tag in known:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=MEDIA_TYPE, headers=headers)


def atom(base: str, view: View, hits: Iterable[Hit]) -> bytes:
    """The feed of *view* at a Casebook with this address."""
    hits = tuple(hits)
    root = Element(f"{{{ATOM}}}feed")
    _text(root, "id", _name(base, view.address()))
    _text(root, "title", "Casebook" + (f": {_said(view)}" if _said(view) else ""))
    _text(root, "updated", _time(max((hit.changed_at or _EARLIEST for hit in hits), default=_EARLIEST)))
    _text(SubElement(root, f"{{{ATOM}}}author"), "name", "Casebook")
    SubElement(root, f"{{{ATOM}}}link", rel="self", type=MEDIA_TYPE, href=base + view.address())
    list_of_it = View("/search", view.words, view.filters).address()
    SubElement(root, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=base + list_of_it)
    for hit in hits:
        _entry(root, base, hit)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(root: Element, base: str, hit: Hit) -> None:
    entry = SubElement(root, f"{{{ATOM}}}entry")
    path = f"/{hit.kind}s/{hit.key}"
    _text(entry, "id", _name(base, path))
    _text(entry, "title", hit.title)
    _text(entry, "updated", _time(hit.changed_at or _EARLIEST))
    for author in hit.authors:
        _text(SubElement(entry, f"{{{ATOM}}}author"), "name", author)
    SubElement(entry, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=base + path)
    for term in (hit.kind, hit.status, *hit.services):
        SubElement(entry, f"{{{ATOM}}}category", term=_clean(term))
    _text(entry, "summary", first_sentence(_clean(hit.line)) or hit.title)


def _name(base: str, path: str) -> str:
    return f"tag:{urlsplit(base).hostname or 'casebook'},{_NAMED}:{path}"


def _said(view: View) -> str:
    return " ".join([view.words, *(f"{name}:{value}" for name, value in view.filters)]).strip()


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, f"{{{ATOM}}}{name}").text = _clean(text)


def _clean(text: str) -> str:
    # XML has no way to write these.
    return "".join(sign for sign in text if sign in "\t\n" or (sign >= " " and sign not in "\ufffe\uffff"))
