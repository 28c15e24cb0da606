"""Draft a signature from a log that nobody has described: what stands out, with holes for what varies.

A draft must find its own log, and no ordinary line: it is narrowed until it does so.
"""

import math
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from app.logs import Entry, Level, Log, entry_at, grade, read
from app.matching.background import ordinary_lines
from app.matching.diagnosis import Finding
from app.matching.draft_names import LONGEST_LINE, free_id, says_little, tags_of, title_from
from app.matching.holding import Conditions
from app.matching.matcher import Matcher
from app.matching.pattern_drafts import NAMES, PLACES, draft_pattern
from app.matching.patterns import PatternFault, compile_line
from app.matching.salient import Failing, FailureFinder
from app.matching.signature import Condition, Example, Line, Signature, Window
from app.matching.signature import Sequence as InOrder
from app.matching.varying import Kind, message_of

ORDINARY_LINES = 2000
# A text of this specificity (units of `atoms.rarity`) says by itself which failure it is.
PARTICULAR = 7.0
# Lines of a failure that a draft takes together, and how far from each other they may be printed.
MOST_LINES = 3
NEARBY = 3
LEAST_WINDOW = 5
LOOKED_AT = 60
_EXAMPLE_LINES = 12
_QUIET_LINES = 5

# What follows from a failure, and hardly says which one it was.
CONSEQUENCE = re.compile(
    r"\bexit(?:ed|ing)?\b|\bshut(?:ting)? ?down|\brestart|\bback-?off\b|\bprobe failed|\bterminat|\bstopp(?:ed|ing)\b|\bgiving up\b"
    r"|\bprocess completed\b|\bmarked? (?:as )?failed|\bnot ready\b|\bunhealthy\b|\baborting\b|\bSee above\b",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(r"\b[A-Z]\w*(?:Error|Exception)\b|^panic: ")
_DETAIL = re.compile(r"\s*(?:DETAIL|HINT|REASON|Reason|Details?|Cause|Caused by|caused by|note|because)\b\s*:")
_FRAME = re.compile(r"\s*(?:at |File \"|\.\.\. \d+ more|goroutine |from .*:\d+:in |\d+: |[~^]+\s*$)|\s*$")


@dataclass(frozen=True, slots=True)
class _Told:
    """The lines of a log that tell of one failure, in their order; *main* tells most, *entry* is its record."""

    lines: tuple[int, ...]
    entry: Entry
    main: int


def draft(log: Log, *, taken: Collection[str] = ()) -> Signature | None:
    """A signature for what failed in a masked log, its id none of those *taken*; None for a log without text."""
    failing = FailureFinder().failing(log)
    told = _told(log, failing)
    if told is None:
        return None
    trials = (_signature(log, told, keep, taken) for keep in _KEPT)
    drafted = next((one for one in trials if one and _fits(one, log, failing)), None)
    drafted = drafted or _signature(log, told, PLACES | {"number", "id"}, taken)
    return drafted and _with_examples(drafted, log, told, failing)


# From what says least of the one log to what says most.
_KEPT: tuple[frozenset[Kind], ...] = (frozenset(), NAMES, PLACES)


def _told(log: Log, failing: Sequence[Failing]) -> _Told | None:
    candidates = [*failing[:LOOKED_AT], *failing[LOOKED_AT:][-LOOKED_AT:]] or _last_line(log)
    if not candidates:
        return None
    counts: dict[str, int] = {}
    for line in failing:
        counts[line.shape] = counts.get(line.shape, 0) + 1
    first = candidates[0].line
    best = max(candidates, key=lambda one: (_weight(log, one, counts.get(one.shape, 1), first), -one.line))
    entry = entry_at(log, best.line)
    lines = {best.line, *_rest_of_message(log, best.line, entry)}
    if len(lines) == 1 and (_specificity(log.line(best.line)) < PARTICULAR or says_little(best.text)):
        lines |= {*_beside(best, failing), *entry.messages[:1]} if entry.language is None else {*entry.messages[:1]}
    return _Told(tuple(sorted(lines)[:MOST_LINES]), entry, best.line)


def _last_line(log: Log) -> list[Failing]:
    """Where nothing looks like a failure, the last thing that was said."""
    said = next((line for line in reversed(range(len(log))) if log.raw(line).strip()), None)
    return [] if said is None else [Failing(said, log.line(said), "")]


def _weight(log: Log, line: Failing, count: int, first: int) -> float:
    """How well a line tells which failure it is."""
    entry = entry_at(log, line.line)
    level = grade(log, line.line) or grade(log, entry.first)
    return (
        2.0 * (entry.language is not None)
        + (1.0 if level is not None and level >= Level.ERROR else 0.0)
        + (0.5 if level is not None and level >= Level.CRITICAL else 0.0)
        + 1.0 * bool(_EXCEPTION.search(line.text))
        + 3.0 * min(1.0, _specificity(line.text) / (2 * PARTICULAR))
        - 3.0 * bool(CONSEQUENCE.search(line.text))
        + 0.5 * (line.line == first)
        + 0.1 * math.log2(count)
    )


def _specificity(text: str) -> float:
    try:
        return compile_line(draft_pattern(text[:LONGEST_LINE])).specificity
    except PatternFault:
        return 0.0


def _rest_of_message(log: Log, line: int, entry: Entry) -> Iterator[int]:
    """The lines in which the same message goes on: in one record, indented, or called its details."""
    for following in range(line + 1, min(len(log), line + 1 + NEARBY)):
        text = log.line(following)
        belongs = not entry.language and following <= entry.last
        is_detail = _DETAIL.match(message_of(text)) is not None
        if _FRAME.match(text) or CONSEQUENCE.search(text) or not (belongs or is_detail or _goes_on(log, following)):
            return
        yield following


def _goes_on(log: Log, line: int) -> bool:
    """Whether a line, or the next one, is indented as what belongs to a message above it."""
    texts = [log.line(at) for at in range(line, min(len(log), line + 2))]
    return any(re.match(r"  +\S|\t\S", text) and not _FRAME.match(text) for text in texts)


def _beside(line: Failing, failing: Sequence[Failing]) -> Iterator[int]:
    for other in failing:
        is_near = 0 < abs(other.line - line.line) <= NEARBY
        if is_near and other.shape != line.shape and not CONSEQUENCE.search(other.text):
            yield other.line


def _signature(log: Log, told: _Told, keep: frozenset[Kind], taken: Collection[str]) -> Signature | None:
    condition = _condition(log, told.lines, keep)
    if condition is None:
        return None
    texts = [log.line(line) for line in told.lines]
    main = log.line(told.main)
    title = title_from(texts if says_little(main) else [main])
    effect = all(CONSEQUENCE.search(text) for text in texts)
    return Signature(
        id=free_id(title, taken),
        title=title,
        match=(condition,),
        role="effect" if effect else "cause",
        status="draft",
        tags=tags_of(told.entry, " ".join(texts)),
    )


def _condition(log: Log, lines: Sequence[int], keep: frozenset[Kind]) -> Condition | None:
    drafts = [(line, draft_pattern(log.line(line)[:LONGEST_LINE], keep=keep)) for line in lines]
    parts = [(line, Line(pattern)) for line, pattern in drafts if _is_pattern(pattern)]
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0][1]
    window = max(LEAST_WINDOW, 2 * (parts[-1][0] - parts[0][0]))
    return InOrder(tuple(part for _, part in parts), Window(lines=window))


