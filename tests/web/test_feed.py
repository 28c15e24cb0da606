"""The feed of new and changed records is valid Atom and follows the address of a list."""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element, fromstring

import pytest
from fastapi.testclient import TestClient

from app.services.answers import Hit, Seen
from app.web.feed import atom
from app.web.lists import View

NAMES = {"a": "http://www.w3.org/2005/Atom"}


def parsed(client: TestClient, address: str) -> Element:
    """The feed at an address."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
    return fromstring(answer.content)  # noqa: S314 (our own text)


def titles(feed: Element) -> list[str | None]:
    """The titles of the entries."""
    return [each.text for each in feed.findall("a:entry/a:title", NAMES)]


def test_the_feed_has_what_atom_requires(client: TestClient) -> None:
    """Feed and entries have an id, a title, the time of their last change, and an author; every id is another."""
    feed = parsed(client, "/feed.atom")
    entries = feed.findall("a:entry", NAMES)

    assert len(entries) == 4
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"a:{name}", NAMES)) == 1, name
        assert datetime.fromisoformat(element.findtext("a:updated", "", NAMES)).tzinfo == UTC
    assert feed.findtext("a:author/a:name", "", NAMES) == "Casebook"
    ids = [element.findtext("a:id", "", NAMES) for element in (feed, *entries)]
    assert len(set(ids)) == 5
    assert all(id_.startswith("tag:127.0.0.1,2026:/") for id_ in ids)
    assert all(entry.findtext("a:summary", "", NAMES) for entry in entries)
    assert feed.find("a:link[@rel='self']", NAMES) is not None
    updated = [entry.findtext("a:updated", "", NAMES) for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert feed.findtext("a:updated", "", NAMES) == updated[0]


def test_an_entry_leads_to_its_record(client: TestClient) -> None:
    """The link of an entry is the page of the record."""
    entry = parsed(client, "/feed.atom?q=dockerignore").find("a:entry", NAMES)

    assert entry is not None
    link = entry.find("a:link[@rel='alternate']", NAMES)
    assert link is not None
    assert link.get("href") == "http://127.0.0.1/postmortems/2025-09-04-module-left-out"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/feed.atom?kind=signature", {"Python module not found", "Startup probe failed"}),
        ("/feed.atom?tag=python", {"Python module not found", "A module was left out of the image"}),
        ("/feed.atom?q=severity:medium", {"Startup probe failed"}),
        ("/feed.atom?q=nothinglikethis", set()),
    ],
)
def test_the_feed_takes_the_filters_of_a_list(client: TestClient, address: str, expected: set[str]) -> None:
    """The address of a feed says what it has, as that of a list does."""
    assert set(titles(parsed(client, address))) == expected


@pytest.mark.parametrize("path", ["/search?q=x&tag=python", "/postmortems?service=orders", "/signatures"])
def test_lists_link_to_their_feed(client: TestClient, path: str) -> None:
    """The head names the feed of this view, for readers, and a link shows it."""
    page = client.get(path).text

    assert page.count("/feed.atom") == 2
    assert "application/atom+xml" in page.split("</head>")[0]


def test_an_unchanged_feed_is_not_sent_again(client: TestClient) -> None:
    """Who has it already is told so."""
    first = client.get("/feed.atom")
    again = client.get("/feed.atom", headers={"If-None-Match": f'"other", {first.headers["etag"]}'})

    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/feed.atom?tag=python", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_what_xml_cannot_hold_is_left_out() -> None:
    """A title with control characters or markup still makes a feed that can be read."""
    hit = Hit("signature", "x", "A \0<b>\x1b title & more", "", (), "active", "", ("a\x01b",), Seen(), line="\x02")
    feed = fromstring(atom("http://casebook.test", View("/feed.atom", "a&b"), [hit]))  # noqa: S314 (our own text)

    assert titles(feed) == ["A <b> title & more"]
    assert feed.findtext("a:entry/a:summary", "", NAMES)
