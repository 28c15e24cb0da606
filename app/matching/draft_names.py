"""What a drafted signature is called: its title, id and tags, from the words of the log."""

import re
from collections.abc import Collection, Sequence

from app.logs import Entry
from app.matching.pattern_drafts import draft_pattern

# So much of a line is drafted from.
LONGEST_LINE = 1000
_LONGEST_TITLE, _LONGEST_ID = 80, 60
_LEAST_WORDS = 3

_PREFIX = re.compile(r"^(?:[\w.$:]*(?:Error|Exception)|panic|fatal error|thread \S+ panicked at)(?:\W*\s|$)")
_PLACE = re.compile(r"[\"'`(\[<]?\{[^{}]*\}[\"'`)\]>]?")
_LOOSE_END = re.compile(r"(?:[\s,.;:=|/(…-]|\b(?:for|of|to|in|at|by|with|from|the|a|on|is|PID|url)$)+$")


def title_from(texts: Sequence[str]) -> str:
    """The message in words, without its values."""
    patterns = [draft_pattern(text[:LONGEST_LINE]) for text in texts]
    title = max((_said(pattern) for pattern in patterns), key=lambda said: len(said.split()))
    clauses = re.split(r"(?<=[:,;]) ", title)
    if title.endswith("…") and len(" ".join(clauses[:-1]).split()) >= _LEAST_WORDS:
        title = " ".join(clauses[:-1])
    if len(title) > _LONGEST_TITLE:
        title = title[:_LONGEST_TITLE].rsplit(" ", 1)[0]
    while (shorter := _LOOSE_END.sub("", title)) != title:
        title = shorter
    return title[:1].upper() + title[1:] or "Unknown failure"


def title_of(text: str) -> str:
    """What a line of a log says, as a title: without time, level and values."""
    return title_from([text])


def _said(pattern: str) -> str:
    """A pattern as a sentence: three dots for what varies, and no name of an exception where more is said."""
    plain = _PLACE.sub("…", pattern.replace("{{", " ").replace("}}", " "))
    said = _PREFIX.sub("", re.sub(r"^Caused by: ", "", plain)).strip()
    return " ".join((said if re.search(r"[A-Za-z]{3}", said) else plain).split())


def free_id(title: str, taken: Collection[str]) -> str:
    """An id made of a title, none of those *taken*."""
    words = re.findall(r"[a-z0-9]+", title.lower())
    base = "-".join(words)[:_LONGEST_ID].rsplit("-", 1)[0] if len("-".join(words)) > _LONGEST_ID else "-".join(words)
    base = base or "unknown-failure"
    number = 1
    name = base
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


_SOFTWARE = (
    "postgres|postgresql|mysql|mariadb|mongodb|redis|kafka|rabbitmq|elasticsearch|nginx|apache|docker|kubernetes|containerd"
    "|terraform|ansible|helm|npm|pip|maven|gradle|django|flask|celery|spring|hibernate|systemd|grpc|s3|sqlite|oracle"
)
_NAMED = re.compile(rf"\b(?:{_SOFTWARE})\b", re.IGNORECASE)


def tags_of(entry: Entry, text: str) -> tuple[str, ...]:
    """The language of a stack trace, and the software that a text names."""
    named = (found[0].lower() for found in _NAMED.finditer(text))
    return tuple(dict.fromkeys((*((entry.language,) if entry.language else ()), *named)))


def says_little(text: str) -> bool:
    """Whether it is hardly more than the name of an exception."""
    said = _PREFIX.sub("", re.sub(r"^\s*Caused by: ", "", text.strip()))
    return len([word for word in re.findall(r"[A-Za-z]{2,}", said) if word != "null"]) < _LEAST_WORDS
