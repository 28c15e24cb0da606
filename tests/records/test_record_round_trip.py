"""Records go to text and back without loss."""

import json

import yaml
from hypothesis import HealthCheck, given, settings

from app.matching.signature import Signature
from app.records.plain import to_data
from app.records.postmortem import Postmortem
from app.records.postmortem_form import postmortem_from_data
from app.records.postmortem_markdown import parse_postmortem, postmortem_to_markdown
from app.records.problems import errors
from app.records.signature_form import signature_from_data
from app.records.signature_yaml import parse_signature, signature_to_yaml
from tests.records.record_strategies import postmortems, signatures

thorough = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@thorough
@given(signatures)
def test_signature_yaml(signature: Signature) -> None:
    """A signature that is written and read is equal, and is written as the same bytes again."""
    text = signature_to_yaml(signature)
    parsed = parse_signature(text, path="")

    assert not errors(parsed.problems)
    assert parsed.record == signature
    assert signature_to_yaml(parsed.record) == text


@thorough
@given(signatures)
def test_signature_json(signature: Signature) -> None:
    """A signature that goes through JSON is equal."""
    data = json.loads(json.dumps(to_data(signature)))

    assert signature_from_data(data, "").record == signature


@thorough
@given(signatures)
def test_signature_for_other_readers(signature: Signature) -> None:
    """Any reader of YAML finds the same texts in the file that Casebook does."""
    text = signature_to_yaml(signature)

    assert signature_from_data(yaml.safe_load(text), "").record == signature


@thorough
@given(postmortems)
def test_postmortem_markdown(postmortem: Postmortem) -> None:
    """A postmortem that is written and read is equal, and is written as the same bytes again."""
    text = postmortem_to_markdown(postmortem)
    parsed = parse_postmortem(text, path="")

    assert not errors(parsed.problems)
    assert parsed.record == postmortem
    assert postmortem_to_markdown(parsed.record) == text


@thorough
@given(postmortems)
def test_postmortem_json(postmortem: Postmortem) -> None:
    """A postmortem that goes through JSON is equal."""
    data = json.loads(json.dumps(to_data(postmortem)))

    assert postmortem_from_data(data, "").record == postmortem
