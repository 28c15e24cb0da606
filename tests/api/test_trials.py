"""Trials and drafts by HTTP: what a candidate matches, all its problems, and a signature drafted from a log."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.running import HEALTHY, UNKNOWN

PATTERN = "flux capacitor misaligned: drift {drift:word} exceeds {limit:word}"


def candidate(**fields: Any) -> dict[str, Any]:
    """A candidate with one condition and an example of each kind."""
    return {
        "id": "flux-misaligned",
        "title": "Flux capacitor misaligned",
        "status": "draft",
        "match": [{"line": PATTERN}],
        "fix": "Realign it.",
        "examples": [{"log": UNKNOWN, "captures": {"drift": "88.2"}}, {"log": HEALTHY, "matches": False}],
        **fields,
    }


def tried(client: TestClient, **body: Any) -> Any:
    """The answer to a trial."""
    answer = client.post("/api/v1/signatures/trial", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_trial_says_what_matches(client: TestClient) -> None:
    """Each log: whether it matches, how surely, with evidence and captures; examples, ordinary lines, stored logs."""
    result = tried(client, signature=candidate(), logs=[UNKNOWN, HEALTHY])

    first, second = result["logs"]
    assert first["matches"]
    assert first["strength"] in ("strong", "likely")
    assert first["captures"] == {"drift": "88.2", "limit": "1.21"}
    assert [(one["line"], one["condition"]) for one in first["evidence"]] == [(2, "match[0]")]
    assert not second["matches"]
    assert second["missing"][0]["condition"] == "match[0]"
    assert [one["is_right"] for one in result["examples"]] == [True, True]
    assert result["others"] == []
    assert result["other_examples"] > 1000
    assert result["ordinary"]["matched"] == 0


def test_a_trial_says_why_a_line_does_not_match(client: TestClient) -> None:
    """The nearest line is shown with the first place where it differs."""
    result = tried(client, signature=candidate(match=[{"line": PATTERN.replace("exceeds", "exceds")}]), logs=[UNKNOWN])
    near = result["logs"][0]["missing"][0]["near"]

    assert (near["line"], near["expected"], near["instead"]) == (2, "ds {limit:word}", "eds 1.21")


def test_all_problems_come_at_once(client: TestClient) -> None:
    """Faults of form and of links together; the conditions that compile are tried all the same."""
    broken = candidate(
        match=[{"line": PATTERN}, {"regex": "(a)\\1"}], severity="grave", explains=["no-such-failure"], fix="{nothing}"
    )
    result = tried(client, signature=broken, logs=[UNKNOWN])

    where = {fault["where"] for fault in result["problems"]}
    assert {"match[1].regex", "severity", "explains[0]"} <= where
    assert all(fault["what"] and fault["help"] for fault in result["problems"])
    assert result["logs"][0]["matches"]


def test_what_it_hits_of_others_is_named(client: TestClient) -> None:
    """A condition that is another failure's is found in that one's examples, and in how many."""
    other = candidate(match=[{"line": "ModuleNotFoundError: No module named '{name:word}'"}], examples=[])
    result = tried(client, signature=other)

    hits = {hit["signature"]: hit["text"] for hit in result["others"]}
    assert "No module named" in hits["python-module-not-found"]


def test_what_is_too_general_is_measured(client: TestClient) -> None:
    """The share of ordinary lines that a condition holds on."""
    result = tried(client, signature=candidate(match=[{"regex": "(?:INFO|DEBUG|info)"}], examples=[]))

    assert 0 < result["ordinary"]["matched"] <= result["ordinary"]["looked_at"]


def test_a_trial_takes_the_text_of_a_file(client: TestClient) -> None:
    """YAML is tried as it is; where it cannot be read, the problem says so."""
    good = tried(client, yaml=f'id: flux\ntitle: Flux\nstatus: draft\nmatch:\n  - line: "{PATTERN}"\n', logs=[UNKNOWN])
    bad = tried(client, yaml="id: [", logs=[UNKNOWN])

    assert good["logs"][0]["matches"]
    assert bad["problems"]
    assert bad["logs"] == []


@pytest.mark.parametrize("body", [{}, {"signature": {}, "yaml": "a"}, {"yaml": "id: a", "extra": 1}], ids=str)
def test_a_trial_needs_one_candidate(client: TestClient, body: dict[str, Any]) -> None:
    """Neither none nor two of them, and no field that it does not know."""
    answer = client.post("/api/v1/signatures/trial", json=body)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_nothing_is_saved_by_a_trial(client: TestClient) -> None:
    """A candidate that was tried is no record."""
    tried(client, signature=candidate(id="only-tried"))

    assert client.get("/api/v1/signatures/only-tried").status_code == 404


def test_a_signature_is_drafted_from_a_log(client: TestClient) -> None:
    """The draft comes as fields and as a file, with the number of stored logs that it would be found in."""
    answer = client.post("/api/v1/signatures/draft", json={"log": UNKNOWN})
    drafted = answer.json()

    assert answer.status_code == 200
    assert drafted["signature"]["match"] == [
        {"line": "flux capacitor misaligned: drift {drift:word} exceeds {number:word}"}
    ]
    assert drafted["yaml"].startswith("id: flux-capacitor-misaligned\n")
    assert drafted["would_match"]["matched"] <= drafted["would_match"]["looked_at"]


def test_a_signature_is_drafted_from_a_diagnosis(client: TestClient) -> None:
    """The stored log counts among those that the draft is found in; its service is taken over."""
    stored = client.post("/api/v1/diagnoses", json={"log": UNKNOWN, "service": "warp"}).json()
    drafted = client.post("/api/v1/signatures/draft", json={"diagnosis": stored["id"]}).json()

    assert drafted["signature"]["services"] == ["warp"]
    assert drafted["would_match"]["matched"] >= 1


@pytest.mark.parametrize(
    ("body", "status"),
    [({"diagnosis": "none"}, 404), ({"log": " \n"}, 400), ({}, 422)],
    ids=["unknown", "empty", "none"],
)
def test_drafts_need_a_log(client: TestClient, body: dict[str, Any], status: int) -> None:
    """Without a log to draft from, the answer says what is missing."""
    assert client.post("/api/v1/signatures/draft", json=body).status_code == status
