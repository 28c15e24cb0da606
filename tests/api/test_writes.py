"""Writing signatures and postmortems by HTTP: conditions, conflicts, refusals with everything in them, history."""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi.testclient import TestClient

API = "/api/v1"
PROBLEM = "application/problem+json"
ANA = {"X-Casebook-Author": "Ana"}
WHOLE = {
    "title": "Disk full",
    "fix": "Delete old logs.",
    "root_cause": "Nothing rotates the logs.",
    "confirm": "df -h shows 100 %.",
    "verify": "df -h shows room.",
}


def signature(id_: str) -> dict[str, Any]:
    """The data of a signature that is right, with a message of its own."""
    message = f"{id_} misaligned: drift"
    return {
        "id": id_,
        "title": "Flux capacitor misaligned",
        "match": [{"line": f"{message} {{drift:word}} exceeds"}],
        "fix": "Align it.",
        "examples": [
            *({"log": f"{level} {message} {drift} exceeds 1.21"} for level, drift in (("FATAL", 8), ("ERROR", 9))),
            {"log": f"CRITICAL {message} 77 exceeds 3", "captures": {"drift": "77"}},
            *({"log": text, "matches": False} for text in ("INFO aligned", "all is well", "INFO start")),
        ],
    }


def new_name() -> str:
    """A name that no other test uses."""
    return f"test-{uuid4().hex[:12]}"


@pytest.fixture
def slug(client: TestClient) -> str:
    """A draft at its first revision."""
    name = new_name()
    created = client.post(f"{API}/postmortems", json={"slug": name, **WHOLE}, headers=ANA)
    assert created.status_code == 201
    return name


def match(revision: int | str) -> dict[str, str]:
    """The header of a change that is based on a revision."""
    return {"If-Match": f'"{revision}"', **ANA}


def assert_problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The problem document of a refusal."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == PROBLEM
    document: dict[str, Any] = answer.json()
    assert document["status"] == status
    return document


def test_a_created_record_has_an_address_and_a_tag(client: TestClient) -> None:
    """201 with Location and ETag; what was sent is what is read there, with the author in its history."""
    name = new_name()
    created = client.post(f"{API}/postmortems", json={"slug": name, **WHOLE}, headers=ANA, params={"message": "why"})

    assert created.status_code == 201
    assert created.headers["etag"] == '"1"'
    read = client.get(created.headers["location"])
    assert read.headers["etag"] == '"1"'
    assert {field: read.json()[field] for field in WHOLE} == WHOLE
    assert (created.json()["status"], created.json()["warnings"]) == ("draft", [])
    [revision] = client.get(f"{API}/postmortems/{name}/revisions").json()
    assert (revision["author"], revision["message"]) == ("Ana", "why")


def test_a_record_that_was_read_can_be_changed_and_sent_back(client: TestClient, slug: str) -> None:
    """GET, change one field, PUT with the tag: what GET says besides the fields is no unknown field."""
    read = client.get(f"{API}/postmortems/{slug}")
    changed = {**read.json(), "tldr": "It was full."}

    answer = client.put(f"{API}/postmortems/{slug}", json=changed, headers={"If-Match": read.headers["etag"]})

    assert answer.status_code == 200
    assert (answer.headers["etag"], answer.json()["tldr"]) == ('"2"', "It was full.")


def test_a_name_that_is_taken_is_a_409(client: TestClient, slug: str) -> None:
    """Creating never overwrites."""
    answer = client.post(f"{API}/postmortems", json={"slug": slug, "title": "Another"})

    assert slug in assert_problem(answer, 409)["detail"]


@pytest.mark.parametrize("tag", ['"1"', 'W/"7", "1"', '"x","1"', "*", ' "1" '])
def test_a_change_needs_the_tag_of_the_current_revision(client: TestClient, slug: str, tag: str) -> None:
    """If-Match names it, alone, in a list, or as any."""
    answer = client.put(f"{API}/postmortems/{slug}", json={"title": "New"}, headers={"If-Match": tag})

    assert answer.status_code == 200


