"""The history pages: what changed, restoring what was, archiving instead of deleting."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from tests.web.test_authoring import PUBLISHABLE, opened, saved, send, written


def edited(client: TestClient, slug: str, **fields: str) -> None:
    """Save a change."""
    answer = send(client, f"/postmortems/{slug}/edit", opened(client, slug) | fields, "save")
    assert answer.status_code == 303


def plain(html: str) -> str:
    """The text of a page on one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def test_a_stale_restore_changes_nothing_and_says_what_to_do(client: TestClient) -> None:
    """Whoever saved meanwhile is named, the chosen revision is compared with theirs, and the page can be sent again."""
    slug = written(client, summary="First.")
    edited(client, slug, summary="Second.")
    edited(client, slug, summary="Third.", author="Ada")
    answer = client.post(f"/postmortems/{slug}/restore", data={"number": "1", "based_on": "2"})

    assert answer.status_code == 412
    assert "Ada saved revision 3 while this page was open" in plain(answer.text)
    assert "From revision 1 to 3" in plain(answer.text)
    assert "<option selected>1</option>" in answer.text
    assert 'name="based_on" value="3"' in answer.text
    assert saved(client, slug)["summary"] == "Third."


def test_a_stale_archiving_is_asked_again(client: TestClient) -> None:
    """Nobody archives what they have not seen."""
    slug = written(client)
    edited(client, slug, summary="New.", author="Ada")
    answer = client.post(f"/postmortems/{slug}/status", data={"status": "archived", "based_on": "1"})

    assert answer.status_code == 412
    assert "Ada saved revision 2" in plain(answer.text)
    assert saved(client, slug)["status"] == "draft"


def test_each_save_is_a_revision_with_its_author_and_message(client: TestClient) -> None:
    """Who saved what when is listed, the latest first."""
    slug = written(client, author="Ada")
    edited(client, slug, team="orders", author="Bob", message="names the team")
    page = plain(client.get(f"/postmortems/{slug}/history").text)

    assert page.index("Bob names the team") < page.index("Ada created")


def test_differences_mark_words_by_more_than_colour(client: TestClient) -> None:
    """Words that went and came are deletions and insertions, items of a list are shown one by one."""
    slug = written(client, summary="The disk was full.", **{"tags[0]": "disk"})
    edited(client, slug, summary="The volume was full.", **{"tags[1]": "volume"})
    edited(client, slug, team="orders")
    page = client.get(f"/postmortems/{slug}/history?from=1&to=2").text

    assert "The <del>disk </del><ins>volume </ins>was full." in page
    assert "<li><ins>volume</ins></li>" in page
    assert "orders" not in plain(page[page.index("changes-title") :])
    assert "<ins>orders</ins>" in client.get(f"/postmortems/{slug}/history?from=1&to=3").text


def test_without_a_choice_the_last_change_is_shown(client: TestClient) -> None:
    """The history opens with what the latest save changed."""
    slug = written(client)
    edited(client, slug, team="orders")

    assert "<ins>orders</ins>" in client.get(f"/postmortems/{slug}/history").text


def test_a_revision_is_restored_as_a_new_one(client: TestClient) -> None:
    """The record is as it was, and what came between stays in the history."""
    slug = written(client, summary="First.")
    edited(client, slug, summary="Second.")
    answer = client.post(f"/postmortems/{slug}/restore", data={"number": "1", "based_on": "2", "author": "Ada"})

    assert answer.headers["location"] == f"/postmortems/{slug}?saved=3"
    assert saved(client, slug)["summary"] == "First."
    assert "Saved as revision 3." in client.get(answer.headers["location"]).text
    assert "restored revision 1" in client.get(f"/postmortems/{slug}/history").text


def test_a_restore_does_not_overwrite_what_came_after(client: TestClient) -> None:
    """Based on another revision than the present one, it is refused."""
    slug = written(client, summary="First.")
    edited(client, slug, summary="Second.")
    answer = client.post(f"/postmortems/{slug}/restore", data={"number": "1", "based_on": "1"})

    assert answer.status_code == 412
    assert saved(client, slug)["summary"] == "Second."


def test_archiving_asks_first_and_can_be_taken_back(client: TestClient) -> None:
    """Looking changes nothing; archived it keeps its address; it comes back as what one chooses."""
    slug = written(client, **PUBLISHABLE)
    assert "Archive this postmortem?" in client.get(f"/postmortems/{slug}/archive").text
    assert saved(client, slug)["status"] == "draft"
    client.post(f"/postmortems/{slug}/status", data={"status": "archived", "based_on": "1"})
    assert saved(client, slug)["status"] == "archived"
    assert "Bring this postmortem back?" in client.get(f"/postmortems/{slug}/archive").text
    client.post(f"/postmortems/{slug}/status", data={"status": "published", "based_on": "2"})

    assert saved(client, slug)["status"] == "published"


def test_coming_back_as_published_is_checked(client: TestClient) -> None:
    """What could not be published then cannot come back so, and the page says why."""
    slug = written(client)
    client.post(f"/postmortems/{slug}/status", data={"status": "archived", "based_on": "1"})
    answer = client.post(f"/postmortems/{slug}/status", data={"status": "published", "based_on": "2"})

    assert answer.status_code == 422
    assert "it says no fix" in answer.text
    assert saved(client, slug)["status"] == "archived"


@pytest.mark.parametrize("query", ["", "?from=1&to=1", "?from=x&to="])
def test_a_signature_has_its_history(client: TestClient, query: str) -> None:
    """The same page tells what became of a signature; an address that is no number is taken for none."""
    page = plain(client.get(f"/signatures/module-missing/history{query}").text)

    assert "1 revision" in page
    assert "There is nothing to compare it with." in page


@pytest.mark.parametrize("address", ["/postmortems/nothing/history", "/signatures/module-missing/history?from=7&to=8"])
def test_what_never_was_has_no_history(client: TestClient, address: str) -> None:
    """A record or a revision that there is not is answered with a page."""
    assert client.get(address).status_code == 404
