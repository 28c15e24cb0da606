"""Take the pictures that the documents show: the pages of a real Casebook, in headless Chromium.

Run it as ``make screenshots``.  The pictures go into ``docs/images``.
"""
# ruff: noqa: INP001 (a script, in no package)

import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.running import CRASH_LOOP
from tests.serving import serving

IMAGES = Path(__file__).parent / "images"
LARGEST = 200_000
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
DARK = {**DESKTOP, "color_scheme": "dark"}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    # Grey edges of letters instead of coloured ones look the same everywhere, and take less room in a PNG.
    "--disable-lcd-text",
    "--font-render-hinting=none",
)


def diagnosis(page: Page) -> None:
    """The answer to a crash loop."""
    page.goto("/")
    page.fill("#log", "".join(started_at(minute) for minute in (11, 13, 15)))
    page.fill("[name=title]", "orders: the new revision does not start")
    page.fill("[name=service]", "orders")
    page.click("button.primary")
    page.wait_for_url("**/d/*")


def started_at(minute: int) -> str:
    """The crash loop with another time: it takes from one minute to the next."""
    return CRASH_LOOP.replace("23:12:", f"23:{minute + 1}:").replace("23:11:", f"23:{minute}:")


def home(page: Page) -> None:
    """The paste box, with a log in it."""
    page.goto("/?example=crash-loop")


def postmortem(page: Page) -> None:
    """A record of an incident."""
    page.goto("/postmortems/2025-09-04-module-missing-in-image")


def search(page: Page) -> None:
    """What the search finds."""
    page.goto("/search?q=startup+probe")


@dataclass(frozen=True)
class Picture:
    """A picture: its name, the way to its page, and the window in which it is seen."""

    name: str
    open: Callable[[Page], None]
    window: dict[str, Any] = field(default_factory=lambda: DESKTOP)


# In this order: the home page then lists the one diagnosis of the first picture.
PICTURES = (
    Picture("result", diagnosis),
    Picture("home", home),
    Picture("result-dark", diagnosis, DARK),
    Picture("result-phone", diagnosis, PHONE),
    Picture("postmortem", postmortem),
    Picture("search", search),
)


def main() -> None:
    """Take all pictures; exit status 1 if one is too large for a repository."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        sys.exit("Chromium is not installed: apt install chromium")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        sizes = {picture.name: take(browser, address, picture) for picture in PICTURES}
        browser.close()
    for name, size in sizes.items():
        sys.stdout.write(f"docs/images/{name}.png {size:,} bytes\n")
    sys.exit(any(size > LARGEST for size in sizes.values()))


def take(browser: Browser, address: str, picture: Picture) -> int:
    """Write one picture; its size in bytes."""
    context = browser.new_context(base_url=address, reduced_motion="reduce", **picture.window)
    page = context.new_page()
    picture.open(page)
    page.wait_for_load_state("networkidle")
    content = page.screenshot(path=IMAGES / f"{picture.name}.png")
    context.close()
    return len(content)


if __name__ == "__main__":
    main()
