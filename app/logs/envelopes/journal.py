"""What system loggers write: journald (short, short-iso and JSON) and syslog (RFC 3164 and RFC 5424)."""

import re
from collections.abc import Mapping

from app.logs.envelopes.unwrapped import Unwrapped

_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_IDENT = rb"([^\s:\[\]]{1,128})(?:\[\d{1,10}\])?:(?: |\Z)"
_SHORT = re.compile(rb"(" + _MONTH + rb" [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})?) (?:[\w.:-]{1,255}) " + _IDENT)
_AFTER_ISO = re.compile(rb" [\w.-]{1,255} (?=[^\s:\[\]]{1,128}\[\d{1,10}\]:|(?:kernel|sudo|sshd|systemd):)" + _IDENT)
_PRIORITY = re.compile(rb"<(\d{1,3})>(?:(1) )?")
_RFC5424 = re.compile(
    rb"(\S{1,40}) \S{1,255} (\S{1,48}) \S{1,128} \S{1,32} (?:-|(?:\[(?:[^\]\\\"]|\\.|\"(?:[^\"\\]|\\.)*\")*\])+)(?: (?:\xef\xbb\xbf)?|\Z)"
)
_GRAVITIES = 8
# rsyslog writes a control character as its octal number
_LINE_FEED, _TAB, _RETURN = b"#012", b"#011", b"#015"


def short(line: bytes) -> Unwrapped | None:
    """A line of ``journalctl`` or of a syslog file: ``Jan 12 20:15:02 host unit[pid]: text``."""
    match = _SHORT.match(line)
    return Unwrapped("journald", _spelled(line[match.end() :]), stamp=match[1], source=match[2]) if match else None


def after_stamp(line: bytes, end: int) -> Unwrapped | None:
    """A line of ``journalctl -o short-iso``, whose time ends at *end*."""
    match = _AFTER_ISO.match(line, end)
    return Unwrapped("journald", _spelled(line[match.end() :]), stamp=line[:end], source=match[1]) if match else None


def _spelled(text: bytes) -> bytes:
    if b"#01" not in text:
        return text
    return text.replace(_RETURN, b"").replace(_LINE_FEED, b"\n").replace(_TAB, b"\t")


def syslog(line: bytes) -> Unwrapped | None:
    """A syslog message as sent: priority, then either form of header."""
    match = _PRIORITY.match(line)
    if match is None:
        return None
    gravity = int(match[1]) % _GRAVITIES
    rest = line[match.end() :]
    if match[2]:
        header = _RFC5424.match(rest)
        if header is None:
            return None
        return Unwrapped("syslog", rest[header.end() :], stamp=header[1], level=gravity, source=header[2])
    found = short(rest)
    return found._replace(format="syslog", level=gravity) if found else None


def journal_record(fields: Mapping[str, object]) -> Unwrapped | None:
    """An entry of ``journalctl -o json``."""
    if "MESSAGE" not in fields:
        return None
    source = fields.get("_SYSTEMD_UNIT") or fields.get("SYSLOG_IDENTIFIER") or fields.get("CONTAINER_NAME")
    return Unwrapped(
        format="journald-json",
        text=_message(fields["MESSAGE"]),
        stamp=fields.get("_SOURCE_REALTIME_TIMESTAMP") or fields.get("__REALTIME_TIMESTAMP"),
        level=_priority(fields.get("PRIORITY")),
        source=source.encode("utf-8", "replace") if isinstance(source, str) else None,
    )


def _priority(value: object) -> object:
    """Journald gives 6 to all that a unit prints, so that 6 says nothing."""
    return None if str(value) == "6" else value


def _message(value: object) -> bytes:
    """Journald gives a text that is not clean UTF-8 as a list of bytes."""
    if isinstance(value, list) and all(isinstance(code, int) and 0 <= code <= 255 for code in value):  # noqa: PLR2004
        return bytes(value).decode("utf-8", "replace").encode()
    return value.encode("utf-8", "replace").rstrip(b"\r\n") if isinstance(value, str) else b""
