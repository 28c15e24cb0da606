"""Tell a line that only mentions a failure from one that is a failure: a passing test, a changelog, a help text.

An ordered table of tests; the first that applies gives its reason.  Each sees the text of the line and where in it the
signature matched.
"""

import re
from collections.abc import Callable

from app.logs.log import Log

Span = tuple[int, int]

# Of these, some are also names of programs and services: alone they begin a message as well as a commit subject.
_TYPES = r"(?:feat|fix|chore|refactor|revert|style)"
_SCOPED = r"(?:docs|tests?|perf|build|ci|release)"
_VERBS = r"(?:add|added|fix|fixed|fixes|handle|avoid|improve|stop|retry|raise|remove|bump|explain|ignore|catch|support)"

PASSING = re.compile(
    r"\bPASS(?:ED)?\b|[✓✔√]|^\s*ok \d+\b|\.\.\. ok\s*$|--- PASS|\bXFAIL\b|\bSKIPPED\b|\btest .* \.\.\. ok\b"
)
CHANGELOG = re.compile(
    rf"^\W*(?:[0-9a-f]{{7,40}} )?(?:\([^)]*\) )?(?:\*\*[\w /.-]+:\*\*|{_TYPES}(?:\([^)]*\))?!?:|{_SCOPED}\([^)]*\)!?:)\s"
    rf"|^(?:\s*[*•-]|[*|/\\ ]*[0-9a-f]{{7,40}}) {_SCOPED}!?:\s|^{_SCOPED}!?: (?:{_VERBS}\b(?! ?#?\d)|.*\(#\d+\)\s*$)"
    rf"|^\s*[*•-] {_VERBS}\b(?! ?#?\d)|^[*|/\\ ]*[0-9a-f]{{7,12}} (?:\([^)]*\) )?[\"']?{_VERBS}\b|^\s*[*-] \S.*\(#\d+\)\s*$",
    re.IGNORECASE,
)
HELP = re.compile(
    r"^\s*(?:-\w,? ?)?--[\w-]+(?:[ =]\[?[A-Z<\[|\w-]+\]?>?)?\s{2,}\S|^\s{2,}-\w\s{2,}\S|^Usage:", re.ASCII
)
EXAMPLE = re.compile(
    r"(?:for example|for instance|such as|e\.g\.|i\.e\.|looks? like|contains?|matching|pattern|grep)\W", re.IGNORECASE
)
# A prompt of a shell, a database or an interpreter, and what was typed at it; sudo and a traced shell repeat that.
TYPED = re.compile(
    r"^\s*(?:\[[^\]]*\]|\(\w+\)|\S+@\S+)?\s*\S*(?<![=-])[$#%>] .*\b(?:grep|rg|ag|awk|sed|echo|printf|git (?:commit|log))\b"
    r"|^(?:\([\w.-]+\) )?(?:\$|\[\w+@[^\]]*\] ?[$#%]|[\w.-]+@[\w.-]+[: ~]?[\w./~-]*[$#%>]|\w+[=-][#>]|(?:mysql|sqlite|MariaDB \[[^\]]*\]|[\d.]+:\d+(?:\[\d+\])?"
    r"|PS [A-Z]:[^>]*|irb\S*|>>)>|\.\.\.) \S|\bCOMMAND=/|^\++ (?:\[\[? |case |echo |printf |local |export |\w+=)"
)
# Escapes of regular expressions and holes of formats, in the text or right beside it.
TEMPLATE = re.compile(
    r"(?<!\\)\\(?:[dwsSWDb][+*{)]|[dws](?![\w\\:])|[.()\[\]^$?*+|])|\.[*+](?=[\s\"'/)(\\$|:]|$)|(?<![\w.])%[-.\d]*[sd]\b|%\{\w+|\(\?[:P<i]|\[\^.+?\]"
    r"|<(?:name|url|host|hostname|user|path|file|package|version|port|service|image|id|HOST|F-USER)>|[\"'](?:\u2026|\.\.\.)[\"']"
    r"|\{\{ ?\$(?:labels|value)"
)
# The JVM and V8 write the head of a crash report as lines that begin with "# ", CMake and journald theirs with "-- ".
COMMENT = re.compile(
    r"^(?:>\s*)?[+-]?\s*(?://|#(?!\s*(?:\d|java\.|SIG|EXCEPTION_|A fatal error|Fatal |Cannot|There is insufficient|Native memory|Internal Error"
    r"|Out of Memory|-XX))[ !]|/\*|\*/|<!--"
    r"|--\s+(?!Could |Check|Looking|Performing|Configuring|Found|Detecting|Unit |The (?:unit|\w+ compiler)|Subject:)[A-Za-z])"
)
REQUEST = re.compile(r'"(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (?P<path>\S+)(?: HTTP/[\d.]+)?"')
ZERO = re.compile(r"[\w.\"'`]*(?:\s*[=:]\s*\"?0(?:\.0+)?\"?(?: times)?|\s*\(0\)|\s{2,}0\s*$)(?=[\s,;)}\]|]|$)")
NONE_OF = re.compile(r"\b(?:0|no) (?:\w+ ){0,2}(?:for|of|with|matching) [\"'`]?$")
ADDRESS = re.compile(r"https?://[^\s'\"<>)\]]+")
METRIC = re.compile(r"^\w+(?:\{[^}]*\})? 0(?:\.0+)?(?: \d+)?$|^# (?:HELP|TYPE) ")
FOUND_IN_TEXT = re.compile(
    r"^(?!CMakeLists)[\w./-]+\.(?:md|rst|txt|adoc|html|feature)[:-]\d+[:-](?!(?:\d+:)? ?(?:fatal )?(?:error|warning)\b)|^[\w./-]+\.\w{1,5}[:-]\d+[:-]\s{2,}\S"
)
SOURCE = re.compile(
    r"^msg(?:id|str) |^[+-]?\s*(?:(?:if|elif|else if|while|for|return|raise|throw|assert|const|let|var|case|except|catch|static|until)\b"
    r"|\}|\w+ := |\w+ = (?!\w*(?:Error|Exception)\()).*(?:[{(;,]\s*$|:\s*$|\bin str\(|\.(?:[Cc]ontains|includes|match)\(|==|Errorf\(|\w(?:Error|Exception)\()"
    r"|^\s*raise \w[\w.]*\(|^[+-]\s{2,}\S|^\s*\d+\s{2,}\S.*[;{},]\s*$|\bgrep -\w*q|^\s*assert\b.*(?:==| in )"
)
PLANNED = re.compile(r"^\s*[+~-] [\w\".-]+\s+= ")
TABLE_ROW = re.compile(r"^\s*\|(?:[^|]+\|){2,}\s*$")
# A name that opens with a backtick and closes with a quote is a name, as Ruby, make and ld write it.
INLINE_CODE = re.compile(r"``[^`]+``|`(?![^`'\s]+')[^`]+`")
MARKUP = re.compile(r"<(?:p|li|td|code|dd|dt)>[^<]*$")
# A value that is stored or looked for.
SQL = re.compile(r"\b(?:INSERT INTO|VALUES ?\(|I?LIKE|WHERE\b.*[=~]|SET \w+ ?=)[^;]*'[^']*$", re.IGNORECASE)
# Without seconds: people write so, loggers do not.  What a logger wrote may be quoted in it.
CHAT = re.compile(
    r"^\s*(?:\[\d\d:\d\d\]|\d\d:\d\d)\s+[a-z][\w.-]*:\s|^<(?!none|nil|null|unknown|module|anonymous)[a-z]\w*>\s(?!> ?[\[\d])"
    r"|^#[a-z][\w-]*\s+\d\d:\d\d\s|^(?:Q|A|Question|Answer)\d*[:.]\s"
)
TICKET = re.compile(
    r"^(?:[A-Z]{2,8}-\d+\s+(?:Done|Open|Closed|Resolved|Todo|In progress)\s+\S|(?:Done|Open|Closed|Resolved|Todo)\s+#\d)|^Subject: |\[(?:RESOLVED|FIRING)\]"
)
ASKED = re.compile(
    r"\b(?:query|q|search|subject|comment|question|expected|expects?)[\"']?\s*[:=]?\s*[\"'][^\"']*$|\bwrote:? [\"'][^\"']*$"
)
GLOSSARY = re.compile(r"^\s+(?:E[A-Z]{3,}|\d{1,3})\s{2,}\S|^\s*E[A-Z]{3,}\s+\d{1,3}\s|^\s+[A-Z][A-Z0-9_]{3,}: ([\"']).*\1,\s*$")
QUOTATION = re.compile(r"^>\s{4,}\S")
# What follows a message that somebody explains or changed.
EXPLAINED = re.compile(
    r"[^\"'\u201d]{0,60}[\"'\u201d] (?:means?\b|(?:was|were|is) (?:wrong|removed|renamed|reworded|gone)\b"
    r"|is (?:printed|logged|shown|raised|reported) (?:when|if|where|twice)\b|(?:errors?|messages?|warnings?) (?:now|no longer)\b)"
)
# Words of their own: programs are called simulate-x and drill, and Istio injects sidecars.
SIMULATED = re.compile(
    r"(?<![\w./-])(?:simulat(?:ed|ing|es?)|pretend\w*)(?![\w./-]| annealing)|\b(?:chaos|drill|fault)\b.*\binjecting\b"
    r"|\binjecting (?:[\"'`]|an? |faults?\b|errors?\b|failures?\b)|\bwould inject\b",
    re.IGNORECASE,
)
# Plural, or with "on": a retryable error, and what is said after three retries, did happen.
LISTED = re.compile(
    r"\b(?:retr(?:y|ies)[ ._-]?(?:on|for|errors|codes|messages|exceptions|patterns)(?:\[\d+\])?|retr(?:y|i)able(?:[ _-]?(?:errors|exceptions|codes|status(?:es| codes)?))?"
    r"|record[ _-]?(?:errors|exceptions|failures)|ignor(?:e|ed|es|ing)(?:[ _-]?(?:errors|exceptions|failures|codes))?)[\"']?"
    r"\s*(?:[:=]?\s*[\[({][^\])}]*|: [\"']?(?:[\w/. ]+, ?)*)$"
    r"|(?<!not )\b(?:retry|retries|expected|allowed|handled|known)[\"']?\s*[:=]\s*[\[({][^\])}]*$",
    re.IGNORECASE,
)
# A field of a JSON record, which is read as a line of its own.
SETTING = re.compile(
    r"^[\w.-]*?(?:retry_?(?:on|errors|codes)|retr(?:y|i)able(?:_?(?:errors|exceptions|codes|status\w*))?|ignored?_?(?:errors|codes"
    r"|exceptions)): ",
    re.IGNORECASE,
)
RULE = re.compile(
    r"^\s*-?\s*(?:expr|alert|runbook|runbook_url|pattern|regex|match|message_pattern):\s"
    r"|\b(?:failregex|regex|pattern) ?= |^\s*(?:drop|keep|ignore|filter|exclude|include|match) ?= ?[\"'\[]"
    r"|\b(?:rate|increase|count|sum)(?: by ?\([^)]*\) ?)?\(.*\{.*=~?\""
)
TEST_NAME = re.compile(
    r"\b(?:test_\w+|\w+_test|Test[A-Z]\w+|should \w+|\w+\.(?:spec|test)\.[jt]sx?)\b|\b(?:it|test|describe)\([\"'`][^\"'`]*"
)


