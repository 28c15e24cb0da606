"""Writing postmortems on the pages, as a browser without scripts does it."""

import re
from collections.abc import Mapping
from html import unescape
from itertools import count

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.web.filled_form import filled_form

_NUMBERS = count(1)
PUBLISHABLE = {
    "root_cause": "The list of files to copy is kept by hand.",
    "fix": "Copy the module.",
    "confirm": "Import it.",
    "verify": "The import succeeds.",
}


def unused_slug() -> str:
    """A slug that no test has used yet."""
    return f"2026-01-01-incident-{next(_NUMBERS)}"


def send(client: TestClient, address: str, fields: Mapping[str, str], do: str) -> Response:
    """Press a button of a form."""
    return client.post(address, data={**fields, "do": do})


def written(client: TestClient, **fields: str) -> str:
    """The slug of a new postmortem with these fields."""
    slug = unused_slug()
    answer = send(client, "/postmortems/new", {"title": "An incident", "slug": slug, **fields}, "draft")
    assert answer.status_code == 303, answer.text
    return slug


def opened(client: TestClient, slug: str) -> dict[str, str]:
    """The form of a postmortem, opened in a browser."""
    return filled_form(client.get(f"/postmortems/{slug}/edit").text)


def saved(client: TestClient, slug: str) -> dict[str, object]:
    """The postmortem as it is saved."""
    fields: dict[str, object] = client.get(f"/postmortems/{slug}.json").json()
    return fields


def problems(page: str) -> list[str]:
    """The texts beside the fields, each with the id of its field."""
    found = re.findall(r'<div class="faults" id="f-([^"]+)-fault">(.*?)</div>', page, re.DOTALL)
    return [f"{id_}: {unescape(re.sub('<[^>]+>', '', text))}" for id_, text in found]


def test_only_a_title_is_needed(client: TestClient) -> None:
    """A draft is saved with a title alone, under an address made from the day it started and the title."""
    answer = send(client, "/postmortems/new", {"title": "Orders are döwn!", "started_at": "2026-02-03 04:05"}, "draft")

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/postmortems/2026-02-03-orders-are-down?saved=1")
    record = saved(client, "2026-02-03-orders-are-down")
    assert (record["status"], record["started_at"], record["detected_at"]) == ("draft", "2026-02-03T04:05:00Z", None)


def test_the_form_opened_and_sent_as_it_is_changes_nothing(client: TestClient) -> None:
    """Everything of a record is on its form, and comes back from it as it was; no revision is added for it."""
    slug = "2025-09-04-module-left-out"
    before = saved(client, slug)
    answer = send(client, f"/postmortems/{slug}/edit", opened(client, slug), "save")

    assert answer.status_code == 303
    assert saved(client, slug) == before
    assert "1 revision:" in client.get(f"/postmortems/{slug}").text


def test_a_mistake_comes_back_with_everything_typed(client: TestClient) -> None:
    """All problems at once, each beside its field and in the summary that leads to it."""
    typed = {
        "title": "",
        "summary": "Long <b>text</b>\nof two lines",
        "started_at": "yesterday",
        "tags[0]": "python",
        "signatures[0]": "Not An Id",
        "timeline[0].text": "",
        "timeline[0].at": "2026-01-01 10:00",
        "timeline[0].pinned": "true",
        "action_items[0].text": "Do it",
        "action_items[0].due": "soon",
        "commands[0].text": "rm -rf /data",
        "commands[0].risk": "destructive",
        "author": "Ada",
        "message": "first",
    }
    answer = send(client, "/postmortems/new", typed, "publish")
    returned = filled_form(answer.text)

    assert answer.status_code == 422
    assert {name: returned[name].replace("\r\n", "\n") for name in typed} == typed
    places = [one.split(":")[0] for one in problems(answer.text)]
    for place in (
        "title",
        "started_at",
        "signatures-0",
        "timeline-0-text",
        "action_items-0-due",
        "commands-0-rollback",
    ):
        assert place in places
        assert f'<a href="#f-{place}">' in answer.text
        assert f'aria-describedby="f-{place}-fault' in answer.text
    assert 'role="alert"' in answer.text


