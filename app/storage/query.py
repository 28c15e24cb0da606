"""What somebody typed into the search box, taken apart.  Nothing that can be typed is an error."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

FIELDS = (
    "kind",
    "status",
    "severity",
    "service",
    "tag",
    "team",
    "owner",
    "environment",
    "year",
    "author",
    "has",
    "role",
)
ALIASES = {"env": "environment"}

# A search box takes a phrase, not a log; what is pasted beyond this is not looked for.
MOST_TERMS = 32
MOST_WORDS = 32

# A last word of so many letters may still be on its way; a shorter one would begin half of all words.
LEAST_PREFIX = 3

_WORD = re.compile(r"[^\W_]+")
# A minus leaves out only where a word begins: "exit code -9" and "--force" are texts to find.
_PART = re.compile(r'(?P<minus>(?<!\S)-(?=[^\W\d_]|"))?(?:(?P<field>\w+):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))')
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_OPERATOR = re.compile(r"[a-zA-Z]{2,16}")
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
    hold; it may have many services and tags, so all of those must.  None of *not_terms* and *not_filters* may hold.
    *since* and *until* limit when an incident happened, the latter excluded.  *unknown* names the operators that were
    typed and do not exist; they were taken for words.
    """

    terms: tuple[Term, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    any_term: bool = False
    not_terms: tuple[Term, ...] = ()
    not_filters: tuple[tuple[str, str], ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    unknown: tuple[str, ...] = ()

    @property
    def selects(self) -> bool:
        """Whether it asks for anything besides a time."""
        return bool(self.terms or self.filters or self.not_terms or self.not_filters)


def parse_query(text: str, filters: Iterable[tuple[str, str]] = ()) -> Query:
    """The query that *text* means: words, ``"phrases"``, ``prefix*``, ``-without`` and filters such as ``service:api``.

    The last word may go on.  *filters* are put before those of the text.
    """
    parsed = _Parsed(list(filters))
    parts = list(_PART.finditer(text.translate(_QUOTES)))
    for part in parts:
        parsed.take(part, is_last=part is parts[-1])
    return Query(
        terms=tuple(parsed.terms[:MOST_TERMS]),
        filters=tuple(dict.fromkeys(parsed.filters))[:MOST_TERMS],
        not_terms=tuple(parsed.not_terms[:MOST_TERMS]),
        not_filters=tuple(dict.fromkeys(parsed.not_filters))[:MOST_TERMS],
        since=parsed.since,
        until=parsed.until,
        unknown=tuple(dict.fromkeys(parsed.unknown)),
    )


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


def fold(value: str) -> str:
    """The form in which two values of a filter are the same."""
    return value.strip().casefold()


class _Parsed:
    """What the parts of a text say, one after the other."""

    def __init__(self, filters: list[tuple[str, str]]) -> None:
        self.filters = filters
        self.terms: list[Term] = []
        self.not_terms: list[Term] = []
        self.not_filters: list[tuple[str, str]] = []
        self.since: datetime | None = None
        self.until: datetime | None = None
        self.unknown: list[str] = []

    def take(self, part: re.Match[str], *, is_last: bool) -> None:
        """Add what one part says."""
        name = (part["field"] or "").lower()
        value = (part["bare"] if part["quoted"] is None else part["quoted"]).strip()
        if self._is_filter(ALIASES.get(name, name), value, is_out=bool(part["minus"])):
            return
        if _OPERATOR.fullmatch(name) and value[:1].isalnum():
            self.unknown.append(name)
        typed = part[0].removeprefix(part["minus"] or "")
        is_open = is_last and part["quoted"] is None and not part["minus"]
        term = _term(typed, is_open=is_open)
        if term.words:
            (self.not_terms if part["minus"] else self.terms).append(term)

    def _is_filter(self, name: str, value: str, *, is_out: bool) -> bool:
        if name in FIELDS and value:
            (self.not_filters if is_out else self.filters).append((name, value))
            return True
        if name not in ("after", "before") or is_out or (moment := _moment(value)) is None:
            return False
        if name == "after":
            self.since = max(moment, self.since or moment)
        else:
            self.until = min(moment, self.until or moment)
        return True


def _moment(text: str) -> datetime | None:
    """The beginning of a year, month or day (UTC); None where *text* is none."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day = found.groups(default="1")
    try:
        return datetime(int(year), int(month), int(day), tzinfo=UTC)
    except ValueError:
        return None


def _term(typed: str, *, is_open: bool) -> Term:
    words = tuple(words_of(typed)[:MOST_WORDS])
    # After a mark the word is complete: somebody who types "foo." is past it.
    goes_on = is_open and bool(words) and len(words[-1]) >= LEAST_PREFIX and typed[-1].isalnum()
    return Term(words, prefix=typed.endswith("*") or goes_on)
