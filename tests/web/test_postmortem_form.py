"""The form of a postmortem: nothing is lost on the way through it, and every mistake is shown at its place."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from app.records.plain import to_data
from app.records.postmortem import Postmortem
from app.records.postmortem_form import postmortem_from_data
from app.records.postmortem_markdown import parse_postmortem
from app.records.problems import Problem
from app.records.source import Plain
from app.records.text_forms import is_name
from app.web.controls import Control, Form, Rows, form_of, id_of
from app.web.postmortem_form import KEPT, Data, data_of, fields_of, proposed_slug, typed
from tests.records import record_strategies

ROOT = Path(__file__).parent.parent.parent
STARTERS = sorted(path for path in (ROOT / "postmortems").glob("*.md") if path.name != "README.md")

quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def sent(form: Form) -> dict[str, str]:
    """What a browser sends of this form."""
    return {
        control.name: control.value for control in controls_of(form) if control.entry.kind != "check" or control.value
    }


def controls_of(form: Form) -> list[Control]:
    """Every control of the form, in its order."""
    found: list[Control] = []

    def enter(part: Control | Rows) -> None:
        if isinstance(part, Control):
            found.append(part)
            return
        for row in part.rows:
            found.extend(row.controls)
            if row.branches:
                enter(row.branches)

    for group in form.groups:
        for part in group.parts:
            enter(part)
    return found


def through_the_form(record: Postmortem) -> Postmortem | None:
    """The record after it was shown in the form and sent back as it is."""
    data = to_data(record)
    kept = {name: data[name] for name in KEPT}
    return postmortem_from_data({**data_of(sent(form_of(data))), **kept}, "").record


@pytest.mark.parametrize("path", STARTERS, ids=lambda path: path.stem)
def test_every_starter_postmortem_comes_back_from_the_form_as_it_was(path: Path) -> None:
    """Opening the form and saving it changes nothing."""
    record = parse_postmortem(path.read_text(encoding="utf-8"), path=path.name).record
    assert record is not None

    assert through_the_form(record) == record


@quick
@given(record_strategies.postmortems)
def test_any_postmortem_comes_back_from_the_form_as_it_was(record: Postmortem) -> None:
    """Whatever is in the fields, the form keeps it."""
    assert through_the_form(record) == record


@quick
@given(record_strategies.postmortems)
def test_fields_and_data_say_the_same(record: Postmortem) -> None:
    """The fields of a record, read as data, are that record."""
    assert postmortem_from_data(data_of(fields_of(to_data(record))), "").record == record


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        ({"title": "Orders API down", "started_at": "2025-09-04 23:10"}, "2025-09-04-orders-api-down"),
        ({"title": "Orders API down"}, "2026-11-21-orders-api-down"),
        ({"title": "Störung: Zahlung & Versand!", "started_at": "yesterday"}, "2026-11-21-storung-zahlung-versand"),
        ({"title": "\u969c\u5bb3"}, "2026-11-21-untitled"),
        ({}, "2026-11-21-untitled"),
        ({"title": "a" * 50 + " " + "b" * 50}, "2026-11-21-" + "a" * 50),
    ],
)
def test_a_slug_is_proposed_from_day_and_title(data: dict[str, Plain], slug: str) -> None:
    """The day on which it started, or today, and the words of the title, cut between two words."""
    proposed = proposed_slug(data, date(2026, 11, 21))

    assert proposed == slug
    assert is_name(proposed)


def test_rows_in_which_nothing_was_typed_are_left_out() -> None:
    """A row whose selects say what they always say is empty; white space says nothing either."""
    fields = {
        "tags[0]": " ",
        "tags[1]": "x",
        "commands[0].text": "",
        "commands[0].phase": "fix",
        "five_whys[0].question": "",
    }

    assert data_of(fields) == {"tags": ["x"], "commands": [], "five_whys": []}
    assert len(typed(fields)["tags"]) == 2  # type: ignore[arg-type]


def test_rows_keep_the_order_of_their_numbers() -> None:
    """Whatever the order in which a request names them."""
    assert data_of({"tags[10]": "c", "tags[2]": "b", "tags[0]": "a"}) == {"tags": ["a", "b", "c"]}


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("title", "title"),
        ("timeline[0].at", "timeline[0].at"),
        ("timeline[0]", "timeline[0]"),
        ("timeline[7].at", "timeline"),
        ("five_whys[0].then[0].question", "five_whys[0].then[0].question"),
        ("five_whys[0].then", "five_whys[0].then"),
        ("tags[0]", "tags[0]"),
        ("attachments[0].name", ""),
        ("", ""),
    ],
)
def test_a_problem_stands_at_the_nearest_place(field: str, place: str) -> None:
    """At its field, else at what is around it; one that is nowhere on the form is in the summary alone."""
    data: Data = {
        "timeline": [{"text": "x"}],
        "five_whys": [{"question": "?", "then": [{"question": "?"}]}],
        "tags": ["x"],
    }
    form = form_of(data, [Problem("postmortems/x", 0, field, "is wrong")])

    assert form.faults[0].target == (id_of(place) if place else "")
    assert form.refusals == 1


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2025-09-04T23:10:00Z", "2025-09-04 23:10"),
        ("2025-09-04T23:10:05Z", "2025-09-04 23:10:05"),
        ("2025-09-04T23:10:00.25Z", "2025-09-04 23:10:00.25"),
        ("2025-09-04T23:10Z", "2025-09-04T23:10Z"),
        ("23:10", "23:10"),
        ("", ""),
    ],
)
def test_times_are_shown_as_people_type_them(written: str, shown: str) -> None:
    """What is not in the form of a record stays as it was typed."""
    control = next(one for one in controls_of(form_of({"started_at": written})) if one.name == "started_at")

    assert control.value == shown


def test_a_value_that_no_list_offers_can_stay() -> None:
    """A severity of another scale, as an import may bring it, is among the choices."""
    control = next(one for one in controls_of(form_of({"severity": "sev-2"})) if one.name == "severity")

    assert ("sev-2", "sev-2") in control.choices
