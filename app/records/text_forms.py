"""The canonical forms of texts, so that a record reads the same however it was typed."""

import re

_BLANK_LINES = re.compile(r"\A(?:[^\S\n]*\n)+")
_LINE_ENDS = re.compile(r"\r+\n")
# No file can hold these: NUL ends texts in databases and tools, halves of surrogate pairs have no UTF-8.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

MAX_NAME = 100  # it becomes a file name and a part of URLs


def prose(text: str) -> str:
    """Markdown without blank lines at its start and blank space at its end."""
    return _BLANK_LINES.sub("", excerpt(text))


def excerpt(text: str) -> str:
    """A piece of a log without blank space at its end; its start stays, for line numbers and columns count there."""
    return _LINE_ENDS.sub("\n", text).rstrip()


def unstorable(text: str) -> str | None:
    """The first character that no record can hold, named; None where all are fine."""
    found = UNSTORABLE.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def is_name(text: str) -> bool:
    """Whether *text* has the form of an id or slug."""
    return len(text) <= MAX_NAME and _NAME.fullmatch(text) is not None


def shown(value: object) -> str:
    """A value as a message quotes it, cut where it is long."""
    text = str(value) if isinstance(value, str) else repr(value)
    text = " ".join(text.split())
    return f'"{text[:60]}..."' if len(text) > 60 else f'"{text}"'  # noqa: PLR2004 - fits one line of a terminal
