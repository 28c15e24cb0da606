"""What an uploaded file is, by its content: the kinds that are kept, and names that are safe everywhere."""

import json
import re
import unicodedata
from collections.abc import Collection, Mapping

import puremagic

# Each kind with the endings that a name of it may have; the first is put on where it has another.
_ENDINGS: Mapping[str, tuple[str, ...]] = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
    "application/zip": (".zip",),
    "application/gzip": (".gz", ".tgz"),
    "application/json": (".json",),
    "text/csv": (".csv",),
    "text/plain": (
        *(
            ".txt",
            ".log",
            ".out",
            ".err",
            ".md",
            ".yaml",
            ".yml",
            ".toml",
            ".ini",
            ".conf",
            ".cfg",
            ".jsonl",
            ".ndjson",
        ),
        *(".diff", ".patch", ".sql"),
    ),
}
INLINE = frozenset(("image/png", "image/jpeg", "image/gif", "image/webp"))
_FOUND = {"application/x-gzip": "application/gzip", "application/gzip": "application/gzip"}
_ZIP = b"PK\x03\x04"
_HEAD = 4096
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_UNSAFE = re.compile(r"[^\w.()-]+")
_LONGEST = 100


def media_type(data: bytes, name: str) -> str | None:
    """The kind of a file, None for one that is not kept.  Markup of any kind is a plain text."""
    return _binary_type(data[:_HEAD]) or _text_type(data, name.lower())


def clean_name(name: str, type_: str, taken: Collection[str] = ()) -> str:
    """A name without folders, blanks, quotes and controls, with an ending of its kind, and not one of *taken*."""
    bare = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    bare = _UNSAFE.sub("-", bare).strip(".-") or "attachment"
    endings = _ENDINGS[type_]
    ending = next((one for one in endings if bare.lower().endswith(one)), "")
    stem = (bare[: -len(ending)] if ending else bare).strip(".-")[:_LONGEST] or "attachment"
    ending = ending.lower() or endings[0]
    found, number = f"{stem}{ending}", 2
    while found in taken:
        found, number = f"{stem}-{number}{ending}", number + 1
    return found


def _binary_type(head: bytes) -> str | None:
    if head.startswith(_ZIP):
        return "application/zip"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return None
    # What stands later in a file does not make it one: it must begin as its kind does.
    found = (_FOUND.get(match.mime_type, match.mime_type) for match in matches if match.offset == 0)
    return next(
        (type_ for type_ in found if type_ in _ENDINGS and not type_.startswith("text/") and "json" not in type_), None
    )


def _text_type(data: bytes, name: str) -> str | None:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    if _CONTROLS.search(text):
        return None
    if name.endswith(".json"):
        return "application/json" if _is_json(text) else "text/plain"
    return "text/csv" if name.endswith(".csv") else "text/plain"


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
