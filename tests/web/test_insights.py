"""The page of insights: numbers first, charts that say them as text, and nothing drawn where there is nothing."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.storage import Change, Database, open_database
from tests.storage.generated import SIGNATURES, postmortems
from tests.storage.test_stored_diagnoses import diagnosis, put
from tests.web.browsing import Open, address, browser, needs_browser, open_page

__all__ = ["address", "browser", "open_page"]


def fill(database: Database) -> None:
    """Some incidents and some weeks of logs before now."""
    now = datetime.now(UTC)
    database.records.put_many([Change(one, "ada", "", now - timedelta(days=300)) for one in postmortems(60)])
    for number in range(40):
        at = now - timedelta(hours=number * 30)
        content = diagnosis(SIGNATURES[number % 4]) if number % 5 else diagnosis(shape=f"shape-{number % 2}")
        put(database, f"log{number:025}", at, content)


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """An application with incidents and logs, on a database of its own."""
    address = f"sqlite:///{tmp_path_factory.mktemp('insights') / 'casebook.db'}"
    database = open_database(address)
    fill(database)
    database.close()
    return create_app(Settings(database_url=address, workers=1, starter_library=()))


@pytest.fixture(scope="module")
def client(application: FastAPI) -> Iterator[TestClient]:
    """A browser without scripts."""
    with TestClient(application, base_url="http://127.0.0.1", headers={"Accept": "text/html"}) as client:
        yield client


class Ids(HTMLParser):
    """All ids of a page, and all that its parts refer to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.named: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note them."""
        assert tag
        given = {name: value or "" for name, value in attrs}
        self.ids += [given["id"]] if "id" in given else []
        self.named |= set(given.get("aria-labelledby", "").split())
        self.named |= {given["href"][1:]} if given.get("href", "").startswith("#") else set()


@pytest.mark.parametrize("days", ["30", "90", "365"])
def test_every_chart_says_its_numbers(client: TestClient, days: str) -> None:
    """Each drawing has a name and a description, and a table with the same numbers; links on the page lead somewhere."""
    answer = client.get("/insights", params={"days": days})
    shown, found = answer.text, Ids(answer.text)
    charts = re.findall(r'<svg class="chart" role="img" aria-labelledby="(\S+) (\S+)"', shown)

    assert answer.status_code == 200
    assert len(charts) == 5
    assert shown.count("<summary>Numbers</summary>") == 5
    assert len(found.ids) == len(set(found.ids))
    assert found.named <= set(found.ids)
    assert len(answer.content) < 100_000
    assert not re.search(r"\sstyle=|<style|\son\w+=", shown)


def test_numbers_of_a_chart_are_those_of_its_table(client: TestClient) -> None:
    """The sentence, the tile and the rows of the table count the same logs."""
    shown = client.get("/insights?days=365").text
    table = shown[shown.index("Logs by what they showed") :].partition("</table>")[0]
    rows = re.findall(r'<td class="num">(\d+)</td>' * 4, table)

    assert sum(int(known) for known, *_ in rows) == 32
    assert sum(int(unknown) for _, _, unknown, _ in rows) == 8
    assert "40 logs showed a failure" in shown
    assert "80 % of the failures were known" in shown


def test_each_number_leads_to_what_to_do(client: TestClient) -> None:
    """Overdue items, unknown failures, the last failure: each is a link, and each link is there."""
    shown = client.get("/insights").text
    paths = set(re.findall(r'href="(/(?:action-items|d/|unknown|postmortems/)[^"]*)"', shown))

    assert {"/action-items?due=overdue", "/action-items?came_back=yes"} <= paths
    late = client.get("/action-items?came_back=yes").text
    assert int(re.findall(r'href="#too-late">(\d+)<', shown)[0]) == int(re.findall(r"(\d+) action items", late)[0])
    assert "As of " in shown
    assert len(paths) > 10
    assert {path: client.get(path.replace("&amp;", "&")).status_code for path in paths} == dict.fromkeys(paths, 200)


def test_a_range_that_is_none_is_the_usual_one(client: TestClient) -> None:
    """An address that somebody mistyped still shows the page."""
    assert '<a href="/insights?days=90" aria-current="true">' in client.get("/insights?days=7").text


def test_a_new_casebook_says_that_there_is_nothing_yet(tmp_path: Path) -> None:
    """No empty axes, and a way to begin."""
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'casebook.db'}", workers=1, starter_library=())
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
        shown = client.get("/insights").text

    assert 'class="chart"' not in shown
    assert shown.count("othing yet") >= 4
    assert "None: no failure came back" in shown


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_fit_on_a_phone(open_page: Open, scheme: str) -> None:
    """On 320 pixels nothing is cut off, and what charts are drawn with is seen in both themes."""
    shown = open_page("/insights", viewport={"width": 320, "height": 700}, color_scheme=scheme)
    fills = shown.evaluate(
        "[...document.querySelectorAll('.chart .part.known')].map(part => getComputedStyle(part).fill)"
    )

    assert shown.evaluate("document.documentElement.scrollWidth") <= 320
    assert set(fills) == {"rgb(29, 107, 69)" if scheme == "light" else "rgb(127, 210, 164)"}
    assert shown.locator(".chart").first.bounding_box()["width"] > 250  # type: ignore[index]


@needs_browser
def test_the_head_wraps_on_a_phone(open_page: Open) -> None:
    """Every entry of the navigation is on the screen."""
    shown = open_page("/insights", viewport={"width": 320, "height": 700})
    boxes = [link.bounding_box() for link in shown.locator("nav[aria-label=Main] a").all()]

    assert len(boxes) >= 5
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 320 for box in boxes)
