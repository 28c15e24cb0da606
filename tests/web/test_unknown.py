"""What is learnt: the queue of unknown failures, the rule of three, maturity, and stored logs scanned again."""

import re
import time

from fastapi.testclient import TestClient

from tests.web.filled_form import filled_form
from tests.web.pasted_logs import CRASH, send
from tests.web.test_pages import plain

RESCAN_SECONDS = 60


def log_of(what: str, number: int = 1) -> str:
    """A log with a failure that nobody has described."""
    return f"2026-02-02 11:00:00 INFO start\n2026-02-02 11:00:03 FATAL {what} cracked in hall {number}: gauge {number * 3}\n"


def test_the_third_time_asks_for_a_write_up(client: TestClient) -> None:
    """Twice it is counted, the third time the page asks; another failure is not counted with it."""
    pages = [plain(client.get(send(client, log_of("the organ pipe", number))).text) for number in (1, 2, 3)]
    other = plain(client.get(send(client, log_of("the harp"))).text)

    assert "The same unknown failure came" not in pages[0]
    assert "The same unknown failure came 2 times so far." in pages[1]
    assert "This failure came 3 times by now. Write it up" in pages[2]
    assert "came" not in other[other.index("No known failure") : other.index("What stands out")]


def test_the_first_page_leads_to_what_waits(client: TestClient) -> None:
    """It says how many unknown failures wait for a write-up, and leads to them."""
    send(client, log_of("the metronome"))
    page = client.get("/").text

    assert re.search(r'<a href="/unknown">\d+ unknown failures? waits? for a write-up</a>', page)


def test_any_diagnosis_can_be_written_up(client: TestClient) -> None:
    """Also a known failure leads to a postmortem, with the signature that was found."""
    address = send(client, CRASH)
    assert f'href="{address}/write-up"' in client.get(address).text
    assert "The library knows this log: Python module not found" in plain(client.get(f"{address}/write-up").text)
    form = filled_form(client.get(f"/postmortems/new?from={address.removeprefix('/d/')}").text)

    assert {"module-missing", "probe-failed"} <= set(form.values())


def test_unknown_failures_wait_in_a_queue(client: TestClient) -> None:
    """Each with its count, a line and one click to write it up."""
    for number in (1, 2):
        address = send(client, log_of("the carillon", number))
    text = client.get("/unknown").text
    row = next(one for one in text.split("<article") if "the carillon cracked" in one)

    assert "2 times" in plain(row)
    assert "first 2" in plain(row)
    assert re.search(r'href="/d/[\w-]{22}/write-up"', row)
    assert address.startswith("/d/")


def test_votes_make_a_signature_mature(client: TestClient) -> None:
    """New at first; on trial after a word; the numbers stand in the record, the result and the list."""
    address = send(client, CRASH)
    assert "new" in plain(client.get("/signatures/probe-failed").text)
    client.post(f"{address}/feedback", data={"signature": "module-missing", "outcome": "confirmed"})

    record = plain(client.get("/signatures/module-missing").text)
    assert re.search(r"confirmed [1-9]\d*, rejected \d+ *(?:on trial|stable)", record)
    assert re.search(r"confirmed [1-9]\d*, rejected \d+ .*· (?:on trial|stable)", plain(client.get(address).text))
    assert re.search(r"seen [^<]*last [^<]*(?:on trial|stable)", plain(client.get("/signatures").text))
    answer = client.get("/api/v1/signatures/module-missing", headers={"Accept": "application/json"}).json()
    assert answer["maturity"] in ("on trial", "stable")


def test_stored_logs_are_scanned_again_after_a_save(client: TestClient) -> None:
    """In the background; the number stands on the signature's page, and the failure waits in the queue no more."""
    key = send(client, log_of("the bellows")).removeprefix("/d/")
    form = filled_form(client.get(f"/signatures/new?from={key}").text, "bench")
    answer = client.post("/signatures/new", data={**form, "fix": "Patch it.", "do": "activate"})
    assert answer.status_code == 303, plain(answer.text)

    deadline = time.monotonic() + RESCAN_SECONDS
    page = ""
    while "scanned again" not in page and time.monotonic() < deadline:
        time.sleep(0.2)
        page = plain(client.get(f"/signatures/{form['id']}").text)
    assert re.search(r"in 1 of \d+ stored logs? scanned again on", page)
    row = next(one for one in client.get("/unknown").text.split("<article") if "the bellows cracked" in one)
    assert f"known by now: {form['id']}" in plain(row)
