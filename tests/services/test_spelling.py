"""Words that nobody used are traced to those that records are called by."""

import pytest

from app.services.spelling import nearest_words, respelled

WORDS = ("certificate", "connection", "disk", "kubernetes", "migration", "module", "postgres", "probe", "probes")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("certifcate", "certificate"),
        ("kuberentes", "kubernetes"),
        ("modle", "module"),
        ("postgress", "postgres"),
        ("dsik", "disk"),
        ("prove", "probe"),
        ("weather", None),
        ("abc", None),
    ],
)
def test_a_slip_is_traced_to_its_word(typed: str, meant: str | None) -> None:
    """A letter that is wrong, missing, doubled or swapped still leads to the word; another word leads nowhere."""
    near = nearest_words([typed], WORDS)

    assert near.get(typed, (None,))[0] == meant


def test_the_rest_of_a_query_stays() -> None:
    """Operators, quotes and words that were right are kept as they were typed."""
    assert respelled('Tag:pyhton "no Spcae" x', {"pyhton": "python", "spcae": "space"}) == 'Tag:python "no space" x'