def mention(log: Log, line: int, text: str, span: Span, *, quoted: bool) -> str | None:
    """Why the line only mentions the failure; None where it states it.  *quoted*: it quotes source code."""
    if quoted:
        return "quotes source code in a stack trace"
    span = bare(text, span)
    for reason, applies in _TESTS:
        if applies(text, span):
            return reason
    return next((reason for reason, applies in _SURROUNDINGS if applies(log, line)), None)


def bare(text: str, span: Span) -> Span:
    """The span without the quotes, brackets and blanks that a pattern took along at either end."""
    first, last = span
    while first < last and not text[first].isalnum():
        first += 1
    while last > first and text[last - 1] in " \t\"'`<>,;:=(":
        last -= 1
    return (first, last) if first < last else span


def _within(pattern: re.Pattern[str]) -> Callable[[str, Span], bool]:
    def applies(text: str, span: Span) -> bool:
        return any(found.start() <= span[0] and span[1] <= found.end() for found in pattern.finditer(text))

    return applies


def _anywhere(pattern: re.Pattern[str]) -> Callable[[str, Span], bool]:
    return lambda text, _span: pattern.search(text) is not None


def _just_before(text: str, span: Span) -> bool:
    before = text[max(0, span[0] - 30) : span[0]]
    return EXAMPLE.search(before) is not None and text[span[0] - 1 : span[0]] in ('"', "'", "`", "“")


