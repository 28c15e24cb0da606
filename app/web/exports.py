"""All records of a kind as one file to download, written while they are read."""

from collections.abc import Iterator

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from app.http import casebook_of
from app.services.exports import Kinds, as_json, as_lines

router = APIRouter(include_in_schema=False)


@router.get("/postmortems.ndjson")
def postmortem_lines(request: Request) -> Response:
    """Every postmortem as a line of JSON."""
    return _lines(request, "postmortems")


@router.get("/signatures.ndjson")
def signature_lines(request: Request) -> Response:
    """Every signature as a line of JSON."""
    return _lines(request, "signatures")


@router.get("/postmortems.json")
def postmortem_list(request: Request) -> Response:
    """Every postmortem in one JSON list."""
    return _list(request, "postmortems")


@router.get("/signatures.json")
def signature_list(request: Request) -> Response:
    """Every signature in one JSON list."""
    return _list(request, "signatures")


def _lines(request: Request, kind: Kinds) -> Response:
    return _download(as_lines(casebook_of(request), kind), "application/x-ndjson", f"{kind}.ndjson")


def _list(request: Request, kind: Kinds) -> Response:
    return _download(as_json(casebook_of(request), kind), "application/json", f"{kind}.json")


def _download(pieces: Iterator[str], media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(pieces, media_type=media_type, headers=headers)
