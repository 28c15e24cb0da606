"""The web pages: paste box, diagnosis, records, search.  ``router`` serves them, ``error_page`` tells of errors."""

from fastapi import APIRouter
from fastapi.routing import APIRoute

from app.web import (
    action_items,
    assets,
    attachments,
    authoring,
    diagnose,
    exports,
    feed,
    history,
    home,
    importing,
    insights,
    lists,
    postmortems,
    reference,
    signatures,
    unknown,
    workbench,
    write_up,
)
from app.web.errors import error_page

__all__ = ["error_page", "router"]

router = APIRouter()
for _part in (
    assets,
    home,
    action_items,
    diagnose,
    exports,
    feed,
    importing,
    insights,
    lists,
    workbench,
    unknown,
    write_up,
    signatures,
    authoring,
    history,
    attachments,
    postmortems,
    reference,
):
    for _route in _part.router.routes:
        # Link checkers and monitors ask with HEAD, which FastAPI does not add to GET by itself.
        if isinstance(_route, APIRoute) and _route.methods and "GET" in _route.methods:
            _route.methods.add("HEAD")
    router.include_router(_part.router)