def _counts_zero(text: str, span: Span) -> bool:
    after = ZERO.match(text, span[1]) is not None or METRIC.match(text) is not None
    return after or NONE_OF.search(text[max(0, span[0] - 60) : span[0]]) is not None


def _in_a_list_of_settings(text: str, span: Span) -> bool:
    return LISTED.search(text[max(0, span[0] - 80) : span[0]]) is not None or SETTING.match(text) is not None


def _explained(text: str, span: Span) -> bool:
    return EXPLAINED.match(text, span[1]) is not None


def _requested_path(text: str, span: Span) -> bool:
    return any(found.start("path") <= span[0] and span[1] <= found.end("path") for found in REQUEST.finditer(text))


def _before(pattern: re.Pattern[str]) -> Callable[[str, Span], bool]:
    return lambda text, span: pattern.search(text[max(0, span[0] - 120) : span[0]]) is not None


def _has_holes(text: str, span: Span) -> bool:
    return TEMPLATE.search(text, max(0, span[0] - _HOLE), min(len(text), span[1] + _HOLE)) is not None


_HOLE = 12

_TESTS: tuple[tuple[str, Callable[[str, Span], bool]], ...] = (
    ("is a passing test", _anywhere(PASSING)),
    ("is a line of a changelog or a commit subject", _anywhere(CHANGELOG)),
    ("is a help text", _anywhere(HELP)),
    ("is a typed command that names it", _anywhere(TYPED)),
    ("is a rule that looks for it", _anywhere(RULE)),
    ("is a pattern or a template of it", _has_holes),
    ("is part of an address", _within(ADDRESS)),
    ("is the path of a request", _requested_path),
    ("is the name of a test", _within(TEST_NAME)),
    ("is a count of zero", _counts_zero),
    ("quotes it as an example", _just_before),
    ("is a line found in a text", _anywhere(FOUND_IN_TEXT)),
    ("is a setting that names it", _in_a_list_of_settings),
    ("is source code", _anywhere(SOURCE)),
    ("is a value of a plan", _anywhere(PLANNED)),
    ("quotes it as an example", _within(INLINE_CODE)),
    ("is a text with markup", _before(MARKUP)),
    ("is a message of a conversation", _anywhere(CHAT)),
    ("is the title of a ticket", _anywhere(TICKET)),
    ("is what somebody asked for", _before(ASKED)),
    ("is a value of a statement", _before(SQL)),
    ("explains a code", _anywhere(GLOSSARY)),
    ("explains the message", _explained),
    ("is quoted from a text", _anywhere(QUOTATION)),
    ("is simulated", _before(SIMULATED)),
)

