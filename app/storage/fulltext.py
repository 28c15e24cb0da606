"""The two full-text indexes, FTS5 and tsvector, behind one face.

Words are separated and folded before either of them sees the text, so that both find the same records.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import (
    ARRAY,
    REAL,
    Column,
    ColumnElement,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    cast,
    delete,
    func,
    insert,
    literal,
    literal_column,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.orm import Session

from app.storage.query import Query, Term, words_of

# A title of five words says as much as a page; ten keeps it ahead of a text that repeats the word.
_TITLE_WEIGHT = 10.0

# tsvector holds at most 1 MiB.  This many letters stay below it whatever the words are; later text is not searchable.
_MOST_LETTERS = 300_000

# tsvector counts positions up to here.
_LAST_POSITION = 16_383


class FullText(Protocol):
    """A full-text index over the records."""

    table: Table

    @property
    def record_id(self) -> ColumnElement[int]:
        """The column that names the record."""

    def put(self, session: Session, texts: Mapping[int, tuple[str, str]]) -> None:
        """Index records by their title and body, in place of what was known of them."""

    def matches(self, query: Query) -> ColumnElement[bool]:
        """The condition that the terms of *query* are found.  It must have terms."""

    def score(self, query: Query) -> ColumnElement[float]:
        """How well they are found, more is better."""


class Fts5:
    """The index of SQLite."""

    table = Table("search_text", MetaData(), Column("rowid", Integer), Column("title", Text), Column("body", Text))
    _whole: ColumnElement[Any] = literal_column("search_text")

    @property
    def record_id(self) -> ColumnElement[int]:
        """The column that names the record."""
        return self.table.c.rowid

    def put(self, session: Session, texts: Mapping[int, tuple[str, str]]) -> None:
        """Index records by their title and body, in place of what was known of them."""
        _forget(session, self, texts)
        rows = [
            {"rowid": record_id, "title": " ".join(words_of(title)), "body": " ".join(_indexed(body))}
            for record_id, (title, body) in texts.items()
        ]
        session.connection().execute(insert(self.table), rows)

    def matches(self, query: Query) -> ColumnElement[bool]:
        """The condition that the terms of *query* are found."""
        expression = (" OR " if query.any_term else " AND ").join(_fts5_term(term) for term in query.terms)
        return self._whole.op("MATCH", is_comparison=True)(expression)

    def score(self, query: Query) -> ColumnElement[float]:  # noqa: ARG002 - FTS5 knows the query of its row
        """The negative of FTS5's figure, in which less is better."""
        return -func.bm25(self._whole, _TITLE_WEIGHT, 1.0)


class TsVector:
    """The index of PostgreSQL."""

    table = Table("search_text", MetaData(), Column("record_id", Integer), Column("words", TSVECTOR))

    @property
    def record_id(self) -> ColumnElement[int]:
        """The column that names the record."""
        return self.table.c.record_id

    def put(self, session: Session, texts: Mapping[int, tuple[str, str]]) -> None:
        """Index records by their title and body, in place of what was known of them."""
        _forget(session, self, texts)
        rows = [
            {"of_record": record_id, "vector": _ts_vector(words_of(title), _indexed(body))}
            for record_id, (title, body) in texts.items()
        ]
        words = cast(bindparam("vector", type_=Text), TSVECTOR)
        session.connection().execute(insert(self.table).values(record_id=bindparam("of_record"), words=words), rows)

    def matches(self, query: Query) -> ColumnElement[bool]:
        """The condition that the terms of *query* are found."""
        return self.table.c.words.op("@@", is_comparison=True)(_ts_query(query))

    def score(self, query: Query) -> ColumnElement[float]:
        """PostgreSQL's rank, divided by the logarithm of the length of the text."""
        weights = cast(literal(f"{{{1 / _TITLE_WEIGHT}, 0, 0, 1}}", Text), ARRAY(REAL))
        return func.ts_rank(weights, self.table.c.words, _ts_query(query), 1)


FULL_TEXTS: Mapping[str, FullText] = {"sqlite": Fts5(), "postgresql": TsVector()}


def _forget(session: Session, full_text: FullText, record_ids: Iterable[int]) -> None:
    forget = delete(full_text.table).where(full_text.record_id == bindparam("of_record"))
    session.connection().execute(forget, [{"of_record": record_id} for record_id in record_ids])


def _indexed(body: str) -> list[str]:
    return words_of(body[:_MOST_LETTERS])


def _fts5_term(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + (" *" if term.prefix else "")


def _ts_vector(title: Sequence[str], body: Sequence[str]) -> str:
    # A gap between title and text, so that no phrase runs from one into the other.
    return " ".join([*_positions(title, 1, "A"), *_positions(body, len(title) + 2, "")])


def _positions(words: Iterable[str], first: int, weight: str) -> Iterable[str]:
    return (f"{word}:{min(place, _LAST_POSITION)}{weight}" for place, word in enumerate(words, first))


def _ts_query(query: Query) -> ColumnElement[Any]:
    expression = (" | " if query.any_term else " & ").join(_ts_term(term) for term in query.terms)
    return cast(literal(expression, Text), TSQUERY)


def _ts_term(term: Term) -> str:
    return "(" + " <-> ".join(term.words) + (":*" if term.prefix else "") + ")"
