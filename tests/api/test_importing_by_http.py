"""Reports by HTTP: what they would become, and then the records; a record of Casebook's own form with its faults."""

from fastapi.testclient import TestClient

REPORT = "# Lifts stood still\n\n**Date:** 2024-06-07\n\n## Root Cause\n\nThe rope; password=hunter2hunter2\n"


def test_a_report_becomes_records(client: TestClient) -> None:
    """A dry run says what would happen and saves nothing; the import saves it once."""
    dry = client.post("/api/v1/import?name=lifts.md&dry_run=true", content=REPORT).json()
    assert client.get("/api/v1/postmortems/2024-06-07-lifts-stood-still").status_code == 404
    done = client.post("/api/v1/import?name=lifts.md", content=REPORT).json()
    again = client.post("/api/v1/import?name=lifts.md", content=REPORT).json()

    assert dry == done
    assert done["masked"] == {"password": 1}
    assert [one["fate"] for one in (*done["records"], *again["records"])] == ["added", "unchanged"]
    assert {
        "heading": "Root Cause",
        "line": 5,
        "record": "2024-06-07-lifts-stood-still",
        "field": "root_cause",
        "words": 3,
    } in done["placements"]
    assert client.get("/api/v1/postmortems/2024-06-07-lifts-stood-still").json()["status"] == "in_review"


def test_a_record_of_our_own_form_gives_its_faults(client: TestClient) -> None:
    """It is no report, and its mistake is named."""
    answer = client.post("/api/v1/import", content="---\nslug: own\ncolour: red\n---\n\n# Own\n").json()

    assert [one["fate"] for one in answer["records"]] == ["refused"]
    assert any("colour" in fault["what"] for fault in answer["faults"])
