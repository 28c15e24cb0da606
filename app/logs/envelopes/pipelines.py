"""What build pipelines put in front of lines: GitHub Actions, as downloaded and as ``gh`` shows it, and GitLab CI."""

import re

from app.logs.envelopes.unwrapped import Unwrapped

_GITLAB = re.compile(rb" \d\d[OE][ +]")
_LONG_FRACTION = re.compile(rb"\.\d{7}(?:\d\d)?(?:Z|[+-]\d\d:\d\d)\Z")
_RUN_VIEW = re.compile(rb"([^\t{]{1,200})\t([^\t]{0,200})\t(?:\xef\xbb\xbf)?(?=\d{4}-\d\d-\d\dT[\d:]{8}\.\d{7}Z)")


def gitlab(line: bytes, end: int) -> Unwrapped | None:
    """A line of a GitLab job with time stamps, whose time ends at *end*: ``00O`` is the first stream's output."""
    match = _GITLAB.match(line, end)
    return Unwrapped("gitlab-ci", line[match.end() :], stamp=line[:end]) if match else None


def long_stamp(line: bytes, end: int) -> Unwrapped | None:
    """A line with a time of seven digits (GitHub Actions) or nine (docker, kubectl, App Service), ending at *end*."""
    match = _LONG_FRACTION.search(line, 0, end)
    if match is None:
        return None
    name = "github-actions" if match.end() - match.start() == len(".0105424Z") else "timestamped"
    return Unwrapped(name, line[end + 1 :], stamp=line[:end])


def run_view(line: bytes) -> Unwrapped | None:
    """A line of ``gh run view --log``: job, step and the line."""
    match = _RUN_VIEW.match(line) if b"\t" in line else None
    return Unwrapped("github-actions", line[match.end() :], source=match[1]) if match else None
