"""The page of action items: filtered by its address, changed by plain forms."""

import csv
import re
from io import StringIO
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.records.postmortem import ActionItem, Postmortem
from app.services import authoring
from app.storage import POSTMORTEMS
from tests.web.browsing import Open, needs_browser


@pytest.fixture
def slug(client: TestClient, application: FastAPI, request: pytest.FixtureRequest) -> str:
    """A draft with three action items, of its own for each test."""
    assert client
    slug = re.sub("[^a-z0-9]+", "-", request.node.name.lower()).strip("-")[-80:].strip("-")
    items = (
        ActionItem("Pin the version", type="prevent", status="open", owner="Ada"),
        ActionItem("Add an <alert>", type="detect", priority="high"),
        ActionItem("=HYPERLINK(1)", status="done", owner="@bob"),
    )
    authoring.create(application.state.casebook, Postmortem(slug, "Disk & co", action_items=items), author="ada")
    return slug


def stored(application: FastAPI, slug: str) -> tuple[ActionItem, ...]:
    """The items as they are now."""
    items: tuple[ActionItem, ...] = application.state.casebook.database.records.get(
        POSTMORTEMS, slug
    ).record.action_items
    return items


def page(client: TestClient, slug: str, **asked: Any) -> str:
    """The list of the items of one postmortem."""
    answer = client.get("/action-items", params={"postmortem": slug, **asked})
    assert answer.status_code == 200
    return answer.text


def sent(client: TestClient, slug: str, *places: int, revision: int = 1, **fields: str) -> Any:
    """The answer to a form."""
    items = {f"item.{slug}.{place}": str(revision) for place in places}
    return client.post("/action-items", data={**items, "view": f"/action-items?postmortem={slug}", **fields})


def test_open_items_are_shown_and_closed_ones_on_request(client: TestClient, slug: str) -> None:
    """A row has its postmortem, and what is typed by people is text."""
    shown = page(client, slug)

    assert "Pin the version" in shown
    assert "Add an &lt;alert&gt;" in shown
    assert "HYPERLINK" not in shown
    assert f'href="/postmortems/{slug}">Disk &amp; co</a>' in shown
    assert "HYPERLINK" in page(client, slug, status="any")


def test_filters_are_links_with_counts(client: TestClient, slug: str) -> None:
    """Each value of a facet is one address away, and the words stay."""
    shown = page(client, slug, q="e")

    assert f'href="/action-items?q=e&amp;postmortem={slug}&amp;type=detect">detect</a> <span class="soft">1<' in shown
    assert "Pin the version" not in page(client, slug, q="e", type="detect")
    assert "No action item is like that" in page(client, slug, type="process")


def test_a_saved_change_leads_back_to_the_list(client: TestClient, application: FastAPI, slug: str) -> None:
    """The answer is the view that the form was in, with a word of success; the name is remembered."""
    answer = sent(client, slug, 0, status="in_progress", reason="", owner="Grace", due="2030-01-02", author="Eve")

    assert (answer.status_code, answer.headers["location"]) == (303, f"/action-items?postmortem={slug}&changed=1")
    assert "casebook_name=Eve" in answer.headers["set-cookie"]
    assert "1 action item saved" in client.get(answer.headers["location"]).text
    item = stored(application, slug)[0]
    assert (item.status, item.owner, str(item.due)) == ("in_progress", "Grace", "2030-01-02")


def test_an_emptied_field_is_empty_for_one_and_kept_for_several(
    client: TestClient, application: FastAPI, slug: str
) -> None:
    """The form of a row says all; that for the chosen ones says only what is filled in."""
    sent(client, slug, 0, 1, how="several", status="", reason="", owner="Grace", due="")
    assert [item.owner for item in stored(application, slug)] == ["Grace", "Grace", "@bob"]
    sent(client, slug, 0, revision=2, status="open", reason="", owner="", due="")

    assert [(item.owner, item.status) for item in stored(application, slug)[:2]] == [
        ("", "open"),
        ("Grace", "proposed"),
    ]


def test_a_refused_change_comes_back_as_it_was_typed(client: TestClient, application: FastAPI, slug: str) -> None:
    """Every problem stands beside its field, and a summary on top leads to the row."""
    answer = sent(client, slug, 0, status="declined", reason="", owner="Grace <x>", due="soon")

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert f'<a href="#item-{slug}-0">' in answer.text
    assert 'value="Grace &lt;x&gt;"' in answer.text
    assert 'value="soon"' in answer.text
    assert f'id="item-{slug}-0-due-fault"' in answer.text
    assert f'id="item-{slug}-0-reason-fault"' in answer.text
    assert stored(application, slug)[0].owner == "Ada"


