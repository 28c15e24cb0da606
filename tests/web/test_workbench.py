"""The workbench without scripts: draft, try, see every problem, save, edit, meet another author, retire."""

import re

from fastapi.testclient import TestClient

from tests.web.filled_form import filled_form
from tests.web.pasted_logs import send
from tests.web.test_pages import plain


def log_of(what: str, number: int = 1) -> str:
    """A log with a failure that nobody has described."""
    return f"2026-02-02 11:00:00 INFO start\n2026-02-02 11:00:03 FATAL {what} broke in hall {number}: gauge 88 of 21\n"


def drafted(client: TestClient, log: str) -> tuple[str, dict[str, str]]:
    """The key of the diagnosis of a log, and the workbench with its draft."""
    key = send(client, log).removeprefix("/d/")
    page = client.get(f"/signatures/new?from={key}")
    assert page.status_code == 200
    return key, filled_form(page.text, "bench")


def sent(client: TestClient, form: dict[str, str], do: str, path: str = "/signatures/new") -> tuple[int, str, str]:
    """Status, text and address that a button of the form leads to."""
    answer = client.post(path, data={**form, "do": do})
    return answer.status_code, answer.text, answer.headers.get("location", "")


def saved(client: TestClient, what: str) -> str:
    """The id of a signature that was drafted from a log and put to use."""
    _, form = drafted(client, log_of(what))
    status, text, address = sent(client, form | {"fix": "Mend it.", "cause": "It wore out."}, "activate")
    assert status == 303, plain(text)
    return address.partition("signature=")[2]


def test_the_whole_way_from_an_unknown_log_to_a_known_one(client: TestClient) -> None:
    """Paste, write up, save; the same failure with other values is known, with its fix and its incident."""
    key = send(client, log_of("the great lens")).removeprefix("/d/")
    result = client.get(f"/d/{key}").text
    assert f'href="/d/{key}/write-up"' in result
    steps = client.get(f"/d/{key}/write-up").text
    assert f'href="/signatures/new?from={key}"' in steps

    form = filled_form(client.get(f"/signatures/new?from={key}").text, "bench")
    assert form["match.0.text"] == "the great lens broke in hall {hall:int}: gauge {gauge:int} of {number:int}"
    status, text, address = sent(client, form | {"fix": "Polish the lens of hall {hall}."}, "activate")
    assert (status, address) == (303, f"/d/{key}/write-up?signature={form['id']}"), plain(text)

    steps = client.get(address).text
    assert "The library knows this log" in plain(steps)
    postmortem = filled_form(client.get(f"/postmortems/new?from={key}").text)
    assert form["id"] in postmortem.values()
    assert postmortem["symptom"]
    known = plain(client.get(send(client, log_of("the great lens", 7))).text)
    assert "Known failure" in known
    assert "Polish the lens of hall 7." in known


def test_trying_gives_the_same_page_back(client: TestClient) -> None:
    """Without scripts, a button tries: matches are marked in the log, and every check says what it found."""
    _, form = drafted(client, log_of("the small mirror"))
    status, text, _ = sent(client, form, "try")

    page = plain(text)
    assert status == 200
    assert filled_form(text, "bench") == form
    assert "<mark>the small mirror broke in hall 1: gauge 88 of 21</mark>" in text
    for part in (
        "Matches strong",
        "Example 1 is found",
        "of the latest",
    ):
        assert part in page
    assert re.search(r"It holds on none of [\d,]+ ordinary lines of healthy software\.", page)
    assert re.search(r"It is found in none of the \d+ examples of other signatures\.", page)


def test_the_page_says_why_a_pattern_does_not_match(client: TestClient) -> None:
    """The nearest line is marked as far as it fits, with what the pattern has and what the line has."""
    _, form = drafted(client, log_of("the old prism"))
    _, text, _ = sent(client, form | {"match.0.text": "the old prism brake in hall {n:int}"}, "try")

    assert "Does not match." in plain(text)
    assert "<mark>the old prism br</mark>oke in hall 1" in text
    assert "the pattern has ake in hall {n:int} where the line has oke in hall 1" in plain(text)


def test_all_problems_stand_at_once_beside_their_fields(client: TestClient) -> None:
    """Saving with problems is refused with all of them; everything typed is still there."""
    _, form = drafted(client, log_of("the third shutter"))
    broken = form | {
        "match.0.text": "{name} at the start",
        "title": "",
        "explains": "no-such-failure",
        "fix": "See {nothing}.",
    }
    status, text, _ = sent(client, broken, "activate")

    assert status == 422
    again = filled_form(text, "bench")
    assert {name: again[name] for name in ("match.0.text", "title", "explains", "fix")} == {
        name: broken[name] for name in ("match.0.text", "title", "explains", "fix")
    }
    summary = text[text.index('id="faults"') : text.index("How it shows")]
    for anchor in ("match-0", "title", "explains"):
        assert f'href="#{anchor}"' in summary
        assert f'id="{anchor}"' in text
    assert re.search(r'name="title"[^>]*aria-invalid="true"', text)


def test_boxes_are_added_and_removed(client: TestClient) -> None:
    """Each list grows by a button and shrinks by another, and nothing else is lost."""
    _, form = drafted(client, log_of("the fourth dial"))
    _, text, _ = sent(client, form, "add unless")
    grown = filled_form(text, "bench")
    assert "unless.0.text" in grown

    _, text, _ = sent(client, grown | {"unless.0.text": "dial restored"}, "remove examples 1")
    shrunk = filled_form(text, "bench")
    assert (shrunk["unless.0.text"], "examples.1.log" in shrunk) == ("dial restored", False)
    assert shrunk["title"] == form["title"]


