"""Diagnosing by HTTP: three forms of a body, compression, three forms of an answer, and what is kept."""

import gzip
import re

import pytest
import zstandard
from fastapi.testclient import TestClient

from tests.running import CRASH_LOOP, HEALTHY, UNKNOWN

URL = "/api/v1/diagnoses"
MODULE = "shop.schemas.order_types"


def test_a_crash_loop_is_diagnosed(client: TestClient) -> None:
    """The cause is first with the module in its fix, the effects follow and name their cause."""
    answer = client.post(URL, content=CRASH_LOOP)

    body = answer.json()
    assert answer.status_code == 201
    assert body["verdict"] == "known"
    cause, *effects = body["findings"]
    assert cause["signature"] == "python-module-not-found"
    assert cause["captures"] == {"module": MODULE}
    assert any(MODULE.replace(".", "/") in command["text"] for command in cause["commands"])
    assert {effect["signature"] for effect in effects} == {"container-exited-nonzero", "startup-probe-failed"}
    assert all("python-module-not-found" in effect["explained_by"] for effect in effects)
    assert set(cause["explains"]) == {effect["signature"] for effect in effects}
    assert any(link["slug"] == "2025-09-04-module-missing-in-image" for link in cause["postmortems"])


def test_the_shape_of_a_diagnosis(client: TestClient) -> None:
    """Every name that bots rely on is there."""
    body = client.post(URL, content=CRASH_LOOP).json()

    assert {
        "id",
        "url",
        "created_at",
        "expires_at",
        "log",
        "verdict",
        "findings",
        "similar",
        "salient",
        "set_aside",
        "library",
    } <= body.keys()
    assert {"lines", "bytes", "formats", "truncated", "masked"} == body["log"].keys()
    assert {
        "rank", "signature", "title", "role", "confidence", "strength", "captures", "count", "first_line", "last_line",
        "first_seen", "last_seen", "evidence", "why", "explains", "explained_by", "usual_causes", "remedy", "commands",
        "postmortems", "seen",
    } <= body["findings"][0].keys()  # fmt: skip
    assert {"line", "end_line", "text", "spans", "condition"} == body["findings"][0]["evidence"][0].keys()
    assert {"cause", "confirm", "fix", "verify", "not_when", "prevention"} == body["findings"][0]["remedy"].keys()
    assert {"text", "phase", "risk", "expected", "rollback"} == body["findings"][0]["commands"][0].keys()
    assert {"count", "last", "confirmed", "rejected"} == body["findings"][0]["seen"].keys()
    assert body["library"].keys() == {"version", "signatures"}


