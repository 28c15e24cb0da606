"""Where all meets: one function that makes the application from its settings."""

import logging
import os
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app import __version__, api, web
from app.errors import CasebookError
from app.http import Guard
from app.records.problems import errors
from app.records.severities import read_severities
from app.services.casebook import Casebook, Limits
from app.services.diagnose import expire
from app.services.exchange import import_records, record_files
from app.services.rescan import rescan
from app.services.workers import Matching, Workers
from app.settings import Settings, is_loopback
from app.storage import open_database

log = logging.getLogger("casebook")
EXPIRY_SECONDS = 300
RESCAN_SECONDS = 5
MOST_WORKERS = 4


def create_app(settings: Settings) -> FastAPI:
    """The web application: pages, API and operations, on a Casebook that lives as long as it does."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        workers = Workers(_worker_count(settings), seconds=settings.match_seconds)
        casebook = open_casebook(settings, workers)
        casebook.matching.warm(casebook.library())
        app.state.casebook = casebook
        stop = threading.Event()
        threading.Thread(target=_expire_often, args=(casebook, stop), name="expiry", daemon=True).start()
        threading.Thread(target=_rescan_often, args=(casebook, stop), name="rescan", daemon=True).start()
        yield
        stop.set()
        casebook.close()

    app = FastAPI(
        title="Casebook",
        version=__version__,
        summary="Known failures in logs, with cause, fix and the incidents where they happened.",
        docs_url=None,
        redoc_url=None,
        root_path=settings.root_path,
        lifespan=lifespan,
    )
    app.state.open_to_all = settings.open_to_all
    app.include_router(api.router)
    app.include_router(api.operations)
    app.include_router(web.router)
    app.add_exception_handler(CasebookError, _answer)
    app.add_exception_handler(HTTPException, _answer)
    app.add_exception_handler(RequestValidationError, _answer)
    # Outermost, also around the framework's own handling of what nobody caught.
    app.add_middleware(Guard, hosts=_hosts(settings), answer=_answer)
    return app


def open_casebook(settings: Settings, matching: Matching) -> Casebook:
    """A Casebook on the database of the settings, with the starter library brought in."""
    database = open_database(settings.database_url)
    casebook = Casebook(
        database=database,
        matching=matching,
        clock=lambda: datetime.now(UTC),
        limits=Limits(settings.max_log_bytes, settings.max_expanded_bytes, settings.retention),
        base_url=settings.base_url,
        severities=read_severities(settings.severities),
    )
    _bring_starter_library(casebook, settings)
    return casebook


def _bring_starter_library(casebook: Casebook, settings: Settings) -> None:
    folders = [folder for folder in settings.starter_library if folder.is_dir()]
    for folder in settings.starter_library:
        if folder not in folders:
            log.warning("starter library: there is no folder %s; see CASEBOOK_STARTER_LIBRARY", folder)
    # The build ran the examples of the shipped files; for files of others, `casebook check` does.
    imported = import_records(casebook, record_files(folders), trusted=True)
    for problem in errors(imported.problems):
        log.warning("starter library: %s", problem)
    for outcome in imported.outcomes:
        if outcome.fate == "conflict":
            log.warning("starter library: %s was changed here and in the file; it stays as it is here", outcome.key)


def _worker_count(settings: Settings) -> int:
    return settings.workers or min(MOST_WORKERS, os.cpu_count() or 1)


def _hosts(settings: Settings) -> frozenset[str] | None:
    """The names that requests may be for, besides loopback addresses; None where any name may be ours."""
    own = urlsplit(settings.base_url).hostname
    if own is None and not is_loopback(settings.host):
        return None
    return frozenset({"localhost", settings.host, *([own] if own else [])})


def _expire_often(casebook: Casebook, stop: threading.Event) -> None:
    while True:
        try:
            expire(casebook)
        except Exception:
            # Whatever it was, the next round may do better, and logs must not stay for want of it.
            log.exception("erasing logs whose time is up failed; it is tried again")
        if stop.wait(EXPIRY_SECONDS):
            return


def _rescan_often(casebook: Casebook, stop: threading.Event) -> None:
    """Scan stored logs again after each change of the library."""
    scanned = None
    while True:
        try:
            version = casebook.database.records.library_version()
            if version != scanned:
                rescan(casebook)
            scanned = version
        except Exception:
            # What was not scanned is still due, in this process or the next one.
            if not stop.is_set():
                log.exception("scanning stored logs again failed; it is tried again")
        if stop.wait(RESCAN_SECONDS):
            return


def _answer(request: Request, error: Exception) -> Response:
    """An error as its reader wants it: a problem document for programs, a page for people."""
    if not isinstance(error, CasebookError | HTTPException | RequestValidationError):
        log.error("request %s failed", request.scope.get("state", {}).get("request_id"), exc_info=error)
    path = request.url.path.removeprefix(str(request.scope.get("root_path", "")))
    if path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        return api.problem_response(request, error)
    return web.error_page(request, error)
