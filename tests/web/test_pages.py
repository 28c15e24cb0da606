"""The pages of a real Casebook, as a browser without scripts sees them."""

import gzip
import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.storage import SIGNATURES, Change
from tests.web.pasted_logs import CRASH, send

SLUG = "2025-09-04-module-left-out"


def plain(html: str) -> str:
    """The text of a page on one line."""
    spaced = re.sub(r"<(?=/?(?:p|pre|div|li|dt|dd|h[1-6]|section)\b)", " <", html)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", spaced)))


def test_home_is_the_paste_box(client: TestClient) -> None:
    """The first page has the focused paste box, and says what happens with a log."""
    page = client.get("/").text

    assert re.search(r"<textarea [^>]*autofocus", page)
    assert "kept for 30 days" in page
    assert "up to 2 MiB" in page


def test_the_example_fills_the_paste_box(client: TestClient) -> None:
    """One link fills in a log to try, without scripts."""
    assert 'href="/?example=crash-loop"' in client.get("/").text
    assert "No module named &#39;orders.schemas.pricing&#39;" in client.get("/?example=crash-loop").text


def test_a_log_gets_an_address(client: TestClient) -> None:
    """A paste is answered with a redirect to an address that cannot be guessed."""
    assert re.fullmatch(r"/d/[\w-]{22}", send(client, CRASH))


def test_the_first_card_answers(client: TestClient) -> None:
    """What it is, how sure, why, how to confirm, and the command with the captured value."""
    page = plain(client.get(send(client, CRASH)).text)

    for part in (
        "Known failure",
        "Cause · strong, ",
        "Python module not found: orders.pricing",
        "line 5",
    ):
        assert part in page
    assert "python -m orders.pricing" in page
    assert page.index("Make sure it is this") < page.index("Fix it now") < page.index("Know that it is over")


def test_an_effect_stands_under_its_cause(client: TestClient) -> None:
    """What the cause explains is listed in its card."""
    page = plain(client.get(send(client, CRASH)).text)

    assert page.index("It explains") < page.index("Startup probe failed")


def test_evidence_and_log_are_linked_both_ways(client: TestClient) -> None:
    """The card's chip leads to the line, the line's chip back to the card."""
    page = client.get(send(client, CRASH)).text

    assert re.search(r'<a class="chip cause" href="#L5"', page)
    assert re.search(r'id="L5" class="hit cause"><span class="g"><a class="chip cause" href="#f1"', page)
    assert "<mark>ModuleNotFoundError: No module named &#39;orders.pricing&#39;</mark>" in page


def test_a_destructive_command_shows_how_to_undo_it(client: TestClient) -> None:
    """The label and the rollback stand with the command."""
    page = plain(client.get(send(client, CRASH)).text)

    assert re.search(r"Destructive docker system prune --force To undo it: docker pull the-images", page)


def test_a_lone_effect_lists_its_usual_causes(client: TestClient) -> None:
    """A cause that prints no line is found through the record of the incident, with how to check for it."""
    page = plain(client.get(send(client, "STARTUP TCP probe failed on port 8080\n")).text)

    assert "Its cause does not show in this log" in page
    assert "Python module not found" in page
    assert "The start took longer than the probe waits once before" in page
    assert "Compare the start's duration with the time-out." in page


def test_an_unknown_failure_is_called_unknown(client: TestClient) -> None:
    """The page says so plainly, and shows what stands out."""
    page = plain(client.get(send(client, "ERROR the frobnicator has exploded: E1234\n")).text)

    assert "No known failure" in page
    assert "What stands out in this log" in page


def test_a_healthy_log_is_called_healthy(client: TestClient) -> None:
    """Nothing is invented where nothing failed."""
    assert "Nothing in this log looks like a failure" in client.get(send(client, "INFO all is well\n")).text


def test_secrets_never_reach_a_page(client: TestClient) -> None:
    """A password is masked in the page and the raw view, and the page says that it was."""
    address = send(client, CRASH + "connecting to postgres://app:hunter2secret@db.example.test/orders\n")
    page = client.get(address).text

    assert "hunter2secret" not in page + client.get(f"{address}/raw").text
    assert re.search(r"1 [\w ]+ masked", page)


def test_markup_in_a_log_stays_text(client: TestClient) -> None:
    """A log cannot put anything but text on the page."""
    page = client.get(send(client, CRASH + "ERROR <script>alert(1)</script>\n", title="<b>x</b>")).text

    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


