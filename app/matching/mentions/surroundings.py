"""Lines that are mentions by where they stand: under the heading of a changelog, in a table, in the help of a program."""

import re
from collections.abc import Callable

from app.logs import Log, in_document, in_printed_text, is_typed
from app.matching.mentions.people import COMMENT, TABLE_ROW

# So many lines above its last line a heading may stand (in a page of a manual more), and so many around it a rule.
_REACH = 15
_NEAR = 8
_PAGE = 60
_FRAME = 3

# What a line consists of that underlines a heading.
_UNDERLINE = b"=~- \t\r\n"
_ENTRY = re.compile(rb"^(?!\W*(?i:error|fatal|panic|exception|traceback)\b)\s*\S")
_INDENTED = re.compile(rb"^\s{4,}\S")
_SHIFTED = re.compile(rb"^(?:\s{2,}|\t)\S")
_NUMBERED_LINE = re.compile(rb"^\d+[:-]")
_PATH_OF_TEXT = re.compile(rb"^[\w./-]+\.(?:md|rst|txt|adoc|html)$")
_DEBIAN = re.compile(rb"^\S+ \(\d[^)]*\) [\w -]+; urgency=")
_PROPERTY = re.compile(rb"^[a-z][\w-]*(?:\.[\w-]+)+ ?=")
_MARKS = re.compile(rb"^\s*[\^~]+\s*$")
_ITEM = re.compile(rb"^\s*- \S")
_BULLET = re.compile(rb"^\s*(?:[-*]|\xe2\x80[\x93\x94\xa2]) \S")
_BAR = re.compile(rb"^\s*\|")
_HASH = re.compile(rb"^\s*#")
_USAGE = re.compile(
    rb"^ {0,2}(?:[Uu]sage(?: of \S+)?:|USAGE|(?:(?:[Pp]ositional|[Oo]ptional|[Rr]equired|[Gg]lobal|[Cc]ommon|[Aa]vailable) )?(?:[Oo]ptions|[Ff]lags|[Aa]rguments|[Ee]xamples|[Cc]ommands):|OPTIONS|SYNOPSIS|(?:\w+ )?FLAGS)"
)
# The sections of a manual page, and what a help text ends with.
_SECTION = re.compile(
    rb"^(?:NAME|DESCRIPTION|EXIT (?:STATUS|CODES?)|RETURN VALUES?|ENVIRONMENT|EXAMPLES?|NOTES|CAVEATS|BUGS|SEE ALSO)\s*$"
    rb"|^(?:[Ee]xit (?:status|codes?)|[Rr]eturn codes?|[Ee]nvironment(?: variables)?):?\s*$"
)
_NAME_OF_ERROR = re.compile(rb"^\s+E[A-Z]{3,}(?:\s|$)")
_COMMIT = re.compile(rb"^(?:commit [0-9a-f]{7,40}\b|Author: |Date:  )")
# Chat programs copy a message as its author with the time, and what was said on the lines below.
_AUTHOR = re.compile(rb"^[A-Z][\w.-]*(?: [A-Z][\w.-]*)?\s{1,3}\d{1,2}:\d\d(?: ?[AP]M)?\s*$")
_SENTENCE = re.compile(rb"^\s*[a-z'][\w'-]*,? (?:\S+ ){5}")
_NUMBERED = re.compile(rb"^\s*>?\s*\d+ ?\| ")
_EMPTY_ROW = re.compile(rb"^\s*(?:\.\.\. ?)?\|\s*(?:[\^~-]|$)")
_RETRIED = re.compile(rb"^\s*[\w-]*(?:retr(?:y|ies)|ignore|expect|allow)[\w-]*:\s*$")
_ANNOUNCED = re.compile(
    rb"^.*\b(?:you (?:\w+ )?(?:see|get)|for example|for instance)\b[^:]{0,40}:\s*$"
    rb"|^.*\blooks? (?:something )?like(?: this| that)?\s*:\s*$"
    rb"|^.*\b(?:may|might|will) (?:\S+ ){0,5}(?:see|get)(?: \w+ such as)?\s*:?\s*$"
)
_NOT_OK = re.compile(rb"^\s*(?:not ok\b|#\s+Failed test\b|# Looks like you failed)")
_DRAWN = re.compile(rb"^\s*\+[-=+]+\+\s*$")
_DESCRIPTION = re.compile(rb"^\s*-?\s*(?:description|summary|message):\s")
_ALERT = re.compile(rb"^\s*-?\s*(?:alert|expr):\s")
_FAILING_CELL = re.compile(r"\|\s*(?:fail\w*|error|warning|fatal|critical|\u274c|\u2717)\s*\|", re.IGNORECASE)
_VERSION_HEADING = re.compile(
    rb"^#{1,4} .*(?:\d+\.\d+|[Cc]hangelog|[Rr]elease|[Uu]nreleased|[Bb]ug [Ff]ixes|[Ff]ixed|Changed|Added|Removed|Deprecated"
    rb"|Security)|^(?:What's new|Release notes)\b|^v?\d+\.\d+\.\d+\b"
)
# A setting or a variable whose meaning stands below it; an option, and how far what is said of it is indented.
_TERM = re.compile(rb"^(?=\S{0,80}_)[a-z][\w-]{0,40}(?:\.[\w-]{1,40}){1,8}$")
_OPTION = re.compile(rb"^( *)--?[\w+][\w:+.-]*(?:[=, \[<|].*)?$")
_DEEP = re.compile(rb"^( {8,})\S")
# The subject of a commit in a list of them.
_COMMIT_LINE = re.compile(
    rb"^[*|/\\_ ]{0,20}(?=[0-9a-f]*[a-f])(?:[0-9a-f]{7,12}|[0-9a-f]{40}) (?!\W?(?:TRACE|DEBUG|INFO|NOTICE|WARN|ERROR|FATAL|GET|HEAD|POST|PUT|PATCH|DELETE)\b)\S"
)
_SEVERAL = 3
# The columns of a list of tickets, articles or questions.
_TITLES = re.compile(
    rb"^(?=.*\b(?:TITLE|SUMMARY|SUBJECT|ARTICLE|QUESTION)\b)[A-Z_# \t]+$"
    rb"|^(?=.*\b(?:DESCRIPTION|MEANING)\b)(?!.*\b(?:LOAD|STATUS|STATE|REVISION)\b)[A-Z_# \t]+$"
    rb"|^(?:Error |Exit )?(?:[Cc]ode|[Ss]tatus)\b.*\s(?:Description|Meaning|Explanation)\s*$"
    rb"|^(?=.*\|)(?!.*(?:error|state|status))(?=.*\b(?:title|summary|subject|article|question|sample|phrase|text|label)\b)[a-z_0-9| \t]+$"
)