def test_a_problem_never_stands_beside_another_row(client: TestClient) -> None:
    """A row that cannot be read at all does not move the problems of those after it."""
    items = {"action_items[0].owner": "Ada", "action_items[1].text": "Do it", "action_items[1].status": "open"}
    answer = send(client, "/postmortems/new", {"title": "Rows", **PUBLISHABLE, **items}, "publish")

    assert [one.split(":")[0] for one in problems(answer.text)] == ["action_items-0-text"]


def test_publishing_shows_refusals_and_warnings_together(client: TestClient) -> None:
    """What keeps it from being published and what its author should know come in one answer; the draft stays."""
    slug = written(client)
    answer = send(client, f"/postmortems/{slug}/edit", opened(client, slug), "publish")

    assert answer.status_code == 422
    assert "Not saved: 3 problems to mend, 1 warning" in answer.text
    assert saved(client, slug)["status"] == "draft"


def test_warnings_alone_are_shown_before_it_is_published(client: TestClient) -> None:
    """The author sees them, and may publish all the same."""
    slug = written(client, **{**PUBLISHABLE, "confirm": ""})
    asked = send(client, f"/postmortems/{slug}/edit", opened(client, slug), "publish")
    assert (asked.status_code, saved(client, slug)["status"]) == (200, "draft")
    assert "Not published yet: 1 warning" in asked.text
    answer = send(client, f"/postmortems/{slug}/edit", filled_form(asked.text), "publish-anyway")

    assert answer.status_code == 303
    assert saved(client, slug)["status"] == "published"
    assert saved(client, slug)["published_at"]


def test_states_are_changed_by_buttons(client: TestClient) -> None:
    """Draft, in review, published, and back; a plain save leaves the state as it is."""
    slug = written(client, **PUBLISHABLE)
    for do, status in (("review", "in_review"), ("save", "in_review"), ("publish", "published"), ("draft", "draft")):
        assert send(client, f"/postmortems/{slug}/edit", opened(client, slug), do).status_code == 303
        assert saved(client, slug)["status"] == status


def test_a_secret_is_refused_in_a_draft_too(client: TestClient) -> None:
    """History keeps everything, so it must not get in."""
    typed = {"title": "Leak", "fix": "psql postgres://app:hunter2secret@db.example.test/orders"}
    answer = send(client, "/postmortems/new", typed, "draft")

    assert answer.status_code == 422
    assert any(one.startswith("fix:") for one in problems(answer.text))


def test_an_address_that_is_taken_is_said_beside_it(client: TestClient) -> None:
    """Nothing is overwritten, and another address is proposed."""
    slug = written(client)
    answer = send(client, "/postmortems/new", {"title": "Another", "slug": slug, "fix": "typed"}, "draft")

    assert answer.status_code == 422
    assert f"{slug}-2" in problems(answer.text)[0]
    assert filled_form(answer.text)["fix"] == "typed"


def test_the_address_of_the_form_is_not_given_away(client: TestClient) -> None:
    """A postmortem called new could not be reached."""
    assert send(client, "/postmortems/new", {"title": "New", "slug": "new"}, "draft").status_code == 422


def test_a_rename_leads_on(client: TestClient) -> None:
    """The earlier address of the record and of its form lead to the present ones, whatever was typed is saved."""
    slug, new = written(client), unused_slug()
    fields = opened(client, slug)
    other = opened(client, slug)
    assert send(client, f"/postmortems/{slug}/edit", {**fields, "slug": new}, "save").status_code == 303
    assert client.get(f"/postmortems/{slug}").headers["location"] == f"/postmortems/{new}"
    assert client.get(f"/postmortems/{slug}/edit").headers["location"] == f"/postmortems/{new}/edit"
    conflict = send(client, f"/postmortems/{slug}/edit", {**other, "fix": "Typed meanwhile."}, "save")
    assert conflict.status_code == 412
    again = send(client, f"/postmortems/{new}/edit", filled_form(conflict.text), "save")

    assert again.status_code == 303
    assert saved(client, new)["fix"] == "Typed meanwhile."


