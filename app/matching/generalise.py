"""Put holes where texts vary (times, ids, numbers, paths, names), to compare two texts or to draft a pattern."""

import re

# In this order: the more particular form first, so that a time is not taken for three numbers.
HOLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("time", re.compile(r"\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z| ?[+-]\d\d:?\d\d)?")),
    ("time", re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d\b")),
    ("time", re.compile(r"\b\d\d?:\d\d:\d\d(?:[.,]\d+)?(?: [AP]M)?\b")),
    ("uuid", re.compile(r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b")),
    ("url", re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s'\"<>)\]]+")),
    ("digest", re.compile(r"\bsha\d+:[0-9a-f]{16,}\b")),
    ("address", re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b")),
    ("id", re.compile(r"\b0x[0-9a-fA-F]+\b|\b(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,64}\b")),
    ("pod", re.compile(r"\b[a-z][a-z0-9-]*-[a-f0-9]{8,10}-[a-z0-9]{5}\b")),
    ("path", re.compile(r"(?<![\w.])(?:[A-Za-z]:\\|~?/)[\w.@+-]+(?:[\\/][\w.@+-]+)*")),
    ("number", re.compile(r"(?<![\w.])\d+(?:\.\d+)*(?:[kMGT]i?B?|ms|s|m|h|%)?(?![\w])")),
)


def generalise(text: str) -> str:
    """*text* with holes such as ``<time>`` for what varies; numbers that name an error (403, E050) stay."""
    for name, pattern in HOLES:
        text = pattern.sub(_kept_codes if name == "number" else f"<{name}>", text)
    return " ".join(text.split())


_CODE_BEFORE = re.compile(r"(?:status|code|errno|error|exit|http|signal)[ =:(\[#]{0,3}$", re.IGNORECASE)


def _kept_codes(found: re.Match[str]) -> str:
    """A number right after a word such as "status" or "errno" tells failures apart and is kept."""
    return found[0] if _CODE_BEFORE.search(found.string[max(0, found.start() - 24) : found.start()]) else "<number>"
