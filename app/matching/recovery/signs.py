"""Signs of retries, of success and of trouble, as software prints them; a line is looked at up to a limit."""

import re

from app.logs import Log

_LONGEST = 2000

RETRY = re.compile(
    rb"\b(?:re-?try(?:ing)?|retries|tries remaining|will be retried|attempts?(?! to\b)(?:[ =:#]+\d+)?|attempting (?:to )?(?:re-?)?connect"
    rb"|restarting consumer|try again|trying (?:again|another)|trying to .{1,40} again|again in \d|back(?:ing)? ?off|not (?:yet )?(?:ready|reachable|up)(?: yet)?"
    rb"|not yet(?=,|$)|waiting for|still waiting|waiting \(?\d+|sleeping (?:for )?\d+\w*|unavailable\W{1,3}(?:sleeping|waiting)|reconnect (?:attempt )?\d|restart pause|process restarting|re-?connecting|will try|trying next|up_for_retry|\d+ of \d+|until .{1,60}; do)\b",
    re.IGNORECASE,
)
SUCCESS = re.compile(
    rb"\b(?:succeeded|successful(?:ly)?|connected|recovered|established|re-?connected|resolved|restored|resumed"
    rb"|is (?:now )?(?:ready|up|healthy|available|back)|copied|became (?:ready|active|healthy)|ready|accepting connections|completed|committed"
    rb"|(?:ok|200|answered|works|obtained) after|200 OK|online|done|created new connection|joined|bus started|started streaming|acquired|synced"
    rb"|uploaded|downloaded|fetched|pulled image|received 200|replicated|obtained|granted|is alive|with success)\b|(?:->|=>|status[\"' :=]{1,4}|HTTP/[\d.]+\"?) ?20[0-4]\b",
    re.IGNORECASE,
)
# What a client says that had only warned: that some job was done does not tell that this one was.
BACK = re.compile(
    rb"\b(?:succeeded|connected|recovered|established|re-?connected|resolved|healthy|available|is (?:now )?(?:up|back|ready)"
    rb"|accepting connections|online|joined|restored|is alive|with success|successful|streaming|pipelining replication"
    rb"|master node changed|cluster id: \w+|added connection)\b|\bnewState\W{1,5}(?:PRIMARY|SECONDARY)\b",
    re.IGNORECASE,
)
# So plainly said that no sign of a retry is needed.
CAME_OFF = re.compile(
    rb"\bsuccessfully (?:acquired|renewed|connected|re-?connected|re-?joined|registered|synced|sent|pulled|fetched|established)\b"
    rb"|\.\.\. connected\.$|- Added connection |\bCaches (?:are synced|populated) for ",
    re.IGNORECASE,
)
# The same of a failure that passes by itself.
BACK_AGAIN = re.compile(
    rb"(?:^|: |\] |\bmsg=\"?|\"msg\": ?\")(?:re-?connected|connected|connection (?:re-?)?(?:established|restored)|recovered|restored)\b",
    re.IGNORECASE,
)
NO_SUCCESS = re.compile(
    rb"\b(?:not|never|un\w+|failed|cannot|could ?n.t|error|lost|dis\w+|waiting|until|giv\w+ up|gave up|exceeded|exhausted"
    rb"|evict\w+|deleted|killed|terminated|when|once|if|0/\d+|0 of \d+|no|refused|denied|reset by|timed out|out of)\b",
    re.IGNORECASE,
)
# Said of what had been away.
RETURN = re.compile(
    rb"\bRECONNECTED\b|\b(?:OPEN|HALF_OPEN) to CLOSED\b|\bback online\b|\bis online\b|\bsec downtime\b|\bbecame active\b|\bis UP\b|\bstarted streaming WAL from primary\b"
    rb"|\bjust became ready\b|\bno longer exceeded\b|\b(?i:connection|connectivity|link|session|service) (?:was |has )?"
    rb"(?:recovered|restored|re-?established)\b"
)
# Said at the end of what went well as a whole.
GOOD_END = re.compile(
    rb"\bexited with code 0\b|BUILD SUCCESS|Finished: SUCCESS|\bJob succeeded\b|\bSuccessfully (?:built|tagged|installed|applied)"
    rb"|\bApply complete!|Happy Helming|\b([1-9]\d*)/\1\s+Running|\bFinished `?(?:release|dev)|\bexit_?code=0\b"
    rb"|\bStarted \w+ in [\d.]+ seconds|\bserver (?:listening|started)|\(healthy\)|Initialization Sequence Completed|\bsaved \[\d|\"status\": ?\"(?:ok|up|green|healthy)\"|\bnow listening on|Application startup complete"
    rb"|ready to (?:accept|handle) connections|successfully rolled out|unreachable=0 +failed=0|[1-9]\d* rows written"
    rb"|\b(?:all|everything) .{0,30}(?:committed|done|green|healthy)",
    re.IGNORECASE,
)
# Said of work that goes well; one such line may be about anything, several after the last trouble are about the whole.
WELL = re.compile(
    rb"\b(?:ready|running|connected|joined|established|healthy|succeeded|success|successful(?:ly)?|completed?|finished|saved"
    rb"|is up|green|streaming|leader|primary|secondary|ok|listening|serving|resolved|returns|replayed|done|copied|polled|committed"
    rb"|synced|populated|renewed|issued|sent \d+|steady state|acked|written|upgraded)\b"
    rb"|[ =:]20[0-4]\b|100%|exit(?:ed)?(?: code| status)?[ =:\"]{0,3}0\b",
    re.IGNORECASE,
)
# Said of a service or a connection that stands; requests that were answered tell nothing of it.
STANDS = re.compile(
    rb"\b(?:ready|connected|joined|established|healthy|succeeded|success|successful(?:ly)?|is up|green|streaming"
    rb"|leader|primary|secondary|resolved|synced|populated|renewed|issued|steady state|recovered|restored|accepted)\b|\bexit(?:ed)?(?: code| status)?[ =:\"]{0,3}0\b",
    re.IGNORECASE,
)
TROUBLE = re.compile(
    rb"\b(?i:errors?|err|failed|failure|fatal|critical|exception|refused|denied|timed out|timeout exceeded|reset by|unable|cannot|could ?n.t"
    rb"|could not|panic\w*|crash\w*|abort\w*|giving up|gave up|unhealthy|lost|invalid|missing|killed|unreachable|not found|no such"
    rb"|rejected|unexpected\w*|[1-9]\d* failed|exit(?:ed)?(?: with)?(?: code| status)? [1-9])\b|\bE[A-Z]{5,}\b|\bE\d{4} "
)
_NO_TROUBLE = re.compile(
    rb"\b(?:0 (?:failed|errors?|failures?|rejected|lost|dropped)|(?:errors?|failed|failures?|unreachable|ignored)\w*[\"']?[=: ]+0\b(?!/| of|\.\d)|no (?:errors?|failures?|content))|(?<!-)--[a-z][\w-]*(?:=\S+)?",
    re.IGNORECASE,
)
# Said by who tries no more; the last of some attempts that failed says it too.
GIVEN_UP = re.compile(
    rb"\bgiv(?:ing|en) up\b|\bgave up\b|\bexhausted\b|\bno (?:more )?(?:retries|attempts) left\b|\b(?:attempt|try|retry) (\d+)(?:/| of )\1\b",
    re.IGNORECASE,
)
# Said of the whole, above what had happened: an alert that is over, a health check that passes again.
OVER = re.compile(rb"^\s*\"(?:status\": ?\"resolved\"|Status\": ?\"healthy\")")
GOING_ON = re.compile(rb"\"status\": ?\"firing\"")


def has(log: Log, line: int, sign: re.Pattern[bytes]) -> bool:
    """Whether the line has the sign."""
    return sign.search(log.raw(line)[:_LONGEST]) is not None


def succeeds(log: Log, line: int, success: re.Pattern[bytes]) -> bool:
    """Whether the line tells of success, and of nothing that takes it back."""
    raw = _NO_TROUBLE.sub(b"", log.raw(line)[:_LONGEST])
    return success.search(raw) is not None and NO_SUCCESS.search(raw) is None


def is_trouble(log: Log, line: int) -> bool:
    """Whether the line tells of trouble; a count of zero does not."""
    return TROUBLE.search(_NO_TROUBLE.sub(b"", log.raw(line)[:_LONGEST])) is not None