def test_a_log_that_is_not_kept_is_answered_at_once(client: TestClient) -> None:
    """Without keeping, the answer comes directly, has no address, and cannot be voted on."""
    answer = client.post("/d", files={"log": (None, CRASH)}, data={"discard": "yes"})

    assert answer.status_code == 200
    assert "Python module not found" in answer.text
    assert "was not kept" in answer.text
    assert "Was this it?" not in answer.text


def test_a_text_over_one_megabyte_is_read(client: TestClient) -> None:
    """The paste box takes logs up to the limit, far beyond what form parsers usually allow."""
    filler = "INFO request answered\n" * 60_000
    assert len(filler) > 1 << 20

    assert "Python module not found" in client.get(send(client, filler + CRASH)).text


@pytest.mark.parametrize("content", [CRASH.encode(), gzip.compress(CRASH.encode())])
def test_a_file_is_read_as_it_is(client: TestClient, content: bytes) -> None:
    """A chosen file counts instead of the text, and may be compressed."""
    answer = client.post("/d", files={"log": (None, ""), "file": ("app.log", content)})

    assert "Python module not found" in client.get(answer.headers["location"]).text


def test_an_empty_paste_gives_the_form_back(client: TestClient) -> None:
    """What was typed beside the log is still there."""
    answer = client.post("/d", files={"log": (None, " \n")}, data={"title": "Deploy 7", "service": "orders"})

    assert answer.status_code == 400
    assert "There is nothing to diagnose yet" in answer.text
    assert 'value="Deploy 7"' in answer.text


@pytest.mark.parametrize(("name", "limit"), [("title", 500), ("service", 200), ("environment", 200)])
def test_what_is_said_of_a_log_has_a_limit(client: TestClient, name: str, limit: int) -> None:
    """Above it, the form comes back with everything that was typed and says so; nothing is cut or stored."""
    typed = {"title": "Deploy 7", name: "x" * (limit + 1)}
    answer = client.post("/d", files={"log": (None, CRASH)}, data=typed)

    assert answer.status_code == 400
    assert f"The {name} has {limit + 1} characters; {limit} fit." in answer.text
    assert "No module named &#39;orders.pricing&#39;" in answer.text
    for text in typed.values():
        assert f'value="{text}"' in answer.text
    assert client.get(send(client, CRASH, **{name: "x" * limit})).status_code == 200


def test_a_chosen_file_is_asked_for_again(client: TestClient) -> None:
    """A form that comes back cannot hold the file, and says so."""
    answer = client.post("/d", files={"file": ("app.log", CRASH)}, data={"title": "x" * 501})

    assert "Choose the file again, too." in answer.text


def test_the_address_of_the_form_leads_to_it(client: TestClient) -> None:
    """Whoever opens the address that the paste box sends to gets the paste box."""
    answer = client.get("/d")

    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize("address", ["/", "/d", "/signatures", "/search?q=x", f"/postmortems/{SLUG}.md", "/docs"])
def test_pages_answer_to_head(client: TestClient, address: str) -> None:
    """Whoever asks only whether a page is there gets the same status and headers."""
    got, asked = client.get(address), client.head(address)

    assert asked.status_code == got.status_code
    assert asked.headers.get("content-type") == got.headers.get("content-type")


def test_a_log_over_the_limit_is_refused_with_advice(client: TestClient) -> None:
    """The page says the limit and how to cut the log."""
    answer = client.post("/d", files={"log": (None, "x" * (5 << 20))})

    assert answer.status_code == 413
    assert "The limit is 2 MiB" in answer.text
    assert "tail -n 20000" in answer.text


def test_a_range_of_lines_is_marked(client: TestClient) -> None:
    """The address can point at lines of the log."""
    page = client.get(f"{send(client, CRASH)}?lines=2-3").text

    assert re.findall(r'id="L(\d)" class="[\w ]*chosen"', page) == ["2", "3"]


def test_a_vote_counts_and_is_confirmed(client: TestClient) -> None:
    """One click says that it was this; the page says what is counted now, and offers to take it back."""
    address = send(client, CRASH)
    vote = {"signature": "module-missing", "outcome": "confirmed", "reason": "the file was ignored"}
    answer = client.post(f"{address}/feedback", data=vote)
    page = plain(client.get(answer.headers["location"].split("#")[0]).text)

    assert answer.status_code == 303
    # Other tests vote on the same signature: what counts is that this vote comes and goes.
    counted = int(re.findall(r"Noted: this was it. Confirmed (\d+), rejected \d+ in all.", page)[0])
    assert "Take it back" in page
    client.post(f"{address}/feedback", data={**vote, "outcome": "withdrawn"})
    assert f"confirmed {counted}" not in plain(client.get(address).text)


