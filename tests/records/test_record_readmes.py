"""The READMEs of the two folders of records agree with the code."""

import re
from pathlib import Path

import pytest

from app.records.conditions import CONDITION_FIELDS, UNLESS_FIELDS
from app.records.plain import POSTMORTEM_FIELDS, SIGNATURE_FIELDS
from app.records.postmortem_form import ACTION_ITEM_FIELDS, ATTACHMENT_FIELDS, EVENT_FIELDS, WHY_FIELDS
from app.records.postmortem_markdown import parse_postmortem
from app.records.sections import SECTIONS
from app.records.signature_form import COMMAND_FIELDS, EXAMPLE_FIELDS
from app.records.signature_yaml import parse_signature

ROOT = Path(__file__).parents[2]
TABLES = (
    ("signatures", "Fields", SIGNATURE_FIELDS),
    ("signatures", "Conditions", CONDITION_FIELDS),
    ("signatures", "Exceptions", UNLESS_FIELDS),
    ("signatures", "Commands", COMMAND_FIELDS),
    ("signatures", "Examples", EXAMPLE_FIELDS),
    ("postmortems", "Fields", POSTMORTEM_FIELDS),
    ("postmortems", "Events", EVENT_FIELDS),
    ("postmortems", "Questions", WHY_FIELDS),
    ("postmortems", "Action items", ACTION_ITEM_FIELDS),
    ("postmortems", "Attachments", ATTACHMENT_FIELDS),
)


def readme(folder: str) -> str:
    """The text of a README."""
    return (ROOT / folder / "README.md").read_text(encoding="utf-8")


def documented(folder: str, heading: str) -> tuple[str, ...]:
    """The fields in the table under a heading; the example, which has the same headings, comes before all tables."""
    section = readme(folder).rpartition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return tuple(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))


@pytest.mark.parametrize(("folder", "heading", "fields"), TABLES)
def test_every_field_is_documented(folder: str, heading: str, fields: tuple[str, ...]) -> None:
    """Each table names every field of the code, in its order, and none besides."""
    assert documented(folder, heading) == fields


def test_headings_are_documented() -> None:
    """The table of a postmortem's fields says under which heading each long field stands."""
    found = dict(re.findall(r"^\| `(\w+)` \|.*\| `## ([\w ]+)`", readme("postmortems"), re.MULTILINE))

    assert found == {section.field: section.heading for section in SECTIONS}


def test_example_of_a_signature() -> None:
    """The example of a signature is right."""
    text = readme("signatures").partition("```yaml\n")[2].partition("```\n")[0]
    parsed = parse_signature(text, path="payment-queue-full.yaml")

    assert parsed.problems == ()
    assert parsed.record is not None


def test_example_of_a_postmortem() -> None:
    """The example of a postmortem is right."""
    text = readme("postmortems").partition("````markdown\n")[2].partition("````\n")[0]
    parsed = parse_postmortem(text, path="2026-03-01-payment-queue-full.md")

    assert parsed.problems == ()
    assert parsed.record is not None
