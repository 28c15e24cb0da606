"""Action items by HTTP: listed with filters, and changed several at once."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

ADA = {"X-Casebook-Author": "ada"}


@pytest.fixture
def slug(client: TestClient, request: pytest.FixtureRequest) -> str:
    """A draft with two action items, of its own for each test."""
    slug = request.node.name.replace("_", "-").replace("[", "-").replace("]", "").lower()
    items = [
        {"text": "Pin the version", "type": "prevent", "status": "open", "owner": "Ada", "due": "2020-01-01"},
        {"text": "Add an alert", "type": "detect", "priority": "high"},
    ]
    answer = client.post("/api/v1/postmortems", json={"slug": slug, "title": "Disk full", "action_items": items})
    assert answer.status_code == 201, answer.text
    return slug


def listed(client: TestClient, **asked: Any) -> list[tuple[str, str]]:
    """Text and status of the items of a list."""
    items = client.get("/api/v1/action-items", params=asked).json()["items"]
    return [(item["text"], item["status"]) for item in items]


def patched(client: TestClient, *changes: dict[str, Any]) -> Any:
    """The answer to several changes."""
    return client.patch("/api/v1/action-items", json=list(changes), headers=ADA)


def test_items_are_listed_with_all_that_is_known(client: TestClient, slug: str) -> None:
    """An item comes with the place that names it, its postmortem and how urgent it is."""
    answer = client.get("/api/v1/action-items", params={"postmortem": slug}).json()
    first = answer["items"][0]

    assert answer["total"] == 2
    assert answer["facets"]["type"] == {"prevent": 1, "detect": 1}
    assert {
        name: first[name] for name in ("postmortem", "position", "revision", "owner", "due", "urgency", "state")
    } == {
        "postmortem": slug,
        "position": 0,
        "revision": 1,
        "owner": "Ada",
        "due": "2020-01-01",
        "urgency": "overdue",
        "state": "draft",
    }


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"due": "overdue"}, ["Pin the version"]),
        ({"type": ["detect", "other"]}, ["Add an alert"]),
        ({"owner": "ADA"}, ["Pin the version"]),
        ({"owner": ""}, ["Add an alert"]),
        ({"priority": "none"}, ["Pin the version"]),
        ({"status": "proposed"}, ["Add an alert"]),
        ({"status": "done"}, []),
        ({"q": "ALERT an"}, ["Add an alert"]),
        ({"service": "none-such"}, []),
    ],
)
def test_filters(client: TestClient, slug: str, asked: dict[str, Any], expected: list[str]) -> None:
    """Each filter leaves the items that it asks for."""
    assert [text for text, _ in listed(client, postmortem=slug, **asked)] == expected


def test_pages(client: TestClient, slug: str) -> None:
    """A list goes on where its cursor says."""
    first = client.get("/api/v1/action-items", params={"postmortem": slug, "limit": 1}).json()

    assert listed(client, postmortem=slug, limit=1, cursor=first["next"]) == [("Add an alert", "proposed")]


@pytest.mark.parametrize("asked", [{"status": "finished"}, {"due": "tomorrow"}, {"limit": "0"}])
def test_filters_that_are_none_are_refused(client: TestClient, asked: dict[str, str]) -> None:
    """A misspelt value is not taken for one that nothing has."""
    assert client.get("/api/v1/action-items", params=asked).status_code == 422


def test_one_item_is_changed(client: TestClient, slug: str) -> None:
    """The item comes back as it is then, and the history of its postmortem names the author."""
    change = {"postmortem": slug, "position": 0, "revision": 1, "status": "done", "owner": "Grace"}
    answer = client.patch("/api/v1/action-items", json=change, headers=ADA)
    (item,) = answer.json()
    saved = client.get(f"/api/v1/postmortems/{slug}/revisions").json()[0]

    assert answer.status_code == 200
    assert (item["status"], item["owner"], item["revision"], item["urgency"]) == ("done", "Grace", 2, "closed")
    assert item["closed_at"]
    assert (saved["author"], saved["message"]) == ("ada", 'action item "Pin the version": open to done, owner Grace')
    assert listed(client, postmortem=slug) == [("Add an alert", "proposed")]


def test_null_takes_a_value_away_and_silence_keeps_it(client: TestClient, slug: str) -> None:
    """A day can be unset; what a change does not name stays."""
    (item,) = patched(client, {"postmortem": slug, "position": 0, "revision": 1, "due": None}).json()

    assert (item["due"], item["owner"], item["status"]) == (None, "Ada", "open")


def test_several_are_changed_together_or_not_at_all(client: TestClient, slug: str) -> None:
    """Every problem is told with the place of its change, and nothing was saved."""
    good = {"postmortem": slug, "position": 0, "revision": 1, "status": "done"}
    declined = {"postmortem": slug, "position": 1, "revision": 1, "status": "declined"}
    nowhere = {"postmortem": "nowhere", "position": 0, "revision": 1, "status": "done"}
    refused = patched(client, good, declined, nowhere)

    assert refused.status_code == 422
    assert [fault["where"] for fault in refused.json()["faults"]] == ["[1].reason", "[2].postmortem"]
    assert listed(client, postmortem=slug) == [("Pin the version", "open"), ("Add an alert", "proposed")]
    assert patched(client, good, declined | {"reason": "too dear"}).status_code == 200
    assert listed(client, postmortem=slug) == []


def test_a_stale_change_is_a_conflict(client: TestClient, slug: str) -> None:
    """What others saved meanwhile is not overwritten; another item of the same postmortem may be changed."""
    first = {"postmortem": slug, "position": 0, "revision": 1}
    patched(client, first | {"owner": "Grace"})
    refused = patched(client, first | {"status": "done"})

    assert (refused.status_code, refused.json()["current_revision"]) == (412, 2)
    assert patched(client, first | {"position": 1, "status": "done"}).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"postmortem": "x", "position": -1, "revision": 1},
        {"postmortem": "x", "position": 0, "revision": 1, "text": "x"},
    ],
)
def test_what_is_no_change_is_refused(client: TestClient, body: object) -> None:
    """A change names its item and fields that can be changed."""
    assert client.patch("/api/v1/action-items", json=body).status_code == 422
