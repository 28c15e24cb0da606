"""The words by which records are called, so that a word nobody used can be traced to one that somebody did.

A word stays when the last record that has it goes: whoever proposes it looks first what it finds.
"""

from collections.abc import Iterable, Sequence
from threading import Lock

from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.storage.engine import Sessions
from app.storage.kinds import Filing
from app.storage.query import words_of
from app.storage.running import run
from app.storage.tables import LibraryRow, VocabularyRow

_AT_ONCE = 500
_LENGTHS = range(3, 25)
# "k8s" and "http2" are words, "4f9c20d1" is not.
_MOST_DIGITS = 2


class Vocabulary:
    """The words of one database, kept in memory until a record changes."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._lock = Lock()
        self._version: int | None = None
        self._words: tuple[str, ...] = ()

    def words(self) -> tuple[str, ...]:
        """All of them."""
        with self._sessions.read() as session:
            version = session.scalars(select(col(LibraryRow.version))).one()
            with self._lock:
                if version != self._version:
                    self._words = tuple(session.scalars(select(col(VocabularyRow.word))))
                    self._version = version
                return self._words


def learn_words(session: Session, filings: Iterable[Filing]) -> None:
    """Add the words that these records are called by."""
    words = sorted({word for filing in filings for text in filing.names for word in words_of(text) if _is_name(word)})
    known: set[str] = set()
    for some in _slices(words):
        known.update(session.scalars(select(col(VocabularyRow.word)).where(col(VocabularyRow.word).in_(some))))
    run(session, insert(VocabularyRow), [{"word": word} for word in words if word not in known])


def _is_name(word: str) -> bool:
    return len(word) in _LENGTHS and sum(map(str.isdigit, word)) <= _MOST_DIGITS


def _slices(words: Sequence[str]) -> Iterable[Sequence[str]]:
    return (words[start : start + _AT_ONCE] for start in range(0, len(words), _AT_ONCE))
