"""Lists and the search: what they show, how they are ordered, and what they say when little is found."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.main import create_app
from app.matching.signature import Line, Signature
from app.records.postmortem import ActionItem, Postmortem
from app.settings import Settings
from app.storage import Change
from tests.statements import counted

NOW = datetime(2026, 3, 1, tzinfo=UTC)
PASTED = "2026-03-01T10:00:00Z ERROR ModuleNotFoundError: No module named 'shop.prices' while starting the web worker"


def plain(html: str) -> str:
    """The text of a page on one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html)))


def hits(html: str) -> list[str]:
    """The titles of the records in a list."""
    return [plain(title) for title in re.findall(r'<article class="hit-row">\s*<h2>(.*?)</h2>', html)]


@pytest.fixture
def own(tmp_path: Any) -> Iterator[TestClient]:
    """A client of a Casebook that is empty, for tests that fill it."""
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'own.db'}", workers=1, starter_library=()))
    with TestClient(app, base_url="http://127.0.0.1", headers={"Accept": "text/html"}) as client:
        yield client


def fill(client: TestClient, numbers: range) -> None:
    """Save a signature and a postmortem for each number."""
    app: FastAPI = client.app  # type: ignore[assignment]
    records = [
        record
        for number in numbers
        for record in (
            Signature(f"disk-{number}", f"Disk {number} full", (Line("No space left on device"),), tags=("disk",)),
            Postmortem(
                f"2026-01-01-disk-{number}",
                f"Disk {number} was full",
                status="published",
                signatures=(f"disk-{number}",),
                started_at=NOW,
                action_items=(ActionItem("Alert"),),
            ),
        )
    ]
    app.state.casebook.database.records.put_many([Change(record, "ada", "", NOW) for record in records])


@pytest.mark.parametrize(
    "address",
    [
        "/signatures",
        "/postmortems",
        "/search",
        "/search?q=disk&tag=disk",
        "/search?q=dsik",
        "/feed.atom",
        "/postmortems?year=2026",
    ],
)
def test_statements_of_a_list_do_not_grow(own: TestClient, address: str) -> None:
    """A list of thirty records takes no more SQL statements than one of four."""
    fill(own, range(4))
    own.get(address)
    with counted() as few:
        own.get(address)
    fill(own, range(4, 30))
    own.get(address)
    with counted() as many:
        own.get(address)

    assert len(many) <= len(few) <= 16


@pytest.mark.parametrize(
    ("typed", "meant", "title"),
    [
        ("modle", "module", "Python module not found"),
        ("strtup probe", "startup probe", "Startup probe failed"),
        ("tag:pyhton", "tag:python", "Python module not found"),
        ('"startpu probe"', '"startup probe"', "Startup probe failed"),
    ],
)
def test_a_misspelled_search_shows_what_was_meant(client: TestClient, typed: str, meant: str, title: str) -> None:
    """It proposes the words as records have them, as a link, and shows what they find, labelled so."""
    page = client.get("/search", params={"q": typed, "severity": "high" if "ython" in typed else ""}).text

    assert f"Did you mean {meant}?" in plain(page)
    assert re.search(r'Did you mean <a href="/search\?q=', page)
    assert title in hits(page.split('id="nearest"')[1])


def test_words_that_never_meet_find_records_with_some_of_them(client: TestClient) -> None:
    """Where nothing is misspelled and nothing has all words, records with some of them are shown, labelled so."""
    page = client.get("/search?q=interpreter+dockerignore").text

    assert "Nothing has all of these words" in page
    assert "With some of the words" in page
    assert len(hits(page)) == 2


def test_a_found_search_proposes_nothing(client: TestClient) -> None:
    """Right words are left alone."""
    assert "Did you mean" not in client.get("/search?q=module").text


@pytest.mark.parametrize("pasted", [PASTED, "ModuleNotFoundError: No module named 'shop.prices'"])
def test_a_pasted_error_finds_its_signature(client: TestClient, pasted: str) -> None:
    """What varies in the line does not hide the signature that has the rest."""
    assert "Python module not found" in hits(client.get("/search", params={"q": pasted}).text)


def test_a_pasted_line_can_be_diagnosed_with_one_click(client: TestClient) -> None:
    """A long text is offered to be diagnosed, by a form and not by a link; a word is not."""
    page = client.get("/search", params={"q": PASTED}).text

    (form,) = re.findall(r'<form class="as-log" method="post" action="/d">.*?</form>', page, re.DOTALL)
    answer = client.post("/d", data={"log": unescape(re.findall(r'name="log" value="([^"]*)"', form)[0])})
    assert "Python module not found" in client.get(answer.headers["location"]).text
    assert 'class="as-log"' not in client.get("/search?q=module").text


def test_unknown_operators_are_named(client: TestClient) -> None:
    """What is no operator is searched for as a word, and the page says so."""
    page = plain(client.get("/search?q=host:web1").text)

    assert "host: is no filter as it stands here" in page


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("/postmortems", "A module was left out of the image"),
        ("/postmortems?sort=title", "A module was left out of the image"),
        ("/signatures?sort=title", "Python module not found"),
        ("/search?q=probe&sort=title", "A module was left out of the image"),
        ("/search?q=probe&sort=nonsense", "Startup probe failed"),
    ],
)
def test_the_order_is_in_the_address(client: TestClient, address: str, first: str) -> None:
    """The list is in the order that the address names, and an unknown one is the list's own."""
    assert hits(client.get(address).text)[0] == first


def test_the_chosen_order_stays_with_a_new_search(client: TestClient) -> None:
    """The order is shown, offered as links, and kept by both forms and by every filter."""
    page = client.get("/signatures?sort=title").text

    assert '<b aria-current="true">title</b>' in page
    assert 'href="/signatures?sort=seen"' in page
    assert page.count('<input type="hidden" name="sort" value="title">') == 2
    assert re.search(r'href="/signatures\?severity=high&amp;sort=title"', page)


def test_what_one_could_choose_instead_is_counted(client: TestClient) -> None:
    """A filter of which a record has one value keeps showing the others."""
    page = client.get("/signatures?severity=high").text

    assert hits(page) == ["Python module not found"]
    assert re.search(r'href="/signatures\?severity=high&amp;severity=medium">medium</a> <span class="soft">1<', page)


def test_the_help_names_every_operator(client: TestClient) -> None:
    """All that can be typed is listed beside the box."""
    page = plain(client.get("/search").text)

    for operator in ("kind", "status", "severity", "service", "tag", "team", "owner", "env", "author", "after", "has"):
        assert f"{operator}:" in page
