"""Domain objects survive the journey into a document and back."""

from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.matching.diagnosis import Diagnosis, Finding, Reason
from app.matching.signature import All, Condition, Line, Regex, Sequence, Signature, Unless, Window
from app.records.postmortem import Postmortem
from app.storage.documents import (
    decode_diagnosis,
    decode_postmortem,
    decode_signature,
    encode_diagnosis,
    encode_postmortem,
    encode_signature,
)

FINITE = st.floats(allow_nan=False, allow_infinity=False)
WINDOWS = st.none() | st.builds(Window, lines=st.none() | st.integers(1, 10**6), seconds=st.none() | FINITE)
COUNTS = st.integers(1, 10**6)
LEAVES = st.builds(Line, st.text(), st.booleans(), COUNTS, WINDOWS) | st.builds(
    Regex, st.text(), st.booleans(), COUNTS, WINDOWS
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(All, st.lists(inner, max_size=3).map(tuple), WINDOWS)
        | st.builds(Sequence, st.lists(inner, max_size=3).map(tuple), WINDOWS)
    ),
    max_leaves=6,
)
SIGNATURES = st.builds(
    Signature,
    match=st.lists(CONDITIONS, max_size=3).map(tuple),
    unless=st.lists(st.builds(Unless, LEAVES, WINDOWS), max_size=2).map(tuple),
    tags=...,
    commands=...,
    examples=...,
    cause=...,
    generic=...,
    severity=...,
    status=...,
)
FINDINGS = st.builds(Finding, confidence=FINITE, why=st.lists(st.builds(Reason, weight=FINITE), max_size=2).map(tuple))
DIAGNOSES = st.builds(Diagnosis, findings=st.lists(FINDINGS, max_size=2).map(tuple), elapsed_ms=FINITE)
FEW = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@FEW
@given(SIGNATURES)
def test_signature_survives(signature: Signature) -> None:
    """A signature is the same after the journey, whatever its conditions are nested in."""
    assert decode_signature(encode_signature(signature)) == signature


@FEW
@given(st.from_type(Postmortem))
def test_postmortem_survives(postmortem: Postmortem) -> None:
    """A postmortem is the same after the journey."""
    assert decode_postmortem(encode_postmortem(postmortem)) == postmortem


@FEW
@given(DIAGNOSES)
def test_diagnosis_survives(diagnosis: Diagnosis) -> None:
    """A diagnosis is the same after the journey."""
    assert decode_diagnosis(encode_diagnosis(diagnosis)) == diagnosis


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("title", 7), ("tags", "disk"), ("severity", "awful"), ("generic", "no"), ("commands", [{"phase": "fix"}])],
)
def test_wrong_type_in_a_document_is_refused(field: str, wrong: object) -> None:
    """A document that does not fit the record is an error, not a record with odd values."""
    plain = msgspec.json.decode(encode_signature(Signature("disk-full", "Disk full", (Line("no space"),))))

    with pytest.raises(msgspec.ValidationError):
        decode_signature(msgspec.json.encode(plain | {field: wrong}).decode())


def test_document_of_an_earlier_version_is_read() -> None:
    """Fields that a stored document does not have yet get their defaults."""
    assert decode_postmortem('{"slug": "a", "title": "A"}') == Postmortem("a", "A")
    assert decode_signature('{"id": "a", "title": "A", "match": [{"is": "line", "pattern": "x"}]}') == Signature(
        "a", "A", (Line("x"),)
    )


def test_dates_and_times_stay_what_they_are() -> None:
    """A date is not read back as a time, nor a time as a text."""
    postmortem = Postmortem("a", "A", review_due=date(2026, 3, 1), started_at=datetime(2026, 3, 1, 3, 12, tzinfo=UTC))

    back = decode_postmortem(encode_postmortem(postmortem))

    assert (type(back.review_due), type(back.started_at)) == (date, datetime)
