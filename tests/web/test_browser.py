"""The pages in a real browser: with scripts and without, by keyboard, on a small screen."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.browsing import Open, needs_browser
from tests.web.pasted_logs import CRASH

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = needs_browser


def diagnosed(page: "Page", log: str = CRASH) -> "Page":
    """The page of a diagnosis, reached through the paste box."""
    page.fill("#log", log)
    page.click("button.primary")
    page.wait_for_url("**/d/*")
    return page


def long_log(quiet: int = 100) -> str:
    """A crash with quiet lines before and after it, so that the log is folded."""
    filler = "INFO request answered\n" * quiet
    return filler + CRASH + filler


@pytest.mark.parametrize("scripts", [True, False])
def test_a_paste_is_answered(open_page: Open, *, scripts: bool) -> None:
    """The way from the paste box to the answer works with scripts and without."""
    page = diagnosed(open_page(java_script_enabled=scripts))

    assert page.inner_text("h1") == "Python module not found: orders.pricing"
    assert page.inner_text(".facts strong") == "Known failure"


def test_the_paste_box_is_focused_and_sent_by_keyboard(open_page: Open) -> None:
    """Type and send without touching the mouse."""
    page = open_page()
    page.keyboard.insert_text(CRASH)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/d/*")

    assert "Python module not found" in page.inner_text("h1")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_can_be_chosen(open_page: Open, tmp_path: Path, *, scripts: bool) -> None:
    """A file goes the same way as a text."""
    log = tmp_path / "app.log"
    log.write_text(CRASH, encoding="utf-8")
    page = open_page(java_script_enabled=scripts)
    page.set_input_files("input[type=file]", log)
    page.click("button.primary")
    page.wait_for_url("**/d/*")

    assert "Python module not found" in page.inner_text("h1")


def test_a_file_can_be_dropped_anywhere(open_page: Open) -> None:
    """A file that is dropped on the page is the one that is sent."""
    page = open_page()
    page.evaluate(
        """text => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([text], "app.log"));
            for (const name of ["dragover", "drop"])
                document.body.dispatchEvent(new DragEvent(name, {bubbles: true, cancelable: true, dataTransfer: transfer}));
        }""",
        CRASH,
    )
    assert "app.log" in page.inner_text("#said")
    page.keyboard.press("Enter")
    page.wait_for_url("**/d/*")

    assert "Python module not found" in page.inner_text("h1")


@pytest.mark.parametrize("scripts", [True, False])
def test_folds_open_on_the_way_to_their_lines(open_page: Open, *, scripts: bool) -> None:
    """The log is folded around the evidence; a click on a fold shows its lines."""
    page = diagnosed(open_page(java_script_enabled=scripts), long_log())
    assert not page.is_visible("#L3")
    page.click("details.fold > summary >> nth=0")

    assert page.is_visible("#L3")


def test_an_address_with_a_folded_line_unfolds_it(open_page: Open) -> None:
    """A link to a line shows the line."""
    page = diagnosed(open_page(), long_log())
    page.goto(f"{page.url}#L3")

    page.wait_for_selector("#L3", state="visible")


def test_evidence_and_line_lead_to_each_other(open_page: Open) -> None:
    """The chip in the card leads to the line, and the chip at the line back."""
    page = diagnosed(open_page())
    page.click("#f1 .why .chip")
    assert page.url.endswith("#L5")
    page.click("#L5 .chip")

    assert page.url.endswith("#f1")


def test_keys_step_through_evidence_and_findings(open_page: Open) -> None:
    """`n` and `p` go through the evidence, `j` and `k` through the findings."""
    page = diagnosed(open_page())
    page.keyboard.press("n")
    assert page.get_attribute(".rows .at", "id") == "L5"
    page.keyboard.press("n")
    assert page.get_attribute(".rows .at", "id") == "L6"
    assert page.inner_text("#at") == "evidence 2 of 2"
    page.keyboard.press("p")
    assert page.get_attribute(".rows .at", "id") == "L5"
    page.keyboard.press("j")
    page.keyboard.press("j")

    assert page.evaluate("document.activeElement.parentElement.id") == "f2"


def test_keys_search_and_help(open_page: Open) -> None:
    """`/` goes to the search, `?` shows the keys."""
    page = diagnosed(open_page())
    page.keyboard.press("?")
    assert page.is_visible("#keys")
    page.keyboard.press("Escape")
    page.keyboard.press("/")

    assert page.evaluate("document.activeElement.name") == "q"


def test_keys_are_text_while_typing(open_page: Open) -> None:
    """Nothing happens on single keys in a field."""
    page = open_page()
    page.focus("#log")
    page.keyboard.type("npjkc?/")

    assert page.input_value("#log") == "npjkc?/"
    assert not page.is_visible("#keys")


@pytest.mark.parametrize("has_clipboard", [True, False])
def test_the_fix_is_copied(open_page: Open, *, has_clipboard: bool) -> None:
    """`c` copies the first command of the fix, over plain http too, where there is no clipboard API."""
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    if not has_clipboard:
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    diagnosed(page)
    page.keyboard.press("c")
    page.locator("#said:not(:empty)").wait_for(state="attached")
    assert page.inner_text("#said") == "Copied: git check-ignore -v orders/pricing.py"
    page.click("body", position={"x": 1, "y": 1})
    page.focus('.top input[type="search"]')
    page.keyboard.press("Control+v")

    assert page.input_value('.top input[type="search"]') == "git check-ignore -v orders/pricing.py"


def test_a_postmortem_is_copied_as_markdown(open_page: Open) -> None:
    """One click copies the record as the file in which it travels."""
    page = open_page("/postmortems/2025-09-04-module-left-out", permissions=["clipboard-read", "clipboard-write"])
    page.click("text=Copy as Markdown")
    page.locator("#said:not(:empty)").wait_for(state="attached")

    assert page.evaluate("navigator.clipboard.readText()").startswith("---\nslug: 2025-09-04-module-left-out\n")


def test_copy_buttons_come_with_the_scripts(open_page: Open) -> None:
    """Without scripts there is no button that would do nothing."""
    assert diagnosed(open_page()).locator(".cmd button").count() == 3
    assert diagnosed(open_page(java_script_enabled=False)).locator(".cmd button").count() == 0


def test_a_shift_click_makes_a_range(open_page: Open) -> None:
    """A click on one line number and a shift-click on another give the range an address."""
    page = diagnosed(open_page())
    page.click("#L2 > a")
    page.click("#L4 > a", modifiers=["Shift"])
    page.wait_for_url("**?lines=2-4#L2")

    assert page.locator(".chosen").count() == 3


@pytest.mark.parametrize("scripts", [True, False])
def test_a_vote_is_one_click(open_page: Open, *, scripts: bool) -> None:
    """The page says what was noted."""
    page = diagnosed(open_page(java_script_enabled=scripts))
    page.click("#f1 > .ask >> text=Not this")
    page.wait_for_url("**outcome=rejected*")

    assert "Noted: not this." in page.inner_text("#vote-module-missing")


@pytest.mark.parametrize("width", [320, 390, 1360])
def test_no_page_is_wider_than_the_screen(open_page: Open, width: int) -> None:
    """From a narrow telephone up, nothing has to be scrolled sideways."""
    page = diagnosed(open_page(viewport={"width": width, "height": 800}), long_log())
    result = page.url
    for path in (result, "/", "/signatures", "/signatures/module-missing", "/postmortems/2025-09-04-module-left-out"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_first_command_is_above_the_fold(open_page: Open) -> None:
    """On an ordinary screen the card answers without scrolling, down to the first command."""
    page = diagnosed(open_page(viewport={"width": 1360, "height": 900}), long_log())
    box = page.locator(".cmd").first.bounding_box()

    assert box is not None
    assert box["y"] + box["height"] < 900


def test_focus_is_visible_and_starts_with_the_skip_link(open_page: Open) -> None:
    """The first press of the tab key offers the way past the navigation."""
    page = open_page("/signatures")
    page.keyboard.press("Tab")

    assert page.inner_text(":focus") == "To the content"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_file_over_the_limit_is_answered_with_advice(open_page: Open, tmp_path: Path) -> None:
    """The browser shows the page that says how to cut the log, even if the file is many times too large."""
    log = tmp_path / "app.log"
    log.write_bytes(b"INFO request answered\n" * 1_500_000)
    page = open_page(java_script_enabled=False)
    page.set_input_files("input[type=file]", log)
    page.click("button.primary")
    page.wait_for_selector("h1:has-text('too large')")

    assert "tail -n 20000" in page.inner_text("main")