def test_several_lines_in_a_box_are_a_sequence(client: TestClient) -> None:
    """Order, distance and expressions need no YAML."""
    _, form = drafted(client, log_of("the fifth lamp"))
    lines = "regex: INFO st[a]rt\nthe fifth lamp broke"
    _, text, _ = sent(client, form | {"match.0.text": lines, "match.0.within": "5 lines"}, "as-yaml")
    yaml = filled_form(text, "bench")["yaml"]

    assert (
        'match:\n  - sequence:\n      - regex: "INFO st[a]rt"\n      - line: "the fifth lamp broke"\n    within: 5 lines\n'
        in yaml
    )


def test_the_record_is_edited_as_its_file(client: TestClient) -> None:
    """From fields to YAML and back nothing changes; a text that cannot be read stays as it was typed."""
    _, form = drafted(client, log_of("the sixth wheel"))
    _, text, _ = sent(client, form, "as-yaml")
    as_yaml = filled_form(text, "bench")
    _, text, _ = sent(client, as_yaml, "as-fields")
    assert filled_form(text, "bench") == form

    broken = as_yaml | {"yaml": "id: [unclosed\ntitle: x"}
    status, text, _ = sent(client, broken, "activate")
    assert status == 422
    assert filled_form(text, "bench")["yaml"] == broken["yaml"]


def test_a_stored_signature_is_edited_and_retired(client: TestClient) -> None:
    """Its conditions come as boxes; saving leads to its page; retired, it matches no more and is still there."""
    id_ = saved(client, "the seventh bell")
    path = f"/signatures/{id_}/edit"
    assert f'href="{path}"' in client.get(f"/signatures/{id_}").text
    form = filled_form(client.get(path).text, "bench")
    status, _, address = sent(client, form | {"title": "The bell is broken", "author": "Ada"}, "save", path)
    assert (status, address) == (303, f"/signatures/{id_}?saved=2")
    assert "Saved as revision 2." in plain(client.get(address).text)
    assert client.get(f"/signatures/{id_}.json").json()["status"] == "active"
    assert "The bell is broken" in client.get(address).text

    form = filled_form(client.get(path).text, "bench")
    assert sent(client, form, "retire", path)[0] == 303
    assert "retired" in plain(client.get(f"/signatures/{id_}").text)
    assert "No known failure" in plain(client.get(send(client, log_of("the seventh bell", 3))).text)


def test_two_authors_lose_no_word(client: TestClient) -> None:
    """The later save gets both changes put together, theirs beside yours, and then goes through."""
    id_ = saved(client, "the eighth rope")
    path = f"/signatures/{id_}/edit"
    mine = filled_form(client.get(path).text, "bench")
    theirs = {**mine, "cause": "The rope was cut.", "author": "Bo"}
    assert sent(client, theirs, "save", path)[0] == 303

    status, text, _ = sent(client, mine | {"fix": "Splice it.", "author": "Cy"}, "save", path)
    assert status == 412
    assert "Bo saved this signature while you were writing" in plain(text)
    merged = filled_form(text, "bench")
    assert (merged["cause"].strip(), merged["fix"].strip()) == ("The rope was cut.", "Splice it.")
    assert sent(client, merged, "save", path)[0] == 303
    page = plain(client.get(f"/signatures/{id_}").text)
    assert "The rope was cut." in page
    assert "Splice it." in page


def test_what_both_changed_is_chosen_field_by_field(client: TestClient) -> None:
    """Both texts stand beside what it was; theirs is taken for one field, and yours stays in the form until then."""
    id_ = saved(client, "the tenth sail")
    path = f"/signatures/{id_}/edit"
    mine = filled_form(client.get(path).text, "bench")
    theirs = {**mine, "fix": "Reef it.", "cause": "A squall.", "author": "Bo"}
    assert sent(client, theirs, "save", path)[0] == 303
    _, text, _ = sent(client, mine | {"fix": "Furl it.", "cause": "A storm."}, "save", path)
    form = filled_form(text, "bench")
    assert "You both changed 2 fields in the same place" in plain(text)
    assert (form["take.fix"], form["fix"].strip()) == ("yours", "Furl it.")
    _, text, _ = sent(client, form | {"take.fix": "theirs"}, "try", path)
    again = filled_form(text, "bench")
    assert (again["take.fix"], again["fix"].strip()) == ("theirs", "Furl it.")
    assert sent(client, again, "save", path)[0] == 303

    page = plain(client.get(f"/signatures/{id_}").text)
    assert "Reef it." in page
    assert "A storm." in page


def test_an_id_that_is_taken_is_refused(client: TestClient) -> None:
    """Another record's id is a problem of the field, and what was typed stays."""
    _, form = drafted(client, log_of("the ninth gate"))
    status, text, _ = sent(client, form | {"id": "module-missing"}, "draft")

    assert status == 422
    assert "there is a signature module-missing already" in plain(text)
    assert filled_form(text, "bench")["id"] == "module-missing"


def test_a_draft_is_kept_and_matches_nothing(client: TestClient) -> None:
    """Saved as a draft it is a record; the log stays unknown until it is put to use."""
    key, form = drafted(client, log_of("the tenth valve"))
    status, _, address = sent(client, form, "draft")

    assert status == 303
    assert "does not find this log as it is" in plain(client.get(address).text)
    assert "No known failure" in plain(client.get(send(client, log_of("the tenth valve", 4))).text)
    assert key in address


def test_a_pasted_log_is_drafted_from(client: TestClient) -> None:
    """On the empty workbench, a button drafts from the log at its side."""
    form = filled_form(client.get("/signatures/new").text, "bench")
    _, text, _ = sent(client, form | {"log": log_of("the loose cog")}, "draft-from-log")

    assert filled_form(text, "bench")["id"] == "the-loose-cog-broke-in-hall"