@pytest.mark.parametrize("tag", ['"2"', 'W/"1"', "1", '"1', "", '"1 "', 'W/"1", "3"', '"99999999999999999999"'])
def test_another_tag_is_a_conflict(client: TestClient, slug: str, tag: str) -> None:
    """Weak tags match no change; the answer says the current revision, and nothing is overwritten."""
    answer = client.put(f"{API}/postmortems/{slug}", json={"title": "New"}, headers={"If-Match": tag})

    assert assert_problem(answer, 412 if tag else 428)["current_revision"] == 1
    assert client.get(f"{API}/postmortems/{slug}").json()["title"] == "Disk full"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "", {"title": "x"}),
        ("DELETE", "", None),
        ("POST", "/status", {"status": "archived"}),
        ("POST", "/revisions/1/restore", None),
    ],
)
def test_a_change_without_a_tag_is_a_428(client: TestClient, slug: str, method: str, path: str, body: object) -> None:
    """Every change says what it is based on."""
    answer = client.request(method, f"{API}/postmortems/{slug}{path}", json=body)

    assert "If-Match" in assert_problem(answer, 428)["title"]


def test_a_client_that_has_the_revision_gets_no_copy(client: TestClient, slug: str) -> None:
    """If-None-Match answers 304, also for a weak tag; another tag gets the record."""
    for tag in ('"1"', 'W/"1"', '"7", "1"', "*"):
        answer = client.get(f"{API}/postmortems/{slug}", headers={"If-None-Match": tag})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", '"1"')
    assert client.get(f"{API}/postmortems/{slug}", headers={"If-None-Match": '"2"'}).status_code == 200


@pytest.mark.parametrize(
    ("path", "accept", "begin"),
    [
        ("postmortems/2025-12-18-presidio-numpy-abi", "text/markdown", "---\nslug: 2025"),
        ("signatures/disk-full", "application/yaml", "id: disk-full\n"),
    ],
)
def test_a_record_comes_as_its_file(client: TestClient, path: str, accept: str, begin: str) -> None:
    """By Accept; the tag is the same."""
    answer = client.get(f"{API}/{path}", headers={"Accept": accept})

    assert answer.headers["content-type"].startswith(accept)
    assert answer.text.startswith(begin)
    assert answer.headers["etag"] == client.get(f"{API}/{path}").headers["etag"]


def test_another_slug_is_a_rename(client: TestClient, slug: str) -> None:
    """The old address leads to the record, for reading and for writing."""
    name = new_name()
    renamed = client.put(f"{API}/postmortems/{slug}", json={"slug": name, **WHOLE}, headers=match(1))

    assert renamed.status_code == 200
    assert renamed.headers["content-location"].endswith(f"/postmortems/{name}")
    assert client.get(f"{API}/postmortems/{slug}").json()["slug"] == name
    again = client.put(f"{API}/postmortems/{slug}", json={**WHOLE, "title": "Full"}, headers=match(2))
    assert (again.status_code, again.json()["slug"], again.json()["title"]) == (200, name, "Full")


def test_publishing_lists_every_problem(client: TestClient) -> None:
    """Field, what, how to mend it, and whether it refuses; the record stays a draft."""
    name = new_name()
    client.post(f"{API}/postmortems", json={"slug": name, "title": "Bare"})
    answer = client.post(f"{API}/postmortems/{name}/status", json={"status": "published"}, headers=match(1))

    faults = {fault["where"]: fault for fault in assert_problem(answer, 422)["faults"]}
    assert {where: fault["grade"] for where, fault in faults.items()} == {
        "fix": "error",
        "root_cause": "error",
        "verify": "error",
        "confirm": "warning",
    }
    assert all(fault["what"] and fault["help"] for fault in faults.values())
    assert client.get(f"{API}/postmortems/{name}").json()["status"] == "draft"


def test_states_have_reasons(client: TestClient, slug: str) -> None:
    """Publish with a message, archive by DELETE: both are in the history."""
    body = {"status": "published", "message": "reviewed by all"}
    published = client.post(f"{API}/postmortems/{slug}/status", json=body, headers=match(1))
    archived = client.delete(f"{API}/postmortems/{slug}", headers=match(2))

    assert (published.json()["status"], published.json()["published_at"] is not None) == ("published", True)
    assert (archived.status_code, archived.json()["status"]) == (200, "archived")
    messages = [one["message"] for one in client.get(f"{API}/postmortems/{slug}/revisions").json()]
    assert messages == ["status: archived", "reviewed by all", "created"]