_REACH = 15
_USAGE = re.compile(rb"^\s*(?:Usage:|usage:|Options:|OPTIONS|SYNOPSIS|Flags:)")
_INDENTED = re.compile(rb"^\s{4,}\S")
_BULLET = re.compile(rb"^\s*[-*\xe2]\S{0,2} \S")
_VERSION_HEADING = re.compile(
    rb"^#{1,4} .*(?:\d+\.\d+|[Cc]hangelog|[Rr]elease|[Uu]nreleased|[Bb]ug [Ff]ixes|[Ff]ixed|Changed|Added|Removed|Deprecated|Security)|^(?:What's new|Release notes)\b|^v?\d+\.\d+\.\d+\b"
)
_ITEM = re.compile(rb"^\s*- \S")
_RETRIED = re.compile(rb"^\s*[\w-]*(?:retr(?:y|ies)|ignore|expect|allow)[\w-]*:\s*$")
_HASH = re.compile(rb"^\s*#")
_NOT_OK = re.compile(rb"^\s*not ok\b")
_BAR = re.compile(rb"^\s*\|")
_FAILING_CELL = re.compile(r"\|\s*(?:fail\w*|error|warning|fatal|critical|\u274c|\u2717)\s*\|", re.IGNORECASE)
_ANY = re.compile(rb"^\s*\S")
# The columns of a list of tickets, articles or questions.
_TITLES = re.compile(
    rb"^(?=.*\b(?:TITLE|SUMMARY|SUBJECT|ARTICLE|QUESTION)\b)\s*(?:[A-Z#][A-Z_#]*(?: [A-Z]+)?(?:\s+|$))+$"
    rb"|^(?=.*\b(?:title|summary|subject|article|question|sample|phrase|text)\b)\s*\|?\s*[a-z_0-9]+\s*(?:\|\s*[a-z_0-9]+\s*)+\|?\s*$"
)
_NAME_OF_ERROR = re.compile(rb"^\s+E[A-Z]{3,}(?:\s|$)")
_DRAWN = re.compile(rb"^\s*\+[-=+]+\+\s*$")
_NEAR = 8
_DESCRIPTION = re.compile(rb"^\s*-?\s*(?:description|summary|message):\s")
_ALERT = re.compile(rb"^\s*-?\s*(?:alert|expr):\s")
_COMMIT = re.compile(rb"^(?:commit [0-9a-f]{7,40}\b|Author: |Date:  )")


