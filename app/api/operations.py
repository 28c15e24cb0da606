"""For operators: is it alive, is it ready, which version is it."""

from fastapi import APIRouter, Request

from app import __version__
from app.api.problems import responses
from app.http import casebook_of

router = APIRouter(tags=["operations"])


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz")
def alive() -> dict[str, str]:
    """Whether the process answers; needs no database."""
    return {"status": "ok"}


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz", responses=responses(503))
def ready(request: Request) -> dict[str, str | int]:
    """Whether logs can be diagnosed: the database answers and the library is loaded."""
    library = casebook_of(request).library()
    return {"status": "ready", "library": library.version, "signatures": len(library.signatures)}


@router.get("/version")
def version(request: Request) -> dict[str, str]:
    """The versions of the program and of its library."""
    return {"version": __version__, "library": casebook_of(request).library().version}