def _under(log: Log, line: int, body: re.Pattern[bytes], heading: re.Pattern[bytes], *, reach: int = _REACH) -> bool:
    """Whether the line has the form of *body* and follows a *heading*, with only such lines and blank ones between, and no command."""
    if not body.match(log.raw(line)):
        return False
    for above in range(line - 1, max(-1, line - 1 - reach), -1):
        raw = log.raw(above)
        if heading.match(raw):
            return True
        if is_typed(log, above):
            return False
        if raw.strip(_UNDERLINE) and not body.match(raw) and not raw[:1].isspace():
            return False
    return False


def _of_option(log: Log, line: int) -> bool:
    """Whether the line goes on about an option of a command, which stands above it and further left."""
    body = _DEEP.match(log.raw(line))
    if body is None:
        return False
    for above in range(line - 1, max(-1, line - 1 - _REACH), -1):
        raw = log.raw(above)
        option = _OPTION.match(raw)
        if option is not None and len(option[1]) < len(body[1]):
            return True
        if raw.strip() and not _DEEP.match(raw):
            return False
    return False


def _of_term(log: Log, line: int) -> bool:
    """Whether the line explains a setting that stands above it; a validator, too, indents what is wrong, but less."""
    for above in range(line, max(-1, line - _NEAR), -1):
        raw = log.raw(above)
        if _TERM.match(raw):
            return above < line
        if raw.strip() and not _INDENTED.match(raw):
            return False
    return False


