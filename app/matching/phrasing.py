"""How a line comes to a message: it opens with it, as software does that fails, or quotes it in a sentence, as people do.

Unlike a mention this decides nothing alone; it is one part of the score.
"""

import re
from typing import Literal

from app.matching.mentions import Span, bare

Phrasing = Literal["opens", "quotes"]

_REACH = 120
# Nothing before it but what loggers and wrappers print: a time, a level, a bracket, a colon, an arrow.
_OPENS = re.compile(
    r"(?:^|[:;=>|\])}]|\d\d:\d\d:\d\d\S*|\b(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|SEVERE|LOG))"
    r"\s*[\"'\\(\[{]*$"
)
_QUOTED = re.compile(
    r"(?:[a-z] [\"'`\u201c][^\s\"'`]{0,30}|\b(?:saw|seen|seeing|showed|answered|mentioned|reported|complained) [\"'`\u201c][^\"'`\u201d]{0,40})$"
)
# What software says before it hands on the message of another: caused "exec: ...", failed with message '...'.
_HANDED_ON = re.compile(
    r"\b(?:caused(?: by)?|(?:failed|failure|failing|ended|exited|exits|aborted|crashed|died|terminated|returned|responded|rejected"
    r"|closed|completed)\b[^\"'`:]{0,40}|exception|reason|message|status) [\"'`\u201c][^\s\"'`]{0,30}$",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"\b(?:if|whenever|in case of|to avoid|avoids?|means?|meaning|(?<!server )(?<!host )(?<!daemon )(?<!remote )(?<!upstream )"
    r"(?:says|said)|seeing|sees?|wrote|about|prints?|asks?|what|why|how to|remember|fyi|hint|tip|ends with|last (?:week|month|night|restart|crash)|yesterday"
    r"|fixed in|caused by an? [a-z-]+|used to (?:get|see|have|be|fail|crash|say|show)|with the error|results for|problems with)"
    r"\b[^:=]{0,60}$",
    re.IGNORECASE,
)


def phrasing(text: str, span: Span) -> Phrasing | None:
    """How *text* comes to the message at *span*; None where neither form is clear."""
    first, _ = bare(text, span)
    before = text[max(0, first - _REACH) : first]
    if _SPEAKS.search(before) or (_QUOTED.search(before) and not _HANDED_ON.search(before)):
        return "quotes"
    return "opens" if _OPENS.search(before) else None
