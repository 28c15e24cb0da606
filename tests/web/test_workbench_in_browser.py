"""The workbench in a real browser: tried as one types, and usable on a phone and by keyboard alone."""

import re
from typing import TYPE_CHECKING, Any

from tests.web.browsing import Open, needs_browser

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = needs_browser

LOG = "2026-02-02 11:00:00 INFO start\n2026-02-02 11:00:03 FATAL the sundial froze in court 3: shade 88 of 21\n"
PATTERN = "the sundial froze in court {court:int}"


def opened(open_page: Open, **options: Any) -> "Page":
    """The workbench with the draft for a log."""
    page = open_page("/", **options)
    page.fill("#log", LOG)
    page.click("button.primary")
    page.wait_for_url("**/d/*")
    page.goto(f"/signatures/new?from={page.url.rpartition('/')[2]}")
    return page


def test_matches_are_marked_as_one_types(open_page: Open) -> None:
    """A slip shows where the nearest line differs; mended, the line is marked, and the checks follow."""
    page = opened(open_page)
    page.fill('[name="match.0.text"]', PATTERN.replace("froze", "frose"))
    page.locator(".lacks .near", has_text="the pattern has").first.wait_for()
    page.fill('[name="match.0.text"]', PATTERN)
    page.locator("#results .rows mark", has_text="the sundial froze in court 3").wait_for()
    page.locator(".checks dt", has_text="Examples of others").wait_for()

    assert page.locator(".verdict.yes").count() == 1
    assert page.locator('[name="match.0.text"]').input_value() == PATTERN


def test_a_signature_is_saved_by_keyboard_alone(open_page: Open) -> None:
    """From the pattern on with Tab and Enter, to the page that says that the log is known."""
    page = opened(open_page)
    page.focus("#fix")
    page.keyboard.type("Warm the sundial.")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "activate":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/write-up?signature=*")

    assert "The library knows this log" in page.inner_text("main")


def test_what_was_typed_survives_a_crash(open_page: Open) -> None:
    """The browser keeps what was not saved, boxes that were added included, and gives it back on demand."""
    page = opened(open_page)
    page.click('button[value="add unless"]')
    page.locator('[name="unless.0.text"]').fill("the sundial thawed")
    again = page.context.new_page()
    again.goto(f"/signatures/new?from={page.input_value('[name=from]')}")
    page.close(run_before_unload=False)
    again.locator("button", has_text="Restore them").click()
    again.locator('[name="unless.0.text"]').wait_for()

    assert again.input_value('[name="unless.0.text"]') == "the sundial thawed"


def test_a_save_lets_its_draft_go_and_a_refused_one_keeps_it(open_page: Open) -> None:
    """Until the server has it, the browser keeps it; the draft of another tab stays."""
    page = opened(open_page)
    other = page.context.new_page()
    other.goto(page.url)
    other.fill("#cause", "Of the other tab.")
    page.fill("#title", "Kept until it is saved")
    page.fill("#fix", "Use {nothing}.")
    page.fill("#id", "No id!")
    page.click('#saving button[value="draft"]')
    page.locator("#faults").wait_for()
    assert "Kept until it is saved" in page.evaluate("Object.values(localStorage).join()")
    page.fill("#id", "kept-until-it-is-saved")
    page.fill("#fix", "")
    page.click('#saving button[value="draft"]')
    page.wait_for_url("**/write-up?signature=*")

    kept = page.evaluate("Object.values(localStorage).join()")
    assert "Kept until it is saved" not in kept
    assert "Of the other tab." in kept


def test_the_workbench_fits_a_phone(open_page: Open) -> None:
    """At 320 pixels nothing runs out of the page, in the light and in the dark, and the log comes first."""
    for scheme in ("light", "dark"):
        page = opened(open_page, viewport={"width": 320, "height": 640}, color_scheme=scheme)

        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert page.locator("#log").bounding_box()["y"] < page.locator("#title").bounding_box()["y"]  # type: ignore[index]


def test_the_workbench_works_without_scripts(open_page: Open) -> None:
    """The button gives the same page back with the matches marked."""
    page = opened(open_page, java_script_enabled=False)
    page.fill('[name="match.0.text"]', PATTERN)
    page.click('.try button[value="try"]')

    assert page.locator("#results .rows mark").inner_text() == "the sundial froze in court 3"
    assert re.search(r"found in \d+ of the latest \d+ stored logs?", page.inner_text("#results"))
