"""What is typed into the search box is taken apart, and never refused."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.storage import Query, Term, any_of, parse_query, words_of


def day(year: int, month: int, number: int) -> datetime:
    """The beginning of a day."""
    return datetime(year, month, number, tzinfo=UTC)


def term(*words: str, prefix: bool = False) -> Term:
    """A term of these words."""
    return Term(words, prefix)


_PEOPLE = (("environment", "prod"), ("owner", "ada"), ("team", "web"), ("has", "fix"))


@pytest.mark.parametrize(
    ("typed", "terms", "filters"),
    [
        ("", (), ()),
        ("disk full", (term("disk"), term("full", prefix=True)), ()),
        ("on fs", (term("on"), term("fs")), ()),
        ('"disk full" node.', (term("disk", "full"), term("node")), ()),
        ("\u201cdisk full\u201d", (term("disk", "full"),), ()),
        ('"never closed', (term("never", "closed"),), ()),
        ("Modul*", (term("modul", prefix=True),), ()),
        ("no-space*", (term("no", "space", prefix=True),), ()),
        ("can't", (term("can", "t"),), ()),
        ("foo-bar", (term("foo", "bar", prefix=True),), ()),
        ("numpy.dtype x", (term("numpy", "dtype"), term("x")), ()),
        ("a AND b", (term("a"), term("and"), term("b")), ()),
        ("NEAR(a b)", (term("near", "a"), term("b")), ()),
        ("CAFÉ Überlauf", (term("cafe"), term("uberlauf", prefix=True)), ()),
        ("* - ( ) \" ' ^ :", (), ()),
        ("service:api disk", (term("disk", prefix=True),), (("service", "api"),)),
        ("disk service:api", (term("disk"),), (("service", "api"),)),
        ('SERVICE:"shop api" tag:x tag:x', (), (("service", "shop api"), ("tag", "x"))),
        ("env:prod owner:ada team:web has:fix", (), _PEOPLE),
        ("service: it", (term("service"), term("it")), ()),
        ("https://example.org/a", (term("https", "example", "org", "a"),), ()),
        ("status:in_review", (), (("status", "in_review"),)),
        ("exit code -9 --force", (term("exit"), term("code"), term("9"), term("force", prefix=True)), ()),
    ],
)
def test_query_is_understood(typed: str, terms: tuple[Term, ...], filters: tuple[tuple[str, str], ...]) -> None:
    """Words, phrases, prefixes and filters are told apart; what only looks like syntax is words."""
    assert parse_query(typed) == Query(terms, filters)


def test_a_minus_leaves_out() -> None:
    """Words, phrases and filters with a minus before them are what must not be there."""
    query = parse_query('disk -"no space" -tag:python -full')

    assert query.terms == (term("disk"),)
    assert query.not_terms == (term("no", "space"), term("full"))
    assert query.not_filters == (("tag", "python"),)


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("after:2026", day(2026, 1, 1), None),
        ("after:2026-03 before:2026-05-02", day(2026, 3, 1), day(2026, 5, 2)),
        ("after:2025 after:2026-1", day(2026, 1, 1), None),
        ("before:2025 before:2026", None, day(2025, 1, 1)),
    ],
)
def test_times_are_understood(typed: str, since: datetime | None, until: datetime | None) -> None:
    """A year, a month or a day limits when an incident happened; of several limits, all hold."""
    assert parse_query(typed) == Query(since=since, until=until)


@pytest.mark.parametrize(
    ("typed", "unknown"),
    [
        ("host:web1 x", ("host",)),
        ("after:yesterday", ("after",)),
        ("before:2026-13", ("before",)),
        ("https://example.org error: 12:30 a:b", ()),
    ],
)
def test_unknown_operators_are_words(typed: str, unknown: tuple[str, ...]) -> None:
    """What looks like an operator and is none is looked for, and named, so that a page can say so."""
    query = parse_query(typed)

    assert query.unknown == unknown
    assert query.terms
    assert query.filters == ()


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
