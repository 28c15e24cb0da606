"""Write plain data as YAML that reads well and diffs well: long texts as blocks, short lists on one line.

It is written by hand because libyaml's writer falls back to one escaped line for every text with a tab in it or a
blank at the end of a line, as logs have.
"""

import re
from collections.abc import Iterator, Mapping

import yaml

from app.records.source import Plain

FLOW_WIDTH = 110
# Patterns are always quoted, so that blank space at their ends shows and no reader has to know when it is needed.
QUOTED_FIELDS = ("line", "regex")
# Times and days stand plain, for they are what other readers take them for; any other text of that form is quoted.
TIME_FIELDS = ("at", "due", "review_due")

# What a block or a plain text cannot hold: controls, other line breaks than LF, and what YAML does not take at all.
_ESCAPED = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_PLAIN_START = re.compile(r"[A-Za-z0-9_./($+^\u00a1-\U0010ffff]")
_FLOW_SAFE = re.compile(r"[A-Za-z0-9_/$(][A-Za-z0-9_./$()+@-]*(?: [A-Za-z0-9_./$()+@-]+)*")
_NAMED_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x1b": "\\e"}
_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?Z)?")


def write_yaml(data: Mapping[str, Plain]) -> str:
    """One YAML document.  A text that ends with its only final line break becomes a block that keeps the break."""
    return "".join(f"{line}\n" for line in _mapping(data, 0))


def write_yaml_list(items: list[Plain]) -> str:
    """One YAML document that is a list."""
    return "".join(f"{line}\n" for item in items for line in _item(item, 0))


def is_printable(text: str) -> bool:
    """Whether a file can hold *text* unescaped and every reader takes its lines for the same lines."""
    return not _ESCAPED.search(text)


def _mapping(data: Mapping[str, Plain], indent: int) -> Iterator[str]:
    for key, value in data.items():
        head = f"{' ' * indent}{_flow_scalar(key)}:"
        if key in QUOTED_FIELDS and isinstance(value, str):
            yield f"{head} {_quoted(value)}"
        elif isinstance(value, str) and _TIME.fullmatch(value) and (key in TIME_FIELDS or key.endswith("_at")):
            yield f"{head} {value}"
        else:
            yield from _entry(head, value, indent)


def _entry(head: str, value: Plain, indent: int) -> Iterator[str]:
    """The lines of a value after its *head*, ``key:`` or a hyphen, which stands at *indent*."""
    if isinstance(value, dict | list):
        flow = _flow(value)
        if flow is not None and len(head) + 1 + len(flow) <= FLOW_WIDTH:
            yield f"{head} {flow}"
            return
        yield head
        if isinstance(value, dict):
            yield from _mapping(value, indent + 2)
        else:
            for item in value:
                yield from _item(item, indent + 2)
    elif isinstance(value, str) and _suits_block(value):
        yield from _block(head, value, indent + 2)
    else:
        yield f"{head} {_scalar(value)}"


def _item(value: Plain, indent: int) -> Iterator[str]:
    dash = f"{' ' * indent}-"
    if not isinstance(value, dict) or not value:
        yield from _entry(dash, value, indent)
        return
    first, *rest = _mapping(value, indent + 2)
    yield f"{dash} {first.lstrip(' ')}"
    yield from rest


def _flow(value: dict[str, Plain] | list[Plain]) -> str | None:
    """The form on one line, for lists of plain words and mappings of texts; None for anything longer."""
    if isinstance(value, dict):
        if not all(isinstance(each, str) and "\n" not in each for each in value.values()):
            return None
        return "{" + ", ".join(f"{_flow_scalar(key)}: {_flow_scalar(str(each))}" for key, each in value.items()) + "}"
    words = [each for each in value if isinstance(each, str) and _is_flow_safe(each)]
    return f"[{', '.join(words)}]" if len(words) == len(value) else None


def _suits_block(text: str) -> bool:
    ends_well = not text.endswith("\n\n") and bool(text.strip())
    return "\n" in text and ends_well and is_printable(text)


def _block(head: str, text: str, indent: int) -> Iterator[str]:
    # Without the digit, a reader takes the blank space that the text starts with for indentation.
    digit = "2" if text[0] in " \t\n" else ""
    yield f"{head} |{digit}{'' if text.endswith(chr(10)) else '-'}"
    for line in text.removesuffix("\n").split("\n"):
        yield f"{' ' * indent}{line}" if line else ""


def _scalar(value: Plain) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    return value if _is_plain(value) else _quoted(value)


def _flow_scalar(text: str) -> str:
    return text if _is_flow_safe(text) else _quoted(text)


def _is_plain(text: str) -> bool:
    if not _PLAIN_START.match(text) or text != text.strip() or "\t" in text or "\n" in text or _ESCAPED.search(text):
        return False
    return ": " not in text and " #" not in text and not text.endswith(":") and not _means_other(text)


def _is_flow_safe(text: str) -> bool:
    return _FLOW_SAFE.fullmatch(text) is not None and not _means_other(text)


def _means_other(text: str) -> bool:
    """Whether other readers of YAML take the plain text for a number, a boolean, a day or nothing."""
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    return any(resolver.match(text) for _, resolver in (*resolvers.get(text[:1], ()), *resolvers.get(None, ())))


def _quoted(text: str) -> str:
    double = '"' + "".join(_escape(character) for character in text) + '"'
    if "\n" in text or "\t" in text or _ESCAPED.search(text) or ("\\" not in text and '"' not in text):
        return double
    single = "'" + text.replace("'", "''") + "'"
    return single if len(single) <= len(double) else double


def _escape(character: str) -> str:
    if character in _NAMED_ESCAPES:
        return _NAMED_ESCAPES[character]
    if not _ESCAPED.match(character):
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"  # noqa: PLR2004 - the largest of two digits
