"""The five whys of a report: headings, bullets or rows, each a question with what was found."""

import re
from collections.abc import Iterator, Sequence
from inspect import cleandoc

from app.records.reports.aliases import folded
from app.records.reports.blocks import Block
from app.records.source import Plain

_NUMBERED = re.compile(
    r"^[\s*_#]*(?:why\s*)?(?:#?\d{1,2}\s*[.):\u2013\u2014-]*)?\s*[*_]*\s*[:.\u2013\u2014-]?\s*", re.IGNORECASE
)
_PART = re.compile(
    r"^\s*(?:[-*+]\s+)?[*_]*(finding|answer|because|evidence|proof|a|data)[*_]*\s*:[*_]*\s*",
    re.IGNORECASE | re.MULTILINE,
)
_EVIDENCE = frozenset(("evidence", "proof", "data"))
_COLUMNS = frozenset(
    ("why", "question", "answer", "finding", "because", "evidence", "number", "no", "reason", "cause", "proof", "data")
)


def why_of_section(title: str, blocks: Sequence[Block]) -> dict[str, Plain]:
    """The question that a heading asks, and under it the answer."""
    return _why(title, "\n\n".join(block.markdown for block in blocks))


def why_of_item(text: str) -> dict[str, Plain]:
    """The question of a bullet, and the answer after it."""
    question, mark, answer = text.partition("?")
    if mark:
        return _why(question + mark, answer.lstrip("*_ \n:\u2013\u2014-").lstrip())
    return _why(text, "")


def whys_of_rows(rows: Sequence[tuple[str, ...]]) -> Iterator[dict[str, Plain]]:
    """The questions of a table: the first column with letters asks, the next answers, the last is evidence."""
    for row in rows[1:]:
        texts = [cell for cell in row if folded(cell).strip("why 0123456789")]
        if texts:
            rest = dict(zip(("finding", "evidence"), ("\n\n".join(texts[1:2]), "\n\n".join(texts[2:])), strict=True))
            yield {"question": texts[0], **{name: text for name, text in rest.items() if text}}


def is_why_table(rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether the columns of a table are what whys have."""
    return all(word in _COLUMNS for cell in rows[0] for word in folded(cell).split())


def asks_why(text: str) -> bool:
    """Whether a text is one of the whys."""
    return re.match(r"[\s*_\d.)#]*why\b", text, re.IGNORECASE) is not None


def _why(question: str, answer: str) -> dict[str, Plain]:
    found: dict[str, list[str]] = {"finding": [], "evidence": []}
    parts = _PART.split(answer)
    found["finding"].append(parts[0])
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        found["evidence" if name.lower() in _EVIDENCE else "finding"].append(text)
    texts = {name: "\n\n".join(cleandoc(text) for text in said if text.strip()) for name, said in found.items()}
    asked = _asked(question)
    return {"question": asked, **{name: text for name, text in texts.items() if text}}


def _asked(question: str) -> str:
    asked = question.strip().strip("*_ ")
    number = _NUMBERED.match(asked)
    rest = asked[number.end() :] if number else asked
    # "Why did it fail?" begins with the word that also numbers: it must stay.
    if number and re.match(r"why\s+[a-z]", asked, re.IGNORECASE) and not re.match(r"why\s*#?\d", asked, re.IGNORECASE):
        return asked
    return rest or asked