def test_rows_come_and_go_without_scripts(client: TestClient) -> None:
    """Adding, moving and removing a row gives the form back with everything else as it was typed."""
    fields = filled_form(client.get("/postmortems/new").text)
    fields |= {"title": "Rows", "timeline[0].text": "first", "five_whys[0].question": "Why?"}
    page = send(client, "/postmortems/new", fields, "add timeline").text
    fields = filled_form(page) | {"timeline[1].text": "second"}
    assert re.search(r'name="timeline\[1\]\.at"[^>]* autofocus', page)
    fields = filled_form(send(client, "/postmortems/new", fields, "up timeline[1]").text)
    assert (fields["timeline[0].text"], fields["timeline[1].text"]) == ("second", "first")
    fields = filled_form(send(client, "/postmortems/new", fields, "add five_whys[0].then").text)
    fields |= {"five_whys[0].then[0].question": "And why that?"}
    fields = filled_form(send(client, "/postmortems/new", fields, "remove timeline[0]").text)

    assert fields["timeline[0].text"] == "first"
    assert "timeline[1].text" not in fields
    assert (fields["title"], fields["five_whys[0].then[0].question"]) == ("Rows", "And why that?")


@pytest.mark.parametrize(
    "do", ["add nothing", "add title", "up timeline[7]", "remove five_whys[0].then[3]", "add x[0]"]
)
def test_a_button_that_no_page_has_changes_nothing(client: TestClient, do: str) -> None:
    """Whatever a request asks for, the form comes back as it was typed."""
    answer = send(client, "/postmortems/new", {"title": "Odd", "timeline[0].text": "kept"}, do)

    assert answer.status_code == 200
    assert filled_form(answer.text)["timeline[0].text"] == "kept"


@pytest.mark.parametrize(
    "name",
    [
        "title[0]",
        "timeline.text",
        "timeline[999999].text",
        "tags[0][0][0]",
        "a.b",
        "[0]",
        "",
        "five_whys" + "[0].then" * 99,
    ],
)
def test_a_field_that_no_page_has_is_no_fault_of_the_server(client: TestClient, name: str) -> None:
    """Made-up names are left out or refused like any other problem."""
    assert send(client, "/postmortems/new", {"title": "Odd", name: "x"}, "preview").status_code == 200


def test_more_rows_than_any_incident_has_are_refused_without_loss(client: TestClient) -> None:
    """The page says how many fields there may be, and that the browser still has what was typed."""
    rows = {f"timeline[{at}].text": "Seen." for at in range(5001)}
    answer = send(client, "/postmortems/new", {"title": "Endless", **rows}, "draft")

    assert answer.status_code == 400
    assert "Maximum number of fields is 5000" in answer.text
    assert "Go back: the browser still has what was typed" in answer.text


@pytest.mark.parametrize(
    "text",
    ["🔥 down", "\u202e\u062e\u0627\u062f\u0645", "a\x07b \x1b[31m", "a\u2028b", "</textarea><b>", "x" * 300_000],
)
def test_odd_texts_come_back_as_they_were_typed(client: TestClient, text: str) -> None:
    """Pictures, other directions, control characters and very long texts are kept to the letter."""
    assert opened(client, written(client, summary=text))["summary"] == text


def test_what_no_record_can_keep_is_refused_and_stays_in_the_form(client: TestClient) -> None:
    """A NUL is a problem of its field, which still holds it."""
    answer = send(client, "/postmortems/new", {"title": "Odd", "summary": "a\0b"}, "draft")

    assert answer.status_code == 422
    assert filled_form(answer.text)["summary"] == "a\0b"
    assert "U+0000" in answer.text


def test_a_long_postmortem_fits_in_the_form(client: TestClient) -> None:
    """A hundred events and fifty action items are not too many fields."""
    events = {f"timeline[{at}].text": f"event {at}" for at in range(100)}
    items = {f"action_items[{at}].text": f"item {at}" for at in range(50)}
    slug = written(client, **events, **items)
    record = saved(client, slug)

    assert [event["text"] for event in record["timeline"]] == list(events.values())  # type: ignore[attr-defined]
    fields = opened(client, slug)
    assert send(client, f"/postmortems/{slug}/edit", fields, "save").status_code == 303
    assert saved(client, slug) == record