@pytest.mark.parametrize("body", [{"status": "retired"}, {}, {"status": "draft", "x": 1}, [], {"status": None}])
def test_an_odd_status_is_refused(client: TestClient, slug: str, body: object) -> None:
    """With what is wrong of it."""
    answer = client.post(f"{API}/postmortems/{slug}/status", json=body, headers=match(1))

    assert assert_problem(answer, 422)["faults"]


def test_revisions_are_read_compared_and_restored(client: TestClient, slug: str) -> None:
    """Each as it was, what changed between two word by word, and going back as a new revision."""
    base = f"{API}/postmortems/{slug}"
    client.put(base, json={**WHOLE, "fix": "Delete very old logs.", "tags": ["disk"]}, headers=match(1))

    assert client.get(f"{base}/revisions/1").json()["fix"] == "Delete old logs."
    compared = client.get(f"{base}/revisions/2", params={"against": 1}).json()
    changed = {one["field"]: one for one in compared["differences"]}
    assert [(piece["text"], piece["mark"]) for piece in changed["fix"]["pieces"]] == [
        ("Delete ", "same"),
        ("very ", "new"),
        ("old logs.", "same"),
    ]
    assert (changed["tags"]["by_item"], changed["tags"]["after"]) == (True, "disk")
    restored = client.post(f"{base}/revisions/1/restore", headers=match(2))
    assert (restored.json()["revision"], restored.json()["tags"]) == (3, [])


@pytest.mark.parametrize(
    ("path", "status"),
    [("9", 404), ("0", 422), ("x", 422), ("99999999999999999999", 422), ("1?against=9", 404), ("1?against=x", 422)],
)
def test_revisions_that_are_none(client: TestClient, slug: str, path: str, status: int) -> None:
    """A number that no save had is not found; what is no number is refused."""
    assert_problem(client.get(f"{API}/postmortems/{slug}/revisions/{path}"), status)


def test_a_signature_is_created_tried_and_retired(client: TestClient) -> None:
    """Its examples run before it is saved; from then on logs match it, until it is retired."""
    name = new_name()
    created = client.post(f"{API}/signatures", json=signature(name), headers=ANA)
    assert created.status_code == 201, created.text
    log = f"ERROR {name} misaligned: drift 5 exceeds 1\n"
    found = client.post(f"{API}/diagnoses", json={"log": log, "store": False}).json()["findings"]
    assert [finding["signature"] for finding in found] == [name]

    retired = client.delete(f"{API}/signatures/{name}", headers=match(1))

    assert (retired.status_code, retired.json()["status"], retired.json()["revision"]) == (200, "retired", 2)
    assert not client.post(f"{API}/diagnoses", json={"log": log, "store": False}).json()["findings"]
    assert [one["number"] for one in client.get(f"{API}/signatures/{name}/revisions").json()] == [2, 1]


