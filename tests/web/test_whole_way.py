"""The whole way, as a new user goes it: an unknown log is written up, published, and known when it is pasted again."""

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.browsing import Open, needs_browser
from tests.web.test_writing_in_browser import tab_to

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = needs_browser


def log_of(part: str, segment: str, expected: str) -> str:
    """A log of a failure that no signature describes."""
    return (
        f"2026-03-02 10:14:01 INFO  {part} starting, version 4.2.1\n"
        f"2026-03-02 10:14:09 ERROR {part} ledger page {segment} is torn: expected {expected} got 91bc\n"
        f"2026-03-02 10:14:09 INFO  {part} exit status 3\n"
    )


class Hands:
    """Somebody who clicks and types, or who has only the tab and the enter key."""

    def __init__(self, page: "Page", *, keyboard: bool) -> None:
        self.page = page
        self.keyboard = keyboard

    def press(self, selector: str, *, leads_to: str) -> None:
        """Press a button or follow a link, and wait for what it leads to."""
        if self.keyboard:
            tab_to(self.page, selector)
            self.page.keyboard.press("Enter")
        else:
            self.page.click(selector)
        self.page.wait_for_url(leads_to)

    def type(self, selector: str, text: str) -> None:
        """Put a text into a field."""
        if not self.keyboard:
            self.page.fill(selector, text)
            return
        tab_to(self.page, selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)


@pytest.mark.parametrize(
    ("part", "keyboard", "options"),
    [
        ("exporter", False, {}),
        ("importer", True, {}),
        ("archiver", False, {"java_script_enabled": False, "viewport": {"width": 360, "height": 740}}),
    ],
    ids=["mouse", "keyboard-only", "phone-without-scripts"],
)
def test_from_an_unknown_log_to_a_known_one(
    open_page: Open, part: str, keyboard: bool, options: dict[str, Any]
) -> None:
    """Nine presses and four texts: then another log of the same failure shows the fix and the postmortem."""
    page = open_page("/", **options)
    hands = Hands(page, keyboard=keyboard)
    hands.type("#log", log_of(part, "00041a", "7f3a"))
    hands.press("button.primary", leads_to="**/d/*")
    assert "No known failure" in page.inner_text("h1")
    hands.press("a[href$='/write-up']", leads_to="**/write-up")
    hands.press("a[href*='/signatures/new?from=']", leads_to="**/signatures/new?from=*")
    hands.type("#cause", "A power cut tears the page that is being written.")
    hands.type("#fix", f"Restore page {{page}} of the {part} from the replica.")
    hands.type("#verify", f"The {part} starts.")
    hands.press('#saving button[value="activate"]', leads_to="**/write-up?signature=*")
    assert "The library knows this log" in page.inner_text("main")
    hands.press("a[href*='/postmortems/new?from=']", leads_to="**/postmortems/new?from=*")
    hands.type('[name="title"]', f"The {part} stood still")
    assert page.input_value('[name="fix"]') == f"Restore page 00041a of the {part} from the replica."
    hands.press('#saving button[value="publish"]', leads_to="**/postmortems/new")
    assert "how to confirm" in page.inner_text("#faults")
    hands.press('button[value="publish-anyway"]', leads_to="**/postmortems/*saved=1*")
    assert page.inner_text("h1") == f"The {part} stood still"
    hands.press(".note a[href$='/write-up']", leads_to="**/write-up")
    page.goto("/")
    hands.type("#log", log_of(part, "9c07e2", "00ff"))
    hands.press("button.primary", leads_to="**/d/*")

    assert f"Restore page 9c07e2 of the {part} from the replica." in page.inner_text("article.card >> nth=0")
    assert page.locator("article.card a", has_text=f"The {part} stood still").count() == 1
