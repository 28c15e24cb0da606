"""Secrets in records: which fields hold what looks like one, besides words that only stand for one."""

import re
from collections.abc import Iterator

from app.logs import mask
from app.matching.signature import Signature
from app.records.parsed import Parsed
from app.records.plain import to_data
from app.records.postmortem import Postmortem
from app.records.problems import Problem
from app.records.source import Plain

# Patterns name the words around a secret, never the secret itself.
_PATTERN_FIELDS = ("match", "unless")
_PLACEHOLDER = re.compile(
    r"<[^<>]*>|\{.*\}|\$\{?\w+\}?|\$\(.*\)|[*x.]{3,}|(?:my|your)?[-_]?(?:pass(?:word|wd)?|secret|token|key|pair|user)",
    re.IGNORECASE,
)


def secrets_in(record: Signature | Postmortem) -> Iterator[tuple[str, str]]:
    """Each field that holds what looks like a secret, by its dotted path, with the kind of secret."""
    fields = {name: value for name, value in to_data(record).items() if name not in _PATTERN_FIELDS}
    for where, text in _texts(fields, ""):
        kinds = {
            edit.kind for edit in mask(text).edits if not _PLACEHOLDER.fullmatch(text[edit.start : edit.end].strip())
        }
        yield from ((where, kind) for kind in sorted(kinds))


def secret_fault(kind: str) -> tuple[str, str]:
    """What to say of a secret, and how to mend it."""
    what = f"it holds what looks like a secret ({kind})"
    return what, "replace it with ****, and change the secret where it is used"


def check_secrets(parsed: Parsed[Signature] | Parsed[Postmortem]) -> list[Problem]:
    """A problem for each secret: they are refused whatever the record's status, because history keeps everything."""
    if parsed.draft is None:
        return []
    return [
        Problem(parsed.path, parsed.line(where), where, *secret_fault(kind)) for where, kind in secrets_in(parsed.draft)
    ]


def _texts(value: Plain, where: str) -> Iterator[tuple[str, str]]:
    """Every text of a record with its path."""
    if isinstance(value, str) and value:
        yield where, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, f"{where}[{index}]")
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(item, f"{where}.{name}" if where else name)