def test_a_signature_that_fails_its_examples_is_refused(client: TestClient) -> None:
    """All problems at once, of the form and of the examples; as a draft it can be kept."""
    name = new_name()
    data = signature(name) | {"fix": ""}
    data["examples"][0]["log"] = "ERROR warp core breach"

    answer = client.post(f"{API}/signatures", json=data | {"explains": ["no-such-signature"]})

    faults = {fault["where"]: fault["grade"] for fault in assert_problem(answer, 422)["faults"]}
    assert faults.items() >= {"examples[0]": "error", "explains[0]": "error", "fix": "warning"}.items()
    assert client.post(f"{API}/signatures", json=data | {"status": "draft"}).status_code == 201
    activated = client.post(f"{API}/signatures/{name}/status", json={"status": "active"}, headers=match(1))
    assert "examples[0]" in {fault["where"] for fault in assert_problem(activated, 422)["faults"]}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 422),
        (b"null", 422),
        (b"[1, 2]", 422),
        (b'"text"', 422),
        (b"\xff\xfe", 422),
        (b"[" * 100_000, 422),
        (
            b'{"slug": "odd", "title": "x", "five_whys": '
            + b'[{"question": "?", "then": ' * 400
            + b"[]"
            + b"}]" * 400
            + b"}",
            422,
        ),
        (b'{"slug": "odd", "title": "x", "summary": ' + b"[" * 400 + b"]" * 400 + b"}", 422),
        (b'{"slug": "odd", "title": "x", "\\ud800": 1}', 422),
        (b'{"slug": "odd", "title": "x \\u0000"}', 422),
        (b'{"slug": "odd", "title": "x", "owner": "\\ud800"}', 422),
        (b'{"slug": "odd", "title": NaN}', 422),
        (b'{"slug": "odd", "title": ' + b"9" * 5000 + b"}", 422),
        (b'{"slug": "../../etc", "title": "x"}', 422),
        (b'{"slug": "odd", "title": "' + b"x" * (2 << 20) + b'"}', 413),
    ],
    ids=lambda value: str(value[:30]) if isinstance(value, bytes) else None,
)
@pytest.mark.parametrize("kind", ["postmortems", "signatures"])
def test_no_body_is_a_failure_of_the_server(client: TestClient, kind: str, body: bytes, status: int) -> None:
    """Whatever is sent is refused as a problem document that says why."""
    answer = client.post(f"{API}/{kind}", content=body, headers={"Content-Type": "application/json"})

    document = assert_problem(answer, status)
    assert document["faults"] or document["detail"]


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("tags", "disk", "list"),
        ("tags", [1], "text"),
        ("title", ["x"], "text"),
        ("started_at", "yesterday", "not a time"),
        ("severty", "high", "unknown field"),
        ("status", "publish", "not one of"),
        ("commands", [{"text": "rm -rf /", "risk": "destructive"}], "rollback"),
        ("action_items", [{"text": "x", "due": "soon"}], "not a date"),
    ],
)
def test_a_field_of_the_wrong_form_is_named(client: TestClient, field: str, value: object, what: str) -> None:
    """Where it is, what it is, and how to mend it."""
    answer = client.post(f"{API}/postmortems", content=json.dumps({"slug": new_name(), "title": "x", field: value}))

    faults = assert_problem(answer, 422)["faults"]
    [fault] = [fault for fault in faults if fault["where"].startswith(field)]
    assert what in fault["what"]
    assert fault["help"]


@pytest.mark.parametrize("kind", ["postmortems", "signatures"])
def test_a_record_that_is_not_there_is_a_404(client: TestClient, kind: str) -> None:
    """A change of nothing creates nothing."""
    assert_problem(client.put(f"{API}/{kind}/no-such-record", json={"title": "x"}, headers=match("*")), 404)
    assert_problem(client.delete(f"{API}/{kind}/no-such-record", headers={"If-Match": "*"}), 404)
    assert_problem(client.get(f"{API}/{kind}/no-such-record/revisions"), 404)


def test_an_author_may_have_any_name(client: TestClient) -> None:
    """UTF-8 in the header is read as such; without a header it is where the request comes from."""
    name = new_name()
    client.post(
        f"{API}/postmortems", json={"slug": name, "title": "x"}, headers={b"X-Casebook-Author": "Jürgen Ł".encode()}
    )
    client.put(f"{API}/postmortems/{name}", json={"title": "y"}, headers={"If-Match": '"1"'})

    authors = [one["author"] for one in client.get(f"{API}/postmortems/{name}/revisions").json()]
    assert authors == ["testclient", "Jürgen Ł"]


def test_the_description_names_the_fields(client: TestClient) -> None:
    """Each writing call has its body and its refusals described."""
    paths = client.get("/openapi.json").json()["paths"]

    schema = paths[f"{API}/postmortems"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert schema["required"] == ["slug", "title"]
    assert {"root_cause", "action_items", "timeline"} <= schema["properties"].keys()
    assert {"412", "422", "428"} <= paths[f"{API}/signatures/{{id}}"]["put"]["responses"].keys()
