"""How a line comes to a message: it opens with it, as software does that fails, or quotes it in a sentence, as people do.

Unlike a mention this decides nothing alone; it is one part of the score.
"""

import re
from typing import Literal

from app.matching.mentions import Span

Phrasing = Literal["opens", "quotes"]

_REACH = 120
# Nothing before it but what loggers and wrappers print: a time, a level, a bracket, a colon, an arrow.
_OPENS = re.compile(
    r"(?:^|[:;=>|\])}]|\d\d:\d\d:\d\d\S*|\b(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|SEVERE|LOG))"
    r"\s*[\"'\\(\[{]*$"
)
_QUOTED = re.compile(r"[a-z] [\"'`\u201c][^\s\"'`]{0,30}$")
_SPEAKS = re.compile(
    r"\b(?:if|whenever|in case of|to avoid|avoids?|means?|meaning|says|said|seeing|sees?|wrote|about|prints?|asks?|instead of"
    r"|what|why|how to|remember|fyi|hint|tip|reason was|ends with|last (?:week|month|night|restart|crash)|yesterday"
    r"|fixed in|caused by a|used to|with the error|results for|problems? with)\b[^:=]{0,60}$",
    re.IGNORECASE,
)


def phrasing(text: str, span: Span) -> Phrasing | None:
    """How *text* comes to the message at *span*; None where neither form is clear."""
    before = text[max(0, span[0] - _REACH) : span[0]]
    if _SPEAKS.search(before) or _QUOTED.search(before):
        return "quotes"
    return "opens" if _OPENS.search(before) else None