def test_diagnosing_again_links_the_earlier_one(client: TestClient) -> None:
    """The same log against the library of today is a diagnosis of its own."""
    address = send(client, CRASH)
    answer = client.post(f"{address}/again")

    assert answer.status_code == 303
    assert answer.headers["location"] != address
    assert f'href="{address}">The earlier diagnosis' in client.get(answer.headers["location"]).text


def test_erasing_asks_first(client: TestClient) -> None:
    """Looking at the question erases nothing; the answer does."""
    address = send(client, CRASH)

    question = client.get(f"{address}/erase")

    assert "Erase this log and its diagnosis?" in question.text
    assert question.headers["cache-control"] == "private, no-store"
    assert client.get(address).status_code == 200
    assert client.post(f"{address}/erase").headers["location"] == "/?erased=true"
    assert client.get(address).status_code == 404


def test_lists_show_what_is_asked_for(client: TestClient) -> None:
    """The address is the saved view; a filter is kept by a new search and can be taken away."""
    page = client.get("/signatures?q=port&tag=container").text

    assert "Startup probe failed" in page
    assert "Python module not found" not in page
    assert '<input type="hidden" name="tag" value="container">' in page
    assert 'href="/signatures?q=port" title="Remove this filter"' in page


def test_the_list_of_postmortems_tells_what_is_open(client: TestClient) -> None:
    """Each row has the open action items and the age of the last review."""
    page = plain(client.get("/postmortems").text)

    assert "A module was not copied into the image." in page
    assert "1 action item open" in page
    assert "never reviewed" in page


@pytest.mark.parametrize("path", ["/search", "/signatures", "/postmortems"])
def test_both_search_boxes_keep_the_filters(client: TestClient, path: str) -> None:
    """Searching anew from the top of the page clears no filter either."""
    page = client.get(f"{path}?q=numpy&tag=python&severity=high").text

    for form in re.findall(r"<form (?:role=.search|class=.find).*?</form>", page, re.DOTALL):
        assert '<input type="hidden" name="tag" value="python">' in form
        assert '<input type="hidden" name="severity" value="high">' in form
    assert page.count('name="tag" value="python"') == 2


@pytest.mark.parametrize(
    ("words", "field", "snippet"),
    [
        ("ignored", "five whys", "It was <mark>ignored</mark>."),
        ("orders", "services", "<mark>orders</mark>"),
        ("interpreter", "cause", "The <mark>interpreter</mark> cannot find `&lt;module&gt;`."),
    ],
)
def test_a_hit_names_its_field(client: TestClient, words: str, field: str, snippet: str) -> None:
    """Every field that is searched can be the one that is named, and its holes are shown as names."""
    page = client.get("/search", params={"q": words}).text

    assert f"in {field}:</span> {snippet}" in page


def test_search_marks_the_words_and_names_the_field(client: TestClient) -> None:
    """A hit shows why it was found."""
    page = client.get("/search?q=dockerignore").text

    assert "in root cause:" in page
    assert "<mark>dockerignore</mark>" in page


@pytest.mark.parametrize("words", ["can't", '"x', "a AND", "foo-bar", "service:", "100%", "<b>"])
def test_no_search_is_an_error(client: TestClient, words: str) -> None:
    """Whatever is typed, a page comes back with it in the box."""
    answer = client.get("/search", params={"q": words})

    assert answer.status_code == 200
    assert "<b>" not in answer.text or words != "<b>"


def test_a_signature_has_its_page_and_its_files(client: TestClient) -> None:
    """The same address with an ending gives the file and the fields."""
    page = plain(client.get("/signatures/module-missing").text)

    assert "a line contains ModuleNotFoundError: No module named" in page
    assert "Explains Startup probe failed" in page
    assert "Written up A module was left out of the image" in page
    assert client.get("/signatures/module-missing.yaml").text.startswith("id: module-missing\n")
    assert client.get("/signatures/module-missing.json").json()["id"] == "module-missing"


def test_a_postmortem_has_its_page_and_its_files(client: TestClient) -> None:
    """Sections, timeline, whys, action items and relations are all on the page."""
    page = plain(client.get(f"/postmortems/{SLUG}").text)

    for part in (
        "Started 4 Sep 2025, 23:10 UTC",
        "Detected unknown",
        "time unknown Rolled back.",
        "Why was it not there?",
    ):
        assert part in page
    assert "related to The start took longer than the probe waits" in page
    assert client.get(f"/postmortems/{SLUG}.md").text.startswith(f"---\nslug: {SLUG}\n")
    assert client.get(f"/postmortems/{SLUG}.json").json()["slug"] == SLUG


