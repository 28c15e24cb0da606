"""The two full-text indexes, FTS5 and tsvector, behind one face.

Words are separated and folded before either of them sees the text, so that both find the same records.  What a record
is filed under is in the index too, as marks that no text can contain: words and filters are then one search.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2s
from typing import Any, Protocol

from sqlalchemy import (
    ARRAY,
    REAL,
    Column,
    ColumnElement,
    Integer,
    MetaData,
    Select,
    Table,
    bindparam,
    cast,
    delete,
    func,
    insert,
    literal,
    literal_column,
)
from sqlalchemy import Text as TextType
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.orm import Session

from app.storage.query import Query, Term, fold, words_of

# A title of five words says as much as a page; ten keeps it ahead of a text that repeats the word.
_TITLE_WEIGHT = 10.0

# tsvector holds at most 1 MiB.  This many letters stay below it whatever the words are; later text is not searchable.
_MOST_LETTERS = 300_000

# tsvector counts positions up to here.
_LAST_POSITION = 16_383

# A record may have several values of these, so of several filters on one of them all must hold.
MANY = ("service", "tag", "author", "has")

# No word has these signs, because words are letters and digits; both indexes take them for a part of a word.
_FILED = "\N{PILCROW SIGN}"
_OF_TITLE = "\N{SECTION SIGN}"


@dataclass(frozen=True, slots=True)
class Text:
    """What the index takes of a record; *filed* are pairs of field and value."""

    title: str
    body: str
    filed: Sequence[tuple[str, str]] = ()


class FullText(Protocol):
    """A full-text index over the records."""

    table: Table

    @property
    def record_id(self) -> ColumnElement[int]:
        """The column that names the record."""

    def put(self, session: Session, texts: Mapping[int, Text]) -> None:
        """Index records by their texts, in place of what was known of them."""

    def matches(self, query: Query, *, in_title: bool = False) -> ColumnElement[bool]:
        """The condition that a record is what *query* asks for, times aside; with *in_title*, by its title alone."""

    def among(self, query: Query, candidates: Select[int]) -> list[ColumnElement[bool]]:
        """The conditions that a record is one of the candidates, all of them found by *query*, for scoring them."""

    def score(self, query: Query) -> ColumnElement[float]:
        """How well the terms are found, more is better."""


class Fts5:
    """The index of SQLite."""

    table = Table(
        "search_text",
        MetaData(),
        Column("rowid", Integer),
        Column("title", TextType),
        Column("body", TextType),
        Column("filed", TextType),
    )
    _whole: ColumnElement[Any] = literal_column("search_text")

    @property
    def record_id(self) -> ColumnElement[int]:
        """The column that names the record."""
        return self.table.c.rowid

    def put(self, session: Session, texts: Mapping[int, Text]) -> None:
        """Index records by their texts, in place of what was known of them."""
        _forget(session, self, texts)
        rows = [
            {
                "rowid": record_id,
                "title": " ".join(words_of(text.title)),
                "body": " ".join(_indexed(text.body)),
                "filed": " ".join(_mark(*pair) for pair in text.filed),
            }
            for record_id, text in texts.items()
        ]
        session.connection().execute(insert(self.table), rows)

    def matches(self, query: Query, *, in_title: bool = False) -> ColumnElement[bool]:
        """The condition that a record is what *query* asks for, times aside; with *in_title*, by its title alone."""
        terms = (" OR " if query.any_term else " AND ").join(map(_fts5_term, query.terms))
        wanted = [f"{'title : ' if in_title else ''}({terms})"] if query.terms else []
        wanted += [f"({' OR '.join(marks)})" for marks in _wanted(query)]
        unwanted = [*map(_fts5_term, query.not_terms), *_unwanted(query)]
        # NOT binds closer than AND.
        expression = f"({' AND '.join(wanted)})" + "".join(f" NOT {each}" for each in unwanted)
        return self._whole.op("MATCH", is_comparison=True)(expression)

    def among(self, query: Query, candidates: Select[int]) -> list[ColumnElement[bool]]:
        """The conditions that a record is one of the candidates, all of them found by *query*, for scoring them."""
        # FTS5 weighs each part of its query by how rare it is, and counting those that most records have takes long.
        terms = Query(terms=query.terms, any_term=query.any_term)
        # Plus nothing: the index is asked once for all, and not again for each candidate.
        return [self.matches(terms), (self.record_id + 0).in_(candidates)]

    def score(self, query: Query) -> ColumnElement[float]:  # noqa: ARG002 - FTS5 knows the query of its row
        """The negative of FTS5's figure, in which less is better."""
        return -func.bm25(self._whole, _TITLE_WEIGHT, 1.0, 0.0)


