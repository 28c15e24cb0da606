"""Take the pictures that the documents show: the pages of a real Casebook, in headless Chromium.

Run it as ``make screenshots``.  The pictures go into ``docs/images``; ``docs/pages.md`` shows them all.
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

from docs.sample_team import FULL_DISK, LIBRARY, UNKNOWN, fill
from tests.running import CRASH_LOOP
from tests.serving import serving

IMAGES = Path(__file__).parent / "images"
LARGEST = 200_000
LARGEST_TOGETHER = 3_000_000
DESKTOP = {"viewport": {"width": 1120, "height": 720}}
DARK = {**DESKTOP, "color_scheme": "dark"}
PHONE = {"viewport": {"width": 390, "height": 760}, "is_mobile": True, "has_touch": True}
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    # Grey edges of letters instead of coloured ones look the same everywhere, and take less room in a PNG.
    "--disable-lcd-text",
    "--font-render-hinting=none",
)
FORM = f"/postmortems/{FULL_DISK}/edit"
REPORT = """\
# Incident: slow checkout on 3 February 2026

**Severity:** SEV-2

## What happened
Customers waited up to a minute. `DATABASE_URL=postgres://shop:s3cr3t-pa55@db.example.test/shop` was set by hand.

## Root Cause Analysis
The new index was built without CONCURRENTLY and locked the table.

## Remediation
The build was stopped.

## Corrective actions
- [ ] lint migrations for locks (@orders, due 2026-03-15)
- [x] write down how to stop a build

## Where we got lucky
It was night.
"""


def address(path: str) -> Callable[[Page], None]:
    """The way to a page that has an address."""
    return lambda page: _go(page, path)


def _go(page: Page, path: str) -> None:
    page.goto(path)
    # What the address names within the page is to stand at its top.
    if "#" in path:
        page.locator(f"#{path.partition('#')[2]}").scroll_into_view_if_needed()


def paste(page: Page, log: str, **about: str) -> None:
    """The answer to a log."""
    page.goto("/")
    page.fill("#log", log)
    for name, text in about.items():
        page.fill(f"[name={name}]", text)
    page.click("button.primary")
    page.wait_for_url("**/d/*")


def known(page: Page) -> None:
    """A crash loop, three times over."""
    log = "".join(started_at(minute) for minute in (11, 13, 15))
    paste(page, log, title="orders: the new revision does not start", service="orders")


def started_at(minute: int) -> str:
    """The crash loop with another time: it takes from one minute to the next."""
    return CRASH_LOOP.replace("23:12:", f"23:{minute + 1}:").replace("23:11:", f"23:{minute}:")


def unknown(page: Page) -> None:
    """A failure that nobody has described, for the fourth time."""
    paste(page, UNKNOWN.format(run=212), service="orders")


def write_up(page: Page) -> None:
    """The way from that log to records."""
    unknown(page)
    page.click("text=Write this up")
    page.wait_for_url("**/write-up")


def workbench(page: Page) -> None:
    """A signature that was drafted from it, tried."""
    write_up(page)
    page.click("text=Draft a signature")
    page.locator(".checks").wait_for()


def conflict(page: Page) -> None:
    """Two people changed the same text."""
    page.goto(FORM)
    page.fill("[name=root_cause]", "Invoices pile up on the local disk: nothing removes those that are archived.")
    page.fill("[name=author]", "ada")
    with page.context.browser.new_context(base_url=page.url.partition("/postmortems")[0]) as other:  # type: ignore[union-attr]
        theirs = other.new_page()
        theirs.goto(FORM)
        theirs.fill("[name=root_cause]", "Invoices are written to the local disk, and nobody owns their removal.")
        theirs.fill("[name=author]", "grace")
        theirs.click("#saving button.primary")
        theirs.wait_for_url("**?saved=*")
    page.click("#saving button.primary")
    page.locator(".conflict").scroll_into_view_if_needed()


def history(page: Page) -> None:
    """What the last save of a postmortem changed."""
    page.goto(f"/postmortems/{FULL_DISK}/history")


def preview_of_import(page: Page) -> None:
    """What a report from elsewhere would become."""
    page.goto("/import")
    page.fill("[name=text]", REPORT)
    page.click("button[value=look]")
    page.click("text=What went where")


@dataclass(frozen=True)
class Picture:
    """A picture: its name, the way to its page, and the window in which it is seen."""

    name: str
    open: Callable[[Page], None]
    window: dict[str, Any] = field(default_factory=lambda: DESKTOP)


# In this order: the home page then lists the diagnosis of the first picture first.
PICTURES = (
    Picture("result", known),
    Picture("home", address("/?example=crash-loop")),
    Picture("result-dark", known, DARK),
    Picture("result-phone", known, PHONE),
    Picture("result-unknown", unknown),
    Picture("write-up", write_up),
    Picture("workbench", workbench),
    Picture("workbench-dark", workbench, DARK),
    Picture("unknown", address("/unknown"), PHONE),
    Picture("list", address("/postmortems?service=orders")),
    Picture("search", address("/search?q=disk+full")),
    Picture("signature", address("/signatures/disk-full")),
    Picture("postmortem", address(f"/postmortems/{FULL_DISK}")),
    Picture("postmortem-phone", address(f"/postmortems/{FULL_DISK}"), PHONE),
    Picture("form", address(FORM)),
    Picture("form-phone", address(FORM), PHONE),
    Picture("conflict", conflict),
    Picture("history", history),
    Picture("import", preview_of_import),
    Picture("action-items", address("/action-items")),
    Picture("insights", address("/insights")),
    Picture("insights-dark", address("/insights#items"), DARK),
    Picture("insights-phone", address("/insights"), PHONE),
    Picture("api", address("/docs")),
)


def main() -> None:
    """Take all pictures; exit status 1 if one is too large for a repository."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        sys.exit("Chromium is not installed: apt install chromium")
    wanted = [picture for picture in PICTURES if picture.name in sys.argv[1:] or not sys.argv[1:]]
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        database = f"sqlite:///{folder}/shop.db"
        fill(database)
        settings = {"CASEBOOK_DATABASE_URL": database, "CASEBOOK_STARTER_LIBRARY": str(LIBRARY)}
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        with serving(Path(folder), settings) as address_of_it:
            sizes = {picture.name: take(browser, address_of_it, picture) for picture in wanted}
        browser.close()
    for name, size in sizes.items():
        sys.stdout.write(f"docs/images/{name}.png {size:,} bytes\n")
    sys.exit(any(size > LARGEST for size in sizes.values()) or sum(sizes.values()) > LARGEST_TOGETHER)


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
