"""Reading signatures and postmortems and searching them by HTTP, and the description of it all."""

import pytest
from fastapi.testclient import TestClient


def test_a_signature_has_its_fields_its_revision_and_its_history(client: TestClient) -> None:
    """The names are those of the file format; the ETag is the revision."""
    answer = client.get("/api/v1/signatures/python-module-not-found")

    body = answer.json()
    assert answer.headers["etag"] == f'"{body["revision"]}"'
    assert body["match"][0] == {"line": "ModuleNotFoundError: No module named '{module:word}'"}
    assert "startup-probe-failed" in body["explains"]
    assert body["seen"].keys() == {"count", "last", "confirmed", "rejected"}


def test_a_postmortem_names_its_relations_in_both_directions(client: TestClient) -> None:
    """What a record is part of, and what it holds."""
    part = client.get("/api/v1/postmortems/2025-12-18-presidio-numpy-abi").json()
    whole = client.get("/api/v1/postmortems/2025-12-18-cloud-run-migration").json()

    assert ("part of", whole["slug"]) in [(one["relation"], one["slug"]) for one in part["relations"]]
    assert ("holds", part["slug"]) in [(one["relation"], one["slug"]) for one in whole["relations"]]
    assert part["revision"] >= 1
    assert client.get(f"/api/v1/postmortems/{part['slug']}/revisions").json()[0]["number"] == part["revision"]


@pytest.mark.parametrize("kind", ["signatures", "postmortems"])
def test_lists_are_paged_without_a_gap(client: TestClient, kind: str) -> None:
    """Following the cursor gives each record once."""
    seen: list[str] = []
    cursor = None
    while cursor is not None or not seen:
        page = client.get(f"/api/v1/{kind}", params={"limit": 7, **({"cursor": cursor} if cursor else {})}).json()
        seen += [item.get("slug") or item["id"] for item in page["items"]]
        cursor = page["next"]

    assert len(seen) == len(set(seen))
    assert len(seen) >= 30


def test_lists_take_filters(client: TestClient) -> None:
    """A query filters a list as it filters a search."""
    items = client.get("/api/v1/signatures", params={"q": "tag:numpy"}).json()["items"]

    assert items
    assert all("numpy" in item["tags"] for item in items)


@pytest.mark.parametrize("path", ["/api/v1/signatures", "/api/v1/postmortems", "/api/v1/diagnoses", "/api/v1/search"])
def test_a_made_up_cursor_is_refused(client: TestClient, path: str) -> None:
    """A cursor that no page gave out is a 400 that says so."""
    answer = client.get(path, params={"cursor": "%%%"})

    assert answer.status_code == 400
    assert "cursor" in answer.json()["detail"] + answer.json()["title"]


def test_search_finds_marks_and_counts(client: TestClient) -> None:
    """Hits of both kinds, the words marked, the field named, the facets of all hits."""
    body = client.get("/api/v1/search", params={"q": "numpy size changed"}).json()

    assert {hit["kind"] for hit in body["hits"]} == {"signature", "postmortem"}
    hit = body["hits"][0]
    marked = {hit["snippet"][start:end].lower() for start, end in hit["marks"]}
    assert marked & {"numpy", "size", "changed"}
    assert hit["field"]
    assert sum(value["count"] for value in body["facets"]["kind"]) == body["total"]


@pytest.mark.parametrize(
    "text", ["can't", "foo-bar", '"x', "a AND", "*", "tag:", '""', "NEAR(", "service:x OR", "'; --", "é" * 500]
)
def test_no_search_text_is_an_error(client: TestClient, text: str) -> None:
    """Whatever is typed, the search answers."""
    assert client.get("/api/v1/search", params={"q": text}).status_code == 200


def test_health_readiness_and_version(client: TestClient) -> None:
    """Operators see whether it lives, whether it is ready, and what it is."""
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["signatures"] > 40
    assert client.get("/version").json()["version"]


def test_the_description_covers_every_operation(client: TestClient) -> None:
    """OpenAPI lists each call with its errors as problem documents."""
    described = client.get("/openapi.json").json()

    assert "/api/v1/diagnoses" in described["paths"]
    assert set(described["paths"]["/api/v1/diagnoses"]["post"]["requestBody"]["content"]) >= {
        "text/plain", "application/json", "multipart/form-data",
    }  # fmt: skip
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            assert operation.get("description"), f"{method} {path} says nothing of itself"
    assert "application/problem+json" in described["paths"]["/api/v1/diagnoses"]["post"]["responses"]["413"]["content"]
