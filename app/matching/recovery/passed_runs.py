"""Test runs: a failure that a test provoked is none where the run passed."""

import re

from app.logs import Log

# So far from the failure the summary of its run may stand.
_REACH = 60
_LONGEST = 2000
# Without a summary, this many tests must have passed, one of them so soon after the failure.
_SEVERAL = 2
_SOON = 6

_SUMMARIES = (
    # many: Maven and Gradle, pytest, Rust, Go, TAP, prove, Bazel
    rb"\bBUILD SUCCESS",
    rb"Tests run: \d+, Failures: 0, Errors: 0",
    rb"^=+ \d+ passed(?![^\n]*(?:failed|error))|^\d+ passed(?:, \d+ \w+)* in [\d.]+s",
    rb"^test result: ok|^\s*Summary \[[^\]]*\] .*\b\d+ passed, \d+ skipped",
    rb"^ok  ?\t?\S+\t|^PASS$",
    rb"^All tests successful|^Result: PASS|^# fail +0\b|^\xe2\x84\xb9 fail 0\b",
    rb"^Executed \d+ out of (?P<all>\d+) tests?: (?P=all) tests? pass",
    # JavaScript: Jest, Vitest, Mocha, Playwright, AVA, Karma, Cypress, Bun, Deno
    rb"^\s*Tests:? +\d+ (?:passed|skipped)\b(?![^\n]*failed)",
    rb"\b\d+ passing\b|^\s+\d+ passed \([\d.]+m?s\)|\b\d+ tests? passed\b|Executed (?P<every>\d+) of (?P=every) .*SUCCESS|All specs passed",
    rb"\b\d+ pass(?:ed)?\b[^\n]{0,12}\b0 fail|^ *0 fail$",
    # Ruby, Elixir, Bats, Haskell, Swift, Lua
    rb"\b\d+ (?:examples?|runs?|tests?|doctests?|properties|assertions), (?:[^\n]*, |with )?0 failures\b",
    rb"\b\d+ success(?:es|ful)?\b[^\n]{0,4}\b0 failures\b",
    # C and C++: GoogleTest, CTest, Catch2, doctest, Meson
    rb"^\[ +PASSED +\] \d+ tests?|^100% tests passed|[Aa]ll (?:\d+ )?tests passed|\[doctest\] Status: SUCCESS|^Fail: +0$",
    # .NET, PHP, Scala, R, Python's unittest, tox
    rb"^Test Run Successful|^Passed! +- Failed: +0|^OK \(\d+ tests?|\bfailed 0\b|\bFailed:? 0, (?:Errors|Passed|Skipped)",
    rb"^\[ FAIL 0 \||^Ran \d+ tests? in |congratulations :\)",
    # checks of systems: Goss, Conftest, Molecule, Litmus
    rb"\bCount: \d+, Failed: 0\b|^PASS: (?P<each>\d+)/(?P=each)$|Verifier completed successfully|\bverdict: Pass(?:ed)?\b",
)
_PASSED = re.compile(b"|".join(_SUMMARIES))
# JUnit's report says it before the tests.
_REPORT = re.compile(rb"<testsuite\b(?=[^>]* failures=\"0\")(?=[^>]* errors=\"0\")")
_FAILED = re.compile(
    rb"\bFAIL(?:ED|URE)?\b(?! +0\b| \| *0\b)|\xe2\x9d\x8c|\xe2\x9c[\x96\x97]|\brun failed\b|\berror code [1-9]|^\s*\xe2\x9c\x98|^not ok\b|<(?:failure|error)\b"
    rb"|(?<!port )\b[1-9]\d* (?:failed|failing|failures?|errors?|invalid)\b|Failures: [1-9]|Errors: [1-9]"
)
# A single test that passed; a tick alone is also what builders and starters print.
_MARK = re.compile(
    rb"^\s*(?:ok \d+\b|\[ +OK \]|--- PASS|PASS\b|(?:\xe2\x9c[\x93\x94]|\xe2\x88\x9a) .*(?<! in)(?: \d+ ?ms| \([\d.]+ ?m?s\))$)"
    rb"|\bPASSED\b|\.\.\. ok$"
)


def passed(log: Log, first: int, last: int) -> bool:
    """Whether lines *first* to *last* belong to a run of tests that passed."""
    before = range(max(0, first - _REACH), first + 1)
    after = range(last + 1, min(len(log), last + 1 + _REACH))
    summary = next((line for line in after if _PASSED.search(log.raw(line)[:_LONGEST])), None)
    if summary is not None or any(_REPORT.search(log.raw(line)[:_LONGEST]) for line in before):
        return _none_failed(log, range(max(0, first - 1), after.stop))
    marks = [line for line in (*before, *after) if _MARK.search(log.raw(line)[:_LONGEST])]
    soon = range(last + 1, last + 1 + _SOON)
    window = range(before.start, after.stop)
    return len(marks) >= _SEVERAL and any(line in soon for line in marks) and _none_failed(log, window)


def _none_failed(log: Log, lines: range) -> bool:
    return not any(_FAILED.search(log.raw(line)[:_LONGEST]) for line in lines)
