"""The form of a postmortem: nothing is lost on the way through it, and every mistake is shown at its place."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from app.records.plain import to_data
from app.records.postmortem import Postmortem
from app.records.postmortem_form import postmortem_from_data
from app.records.postmortem_markdown import parse_postmortem
from app.records.problems import Problem
from app.web.controls import Control, Form, Rows, form_of
from app.web.postmortem_form import KEPT, change_of, changed, data_of, fields_of, proposed_slug, typed
from tests.records import record_strategies

ROOT = Path(__file__).parent.parent.parent
STARTERS = sorted(path for path in (ROOT / "postmortems").glob("*.md") if path.name != "README.md")

quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def sent(form: Form) -> dict[str, str]:
    """What a browser sends of this form."""
    return {
        control.name: control.value
        for control in controls_of(form)
        if control.entry.kind != "check" or control.value
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