def test_changes_of_two_browsers_that_do_not_overlap_are_joined(client: TestClient) -> None:
    """The second one gets both in the form, and saves both."""
    slug = written(client, **PUBLISHABLE, **{"timeline[0].text": "Deployed."})
    ada, bob = opened(client, slug), opened(client, slug)
    send(
        client,
        f"/postmortems/{slug}/edit",
        ada | {"summary": "Ada's.", "timeline[1].text": "Seen.", "author": "Ada"},
        "save",
    )
    conflict = send(
        client, f"/postmortems/{slug}/edit", bob | {"lessons": "Bob's.", "tags[0]": "disk", "author": "Bob"}, "save"
    )
    assert conflict.status_code == 412
    assert "Ada saved this postmortem while you were writing" in conflict.text
    assert "in the form already: Summary, Events" in conflict.text
    answer = send(client, f"/postmortems/{slug}/edit", filled_form(conflict.text), "save")

    assert answer.status_code == 303
    record = saved(client, slug)
    assert (record["summary"], record["lessons"], record["tags"]) == ("Ada's.", "Bob's.", ["disk"])
    assert len(record["timeline"]) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize(("choice", "text"), [("yours", "Bob's fix."), ("theirs", "Ada's fix.")])
def test_where_two_browsers_overlap_the_second_chooses(client: TestClient, choice: str, text: str) -> None:
    """All three texts stand side by side, and the choice survives a row that is added and a mistake."""
    slug = written(client, **PUBLISHABLE)
    ada, bob = opened(client, slug), opened(client, slug)
    send(client, f"/postmortems/{slug}/edit", ada | {"fix": "Ada's fix.", "author": "Ada"}, "save")
    page = send(client, f"/postmortems/{slug}/edit", bob | {"fix": "Bob's fix.", "team": "bob"}, "save").text
    for part in ("Copy the module.", "Ada's fix.", "Bob's fix."):
        assert part in unescape(page)
    fields = filled_form(page)
    assert (fields["fix"], fields["take.fix"]) == ("Bob's fix.", "yours")
    fields = filled_form(send(client, f"/postmortems/{slug}/edit", fields | {"take.fix": choice}, "add tags").text)
    wrong = send(client, f"/postmortems/{slug}/edit", fields | {"review_due": "soon"}, "save")
    assert wrong.status_code == 422
    fields = filled_form(wrong.text) | {"review_due": ""}
    assert (fields["fix"], fields["take.fix"]) == ("Bob's fix.", choice)
    answer = send(client, f"/postmortems/{slug}/edit", fields, "save")

    assert answer.status_code == 303
    assert (saved(client, slug)["fix"], saved(client, slug)["team"]) == (text, "bob")


def test_a_third_save_meets_the_second(client: TestClient) -> None:
    """Whoever saves while a conflict is being settled is not overwritten either."""
    slug = written(client, **PUBLISHABLE)
    ada, bob = opened(client, slug), opened(client, slug)
    send(client, f"/postmortems/{slug}/edit", ada | {"fix": "Ada's fix."}, "save")
    settling = filled_form(send(client, f"/postmortems/{slug}/edit", bob | {"fix": "Bob's fix."}, "save").text)
    cleo = opened(client, slug)
    send(client, f"/postmortems/{slug}/edit", cleo | {"verify": "Cleo's way."}, "save")
    again = send(client, f"/postmortems/{slug}/edit", settling, "save")
    assert again.status_code == 412
    assert send(client, f"/postmortems/{slug}/edit", filled_form(again.text), "save").status_code == 303

    assert (saved(client, slug)["fix"], saved(client, slug)["verify"]) == ("Bob's fix.", "Cleo's way.")


def test_what_the_form_does_not_ask_for_stays(client: TestClient) -> None:
    """The times of its history, and its state, come from the saved record and from nowhere else."""
    slug = written(client)
    before = saved(client, slug)
    forged = {**opened(client, slug), "created_at": "2001-01-01T00:00Z", "status": "published", "team": "a"}
    assert send(client, f"/postmortems/{slug}/edit", forged, "save").status_code == 303
    after = saved(client, slug)

    assert (after["created_at"], after["status"], after["team"]) == (before["created_at"], "draft", "a")