def _in_history(log: Log, line: int) -> bool:
    """Whether the line is one of several commits."""
    near = range(max(0, line - _NEAR), min(len(log), line + _NEAR + 1))
    return (
        _COMMIT_LINE.match(log.raw(line)) is not None
        and sum(_COMMIT_LINE.match(log.raw(one)) is not None for one in near) >= _SEVERAL
    )


def _comment(log: Log, line: int) -> bool:
    """Whether the line is a comment; what TAP writes so beside a test that failed says why it did."""
    if not COMMENT.search(log.line(line)):
        return False
    near = range(max(0, line - _NEAR), min(len(log), line + _NEAR + 1))
    return not any(_NOT_OK.match(log.raw(one)) for one in near) and not _under(log, line, _HASH, _NOT_OK)


def _row(log: Log, line: int) -> bool:
    """Whether the line is a row of a text; a database's client draws +---+ around what it says, a report has a state."""
    text = log.line(line)
    return (
        bool(TABLE_ROW.search(text))
        and not _FAILING_CELL.search(text)
        and not _under(log, line, _BAR, _DRAWN, reach=_PAGE)
    )


def _described(log: Log, line: int) -> bool:
    """Whether the line describes a rule of an alert: the rule stands nearby."""
    near = range(max(0, line - _NEAR), min(len(log), line + _NEAR + 1))
    return _DESCRIPTION.match(log.raw(line)) is not None and any(_ALERT.match(log.raw(one)) for one in near)


def _among_properties(log: Log, line: int) -> bool:
    """Whether the line is one of a file of properties: those above and below are too."""
    return 0 < line < len(log) - 1 and all(_PROPERTY.match(log.raw(one)) for one in (line - 1, line, line + 1))


def _marked(log: Log, line: int) -> bool:
    """Whether a row of marks points into the line, as compilers and linters do below source code."""
    return line + 1 < len(log) and _MARKS.match(log.raw(line + 1)) is not None


def _framed(log: Log, line: int) -> bool:
    """Whether the line is source code in a frame of line numbers, as compilers quote it, with empty rows around it."""
    near = range(max(0, line - _FRAME), min(len(log), line + _FRAME + 1))
    return _NUMBERED.match(log.raw(line)) is not None and any(_EMPTY_ROW.match(log.raw(one)) for one in near)


SURROUNDINGS: tuple[tuple[str, Callable[[Log, int], bool]], ...] = (
    ("is a comment", _comment),
    ("is a row of a table", _row),
    ("is a rule that looks for it", _described),
    ("is part of a text that a command printed", in_printed_text),
    ("is part of a document", in_document),
    ("is source code", _framed),
    ("is source code", _marked),
    ("is a setting that names it", _among_properties),
    ("is a message of a conversation", lambda log, line: _under(log, line, _SENTENCE, _AUTHOR)),
    ("is a row of a table that explains", lambda log, line: _under(log, line, _ENTRY, _TITLES)),
    ("explains a code", lambda log, line: _under(log, line, _INDENTED, _NAME_OF_ERROR)),
    ("is a commit subject", _in_history),
    ("is a help text", _of_option),
    ("is a help text", _of_term),
    ("is a help text", lambda log, line: _under(log, line, _SHIFTED, _USAGE, reach=_PAGE)),
    ("is a help text", lambda log, line: _under(log, line, _SHIFTED, _SECTION, reach=_PAGE)),
    ("quotes it as an example", lambda log, line: _under(log, line, _SHIFTED, _ANNOUNCED)),
    ("is a line found in a text", lambda log, line: _under(log, line, _NUMBERED_LINE, _PATH_OF_TEXT)),
    ("is a line of a changelog", lambda log, line: _under(log, line, _SHIFTED, _DEBIAN)),
    ("is a line of a changelog", lambda log, line: _under(log, line, _BULLET, _VERSION_HEADING)),
    ("is the message of a commit", lambda log, line: _under(log, line, _INDENTED, _COMMIT)),
    ("is a setting that names it", lambda log, line: _under(log, line, _ITEM, _RETRIED)),
)
