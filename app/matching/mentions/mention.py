"""Whether a line only mentions a failure: two ordered tables of tests, by its own form and by what stands around it."""

import re

from app.logs.log import Log
from app.matching.mentions import people, programs
from app.matching.mentions.spans import Span, Test, after, anywhere, bare, before, begins_in, beside, within
from app.matching.mentions.surroundings import SURROUNDINGS

# So near the match a hole of a template belongs to it.
_HOLE = 12


# No source code, wherever the trace around it was broken off.
_EXCEPTION = re.compile(r"[\s|]*(?:\w+\.)*[A-Z]\w*(?:Error|Exception): ")


def mention(log: Log, line: int, text: str, span: Span, *, quoted: bool) -> str | None:
    """Why the line only mentions the failure; None where it states it.  *quoted*: it quotes source code."""
    if quoted and not _EXCEPTION.match(text):
        return "quotes source code in a stack trace"
    span = bare(text, span)
    for reason, applies in _FORMS:
        if applies(text, span):
            return reason
    return next((reason for reason, applies in SURROUNDINGS if applies(log, line)), None)


_MAPPED, _REQUESTED = after(people.MAPPED), before(people.REQUESTED)
# The first that applies gives its reason.
_FORMS: tuple[tuple[str, Test], ...] = (
    ("is a passing test", anywhere(programs.PASSING)),
    ("is a line of a changelog or a commit subject", anywhere(people.CHANGELOG)),
    ("is a help text", anywhere(programs.HELP)),
    ("is a typed command that names it", anywhere(programs.PROMPT)),
    ("is a typed command that names it", anywhere(programs.TYPED)),
    ("is a rule that looks for it", anywhere(programs.RULE)),
    ("is a rule that looks for it", within(programs.REGEX)),
    ("is a pattern or a template of it", beside(programs.TEMPLATE, _HOLE)),
    ("is part of an address", within(programs.ADDRESS)),
    ("is the path of a request", within(programs.REQUEST)),
    ("is the name of a test", within(programs.TEST_NAME)),
    ("is the name of a task", within(programs.TASK_NAME)),
    ("is the description of a unit", anywhere(programs.UNIT)),
    ("is the name of a file", within(programs.FILE_NAME)),
    ("is a count of zero", after(programs.ZERO)),
    ("is a count of zero", anywhere(programs.METRIC)),
    ("is a count of zero", before(programs.NONE_OF)),
    ("quotes it as an example", before(people.EXAMPLE)),
    ("is a line found in a text", anywhere(programs.FOUND_IN_TEXT)),
    ("is a setting that names it", before(programs.LISTED)),
    ("is a setting that names it", anywhere(programs.SETTING)),
    ("is a setting that names it", anywhere(programs.VARIABLE)),
    ("is source code", anywhere(programs.SOURCE)),
    ("is a remark on source code", anywhere(programs.LINT)),
    ("is a heading", anywhere(people.HEADING)),
    ("is a value of a plan", anywhere(programs.PLANNED)),
    ("quotes it as an example", within(people.INLINE_CODE)),
    ("quotes it as an example", begins_in(people.LONG_CODE)),
    ("is a text with markup", before(people.MARKUP)),
    ("is a message of a conversation", anywhere(people.CHAT)),
    ("is the title of a ticket", anywhere(people.TICKET)),
    ("is what somebody asked for", before(people.ASKED)),
    ("is a value of a statement", before(programs.SQL)),
    ("explains a code", anywhere(people.GLOSSARY)),
    ("explains the message", after(people.EXPLAINED)),
    ("explains the message", begins_in(people.SUBJECT)),
    ("explains the message", begins_in(people.ITEM)),
    ("explains the message", lambda text, span: _MAPPED(text, span) and not _REQUESTED(text, span)),
    ("is quoted from a text", anywhere(people.QUOTATION)),
    ("is simulated", before(people.SIMULATED)),
)
