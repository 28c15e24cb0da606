"""Whether a failure was overcome: tests in order, from the run it belongs to, to how everything ended."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.logs import Level, Log, entry_at, grade, is_typed
from app.matching.recovery.events import came_about, is_event
from app.matching.recovery.passed_runs import passed
from app.matching.recovery.signs import (
    BACK,
    BACK_AGAIN,
    CAME_OFF,
    GIVEN_UP,
    GOING_ON,
    GOOD_END,
    OVER,
    RETRY,
    RETURN,
    STANDS,
    SUCCESS,
    WELL,
    has,
    is_trouble,
    succeeds,
)

# So far after the failure its success may stand, and so far from it a sign that it was tried again.
_REACH = 60
_BESIDE = 3
# So far after it more trouble belongs to it.
_AFTERMATH = 12
# A field of a record that was printed over several lines.
_FIELD = re.compile(rb"^\s+\"[\w.-]+\": ")
# So far above it what holds it may say that it is over.
_ABOVE = 30
_SEVERAL = 2
# Of so many lines at least, a word of so large a share is usual.
_ENOUGH = 4
_NEARLY_ALL = 0.9
_STEM = 7
_LONGEST = 2000

# A short name counts where it stands as the source of a message: "db: connected".
# The name of a field is no word of the message.
_WORD = re.compile(rb"[a-z][a-z-]{3,}(?![a-z-]|\w*(?:=|\\?\":))|\b[a-z]\w+(?=: )")
_ADDRESS = re.compile(
    rb"\b(\d{1,3}(?:\.\d{1,3}){3})(?:\)?(?::| port | )(\d{2,5})\b)?"
    rb"|\b([a-z][\w.-]*(?<!\.go)(?<!\.py)(?<!\.rb)(?<!\.js)(?<!\.ts)(?<!\.rs)(?<!\.cc)(?<!\.java)(?<!\.scala)):(\d{2,5})\b"
)
# A name of its own: of an object, a queue, a file; and what speaks.
_NAME = re.compile(rb"(?<![\w./:@-])(?=[\w./:@-]{0,200}[a-z])(?=[\w.:@-]{0,200}[./@-])[\w./:@-]{6,200}")
_SOURCE = re.compile(rb"(?<![\w.])[a-z][\w.-]{1,60}: ")
# Where in its source a program logs is no name.
_PLACE = re.compile(rb"\.(?:go|py|rb|js|ts|rs|java|scala|cc|cpp|cs|php|ex|kt)(?::\d+)*:? ?$")
# What so many lines name tells nothing.
_FEW = 8
_COMMON = frozenset(
    b"error warn warning info level time with from after attempt retry retrying failed connection connect seconds "
    b"succeeded successfully connected ready will again message msg err app server servers service services client request "
    b"requests host port http https tcp node container image data application worker process start started starting "
    b"listening system main java exception caused event cannot reach connect could kubelet pulled pulling normal warning".split()
)


@dataclass(frozen=True, slots=True)
class _Failure:
    """What is known of a failure on its own lines; *last* is the last of them."""

    last: int
    retried: bool
    warned: bool
    transient: bool


def overcome(log: Log, first: int, last: int, *, transient: bool = False) -> str | None:
    """Why the failure on lines *first* to *last* was overcome; None where nothing says so.

    A *transient* failure is one that passes by itself, so that nobody needs to say that it was tried again.
    """
    if passed(log, first, last):
        return "the test run that it belongs to passed"
    if is_event(log, first):
        return "the same operation succeeded later" if came_about(log, first) else None
    if _given_up(log, first, last):
        return None
    retried = _retried(log, first, last)
    success = SUCCESS if retried else BACK
    warned = _only_warned(log, first, last)
    if (retried or warned) and _succeeded(log, last, success):
        return "the same operation succeeded later"
    return (
        _over(log, first)
        or _answered(log, last)
        or _came_off(log, first, last, transient=transient)
        or _ended_well(log, _Failure(last, retried, warned, transient))
    )


def _given_up(log: Log, first: int, last: int) -> bool:
    near = range(max(0, first - _BESIDE), min(len(log), last + 1 + _AFTERMATH))
    return any(has(log, line, GIVEN_UP) for line in near)


def _retried(log: Log, first: int, last: int) -> bool:
    near = range(max(0, first - 1), min(len(log), entry_at(log, last).last + 1 + _BESIDE))
    return any(has(log, line, RETRY) for line in near)


def _only_warned(log: Log, first: int, last: int) -> bool:
    """Whether the failure was logged as a warning: a client that goes on trying does so without saying it."""
    levels = [level for line in (first, last) if (level := grade(log, line)) is not None]
    return Level.WARNING in levels and max(levels) == Level.WARNING


def _after(log: Log, last: int) -> range:
    """The lines after it that may tell how it ended: up to the next command of a session."""
    until = min(len(log), last + 1 + _REACH)
    typed = (line for line in range(last + 1, until) if is_typed(log, line))
    return range(last + 1, next(typed, until))


def _succeeded(log: Log, last: int, success: re.Pattern[bytes]) -> bool:
    """Whether a later line tells of success and speaks of the same thing, by its words or by its counter of attempts."""
    subject = _words(log, range(max(0, last - _BESIDE), last + 1)) - _usual(log, last)
    for line in _after(log, last):
        if succeeds(log, line, success):
            # The counter of attempts may be a field of the same record, which is the next line.
            told = range(line, min(len(log), line + 2))
            return bool(subject & _words(log, told)) or any(has(log, one, RETRY) for one in told)
    return False


def _answered(log: Log, last: int) -> str | None:
    """Why the other side is there again: a later line tells of success with the same address, and no trouble with it after."""
    addresses = _addresses(log, last)
    addresses |= {address.partition(b":")[0] for address in addresses}  # who answers may leave out the port
    named = [line for line in _after(log, entry_at(log, last).last) if addresses & _addresses(log, line)]
    told = next((line for line in reversed(named) if succeeds(log, line, BACK)), None)
    if told is not None and not any(is_trouble(log, line) for line in named if line > told):
        return "the same address answered later"
    return None


def _over(log: Log, first: int) -> str | None:
    """Why it is over: the printed record that holds the failure says so above it."""
    if not _FIELD.match(log.raw(first)):
        return None
    above = range(max(0, first - _ABOVE), first)
    if any(has(log, line, OVER) for line in above) and not any(has(log, line, GOING_ON) for line in above):
        return "the record that holds it says that it is over"
    return None


def _came_off(log: Log, first: int, last: int, *, transient: bool) -> str | None:
    """Why the very thing came off: a later line says so of a name that the failure has, and few other lines have."""
    window = range(max(0, first - _BESIDE), _after(log, last).stop)
    often = Counter(name for line in window for name in _names(log, line))
    names = {name for name in _names(log, first) | _names(log, last) if often[name] <= _FEW}
    named = [line for line in _after(log, entry_at(log, last).last) if names & _names(log, line)]
    if (
        named
        and any(succeeds(log, line, CAME_OFF) or (transient and succeeds(log, line, BACK_AGAIN)) for line in named)
        and not any(is_trouble(log, line) for line in named)
    ):
        return "the same operation succeeded later"
    return None


def _ended_well(log: Log, failure: _Failure) -> str | None:
    """Why all was well in the end: what had been away returned, or all went well without trouble after."""
    last = failure.last
    after = _after(log, entry_at(log, last).last)
    trouble = max((line for line in after if is_trouble(log, line)), default=last)
    if trouble - after.start >= _AFTERMATH:
        return None
    calm = [line for line in after if line > trouble]
    returned = next((line for line in calm if has(log, line, RETURN)), None)
    # What was away is named by the failure, or by the trouble that came of it.
    named = range(max(0, last - _BESIDE), returned or 0)
    if returned is not None and _words(log, named) & _words(log, range(returned, returned + 1)):
        return "what had been away returned"
    ended = failure.retried and any(has(log, line, GOOD_END) for line in calm)
    if ended and (failure.transient or _told_of(log, last, calm, WELL)):
        return "it was tried again, and all ended well"
    return _went_well(log, failure, calm)


def _went_well(log: Log, failure: _Failure, calm: list[int]) -> str | None:
    """Why all went well after it, as several lines say: of the whole, or one of them of what had failed."""
    tried = failure.retried or (failure.warned and failure.transient)
    if tried and _several(log, calm, WELL) and _told_of(log, failure.last, calm, WELL):
        return "all went well after it"
    if failure.transient and _several(log, calm, STANDS) and _told_of(log, failure.last, calm, STANDS):
        return "it passes by itself, and what it is about stands again"
    return None


def _several(log: Log, lines: Iterable[int], success: re.Pattern[bytes]) -> bool:
    return sum(succeeds(log, line, success) for line in lines) >= _SEVERAL


def _told_of(log: Log, last: int, lines: Iterable[int], success: re.Pattern[bytes]) -> bool:
    """Whether one of the lines that tell of success has a telling word, a name or an address of the failure."""
    near = range(max(0, last - _BESIDE), last + 1)
    words = _words(log, near) - _usual(log, last)
    things = set().union(*(_names(log, line) | _addresses(log, line) for line in near))
    return any(
        succeeds(log, line, success)
        and (words & _words(log, range(line, line + 1)) or things & (_names(log, line) | _addresses(log, line)))
        for line in lines
    )


def _usual(log: Log, last: int) -> set[bytes]:
    """The words of nearly all lines around: they tell nothing.  None where there are few lines."""
    window = range(max(0, last - _BESIDE), min(len(log), last + 1 + _AFTERMATH))
    often = Counter(word for line in window for word in _words(log, range(line, line + 1)))
    return {word for word, count in often.items() if len(window) >= _ENOUGH and count >= len(window) * _NEARLY_ALL}


def _addresses(log: Log, line: int) -> set[bytes]:
    """Addresses with their ports; one that no port is said of counts alone."""
    found = [(ip or host, port or of_host) for ip, port, host, of_host in _ADDRESS.findall(log.raw(line)[:_LONGEST])]
    ported = {host for host, port in found if port}
    return {host + b":" + port if port else host for host, port in found if port or host not in ported}


def _names(log: Log, line: int) -> set[bytes]:
    raw = log.raw(line)[:_LONGEST]
    named = {name.rstrip(b".:") for name in _NAME.findall(raw)} | set(_SOURCE.findall(raw))
    return {name for name in named if not _PLACE.search(name)}


def _words(log: Log, lines: range) -> set[bytes]:
    """The telling words of some lines, cut to their stems: postgres is postgresql."""
    words = {word.strip(b"-") for line in lines for word in _WORD.findall(log.raw(line)[:_LONGEST].lower())}
    return {word[:_STEM] for word in words - _COMMON}
