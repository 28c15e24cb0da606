"""What is typed into the search box is taken apart, and never refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.storage import Query, Term, any_of, parse_query, words_of


def term(*words: str, prefix: bool = False) -> Term:
    """A term of these words."""
    return Term(words, prefix)


@pytest.mark.parametrize(
    ("typed", "terms", "filters"),
    [
        ("", (), ()),
        ("disk full", (term("disk"), term("full")), ()),
        ('"disk full" node', (term("disk", "full"), term("node")), ()),
        ("\u201cdisk full\u201d", (term("disk", "full"),), ()),
        ('"never closed', (term("never", "closed"),), ()),
        ("Modul*", (term("modul", prefix=True),), ()),
        ("no-space*", (term("no", "space", prefix=True),), ()),
        ("can't", (term("can", "t"),), ()),
        ("foo-bar", (term("foo", "bar"),), ()),
        ("numpy.dtype", (term("numpy", "dtype"),), ()),
        ("a AND", (term("a"), term("and")), ()),
        ("NEAR(a b)", (term("near", "a"), term("b")), ()),
        ("Überlauf CAFÉ", (term("uberlauf"), term("cafe")), ()),
        ("* - ( ) \" ' ^ :", (), ()),
        ("service:api disk", (term("disk"),), (("service", "api"),)),
        ('SERVICE:"shop api" tag:x tag:x', (), (("service", "shop api"), ("tag", "x"))),
        ("service: api", (term("service"), term("api")), ()),
        ("host:web1", (term("host", "web1"),), ()),
        ("https://example.org/a", (term("https", "example", "org", "a"),), ()),
        ("status:in_review", (), (("status", "in_review"),)),
    ],
)
def test_query_is_understood(typed: str, terms: tuple[Term, ...], filters: tuple[tuple[str, str], ...]) -> None:
    """Words, phrases, prefixes and filters are told apart; what only looks like syntax is words."""
    assert parse_query(typed) == Query(terms, filters)


@given(st.text())
def test_everything_can_be_typed(typed: str) -> None:
    """Whatever is typed, the words that are looked for are letters and digits."""
    words = [word for term in parse_query(typed).terms for word in term.words]

    assert all(word.replace("_", "x").isalnum() or not word.isascii() for word in words)
    assert all(words_of(word) == [word] for word in words if word.isascii())


def test_given_filters_join_those_of_the_text() -> None:
    """A page that is limited already stays limited whatever is typed."""
    assert parse_query("tag:x", [("kind", "signature")]).filters == (("kind", "signature"), ("tag", "x"))


def test_pasted_log_is_cut() -> None:
    """Only the first words of a very long query are looked for."""
    assert len(parse_query("word " * 1000).terms) == 32
    assert len(parse_query('"' + "word " * 1000).terms[0].words) == 32


def test_any_of_looks_for_each_word_once() -> None:
    """Rare words of a log become alternatives; one of several parts is a phrase."""
    assert any_of(["dtype", "numpy.core", "--", "dtype"]) == Query((term("dtype"), term("numpy", "core")), (), True)
