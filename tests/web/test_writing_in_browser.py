"""Writing postmortems in a real browser: by keyboard, without scripts, and after a crash of the tab."""

from typing import TYPE_CHECKING

import pytest

from tests.web.browsing import Open, needs_browser
from tests.web.pasted_logs import CRASH
from tests.web.test_accessibility import violations

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page

pytestmark = needs_browser


def tab_to(page: "Page", selector: str) -> None:
    """Press the tab key until the focus is there."""
    for _ in range(250):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the tab key never comes to {selector}")


def type_into(page: "Page", name: str, text: str) -> None:
    """Go to a field by the tab key, and type."""
    tab_to(page, f'[name="{name}"]')
    page.keyboard.type(text)


def drafts(page: "Page") -> str:
    """What the browser keeps of unsaved forms."""
    kept: str = page.evaluate("Object.values(localStorage).join()")
    return kept


@pytest.mark.parametrize("scripts", [True, False])
def test_a_postmortem_is_written_and_published_by_keyboard(open_page: Open, *, scripts: bool) -> None:
    """From the list to the published record without a mouse, with scripts and without, adding rows on the way."""
    title = f"Written by keyboard {'with' if scripts else 'without'} scripts"
    page = open_page("/postmortems", java_script_enabled=scripts)
    tab_to(page, 'a[href="/postmortems/new"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/postmortems/new")
    type_into(page, "title", title)
    type_into(page, "timeline[0].text", "Deployed.")
    tab_to(page, 'button[value="add timeline"]')
    page.keyboard.press("Enter")
    page.locator('[name="timeline[1].at"]').wait_for()
    assert page.evaluate("document.activeElement.name") == "timeline[1].at"
    page.keyboard.type("2026-02-03 04:05")
    type_into(page, "timeline[1].text", "Seen.")
    type_into(page, "root_cause", "A list kept by hand.")
    type_into(page, "fix", "Add the file.")
    type_into(page, "confirm", "Look.")
    type_into(page, "verify", "Look again.")
    tab_to(page, 'button[value="publish"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**?saved=1*")

    assert page.inner_text("h1") == title
    assert "Saved as revision 1." in page.inner_text(".note")
    assert page.locator(".timeline li").all_inner_texts()[1].split("\n")[0] == "3 Feb 2026, 04:05 UTC"
    assert page.locator(".record-head .status").count() == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_the_enter_key_in_a_field_saves_nothing(open_page: Open, *, scripts: bool) -> None:
    """Whoever presses it out of habit has lost nothing and published nothing."""
    page = open_page("/postmortems/new", java_script_enabled=scripts)
    page.fill('[name="title"]', "Entered")
    page.press('[name="title"]', "Enter")
    page.locator('[name="title"]').wait_for()

    assert page.input_value('[name="title"]') == "Entered"
    assert page.url.endswith("/postmortems/new")


def test_what_was_typed_comes_back_after_a_crash(open_page: Open) -> None:
    """A new tab of the same browser offers it all, rows too, and lets it go when it is discarded."""
    page = open_page("/postmortems/new")
    page.fill('[name="title"]', "Half written")
    page.click('button[value="add timeline"]')
    page.locator('[name="timeline[1].text"]').fill("Then it crashed.")
    while "Then it crashed." not in drafts(page):
        page.wait_for_timeout(50)
    other = page.context.new_page()
    page.close(run_before_unload=False)
    other.goto("/postmortems/new")
    other.locator(".note", has_text="Half written").wait_for()
    assert other.input_value('[name="title"]') == ""
    other.click("text=Go on with it here")
    other.locator("#restored").wait_for()
    assert other.input_value('[name="title"]') == "Half written"
    assert other.input_value('[name="timeline[1].text"]') == "Then it crashed."
    other.click("text=Discard it")
    other.locator('[name="timeline[1].text"]').wait_for(state="detached")

    assert other.input_value('[name="title"]') == ""
    assert other.locator(".note").count() == 0


def test_a_reloaded_tab_has_what_was_typed(open_page: Open) -> None:
    """It is put back without a question, and said to be."""
    page = open_page("/postmortems/new")
    page.on("dialog", lambda dialog: dialog.accept())
    page.fill('[name="summary"]', "Before the reload.")
    page.reload()
    page.locator("#restored").wait_for()

    assert page.input_value('[name="summary"]') == "Before the reload."


def test_two_tabs_keep_two_drafts(open_page: Open) -> None:
    """What is typed in one new postmortem does not write over the other, and saving one leaves the other's draft."""
    one = open_page("/postmortems/new")
    other = one.context.new_page()
    other.goto("/postmortems/new")
    one.fill('[name="title"]', "The first tab")
    other.fill('[name="title"]', "The second tab")
    for page, title in ((one, "The first tab"), (other, "The second tab")):
        while title not in drafts(page):
            page.wait_for_timeout(50)
    assert "The first tab" in drafts(one)
    one.click('#saving button[value="draft"]')
    one.wait_for_url("**?saved=1*")

    assert "The first tab" not in drafts(one)
    assert "The second tab" in drafts(one)


def test_a_draft_is_gone_after_it_was_saved(open_page: Open) -> None:
    """The next new postmortem begins empty."""
    page = open_page("/postmortems/new")
    page.fill('[name="title"]', "Saved at once")
    page.click('#saving button[value="draft"]')
    page.wait_for_url("**?saved=1*")

    assert drafts(page) == ""


def test_leaving_with_unsaved_changes_asks_first(open_page: Open) -> None:
    """The browser's own question; without a change there is none."""
    asked: list[str] = []

    def leave(dialog: "Dialog") -> None:
        asked.append(dialog.type)
        dialog.accept()

    page = open_page("/postmortems/new")
    page.on("dialog", leave)
    page.goto("/postmortems")
    assert asked == []
    page.goto("/postmortems/new")
    page.click('[name="title"]')
    page.keyboard.type("Unsaved")
    page.goto("/postmortems")

    assert asked == ["beforeunload"]


def test_the_preview_follows_what_is_typed(open_page: Open) -> None:
    """Once it is open, it is renewed while one types; no page is loaded for it."""
    page = open_page("/postmortems/new")
    page.fill('[name="title"]', "Looked at")
    page.fill('[name="summary"]', "It was **bad**.")
    page.click('#saving button[value="preview"]')
    page.locator("#preview strong", has_text="bad").wait_for()
    page.fill('[name="summary"]', "It was **worse**.")
    page.locator("#preview strong", has_text="worse").wait_for()

    assert page.url.endswith("/postmortems/new")


def test_a_diagnosis_fills_the_form(open_page: Open) -> None:
    """What the log says stands in the form already, and its draft is kept apart from that of an empty one."""
    page = open_page()
    page.fill("#log", CRASH)
    page.click("button.primary")
    page.wait_for_url("**/d/*")
    key = page.url.rsplit("/", 1)[-1].split("?")[0]
    page.goto(f"/postmortems/new?from={key}")

    assert "module-missing" in [page.input_value(f'[name="signatures[{at}]"]') for at in range(2)]
    assert page.get_attribute("#writing", "data-draft") == f"/postmortems/new?from={key}"


@pytest.mark.parametrize("scripts", [True, False])
def test_two_people_at_once_lose_nothing(open_page: Open, *, scripts: bool) -> None:
    """The second to save sees three texts, chooses, and saves."""
    first = open_page("/postmortems/new", java_script_enabled=scripts)
    first.fill('[name="title"]', f"Shared {scripts}")
    first.fill('[name="fix"]', "Restart it.")
    first.click('#saving button[value="draft"]')
    first.wait_for_url("**?saved=1*")
    address = first.url.split("?")[0]
    second = open_page(f"{address}/edit", java_script_enabled=scripts)
    first.goto(f"{address}/edit")
    first.fill('[name="fix"]', "Restart it twice.")
    first.fill('[name="author"]', "Ada")
    first.click('#saving button[value="save"]')
    first.wait_for_url("**?saved=2*")
    second.fill('[name="fix"]', "Restart the node.")
    second.fill('[name="lessons"]', "Restarts hide things.")
    second.click('#saving button[value="save"]')
    second.locator("#conflict-title").wait_for()
    assert "Ada saved this postmortem" in second.inner_text("#conflict-title")
    assert second.locator(".versions pre").all_inner_texts() == [
        "Restart it.",
        "Restart it twice.",
        "Restart the node.",
    ]
    assert scripts is False or violations(second) == []
    second.check('[name="take.fix"][value="theirs"]')
    second.click('#saving button[value="save"]')
    second.wait_for_url("**?saved=3*")

    assert "Restart it twice." in second.inner_text("#fix")
    assert "Restarts hide things." in second.inner_text("#lessons")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_refused_form_fits_on_the_screen(open_page: Open, width: int) -> None:
    """With all its problems beside their fields, nothing has to be scrolled sideways."""
    page = open_page("/postmortems/new", viewport={"width": width, "height": 800})
    page.fill('[name="title"]', "Averylongwordthatnobodywouldbreak" * 5)
    page.fill('[name="started_at"]', "yesterday")
    page.fill('[name="timeline[0].at"]', "today")
    page.click('#saving button[value="publish"]')
    page.locator("#faults").wait_for()

    assert page.evaluate("document.activeElement.id") == "faults"
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
