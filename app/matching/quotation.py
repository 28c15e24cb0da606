"""Find the quotation that a message stands in, and what leads in to it: a field of a record, an exception, a sentence.

Software puts messages in quotes as well as people do.  What stands before the quote tells them apart.
"""

import re

from app.matching.mentions import Span, bare

# So much of a line is looked at before the message, and so much before its quotation.
_REACH = 2000
_LEAD = 200
_MARK = re.compile(r"\\?[\"']|[`\u201c\u201d]")
# Where software quotes what went wrong: in a field, ...
_FIELD = (
    r"\b(?:\w*err(?:or)?s?|\w*message|\w*msg|str|\w*reason|details?|code|cause|\w*status\w*|stderr|stdout|output"
    r"|desc(?:ription)?|response|exception\w*|log\w*|stop|fail\w*|event|annotation|fault\w*|warning|info|stack\w*|trace\w*"
    r"|\w*summary|\w*payload|server)[\"'\\]*\s*(?:=>|[=:]>?)\s*"
)
# ... after a word that hands it on, ...
_WORD = (
    r"\b(?:error|message|reason|exception|cause|status|output|because|with|says|caused(?: by)?|at|server) ?"
    r"|\b(?:failed|failure|failing|ended|exited|exits|aborted|crashed|died|terminated|returned|responded|rejected|closed"
    r"|completed|raised)\b[^\"'`:]{0,40}"
)
# ... as an exception's message or argument, after a number or the name of a condition, ...
_EXCEPTION = (
    r"(?:Error|Exception|Warning|Fault|Cause|Panic|Failure)\w*(?:: |\((?:.*, ?)?)|\(\w+, ?|error \d+: |\w\.go:\d+\] "
)
# ... as what a variant of Rust or a tuple of Erlang holds, ...
_VARIANT = (
    r"\b(?:Some|Err|[A-Z]\w*(?:Connection|String|Status|Reason|Failed|Refused|Denied))\((?:\w+, ?)?|\b\d{3}, ?"
    r"|\b(?:[A-Z][a-z]+){2,}: |\bUn[a-z]+: "
)
# ... in a column of its own, or with nothing before it.
_ALONE = r"^\s*\$?|\S\s{3,}"
_TOLD = re.compile(rf"(?:(?i:{_FIELD}|{_WORD}|{_EXCEPTION}|{_ALONE})|{_VARIANT})[\[({{]*\\*[urbURB]?$")

# Software also says after a quotation what came of it.
_CAME = re.compile(r".{0,200}?[\"'`\u201d]\)? (?:thrown while|occurred while|returned by|received from) ")


def untold(text: str, span: Span) -> bool:
    """Whether the message stands in quotes, and nothing before or after them says that they hold what went wrong."""
    lead = lead_in(text, span)
    return lead is not None and not _TOLD.search(lead[-_LEAD:]) and not _CAME.match(text, span[1] - 1)


def lead_in(text: str, span: Span) -> str | None:
    """What stands before the innermost quotation that holds the whole message; None where none holds it."""
    first, last = bare(text, span)
    start = max(0, first - _REACH)
    opened: list[tuple[str, int]] = []
    for mark in _MARK.finditer(text, start, first):
        _turn(text, mark, opened)
    inside = text[first:last].rstrip(".,;:)\"'`\u201d")
    held = [at for sign, at in opened if not any(closing in inside for closing in _closings(sign))]
    return text[start : held[-1]] if held else None


def _turn(text: str, mark: re.Match[str], opened: list[tuple[str, int]]) -> None:
    """Open or close a quotation at *mark*; an apostrophe does neither, and what opens one stands before its text."""
    sign, (at, after) = mark[0], mark.span()
    before, behind = text[at - 1 : at], text[after : after + 1]
    if sign.endswith("'") and before.isalnum() and behind.isalnum():
        return
    closed = next((index for index, (one, _) in reversed([*enumerate(opened)]) if sign in _closings(one)), None)
    if closed is not None:
        del opened[closed:]
    elif sign != "\u201d" and not before.isalnum() and before not in {"]", ")", "}"} and not behind.isspace():
        opened.append((sign, at))


def _closings(sign: str) -> tuple[str, ...]:
    """What ends a quotation: Ruby, make and ld open with a backtick and close with a quote."""
    return {"\u201c": ("\u201d",), "`": ("`", "'")}.get(sign, (sign,))