def test_all_or_none_of_several(client: TestClient, application: FastAPI, slug: str) -> None:
    """One that is refused keeps the others from being saved; the choice stays."""
    answer = sent(client, slug, 0, 1, how="several", status="declined", reason="", owner="", due="")

    assert answer.status_code == 422
    assert answer.text.count(" checked>") == 2
    assert [item.status for item in stored(application, slug)] == ["open", "proposed", "done"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"how": "several", "status": "done"}, "no action item was chosen"),
        ({"how": "several"}, "no action item was chosen"),
    ],
)
def test_a_form_that_says_nothing_is_told_so(client: TestClient, slug: str, fields: dict[str, str], said: str) -> None:
    """Nothing chosen, nothing done."""
    answer = sent(client, slug, **fields)

    assert (answer.status_code, said in answer.text) == (422, True)


def test_several_without_a_value_are_told_so(client: TestClient, slug: str) -> None:
    """Chosen, but nothing to change."""
    answer = sent(client, slug, 0, how="several", status="", owner="")

    assert (answer.status_code, "nothing was filled in" in answer.text) == (422, True)


def test_a_conflict_shows_both(client: TestClient, application: FastAPI, slug: str) -> None:
    """What others saved is shown beside what was typed, which can be sent again upon it."""
    sent(client, slug, 0, status="done", reason="", owner="Bob", due="")
    answer = sent(client, slug, 0, status="open", reason="", owner="Grace", due="")

    assert answer.status_code == 412
    assert "somebody else changed this action item meanwhile" in answer.text
    assert f'name="item.{slug}.0" value="2"' in answer.text
    assert "<span>owner Bob</span>" in answer.text
    assert 'value="Grace"' in answer.text
    assert sent(client, slug, 0, revision=2, status="open", reason="", owner="Grace", due="").status_code == 303
    assert stored(application, slug)[0].owner == "Grace"


def test_the_page_of_an_item_has_its_history(client: TestClient, slug: str) -> None:
    """Who changed what, and the form with all its fields."""
    sent(client, slug, 0, status="done", reason="", owner="Ada", due="", author="Eve")
    shown = client.get(f"/action-items/{slug}/0").text

    assert re.search(r"Revision 2</a>, .* UTC, Eve", shown)
    assert "Status: <del>open</del>" in shown
    assert "Written down as open" in shown
    assert 'name="priority"' in shown
    assert client.get(f"/action-items/{slug}/9").status_code == 404


def test_the_table_holds_no_formula(client: TestClient, slug: str) -> None:
    """Spreadsheets take every cell for text, whatever its first letter is."""
    answer = client.get("/action-items.csv", params={"postmortem": slug, "status": "any"})
    rows = list(csv.DictReader(StringIO(answer.text)))

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert [(row["text"], row["owner"], row["position"]) for row in rows] == [
        ("Pin the version", "Ada", "0"),
        ("Add an <alert>", "", "1"),
        ("'=HYPERLINK(1)", "'@bob", "2"),
    ]


def test_nothing_changes_by_looking(client: TestClient, application: FastAPI, slug: str) -> None:
    """What a form would send has no effect in an address."""
    client.get("/action-items", params={f"item.{slug}.0": "1", "status": "done"})

    assert stored(application, slug)[0].status == "open"


@needs_browser
@pytest.mark.parametrize("scripts", [True, False])
def test_items_are_changed_on_a_phone(open_page: Open, application: FastAPI, slug: str, *, scripts: bool) -> None:
    """On 320 pixels, with scripts and without, nothing is cut off, and a row is changed in a few steps."""
    view = {"viewport": {"width": 320, "height": 700}, "java_script_enabled": scripts}
    shown = open_page(f"/action-items?postmortem={slug}", **view)
    if scripts:
        assert shown.evaluate("document.documentElement.scrollWidth") <= 320
    row = shown.locator(f"#item-{slug}-0")
    row.locator("summary").click()
    row.locator("select[name=status]").select_option("done")
    row.locator("button").click()
    shown.get_by_text("1 action item saved").wait_for()

    assert stored(application, slug)[0].status == "done"


@needs_browser
def test_several_are_chosen_with_check_boxes(open_page: Open, application: FastAPI, slug: str) -> None:
    """The boxes belong to the form at the end."""
    shown = open_page(f"/action-items?postmortem={slug}", java_script_enabled=False)
    for place in (0, 1):
        shown.locator(f"#item-{slug}-{place} > input").check()
    shown.locator("#several input[name=owner]").fill("Grace")
    shown.locator("#several button").click()
    shown.get_by_text("2 action items saved").wait_for()

    assert [item.owner for item in stored(application, slug)] == ["Grace", "Grace", "@bob"]
