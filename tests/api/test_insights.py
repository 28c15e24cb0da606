"""The figures behind the charts by HTTP."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.running import CRASH_LOOP, HEALTHY, UNKNOWN, running


def test_figures_of_what_was_diagnosed(client: TestClient) -> None:
    """Logs are counted by verdict, findings by signature, and unknown failures wait."""
    before = client.get("/api/v1/insights").json()["verdicts"]
    for log in (CRASH_LOOP, UNKNOWN, HEALTHY):
        assert client.post("/api/v1/diagnoses", content=log, headers={"Content-Type": "text/plain"}).status_code == 201
    found = client.get("/api/v1/insights", params={"days": "30"}).json()

    assert {verdict: found["verdicts"][verdict] - count for verdict, count in before.items()} == {
        "known": 1,
        "possible": 0,
        "unknown": 1,
        "healthy": 1,
    }
    assert (found["days"], found["unit"], len(found["periods"])) == (30, "day", 30)
    assert found["periods"][-1]["counts"]["known"] >= 1
    assert "python-module-not-found" in {one["signature"] for one in found["recurring"]}
    assert found["last_failure"]["verdict"] in ("known", "unknown")
    assert found["waiting"]["shapes"] >= 1
    assert 0 < found["known_share"] < 1
    assert found["quality"]["signatures"] > found["quality"]["waiting"] > 0
    assert found["quality"]["never"] == []


def test_a_new_casebook_has_nothing_yet(tmp_path: Path) -> None:
    """Without records and logs there are no figures, and none is made up."""
    with running(tmp_path, starter_library=()) as client:
        found = client.get("/api/v1/insights").json()

    assert (found["known_share"], found["last_failure"], found["recurring"]) == (None, None, [])
    assert found["times"] | {"quarters": []} == {"incidents": 0, "undated": 0, "all": {}, "quarters": []}
    assert len(found["times"]["quarters"]) == 8
    assert (found["unit"], len(found["periods"])) == ("week", 13)


@pytest.mark.parametrize("days", ["7", "x"])
def test_another_range_is_refused(client: TestClient, days: str) -> None:
    """There are three."""
    assert client.get("/api/v1/insights", params={"days": days}).status_code == 422
