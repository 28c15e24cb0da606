"""What build pipelines put in front of lines: GitHub Actions (raw, and of ``gh``), GitLab CI, Jenkins, Buildkite, TeamCity."""

import re

from app.logs.envelopes.unwrapped import Unwrapped

_GITLAB = re.compile(rb" \d\d[OE][ +]")
_LONG_FRACTION = re.compile(rb"\.\d{7}(?:\d\d)?(?:Z|[+-]\d\d:\d\d)\Z")
_RUN_VIEW = re.compile(rb"([^\t{]{1,200})\t([^\t]{0,200})\t(?:\xef\xbb\xbf)?(?=\d{4}-\d\d-\d\dT[\d:]{8}\.\d{7}Z)")
_BRACKETED = re.compile(rb"\[(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\] ")
_BUILDKITE = re.compile(rb"_bk;t=(\d{13})")
_TEAMCITY = re.compile(
    rb"##teamcity\[(?:message|testFailed|testStdErr|testStdOut|testIgnored|buildProblem|buildStatus) "
)
_TEAMCITY_FIELD = re.compile(rb"(\w+)='((?:[^'|]|\|.)*)'", re.DOTALL)
_TEAMCITY_ESCAPE = re.compile(rb"\|(?:0x([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_TEAMCITY_PLAIN = {b"n": b"\n", b"r": b"", b"x": b"\n", b"l": b"\n", b"p": b"\n"}
_TEAMCITY_TEXTS = (b"text", b"message", b"details", b"errorDetails", b"out", b"description")


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


def bracketed_stamp(line: bytes) -> Unwrapped | None:
    """A line of Jenkins with time stamps, or of one of the loggers that write them so."""
    match = _BRACKETED.match(line)
    return Unwrapped("timestamped", line[match.end() :], stamp=match[1]) if match else None


def run_view(line: bytes) -> Unwrapped | None:
    """A line of ``gh run view --log``: job, step and the line."""
    match = _RUN_VIEW.match(line) if b"\t" in line else None
    return Unwrapped("github-actions", line[match.end() :], source=match[1]) if match else None


def buildkite(line: bytes) -> Unwrapped | None:
    """A line of a raw log of Buildkite."""
    match = _BUILDKITE.match(line)
    return Unwrapped("buildkite", line[match.end() :], stamp=match[1]) if match else None


def teamcity(line: bytes) -> Unwrapped | None:
    """A service message of TeamCity that states something: its texts without the escapes."""
    match = _TEAMCITY.match(line)
    if match is None:
        return None
    fields = {name: _TEAMCITY_ESCAPE.sub(_unescaped, text) for name, text in _TEAMCITY_FIELD.findall(line, match.end())}
    texts = [fields[name].strip(b"\n") for name in _TEAMCITY_TEXTS if name in fields]
    if not texts:
        return None
    return Unwrapped("teamcity", b"\n".join(texts), stamp=fields.get(b"timestamp"), level=_teamcity_level(fields))


def _teamcity_level(fields: dict[bytes, bytes]) -> bytes | None:
    status = fields.get(b"status")
    return None if status == b"NORMAL" else status


def _unescaped(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return chr(int(match[1], 16)).encode("utf-8", "replace")
    return _TEAMCITY_PLAIN.get(match[2], match[2])
