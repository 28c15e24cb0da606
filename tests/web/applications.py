"""Real applications for the tests of the pages, and browsers without scripts that ask them."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings


def application_of(library: Path, folder: Path) -> FastAPI:
    """The real application with the records of *library*, on a database of its own; logs may have 2 MiB."""
    return create_app(
        Settings(
            database_url=f"sqlite:///{folder / 'casebook.db'}",
            workers=1,
            max_log_bytes=2 << 20,
            starter_library=(library / "signatures", library / "postmortems"),
        )
    )


def browser_of(application: FastAPI) -> TestClient:
    """A browser without scripts: it asks for pages and does not follow redirects."""
    return TestClient(application, base_url="http://127.0.0.1", follow_redirects=False, headers={"Accept": "text/html"})