def test_a_renamed_record_leads_to_its_present_address(client: TestClient, application: FastAPI) -> None:
    """The earlier name of a signature still works."""
    records = application.state.casebook.database.records
    signature = records.find(SIGNATURES, "probe-failed")
    assert signature is not None
    change = {"author": "ada", "message": "", "at": datetime(2026, 3, 1, tzinfo=UTC)}
    old = replace(signature.record, id="once-called-so", explains=())
    revision = records.put_many([Change(old, **change)])[0]
    records.put_many([Change(replace(old, id="now-called-so"), based_on=revision, was="once-called-so", **change)])
    answer = client.get("/signatures/once-called-so")

    assert (answer.status_code, answer.headers["location"]) == (308, "/signatures/now-called-so")


def test_relations_show_in_both_directions(client: TestClient) -> None:
    """The other record names the first one, though it does not say so itself."""
    assert "related to A module was left out" in plain(client.get("/postmortems/2025-09-08-slow-start").text)


def test_a_misspelt_record_suggests_others(client: TestClient) -> None:
    """The page that is not there names those that may be meant."""
    answer = client.get("/signatures/modul-missing")

    assert answer.status_code == 404
    assert 'href="/signatures/module-missing"' in answer.text


@pytest.mark.parametrize("address", ["/nothing-here", "/d/nothing", "/postmortems/nothing"])
def test_what_is_not_there_is_said_on_a_page(client: TestClient, address: str) -> None:
    """A wrong address is answered with a page and the way back."""
    answer = client.get(address)

    assert answer.status_code == 404
    assert "There is no" in answer.text
    assert 'href="/"' in answer.text


def test_static_files_are_kept_by_the_browser(client: TestClient) -> None:
    """Their address changes with their content, so that they may be kept for good."""
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/").text):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]


def test_an_old_address_of_a_static_file_is_not_kept(client: TestClient) -> None:
    """A page of another version gets the file that is there, but not for good."""
    assert "immutable" not in client.get("/static/000000000000/casebook.css").headers["cache-control"]
    assert client.get("/static/000000000000/nothing.css").status_code == 404


PAGES = ("/", "/?example=crash-loop", "/signatures", "/postmortems", "/search?q=probe", f"/postmortems/{SLUG}", "/nope")


@pytest.mark.parametrize("address", PAGES)
def test_pages_need_no_other_host_and_no_inline_code(client: TestClient, address: str) -> None:
    """Nothing is loaded from elsewhere, and nothing breaks the content policy; each page stays small."""
    page = client.get(address).text

    assert re.findall(r'(?:src|href)="(?:https?:)?//(?!docs\.example)[^"]*"', page) == []
    assert re.findall(r"<style|<script>|\son\w+=|\sstyle=", page) == []
    assert len(page.encode()) < 100_000


@pytest.mark.parametrize("address", PAGES)
def test_each_page_has_one_top_heading_and_its_landmarks(client: TestClient, address: str) -> None:
    """Screen readers find the way: a language, a title, a main part, one top heading, a link past the navigation."""
    page = client.get(address).text

    assert page.count("<h1") == 1
    for part in ('<html lang="en">', "<title>", '<main id="main"', 'href="#main"', '<nav aria-label="Main">'):
        assert part in page


def test_pages_work_below_a_path(client: TestClient) -> None:
    """Behind a proxy that strips a path, every address of the page begins with that path."""
    below = TestClient(client.app, base_url="http://127.0.0.1", root_path="/casebook", headers={"Accept": "text/html"})
    page = below.get("/signatures").text

    assert [
        address for address in re.findall(r'(?:href|src|action)="(/[^"]*)"', page) if address[:9] != "/casebook"
    ] == []


def test_a_page_says_when_it_is_open_to_everybody(client: TestClient, application: FastAPI) -> None:
    """Without access on a public address, every page carries the warning."""
    assert "Open to everybody" not in client.get("/").text
    application.state.open_to_all = True
    try:
        assert "Open to everybody" in client.get("/signatures").text
    finally:
        application.state.open_to_all = False


def test_the_api_is_described_without_scripts_and_without_internet(client: TestClient) -> None:
    """Every call of the API is on one page of our own."""
    page = client.get("/docs").text

    for path, item in client.get("/openapi.json").json()["paths"].items():
        for method in item:
            assert f"{method.upper()} {path}" in page
    assert "cdn" not in page


def test_the_example_of_the_api_has_the_address_that_users_see(client: TestClient) -> None:
    """Below a path the example has that path once."""
    below = TestClient(client.app, base_url="http://127.0.0.1", root_path="/casebook", headers={"Accept": "text/html"})
    page = below.get("/docs").text

    assert "@app.log http://127.0.0.1/casebook/api/v1/diagnoses" in page
