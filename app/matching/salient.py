"""What stands out in a log: the lines that look like a failure, whether or not a signature describes them."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.logs import Level, Log, entry_at, grade
from app.matching.engine import Engine
from app.matching.generalise import generalise
from app.matching.mentions import mention
from app.matching.patterns import compile_regex

# Words by which software of any kind says that something failed.  Each has a literal, so that one scan finds them.
_WORDS = compile_regex(
    r"\b(?:errors?|err!|fatal|exceptions?|panic(?:ked)?|traceback|fail(?:ed|ure|s|ing)?|critical|severe|crash(?:ed)?|"
    r"emerg|abort(?:ed|ing)?|denied|refused|cannot|can't|could not|couldn't|unable to|timed out|timeout|killed|"
    r"not found|no such|invalid|unreachable|segfault|deadlock)\b"
    r"|[a-z](?:Error|Exception|Failure)\b",
    ignore_case=True,
)
# At most so many candidate lines are looked at, from both ends of the log.
LOOKED_AT = 2000
SHOWN = 8

_HARMLESS = re.compile(
    r"\b(?:no|0|zero|without|any) (?:errors?|failures?|failed)\b|\b(?:errors?|failures?|failed|timeouts?)\w*[\"']?\s*[=:]\s*"
    r"[\"']?(?:0(?:\.0+)?%?\b|none|null|false|\[\])|\bif (?:it |this )?fail|\berror[-_ ](?:log|page|rate|handler|report)",
    re.IGNORECASE,
)
_GRAVE = re.compile(
    r"(?<![/\w.-])(?:error|fatal|panic|exception|critical|traceback|severe|emerg|crash)|\w(?-i:Error|Exception)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Failing:
    """A line that looks like a failure; *shape* is its text generalised."""

    line: int
    text: str
    shape: str


class FailureFinder:
    """Finds lines that look like failures.  Belongs to one thread."""

    def __init__(self, *, hyperscan_allowed: bool = True) -> None:
        self._engine = Engine([_WORDS], hyperscan_allowed=hyperscan_allowed)

    def failing(self, log: Log) -> list[Failing]:
        """The lines that look like a failure, in order, one for each stack trace."""
        found: dict[int, Failing] = {}
        for line in _ends(self._engine.search(log).get(0, ())):
            entry = entry_at(log, line)
            if line in entry.quoted:
                continue
            told = entry.innermost if entry.innermost is not None else line
            text = log.line(told)[:2000].strip()
            if told not in found and _fails(log, told, text, in_trace=entry.language is not None):
                found[told] = Failing(told, text, generalise(text))
        return [found[line] for line in sorted(found)]


def by_shape(failing: Iterable[Failing]) -> list[tuple[Failing, int]]:
    """The first line of each shape with how many there are: the gravest and the most particular first, cut short."""
    groups: dict[str, list[Failing]] = {}
    for line in failing:
        groups.setdefault(line.shape, []).append(line)
    ordered = sorted(groups.values(), key=lambda group: (not _GRAVE.search(group[0].text), group[0].line))
    return sorted(((group[0], len(group)) for group in ordered[:SHOWN]), key=lambda pair: pair[0].line)


def shape_of(failing: Iterable[Failing]) -> str | None:
    """One short digest for logs that fail alike; None where nothing fails."""
    shapes = sorted({line.shape for line, _ in by_shape(failing)})
    return hashlib.sha256("\n".join(shapes).encode()).hexdigest()[:16] if shapes else None


def rare_words(texts: Iterable[str]) -> tuple[str, ...]:
    """Words worth searching similar records with, longest first: names of errors, modules, things."""
    words = {word.strip(".:-_") for text in texts for word in re.findall(r"[A-Za-z][\w.:-]{3,}", text)}
    return tuple(
        sorted((word for word in words if word.lower() not in _EVERYDAY), key=lambda word: (-len(word), word))
    )[:24]


_EVERYDAY = frozenset(
    [
        "error",
        "errors",
        "fatal",
        "info",
        "warning",
        "warn",
        "debug",
        "critical",
        "failed",
        "failure",
        "exception",
        "traceback",
        "most",
        "recent",
        "call",
        "last",
        "line",
        "file",
        "module",
        "from",
        "with",
        "this",
        "that",
        "have",
        "been",
        "will",
        "would",
        "could",
        "should",
        "cannot",
        "while",
        "when",
        "where",
        "there",
        "their",
        "into",
        "after",
        "before",
        "true",
        "false",
        "none",
        "null",
        "time",
        "date",
        "level",
        "message",
        "service",
        "server",
        "client",
        "start",
        "started",
        "starting",
        "stop",
        "stopped",
        "exit",
        "code",
        "status",
        "request",
        "response",
    ]
)


def _ends(lines: Iterable[int]) -> list[int]:
    listed = [int(line) for line in lines]
    if len(listed) <= LOOKED_AT:
        return listed
    return listed[: LOOKED_AT // 2] + listed[-LOOKED_AT // 2 :]


def _fails(log: Log, line: int, text: str, *, in_trace: bool) -> bool:
    level = grade(log, line)
    if _HARMLESS.search(text) or mention(log, line, text, _span(text), quoted=False):
        return False
    if level is not None:
        return level >= Level.ERROR or (level == Level.WARNING and bool(_GRAVE.search(text)))
    return in_trace or bool(_GRAVE.search(text)) or bool(_PLAIN.search(text))


# Without a level, these forms alone make a line a failure: "thing: cannot ...", "... failed", "... denied".
_PLAIN = re.compile(
    r"(?:^|[:\]] ?)(?:cannot|can't|could not|couldn't|unable to|failed|no such)\b|(?<![/\w.-])(?:failed|denied|refused|killed|not found"
    r"|timed out|unreachable|aborted|deadlock|segfault)\b",
    re.IGNORECASE,
)


def _span(text: str) -> tuple[int, int]:
    found = _GRAVE.search(text) or _PLAIN.search(text)
    return found.span() if found else (0, len(text))
