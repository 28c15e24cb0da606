"""A real browser on the real application, for the tests of the pages: ``open_page``, and when such tests are skipped."""

import importlib.util
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from fastapi import FastAPI

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MISSING = [
    name
    for name, is_there in (
        ("Chromium", CHROMIUM),
        ("Playwright", importlib.util.find_spec("playwright")),
    )
    if not is_there
]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
START_SECONDS = 30

needs_browser = pytest.mark.skipif(
    bool(MISSING) and not os.environ.get("CI"), reason=f"not installed here: {', '.join(MISSING)}"
)

Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def address(application: FastAPI) -> Iterator[str]:
    """The address of a running server."""
    # The server opens a Casebook of its own on the same database; afterwards the client of other tests has its own again.
    shared = getattr(application.state, "casebook", None)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(application, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
    application.state.casebook = shared


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """A headless browser."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (these tests are skipped where it is missing)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: "Browser", address: str) -> Iterator[Open]:
    """Opens a page; at the end, no page may have complained or asked another host for anything."""
    complaints: list[str] = []
    contexts = []

    def opened(path: str = "/", **options: Any) -> "Page":
        context = browser.new_context(base_url=address, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _note_complaint(message.text, complaints))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: _note_foreign(request.url, address, complaints))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def _note_complaint(text: str, complaints: list[str]) -> None:
    # A log or a record that is refused is no fault of the page.
    if not any(f"status of {status}" in text for status in (412, 413, 422)):
        complaints.append(text)


def _note_foreign(url: str, address: str, complaints: list[str]) -> None:
    if not url.startswith((address, "data:")):
        complaints.append(f"asked for {url}")
