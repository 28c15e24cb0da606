"""How grave a line calls itself: in the words of loggers, tools and numbers of JSON records."""

import re

from app.logs.log import Level

# What a line calls itself stands at its start; what comes later is part of what it says.
_REACH = 120
_WORDS_BEFORE = 2

_BY_WORD = {
    Level.TRACE: "trace finest finer silly verbose vrb trce",
    Level.DEBUG: "debug dbug dbg debg fine debug1 debug2 debug3 debug4 debug5 debu config",
    Level.INFO: "info information informational inf log default statement detail hint context system note",
    Level.NOTICE: "notice",
    Level.WARNING: "warning warn wrn",
    Level.ERROR: "error err eror severe fail failed erro",
    Level.CRITICAL: "critical crit crt alert dpanic",
    Level.FATAL: "fatal ftl emerg emergency panic pani fata",
}
_LEVELS = {word: level for level, words in _BY_WORD.items() for word in words.split()}

# bunyan and pino: 10 to 60; syslog and journald: 0 to 7, most grave first
_BUNYAN = (Level.TRACE, Level.DEBUG, Level.INFO, Level.WARNING, Level.ERROR, Level.FATAL)
_SYSLOG = (
    Level.FATAL,
    Level.CRITICAL,
    Level.CRITICAL,
    Level.ERROR,
    Level.WARNING,
    Level.NOTICE,
    Level.INFO,
    Level.DEBUG,
)
# Written alone, a letter is a level in the JSON records of MongoDB and in the header of klog.
_LETTERS = {"D": Level.DEBUG, "I": Level.INFO, "W": Level.WARNING, "E": Level.ERROR, "F": Level.FATAL}
_DIGITS = 3
_FIRST_BUNYAN, _LAST_BUNYAN = 10, 69

_UPPER = (
    "TRACE|FINEST|FINER|VERBOSE|DEBUG[1-5]?|INFO|INFORMATION|NOTICE|WARNING|WARN|ERROR|ERR|SEVERE|CRITICAL|CRIT|ALERT"
    "|FATAL|EMERG|PANIC|DPANIC|LOG|STATEMENT|DETAIL|HINT|CONTEXT|INF|WRN|DBG|FTL|VRB"
)
_LOWER = (
    "trace|debug|info|notice|warning|warn|error|err|severe|critical|crit|alert|fatal|emerg|panic|note|system"
    "|Trace|Debug|Info|Information|Notice|Warning|Warn|Error|Critical|Fatal|Note|System"
)
# At the very start of a line, in this order.
_AT_START: tuple[tuple[re.Pattern[str], Level | None], ...] = (
    (re.compile(r"(?P<klog>[IWEF])\d{4} \d\d:\d\d:\d\d"), None),
    (re.compile(r"\d+:[MSCX] \d\d \w{3} \d{4} [\d:.]+ # "), Level.WARNING),  # Redis
    (re.compile(r"\d+:[MSCX] \d\d \w{3} \d{4} [\d:.]+ \* "), Level.NOTICE),
    (re.compile(r"<(?P<syslog>\d{1,3})>"), None),
    (re.compile(r"##\[(?P<word>error|warning|debug|notice)\]"), None),
    (re.compile(r"::(?P<word>error|warning|debug|notice)[ :]"), None),
    (re.compile(r"(?:npm|gyp|lerna|node-pre-gyp) (?:ERR!|error)"), Level.ERROR),
    (re.compile(r"(?:npm|gyp|node-pre-gyp) (?:WARN|warn)"), Level.WARNING),
    (re.compile(r"panic:|fatal error:|thread '.{1,80}' panicked at"), Level.FATAL),
    (re.compile(r"(?P<word>trce|dbug|info|warn|fail|crit): "), None),
    (re.compile(rf"(?P<word>{_LOWER}|{_UPPER})(?:\[\w{{1,16}}\])?:"), None),
    (re.compile(r"(?P<word>Warning)\s{2,}"), None),
    (re.compile(r"(?:docker: )?Error (?:response )?from "), Level.ERROR),
    (re.compile(r"(?P<word>INFO|WARN|ERRO|FATA|DEBU|PANI)\[\d{4}\]"), None),
)
_FIELD = re.compile(
    r"(?<![\w.])\"?(?:log\.)?(?:level|lvl|severity|levelname)\"?\s?[=:]\s?[\"'\[]?(?P<word>[A-Za-z]{3,13})\b"
)
_BRACKETED = re.compile(rf"\[(?:[\w.-]{{1,40}}:)?\s?(?P<word>{_LOWER}|{_UPPER})\s{{0,4}}\]")
_STANDING = re.compile(rf"(?<![\w.=-])(?P<word>{_UPPER})(?![\w=.-])")
_HEADER = re.compile(r"\[[^\]]{0,80}\]|\([^)]{0,40}\)|\S*\d\S*|[\w.$-]*[./=][\w./$=-]*")
_WORD = re.compile(r"[A-Za-z]{2,}")


def level(text: str) -> Level | None:
    """The level that a line of text gives itself by one of the usual prefixes; None if it has none."""
    head = text[:_REACH]
    # Indented text belongs to something that began above: source code, a trace, a table.
    if head.startswith(("    ", "\t")):
        return None
    head = head.lstrip(" │|")
    for pattern, fixed in _AT_START:
        match = pattern.match(head)
        if match:
            return fixed if fixed is not None else _said(match)
    return _by_search(head)


def level_of(value: object) -> Level | None:
    """The level that a field of a JSON record holds: a word, or a number of bunyan, pino or syslog."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str):
        return _LETTERS.get(value) or _by_word(value.strip().lower())
    if isinstance(value, int) and not isinstance(value, bool):
        return _by_number(value)
    return None


def _by_word(word: str) -> Level | None:
    if word.isdecimal() and word.isascii():
        return _by_number(int(word[:_DIGITS]))
    # OpenTelemetry counts within a level: ERROR2.
    return _LEVELS.get(word) or _LEVELS.get(word.rstrip("0123456789"))


def _by_number(number: int) -> Level | None:
    if _FIRST_BUNYAN <= number <= _LAST_BUNYAN:
        return _BUNYAN[number // 10 - 1]
    return _SYSLOG[number] if 0 <= number < len(_SYSLOG) else None


def _said(match: re.Match[str]) -> Level | None:
    groups = match.groupdict()
    if groups.get("klog"):
        return _LETTERS[groups["klog"]]
    if groups.get("syslog"):
        return _SYSLOG[int(groups["syslog"]) % len(_SYSLOG)]
    return _LEVELS.get(groups["word"].lower())


def _by_search(head: str) -> Level | None:
    for pattern in (_FIELD, _BRACKETED, _STANDING):
        match = pattern.search(head)
        if match and (pattern is _FIELD or _in_header(head[: match.start()])):
            return _LEVELS.get(match["word"].lower())
    return None


def _in_header(before: str) -> bool:
    """Whether only what loggers print stands there: times, numbers, brackets and a word or two, but no sentence."""
    return len(_WORD.findall(_HEADER.sub(" ", before))) <= _WORDS_BEFORE
