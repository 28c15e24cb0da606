"""Whatever comes as a record gives a record or problems, never an exception."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.records.plain import POSTMORTEM_FIELDS, SIGNATURE_FIELDS
from app.records.postmortem_form import postmortem_from_data
from app.records.postmortem_markdown import parse_postmortem
from app.records.signature_form import signature_from_data
from app.records.signature_yaml import parse_signature

quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

_PARTS = (
    "---\n",
    "slug: a\n",
    "id: a\n",
    "# T\n",
    "## Fix\n",
    "## Timeline\n",
    "## Contributing factors\n",
    "match:\n",
)
_MARKS = (
    "```yaml\n",
    "```\n",
    "- text: a\n",
    "  at: x\n",
    "  - line: a\n",
    "\t",
    "- ",
    "{",
    "[",
    "&a ",
    "*a",
    "'",
    "\r\n",
)
texts = st.text() | st.lists(st.sampled_from(_PARTS + _MARKS)).map("".join)

_KEYS = ("line", "regex", "all", "count", "within", "text", "at", "due", "log", "captures", "question", "then")
_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=3),
    max_leaves=8,
)
values = _VALUES | st.dictionaries(st.sampled_from(SIGNATURE_FIELDS + POSTMORTEM_FIELDS), _VALUES, max_size=6)


@quick
@given(texts)
def test_any_text(text: str) -> None:
    """Any text is read as far as it goes."""
    signature, postmortem = parse_signature(text, path=""), parse_postmortem(text, path="")

    assert signature.record or signature.problems
    assert postmortem.record or postmortem.problems


@quick
@given(values)
def test_any_json(value: object) -> None:
    """Any JSON is read as far as it goes."""
    signature, postmortem = signature_from_data(value, ""), postmortem_from_data(value, "")

    assert signature.record or signature.problems
    assert postmortem.record or postmortem.problems