BODIES = {
    "text": {"content": CRASH_LOOP, "headers": {"Content-Type": "text/plain"}},
    "octets": {"content": CRASH_LOOP.encode(), "headers": {"Content-Type": "application/octet-stream"}},
    "curl's own type": {"content": CRASH_LOOP, "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
    "no type": {"content": CRASH_LOOP.encode()},
    "json": {"json": {"log": CRASH_LOOP, "title": "t", "service": "shop", "environment": "staging"}},
    "file": {"files": {"log": ("app.log", CRASH_LOOP.encode())}, "data": {"service": "shop"}},
    "gzip": {"content": gzip.compress(CRASH_LOOP.encode()), "headers": {"Content-Encoding": "gzip"}},
    "zstd": {"content": zstandard.compress(CRASH_LOOP.encode()), "headers": {"Content-Encoding": "zstd"}},
    "gzip file": {"files": {"log": ("app.log.gz", gzip.compress(CRASH_LOOP.encode()))}},
    "gzip undeclared": {"content": gzip.compress(CRASH_LOOP.encode())},
    "utf-16": {"content": CRASH_LOOP.encode("utf-16")},
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_every_form_of_a_body_gives_the_same_diagnosis(client: TestClient, body: dict[str, object]) -> None:
    """A log is the same log however it was sent."""
    answer = client.post(URL, **body)  # type: ignore[arg-type]

    found = [finding["signature"] for finding in answer.json()["findings"]]
    assert found[0] == "python-module-not-found"
    assert len(found) == 3


FORMS = [
    (None, "application/json", '"verdict":"known"'),
    ("*/*", "application/json", '"verdict":"known"'),
    ("application/json", "application/json", '"verdict":"known"'),
    ("text/markdown", "text/markdown", "## 1. "),
    ("text/plain", "text/plain", "1. "),
    ("text/html;q=0.1, text/plain;q=0.5, text/markdown;q=0.9", "text/markdown", "# Known failure"),
    ("image/png", "application/json", '"verdict":"known"'),
]


@pytest.mark.parametrize(("accept", "kind", "text"), FORMS)
def test_the_answer_has_the_form_that_was_asked_for(
    client: TestClient, accept: str | None, kind: str, text: str
) -> None:
    """JSON unless Accept asks for Markdown or plain text."""
    answer = client.post(URL, content=CRASH_LOOP, headers={"Accept": accept} if accept else {})

    assert answer.headers["content-type"].split(";")[0] == kind
    assert text in answer.text
    assert MODULE in answer.text


def test_a_stored_diagnosis_is_found_again_and_erased(client: TestClient) -> None:
    """Location leads to it, the list has it, and after DELETE it is gone."""
    made = client.post(URL, content=CRASH_LOOP)
    path = made.headers["location"].removeprefix("http://127.0.0.1")

    assert re.fullmatch(r"/api/v1/diagnoses/[\w-]{22}", path)
    assert (
        client.get(path).json()["findings"] == made.json()["findings"]
        or client.get(path).json()["id"] == made.json()["id"]
    )
    assert made.json()["id"] in [item["id"] for item in client.get(URL).json()["items"]]
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404
    assert client.delete(path).status_code == 404


def test_a_log_that_must_not_be_stored_is_not(client: TestClient) -> None:
    """With store false there is an answer, but no id, no address and nothing in the list."""
    before = len(client.get(URL, params={"limit": 200}).json()["items"])

    answer = client.post(URL, json={"log": CRASH_LOOP, "store": False})

    assert answer.status_code == 200
    assert answer.json()["id"] is None
    assert answer.json()["url"] is None
    assert "location" not in answer.headers
    assert len(client.get(URL, params={"limit": 200}).json()["items"]) == before


def test_options_may_stand_in_the_query(client: TestClient) -> None:
    """A raw log takes title, service, store and limit from the query."""
    answer = client.post(URL, params={"store": "false", "limit": 1, "service": "shop"}, content=CRASH_LOOP)

    assert answer.status_code == 200
    assert len(answer.json()["findings"]) == 1
    assert answer.json()["service"] == "shop"


def test_secrets_are_masked_in_every_answer(client: TestClient) -> None:
    """A password in a pasted log comes back in no form, and the count says what was hidden."""
    log = f"connecting to postgres://shop:s3cretw0rd@db:5432/shop\n{CRASH_LOOP}"
    made = client.post(URL, content=log)

    assert made.json()["log"]["masked"]
    page = client.get(f"/d/{made.json()['id']}/raw")
    assert "s3cretw0rd" not in made.text + page.text
    assert "postgres://shop:****@db:5432/shop" in page.text


def test_an_unknown_failure_is_called_unknown(client: TestClient) -> None:
    """What nobody has described is said to be unknown, with what stands out."""
    body = client.post(URL, content=UNKNOWN).json()

    assert body["verdict"] == "unknown"
    assert body["findings"] == []
    assert [salient["line"] for salient in body["salient"]] == [2]


def test_a_healthy_log_is_called_healthy(client: TestClient) -> None:
    """Nothing that looks like a failure: healthy."""
    body = client.post(URL, content=HEALTHY).json()

    assert (body["verdict"], body["findings"], body["salient"]) == ("healthy", [], [])


def test_feedback_counts_once_a_person_and_can_be_taken_back(client: TestClient) -> None:
    """The last word of the same person counts; null takes it back."""
    path = f"{URL}/{client.post(URL, content=CRASH_LOOP).json()['id']}/feedback"

    def confirmed(outcome: str | None) -> tuple[int, int]:
        body = client.post(path, json={"signature": "python-module-not-found", "outcome": outcome}).json()
        seen = body["findings"][0]["seen"]
        return seen["confirmed"], seen["rejected"]

    start = confirmed(None)
    assert confirmed("confirmed") == (start[0] + 1, start[1])
    assert confirmed("confirmed") == (start[0] + 1, start[1])
    assert confirmed("rejected") == (start[0], start[1] + 1)
    assert confirmed(None) == start


def test_feedback_on_what_was_not_found_is_refused(client: TestClient) -> None:
    """A vote needs a finding."""
    path = f"{URL}/{client.post(URL, content=CRASH_LOOP).json()['id']}/feedback"

    answer = client.post(path, json={"signature": "disk-full", "outcome": "confirmed"})

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_same_log_again_is_a_new_linked_diagnosis(client: TestClient) -> None:
    """Diagnosing again gives another id, which names the first."""
    first = client.post(URL, json={"log": CRASH_LOOP, "service": "shop"}).json()

    second = client.post(f"{URL}/{first['id']}/again")

    assert second.status_code == 201
    assert second.json()["id"] != first["id"]
    assert second.json()["again_of"] == first["id"]
    assert second.json()["service"] == "shop"


def test_the_list_is_paged_by_cursor(client: TestClient) -> None:
    """Pages follow each other without a gap or a repeat, newest first."""
    made = [client.post(URL, content=HEALTHY).json()["id"] for _ in range(3)]
    seen: list[str] = []
    cursor = None
    while cursor is not None or not seen:
        page = client.get(URL, params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]

    assert seen[:3] == made[::-1]
    assert len(seen) == len(set(seen))
