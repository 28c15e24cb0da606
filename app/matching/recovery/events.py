"""Events of Kubernetes and rows of Docker Compose: observations, no attempts; what they are about must have come about."""

import re

from app.logs import Log

_REACH = 60
_LONGEST = 2000

_EVENT = re.compile(rb"(?:^|\s)(?:Warning|Normal)\s+[A-Z][A-Za-z]+\s")
# What an event is about, and what tells that it has come about.
_COME_ABOUT = (
    (re.compile(rb"pull", re.IGNORECASE), re.compile(rb"\bSuccessfully pulled image\b")),
    (
        re.compile(rb"(?:Readiness|Startup) probe failed"),
        re.compile(rb"\bis (?:now )?ready\b|\b([1-9]\d*)/\1\s+Running\b"),
    ),
    (re.compile(rb"\bFailedScheduling\b"), re.compile(rb"\bSuccessfully assigned\b")),
    (re.compile(rb"\bFailed(?:Mount|AttachVolume)\b"), re.compile(rb"\bStarted container\b")),
    (re.compile(rb"\bNodeNotReady\b"), re.compile(rb"\bNodeReady\b")),
)
# Docker Compose's row of what could not be pulled or started, and of what could.
_ROW_OF_TROUBLE = re.compile(
    rb"^\s*(?:!|\xe2\x9c\x98) (?:Container |Image )?(?P<name>\S+) +(?:Warning|Error|Interrupted)\b"
)
_ROW_OF_SUCCESS = re.compile(
    rb"^\s*\xe2\x9c\x94 (?:Container |Image )?(?P<name>\S+) +(?:Pulled|Created|Started|Running|Healthy|Built)\b"
)
# The object that a list of events has it about.
_OBJECT = re.compile(rb"\s[a-z]+/([a-z0-9][\w.-]+)\s")
_IMAGE = re.compile(rb"\bimage \\?\"([^\"\\]+)")
# A row of a table of pods of which one is not there.
_MISSING = re.compile(rb"\s(\d+)/(?!\1\s)\d+\s+[A-Z]\w+|\s\d+/\d+\s+(?!Running|Completed)[A-Z]\w+\s+\d")


def is_event(log: Log, line: int) -> bool:
    """Whether the line is an event."""
    raw = log.raw(line)[:_LONGEST]
    return _EVENT.search(raw) is not None or _ROW_OF_TROUBLE.match(raw) is not None


def came_about(log: Log, line: int) -> bool:
    """Whether later lines tell that what the event was about has come about; of an image or an object, of the same one."""
    event = log.raw(line)[:_LONGEST]
    later = [log.raw(one)[:_LONGEST] for one in range(line + 1, min(len(log), line + 1 + _REACH))]
    if row := _ROW_OF_TROUBLE.match(event):
        return any(good["name"] == row["name"] for raw in later if (good := _ROW_OF_SUCCESS.match(raw)))
    wanted = next((success for about, success in _COME_ABOUT if about.search(event)), None)
    if wanted is None:
        return False
    same = [found[1] for pattern in (_IMAGE, _OBJECT) if (found := pattern.search(event))]
    told = any(wanted.search(raw) and all(name in raw for name in same) for raw in later)
    return told and not any(_MISSING.search(raw) for raw in later)
