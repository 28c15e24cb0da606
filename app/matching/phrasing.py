"""How a line comes to a message: it opens with it, as software does that fails, or quotes it in a sentence, as people do.

Unlike a mention this decides nothing alone; it is one part of the score.
"""

import re
from typing import Literal

from app.matching.mentions import Span, bare
from app.matching.quotation import untold

Phrasing = Literal["opens", "quotes"]

_REACH = 120
# Nothing before it but what loggers and wrappers print: a time, a level, a bracket, a colon, an arrow.
_OPENS = re.compile(
    r"(?:^|[:;=>|\])}]|\d\d:\d\d:\d\d\S*|\b(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|SEVERE|LOG))"
    r"\s*[\"'\\(\[{]*$"
)
_SPEAKS = re.compile(
    r"\b(?:if|whenever|in case of|to avoid|avoids?|(?<!may )means?|meaning|(?<!server )(?<!host )(?<!daemon )(?<!remote )(?<!upstream )"
    r"(?:says|said)|seeing|sees?|wrote|about|prints?|asks?|what|why|how to|remember|fyi|hint|tip|ends (?:with|in)|last (?:week|month|night|restart|crash)|yesterday|(?:went|goes) into"
    r"|fixed in|caused by an? [a-z-]+|used to (?:get|see|have|be|fail|crash|say|show)|with the error(?! message)|results for|problems with)"
    r"\b[^:=]{0,60}$",
    re.IGNORECASE,
)
# Fields of a record, each read as a line of its own, that hold what somebody wrote.
_STORED = re.compile(
    r"^(?:[\w-]+\.)*(?:text|title|body|question|answer|query|q|search|subject|comment|utterance|article|snippet|headline"
    r"|pattern|regexp?): ",
    re.IGNORECASE,
)


def phrasing(text: str, span: Span) -> Phrasing | None:
    """How *text* comes to the message at *span*; None where neither form is clear."""
    first, _ = bare(text, span)
    before = text[max(0, first - _REACH) : first]
    if _SPEAKS.search(before) or _STORED.match(text) or untold(text, span):
        return "quotes"
    return "opens" if _OPENS.search(before) else None