def _is_pattern(pattern: str) -> bool:
    try:
        return bool(pattern) and compile_line(pattern).specificity > 0
    except PatternFault:
        return False


def _fits(signature: Signature, log: Log, failing: Sequence[Failing]) -> bool:
    """Whether it is found in its log, in what failed there, and in no ordinary line."""
    found = _finding(signature, log)
    if found is None or found.strength == "possible":
        return False
    conditions = Conditions([signature])
    places = [place for held in conditions.holding(log).values() for part in held.values() for place in part]
    loud = {line.line for line in failing}
    quiet = [place for place in places if _is_quiet(log, place.first) and place.first not in loud]
    return not (quiet and failing) and not conditions.holding(ordinary_log())


def _finding(signature: Signature, log: Log) -> Finding | None:
    matcher = Matcher([replace(signature, status="active")], hyperscan_allowed=False)
    return next(iter(matcher.diagnose(log).findings), None)


def _is_quiet(log: Log, line: int) -> bool:
    level = grade(log, line)
    return level is not None and level <= Level.NOTICE


@cache
def ordinary_log() -> Log:
    """A log of healthy software, the same each time."""
    text = "\n".join(ordinary_lines(ORDINARY_LINES, seed=1))
    return read(text.encode(), limit=len(text) * 4)


def _with_examples(signature: Signature, log: Log, told: _Told, failing: Sequence[Failing]) -> Signature:
    positive = "\n".join(log.line(line)[:LONGEST_LINE] for line in _around(log, told))
    found = _finding(signature, read(positive.encode(), limit=1 << 20))
    captures = tuple(found.captures.items()) if found else ()
    examples = (Example(positive, captures=captures), Example(_healthy(log, signature, failing), matches=False))
    return replace(signature, examples=examples)


def _around(log: Log, told: _Told) -> list[int]:
    """The lines of the failure with a few around them; of a long trace, its head and the lines that tell."""
    first, last = min(told.entry.first, *told.lines), max(told.entry.last, *told.lines)
    if last - first >= _EXAMPLE_LINES:
        kept = {first, first + 1, *(line + step for line in told.lines for step in (-1, 0, 1))}
        return sorted(line for line in kept if first <= line <= last)
    return [line for line in range(max(0, first - 2), min(len(log), last + 2)) if log.raw(line).strip()]


def _healthy(log: Log, signature: Signature, failing: Sequence[Failing]) -> str:
    """Lines of the same log in which nothing failed; ordinary ones where it has none."""
    near = {line.line + step for line in failing for step in (0, 1)}
    calm = (line for line in range(min(len(log), 500)) if line not in near and _is_quiet(log, line))
    lines = [log.line(line)[:LONGEST_LINE] for line, _ in zip(calm, range(_QUIET_LINES), strict=False)]
    text = "\n".join(lines)
    if lines and _finding(signature, read(text.encode(), limit=1 << 20)) is None:
        return text
    return "\n".join(ordinary_lines(_QUIET_LINES, seed=2))