def _under(log: Log, line: int, body: re.Pattern[bytes], heading: re.Pattern[bytes]) -> bool:
    """Whether the line has the form of *body* and follows a *heading*, with only such lines and blank ones between."""
    if not body.match(log.raw(line)):
        return False
    for above in range(line - 1, max(-1, line - 1 - _REACH), -1):
        raw = log.raw(above)
        if heading.match(raw):
            return True
        if raw.strip() and not body.match(raw) and not raw[:1].isspace():
            return False
    return False


def _comment(log: Log, line: int) -> bool:
    """Whether the line is a comment; what TAP writes so below a test that failed says why it did."""
    return COMMENT.search(log.line(line)) is not None and not _under(log, line, _HASH, _NOT_OK)


def _row(log: Log, line: int) -> bool:
    """Whether the line is a row of a text; a database's client draws +---+ around what it says, a report has a state."""
    text = log.line(line)
    return bool(TABLE_ROW.search(text)) and not _FAILING_CELL.search(text) and not _under(log, line, _BAR, _DRAWN)


def _described(log: Log, line: int) -> bool:
    """Whether the line describes a rule of an alert: the rule stands nearby."""
    near = range(max(0, line - _NEAR), min(len(log), line + _NEAR + 1))
    return _DESCRIPTION.match(log.raw(line)) is not None and any(_ALERT.match(log.raw(one)) for one in near)


_SURROUNDINGS: tuple[tuple[str, Callable[[Log, int], bool]], ...] = (
    ("is a comment", _comment),
    ("is a row of a table", _row),
    ("is a rule that looks for it", _described),
    ("is the title of a ticket", lambda log, line: _under(log, line, _ANY, _TITLES)),
    ("explains a code", lambda log, line: _under(log, line, _INDENTED, _NAME_OF_ERROR)),
    ("is a help text", lambda log, line: _under(log, line, _INDENTED, _USAGE)),
    ("is a line of a changelog", lambda log, line: _under(log, line, _BULLET, _VERSION_HEADING)),
    ("is the message of a commit", lambda log, line: _under(log, line, _INDENTED, _COMMIT)),
    ("is a setting that names it", lambda log, line: _under(log, line, _ITEM, _RETRIED)),
)
