"""Tell a failure that was overcome from one that stayed: the same operation succeeded later, or the test run passed."""

import re

from app.logs import Level, Log, grade

# So far after the failure its success may stand.
_REACH = 60
_BESIDE = 3
_STEM = 7

_RETRIES = re.compile(
    rb"\b(?:re-?try(?:ing)?|retries|attempts?(?! to\b)(?:[ =:#]+\d+)?|try again|trying again|back(?:ing)? ?off|not ready yet|waiting for|"
    rb"re-?connecting|will try|trying next|\d+ of \d+)\b",
    re.IGNORECASE,
)
_SUCCESS = re.compile(
    rb"\b(?:succeeded|successful(?:ly)?|connected|recovered|established|re-?connected|resolved|is (?:now )?(?:ready|up|healthy|"
    rb"available|back)|ready|accepting connections|completed|committed|(?:ok|200|answered|works) after|online|done)\b",
    re.IGNORECASE,
)
# What a client says that had only warned: that some job was done does not tell that this one was.
_BACK = re.compile(
    rb"\b(?:succeeded|connected|recovered|established|re-?connected|resolved|healthy|available|is (?:now )?(?:up|back|ready)|"
    rb"accepting connections|online)\b",
    re.IGNORECASE,
)
# An event of Kubernetes is an observation, not a client's attempt: what the event was about must have come about.
_EVENT = re.compile(rb"(?:^|\s)Warning\s+[A-Z][A-Za-z]+\s")
_COME_ABOUT = (
    (re.compile(rb"pull", re.IGNORECASE), re.compile(rb"\bSuccessfully pulled image\b")),
    (re.compile(rb"probe failed"), re.compile(rb"\bis (?:now )?ready\b")),
)
_IMAGE = re.compile(rb"\bimage \\?\"([^\"\\]+)")
_NOT_SUCCESS = re.compile(
    rb"\b(?:not|never|un\w+|failed|cannot|could ?n.t|error|lost|dis\w+|waiting|until|giv\w+ up|gave up|exceeded|"
    rb"exhausted|evict\w+|deleted|killed|terminated|when|once|if|0/\d+|no)\b",
    re.IGNORECASE,
)
_PASSED = re.compile(
    rb"\bBUILD SUCCESS|Tests run: \d+, Failures: 0, Errors: 0|^=+ \d+ passed(?![^\n]*(?:failed|error))|\b\d+ passed, 0 failed|^test result: ok|"
    rb"^OK \(\d+ tests?|^Tests: +\d+ passed, \d+ total|\b\d+ passing\b|^ok  ?\t?\S+\t|"
    rb"\b\d+ examples?, 0 failures|^Test Run Successful|^Ran \d+ tests? in "
)
_FAILED = re.compile(rb"\bFAIL(?:ED|URE)?\b|\xe2\x9d\x8c|\b[1-9]\d* (?:failed|failing)\b|Failures: [1-9]|Errors: [1-9]")
# A short name counts where it stands as the source of a message: "db: connected".
_WORD = re.compile(rb"[a-z][a-z-]{3,}|\b[a-z]\w+(?=: )")
_COMMON = frozenset(
    b"error warn warning info level time with from after attempt retry retrying failed connection connect seconds "
    b"succeeded successfully connected ready will again message msg err app server servers service services client request "
    b"requests host port http https tcp node container image data application worker process start started starting "
    b"listening system main java exception caused event cannot reach connect could kubelet pulled pulling normal warning".split()
)


def overcome(log: Log, first: int, last: int) -> str | None:
    """Why the failure on lines *first* to *last* was overcome; None where nothing says so."""
    if _passed(log, first, last):
        return "belongs to a test run that passed"
    if _EVENT.search(log.raw(first)[:2000]):
        succeeded = _came_about(log, first)
    elif _retried(log, first, last):
        succeeded = _succeeded(log, last, _SUCCESS)
    else:
        succeeded = _only_warned(log, first, last) and _succeeded(log, last, _BACK)
    return "the same operation succeeded later" if succeeded else None


def _came_about(log: Log, line: int) -> bool:
    """Whether a later event tells that what this one was about has come about; of an image, of the same one."""
    event = log.raw(line)[:2000]
    wanted = next((success for about, success in _COME_ABOUT if about.search(event)), None)
    image = _IMAGE.search(event)
    later = (log.raw(one)[:2000] for one in range(line + 1, min(len(log), line + 1 + _REACH)))
    return wanted is not None and any(wanted.search(raw) and (image is None or image[1] in raw) for raw in later)


def _retried(log: Log, first: int, last: int) -> bool:
    near = range(max(0, first - 1), min(len(log), last + 1 + _BESIDE))
    return any(_RETRIES.search(log.raw(line)[:2000]) for line in near)


def _only_warned(log: Log, first: int, last: int) -> bool:
    """Whether the failure was logged as a warning: a client that goes on trying does so without saying it."""
    levels = {level for line in (first, last) if (level := grade(log, line)) is not None}
    return levels == {Level.WARNING}


def _succeeded(log: Log, last: int, success: re.Pattern[bytes]) -> bool:
    """Whether a later line tells of success and speaks of the same thing, by its words or by its counter of attempts."""
    subject = _words(log, range(max(0, last - _BESIDE), last + 1))
    for line in range(last + 1, min(len(log), last + 1 + _REACH)):
        raw = log.raw(line)[:2000]
        if success.search(raw) and not _NOT_SUCCESS.search(raw):
            # The counter of attempts may be a field of the same record, which is the next line.
            told = range(line, min(len(log), line + 2))
            return bool(subject & _words(log, told)) or any(_RETRIES.search(log.raw(one)[:2000]) for one in told)
    return False


def _words(log: Log, lines: range) -> set[bytes]:
    """The telling words of some lines, cut to their stems: postgres is postgresql."""
    words = {word.strip(b"-") for line in lines for word in _WORD.findall(log.raw(line)[:2000].lower())}
    return {word[:_STEM] for word in words - _COMMON}


def _passed(log: Log, first: int, last: int) -> bool:
    after = range(last + 1, min(len(log), last + 1 + _REACH))
    summary = next((line for line in after if _PASSED.search(log.raw(line))), None)
    if summary is None:
        return False
    # unittest says FAILED below its summary
    judged = range(max(0, first - 1), min(len(log), summary + 1 + _BESIDE))
    return not any(_FAILED.search(log.raw(line)) for line in judged)
