"""The web pages: paste box, diagnosis, records, search.  ``router`` serves them, ``error_page`` tells of errors."""

from fastapi import APIRouter

from app.web import assets, diagnose, home, lists, postmortems, reference, signatures
from app.web.errors import error_page

__all__ = ["error_page", "router"]

router = APIRouter()
for _part in (assets, home, diagnose, lists, signatures, postmortems, reference):
    router.include_router(_part.router)
