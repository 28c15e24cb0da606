"""Entries of Cloud Logging as ``gcloud logging read`` prints them by itself: YAML documents, one after the other."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec
import numpy as np

from app.logs.blocks import Block
from app.logs.envelopes.unwrapped import Unwrapped
from app.logs.pasted import Pasted

_DOCUMENT = re.compile(rb"^---\n(?:(?!---\n).*\n)*+", re.MULTILINE)
_PAYLOAD = re.compile(rb"^(?:textPayload|jsonPayload|protoPayload):", re.MULTILINE)
# A value goes on in lines that are indented deeper than its name; blank lines belong to it too.
_TEXT = re.compile(rb"^textPayload: ?(.*)\n((?:(?:  .*)?\n)*)", re.MULTILINE)
_MESSAGE = re.compile(rb"^  (?:message|msg|error): ?(.*)\n((?:(?:   .*)?\n)*)", re.MULTILINE)
_STAMP = re.compile(rb"^timestamp: '?([^'\n]+)", re.MULTILINE)
_LEVEL = re.compile(rb"^severity: (\w+)", re.MULTILINE)
_SOURCE = re.compile(
    rb"^    (?:service_name|container_name|function_name|job_name|module_id|pod_name): (\S+)", re.MULTILINE
)
_LITERAL = re.compile(rb"\|[-+]?\Z")
_FOLD = re.compile(rb"\\?\n *\\?")
# escapes that YAML has and JSON has not
_ESCAPE = re.compile(rb"\\(?:x([0-9A-Fa-f]{2})|(.))", re.DOTALL)
_OWN_ESCAPES = {b"e": b"\\u001b", b"_": b" ", b"0": b"", b"a": b"", b"v": b" ", b"N": b" ", b" ": b" "}


class _Value(NamedTuple):
    """A text, and the offsets in its document where it stands; *printed*: line by line."""

    text: bytes
    start: int
    end: int
    printed: bool


def documents(lines: Pasted) -> Iterator[Block]:
    """The entries in the paste that were printed as YAML."""
    if b"Payload:" not in lines.text or not _PAYLOAD.search(lines.text):
        return
    for match in _DOCUMENT.finditer(lines.text):
        document = match[0]
        value = _value(document) if _PAYLOAD.search(document) else None
        if value is None:
            continue
        places = (match.start(), match.end() - 1, match.start() + value.start, match.start() + value.end)
        first, last, begin, end = (np.searchsorted(lines.starts, places, side="right") - 1).tolist()
        yield Block(first, last, _entry(document, value.text), begin, end, value.printed)


def _entry(document: bytes, text: bytes) -> Unwrapped:
    def said(pattern: re.Pattern[bytes]) -> bytes | None:
        match = pattern.search(document)
        return match[1] if match else None

    level = said(_LEVEL)
    return Unwrapped(
        "cloud-run-json",
        text,
        stamp=said(_STAMP),
        level=None if level == b"DEFAULT" else level,
        source=said(_SOURCE),
    )


def _value(document: bytes) -> _Value | None:
    """The message of a document."""
    match = _TEXT.search(document)
    if match is None:
        payload = document.find(b"\njsonPayload:")
        match = _MESSAGE.search(document, payload) if payload >= 0 else None
    if match is None:
        return None
    head, rest = match[1], match[2].rstrip(b"\n")
    if _LITERAL.match(head):
        filled = rest.lstrip(b"\n")
        indent = len(filled) - len(filled.lstrip(b" "))
        text = b"\n".join(line[indent:] for line in rest.split(b"\n"))
        return _Value(text, match.start(2), match.start(2) + len(rest), printed=True)
    end = match.start(2) + len(rest) if rest else match.end(1)
    return _Value(_scalar(head, rest), match.start(1), end, printed=False)


def _scalar(head: bytes, rest: bytes) -> bytes:
    """A value in quotes of either kind or in none, put together from its lines."""
    whole = head + b"\n" + rest if rest else head
    if head.startswith(b'"'):
        return _unquoted(_FOLD.sub(_unfolded, whole))
    # A line feed is a blank, and a blank line a line feed.
    text = re.sub(
        rb"\n+ *", lambda fold: b"\n" * (fold[0].count(b"\n") - 1) or b" ", re.sub(rb"\n +(?=\n)", b"\n", whole)
    )
    return text.strip().removeprefix(b"'").removesuffix(b"'").replace(b"''", b"'") if head.startswith(b"'") else text


def _unfolded(fold: re.Match[bytes]) -> bytes:
    return b"" if fold[0].startswith(b"\\") else b" "


def _unquoted(text: bytes) -> bytes:
    try:
        value = msgspec.json.decode(_ESCAPE.sub(_escape, text), type=str)
    except msgspec.DecodeError:
        return text
    return value.rstrip("\n").encode("utf-8", "replace")


def _escape(match: re.Match[bytes]) -> bytes:
    return b"\\u00" + match[1] if match[1] else _OWN_ESCAPES.get(match[2], match[0])
