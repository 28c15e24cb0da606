"""Test runs: a failure that a test provoked is none where the run passed."""

import re

from app.logs import Log

# So far after the failure the summary of its run may stand, and so far below that what else it says.
_REACH = 60
_BELOW = 3

_PASSED = re.compile(
    rb"\bBUILD SUCCESS|Tests run: \d+, Failures: 0, Errors: 0|^=+ \d+ passed(?![^\n]*(?:failed|error))|\b\d+ passed, 0 failed"
    rb"|^test result: ok|^100% tests passed|^OK \(\d+ tests?|^Tests: +\d+ passed, \d+ total|\b\d+ passing\b|^ok  ?\t?\S+\t"
    rb"|\b\d+ examples?, 0 failures|^Test Run Successful|^Ran \d+ tests? in "
)
_FAILED = re.compile(rb"\bFAIL(?:ED|URE)?\b|\xe2\x9d\x8c|\b[1-9]\d* (?:failed|failing)\b|Failures: [1-9]|Errors: [1-9]")


def passed(log: Log, first: int, last: int) -> bool:
    """Whether lines *first* to *last* belong to a run of tests that passed."""
    after = range(last + 1, min(len(log), last + 1 + _REACH))
    summary = next((line for line in after if _PASSED.search(log.raw(line))), None)
    if summary is None:
        return False
    # unittest says FAILED below its summary
    judged = range(max(0, first - 1), min(len(log), summary + 1 + _BELOW))
    return not any(_FAILED.search(log.raw(line)) for line in judged)