def test_the_preview_is_safe_and_shows_what_readers_see(client: TestClient) -> None:
    """Markdown is rendered, HTML stays text; nothing is saved."""
    typed = {"title": "Look", "summary": "It was **bold** <script>alert(1)</script> [x](javascript:alert(1))"}
    for address in ("/postmortems/preview", "/postmortems/new"):
        page = send(client, address, typed, "preview").text
        shown = page[page.index("preview-title") :]
        assert "<strong>bold</strong>" in shown
        assert "<script>alert" not in page
        assert 'href="javascript' not in page
    assert "Look" not in client.get("/postmortems").text


def test_a_name_is_remembered(client: TestClient) -> None:
    """Who saved stands in the history and in the next form of this browser, in whatever letters."""
    answer = send(
        client, "/postmortems/new", {"title": "Named", "slug": unused_slug(), "author": "Zoë Ω; x=1"}, "draft"
    )
    cookie = answer.headers["set-cookie"].split(";")[0]
    page = client.get("/postmortems/new", headers={"Cookie": cookie}).text

    assert filled_form(page)["author"] == "Zoë Ω; x=1"
    assert filled_form(page)["authors[0]"] == "Zoë Ω; x=1"
    assert "Zoë Ω; x=1" in unescape(client.get(answer.headers["location"]).text)


def test_the_way_to_the_forms_is_on_the_pages(client: TestClient) -> None:
    """The list leads to a new one, a record to its form, its history and the archive."""
    slug = written(client)
    page = client.get(f"/postmortems/{slug}").text

    assert 'href="/postmortems/new"' in client.get("/postmortems").text
    for name in ("edit", "history", "archive"):
        assert f'href="/postmortems/{slug}/{name}"' in page
    assert 'href="/signatures/module-missing/history"' in client.get("/signatures/module-missing").text


def test_forms_work_below_a_path(client: TestClient) -> None:
    """Behind a proxy that strips a path, forms are sent below it and answers lead below it."""
    below = TestClient(client.app, base_url="http://127.0.0.1", root_path="/casebook", follow_redirects=False)
    page = below.get("/postmortems/new", headers={"Accept": "text/html"}).text
    answer = send(below, "/postmortems/new", {"title": "Below", "slug": unused_slug()}, "draft")

    assert re.findall(r'(?:href|src|action|data-preview)="(/(?!casebook)[^"]*)"', page) == []
    assert answer.headers["location"].startswith("/casebook/postmortems/")


def test_the_form_of_a_long_postmortem_stays_small(client: TestClient) -> None:
    """Twenty events, ten action items, and ten questions, each under the one before, fit in a page of 100 KB."""
    events = {
        f"timeline[{at}].text": f"What happened as number {at}, in a sentence of usual length." for at in range(20)
    }
    items = {
        f"action_items[{at}].text": f"What to do as number {at}, in a sentence of usual length." for at in range(10)
    }
    whys = {f"five_whys[0]{'.then[0]' * at}.question": "Why was that?" for at in range(10)}
    slug = written(client, **events, **items, **whys)

    assert len(client.get(f"/postmortems/{slug}/edit").content) < 100_000


def test_pages_stay_small_and_plain(client: TestClient) -> None:
    """The form of a record with something in every list is under 100 KB and needs no inline code."""
    slug = "2025-09-04-module-left-out"
    for address in (
        "/postmortems/new",
        f"/postmortems/{slug}/edit",
        f"/postmortems/{slug}/history",
        f"/postmortems/{slug}/archive",
    ):
        page = client.get(address).text
        assert len(page.encode()) < 100_000
        assert re.findall(r"<style|<script>|\son\w+=|\sstyle=", page) == []
        assert page.count("<h1") == 1
        assert len(re.findall(r'\sid="([^"]+)"', page)) == len(set(re.findall(r'\sid="([^"]+)"', page)))
