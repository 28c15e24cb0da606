"""What somebody typed into the search box, taken apart.  Nothing that can be typed is an error."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

FIELDS = ("kind", "status", "severity", "service", "tag")

# A search box takes a phrase, not a log; what is pasted beyond this is not looked for.
MOST_TERMS = 32
MOST_WORDS = 32

_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(r'(?:(?P<field>\w+):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))')
_QUOTES = str.maketrans({"\N{LEFT DOUBLE QUOTATION MARK}": '"', "\N{RIGHT DOUBLE QUOTATION MARK}": '"'})
_LONGEST_WORD = 64


@dataclass(frozen=True, slots=True)
class Term:
    """Words that follow each other; with *prefix*, the last one may go on."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for: all the terms (or, with *any_term*, at least one), among the records that pass the filters.

    A filter is (field, value).  A record has one status, severity and kind, so of several filters on these one must
    hold; it may have many services and tags, so all of those must.
    """

    terms: tuple[Term, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    any_term: bool = False


def parse_query(text: str, filters: Iterable[tuple[str, str]] = ()) -> Query:
    """The query that *text* means: words, ``"phrases"``, ``prefix*`` and filters such as ``service:api``.

    *filters* are put before those of the text.
    """
    terms: list[Term] = []
    filters = list(filters)
    for part in _PART.finditer(text.translate(_QUOTES)):
        field = (part["field"] or "").lower()
        value = part["bare"] if part["quoted"] is None else part["quoted"]
        if field in FIELDS and value.strip():
            filters.append((field, value.strip()))
        else:
            terms.append(_term(part[0]))
    found = tuple(term for term in terms if term.words)
    return Query(found[:MOST_TERMS], tuple(dict.fromkeys(filters))[:MOST_TERMS])


def any_of(words: list[str] | tuple[str, ...]) -> Query:
    """The query for records that have at least one of *words*, the more the better."""
    terms = (Term(tuple(words_of(word)[:MOST_WORDS])) for word in dict.fromkeys(words))
    return Query(tuple(term for term in terms if term.words)[:MOST_TERMS], any_term=True)


def words_of(text: str) -> list[str]:
    """The words of *text* as the index knows them: letters and digits, without case and accents."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return [word[:_LONGEST_WORD] for word in _WORD.findall(text.casefold())]


def _term(typed: str) -> Term:
    return Term(tuple(words_of(typed)[:MOST_WORDS]), prefix=typed.endswith("*"))