class TsVector:
    """The index of PostgreSQL."""

    table = Table("search_text", MetaData(), Column("record_id", Integer), Column("words", TSVECTOR))

    @property
    def record_id(self) -> ColumnElement[int]:
        """The column that names the record."""
        return self.table.c.record_id

    def put(self, session: Session, texts: Mapping[int, Text]) -> None:
        """Index records by their texts, in place of what was known of them."""
        _forget(session, self, texts)
        rows = [{"of_record": record_id, "vector": _ts_vector(text)} for record_id, text in texts.items()]
        words = cast(bindparam("vector", type_=TextType), TSVECTOR)
        session.connection().execute(insert(self.table).values(record_id=bindparam("of_record"), words=words), rows)

    def matches(self, query: Query, *, in_title: bool = False) -> ColumnElement[bool]:
        """The condition that a record is what *query* asks for, times aside; with *in_title*, by its title alone."""
        wanted = [_ts_terms(query, _OF_TITLE if in_title else "")] if query.terms else []
        wanted += [f"({' | '.join(marks)})" for marks in _wanted(query)]
        unwanted = [*map(_ts_term, query.not_terms), *_unwanted(query)]
        return self._is(" & ".join([*wanted, *(f"!{each}" for each in unwanted)]))

    def among(self, query: Query, candidates: Select[int]) -> list[ColumnElement[bool]]:  # noqa: ARG002
        """The conditions that a record is one of the candidates, all of them found by *query*, for scoring them."""
        return [self.record_id.in_(candidates)]

    def score(self, query: Query) -> ColumnElement[float]:
        """PostgreSQL's rank, divided by the logarithm of the length of the text."""
        weights = cast(literal(f"{{{1 / _TITLE_WEIGHT}, 0, 0, 1}}", TextType), ARRAY(REAL))
        terms = cast(literal(_ts_terms(query), TextType), TSQUERY)
        return func.ts_rank(weights, self.table.c.words, terms, 1)

    def _is(self, expression: str) -> ColumnElement[bool]:
        return self.table.c.words.op("@@", is_comparison=True)(cast(literal(expression, TextType), TSQUERY))


FULL_TEXTS: Mapping[str, FullText] = {"sqlite": Fts5(), "postgresql": TsVector()}


def _forget(session: Session, full_text: FullText, record_ids: Iterable[int]) -> None:
    forget = delete(full_text.table).where(full_text.record_id == bindparam("of_record"))
    session.connection().execute(forget, [{"of_record": record_id} for record_id in record_ids])


def _indexed(body: str) -> list[str]:
    return words_of(body[:_MOST_LETTERS])


def _mark(field: str, value: str) -> str:
    # A digest: whatever signs the value has, the mark is one word to both indexes.
    return _FILED + blake2s(f"{field}:{fold(value)}".encode(errors="replace"), digest_size=8).hexdigest()


def _wanted(query: Query) -> Iterator[list[str]]:
    """Groups of marks; a record must have one of each."""
    for field in dict.fromkeys(field for field, _ in query.filters):
        marks = [_mark(field, value) for name, value in query.filters if name == field]
        yield from ([mark] for mark in marks) if field in MANY else [marks]
    if not query.terms and not query.filters:
        # Every record has a kind; an index cannot begin with what is not there.
        yield [_mark("kind", "signature"), _mark("kind", "postmortem")]


def _unwanted(query: Query) -> list[str]:
    return [_mark(field, value) for field, value in query.not_filters]


def _fts5_term(term: Term) -> str:
    phrase = f'"{" ".join(term.words)}"'
    # The word itself counts twice, so that it comes before those that only begin with it.
    return f"({phrase} OR {phrase} *)" if term.prefix else phrase


def _ts_vector(text: Text) -> str:
    title, body = words_of(text.title), _indexed(text.body)
    # A gap between title and text, so that no phrase runs from one into the other.
    positions = [*_positions(title, 1, "A"), *_positions(body, len(title) + 2, "")]
    of_title = _positions([_OF_TITLE + word for word in title], 1, "C")
    return " ".join([*positions, *of_title, *(_mark(*pair) for pair in text.filed)])


def _positions(words: Iterable[str], first: int, weight: str) -> Iterable[str]:
    return (f"{word}:{min(place, _LAST_POSITION)}{weight}" for place, word in enumerate(words, first))


def _ts_terms(query: Query, sign: str = "") -> str:
    terms = (_ts_term(term, sign) for term in query.terms)
    return f"({(' | ' if query.any_term else ' & ').join(terms)})"


def _ts_term(term: Term, sign: str = "") -> str:
    phrase = " <-> ".join(sign + word for word in term.words)
    return f"(({phrase}) | ({phrase}:*))" if term.prefix else f"({phrase})"
