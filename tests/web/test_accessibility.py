"""Every page by the rules of axe-core, in a real browser: landmarks, labels, names, contrast in both themes."""

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.browsing import Open, needs_browser
from tests.web.pasted_logs import CRASH

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = needs_browser

PHONE_IN_THE_DARK: dict[str, Any] = {"viewport": {"width": 320, "height": 700}, "color_scheme": "dark"}
DESK_BY_DAY: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
PATHS = (
    "/",
    "/signatures",
    "/postmortems",
    "/search?q=module",
    "/search?q=nothingatall",
    "/signatures/module-missing",
    "/signatures/module-missing/edit",
    "/signatures/module-missing/history",
    "/signatures/new",
    "/postmortems/2025-09-04-module-left-out",
    "/postmortems/2025-09-04-module-left-out/edit",
    "/postmortems/2025-09-04-module-left-out/history",
    "/postmortems/new",
    "/search?q=module&kind=signature&sort=title",
    "/action-items",
    "/action-items?status=any&type=prevent&q=import",
    "/action-items/2025-09-04-module-left-out/0",
    "/insights",
    "/unknown",
    "/import",
    "/docs",
)


@pytest.mark.parametrize("window", [PHONE_IN_THE_DARK, DESK_BY_DAY], ids=["phone-dark", "desk-light"])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing(open_page: Open, path: str, window: dict[str, Any]) -> None:
    """No page breaks a rule of axe-core, and none is wider than its window."""
    page = open_page(path, **window)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= window["viewport"]["width"]


@pytest.mark.parametrize("window", [PHONE_IN_THE_DARK, DESK_BY_DAY], ids=["phone-dark", "desk-light"])
def test_axe_finds_nothing_in_a_diagnosis(open_page: Open, window: dict[str, Any]) -> None:
    """The answer to a paste keeps the rules, too."""
    page = open_page("/", **window)
    page.fill("#log", CRASH)
    page.click("button.primary")
    page.wait_for_url("**/d/*")

    assert violations(page) == []


def violations(page: "Page") -> list[str]:
    """What axe-core complains of: the rule, how grave it is, and where."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 (these tests are skipped where it is missing)

    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node['html'][:200]}"
        for one in found
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("window", [PHONE_IN_THE_DARK, DESK_BY_DAY], ids=["phone-dark", "desk-light"])
def test_axe_finds_nothing_on_the_way_to_a_record(open_page: Open, window: dict[str, Any]) -> None:
    """A report before it is brought in, the choice of what to write up, and a drafted signature keep the rules, too."""
    page = open_page("/import", **window)
    page.fill(
        "#import-text",
        "# Checkout was slow\n\n## Root cause\n\nToo few connections.\n\n## Action items\n\n- [ ] Add some\n",
    )
    page.click("text=See what it becomes")
    page.get_by_text("Nothing is saved yet").wait_for()
    found = violations(page)
    page.goto("/")
    page.fill("#log", "10:00:01 ERROR the weaving mill stands still: loom 7 lost its shuttle\n")
    page.click("button.primary")
    page.wait_for_url("**/d/*")
    page.click("text=Write this up")
    page.wait_for_url("**/write-up")
    found += violations(page)
    page.goto(page.url.replace("/d/", "/signatures/new?from=").removesuffix("/write-up"))
    found += violations(page)

    assert found == []
