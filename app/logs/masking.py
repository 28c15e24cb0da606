"""Hide secrets and keep the shape of what they stood in, so that a masked line still reads."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from app.logs.masks import MASKS, TELLING, Mask

HIDDEN = "****"
_HINTS = tuple(dict.fromkeys(hint for mask in MASKS for hint in mask.hints))
# Pictures and checksums are long and random, and no secrets.
_HARMLESS = re.compile(r"data:image/[\w.+-]{1,40};base64,[\w+/=]*|\bsha(?:1|256|384|512)[:-][\w+/=]{20,128}")
_KEY_BLOCK = re.compile(r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_KEY_END = re.compile(r"-----END ")
_LONGEST_KEY = 20_000
_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Edit:
    """A part of the original text, half-open in code points, and what stands in its place."""

    start: int
    end: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without its secrets, and how many of which kind it had."""

    text: str
    counts: dict[str, int] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the masked text a half-open span of the original is; one that cuts a secret takes in all of it."""
        return self._moved(start, at_end=False), self._moved(end, at_end=True)

    def _moved(self, offset: int, *, at_end: bool) -> int:
        shift = 0
        for edit in self.edits:
            if offset <= edit.start:
                break
            if offset < edit.end:
                return edit.start + shift + (len(edit.text) if at_end else 0)
            shift += len(edit.text) - (edit.end - edit.start)
        return offset + shift


def mask(text: str) -> Masked:
    """The text with its secrets hidden."""
    return mask_log(text) if "\n" in text else _masked(text, list(_edits(text, 0)))


def mask_log(data: str) -> Masked:
    """A whole log with its secrets hidden, also those that go over several lines; it has as many lines as before."""
    edits = list(_key_blocks(data)) if "-----BEGIN" in data else []
    for start, end in _lines_with_hints(data):
        edits += _edits(data[start:end], start)
    return _masked(data, edits)


def _lines_with_hints(data: str) -> list[tuple[int, int]]:
    """The start and end of each line that can hold a secret, in order."""
    # Of most characters the lower-case form is one character too; where it is not, each line is looked at by itself.
    lowered = data.lower()
    if len(lowered) != len(data):
        return [match.span() for match in _LINE.finditer(data)]
    found: dict[int, int] = {}
    for hint in _HINTS:
        place = lowered.find(hint)
        while place >= 0:
            start = lowered.rfind("\n", 0, place) + 1
            end = lowered.find("\n", place)
            end = len(lowered) if end < 0 else end
            found[start] = end
            place = lowered.find(hint, end)
    return sorted(found.items())


def _masked(text: str, edits: list[Edit]) -> Masked:
    if not edits:
        return Masked(text)
    kept = tuple(_without_overlaps(edits))
    parts: list[str] = []
    position = 0
    for edit in kept:
        parts += (text[position : edit.start], edit.text)
        position = edit.end
    parts.append(text[position:])
    return Masked("".join(parts), dict(Counter(edit.kind for edit in kept)), kept)


def _without_overlaps(edits: list[Edit]) -> Iterator[Edit]:
    """The edits in the order of the text; two that overlap become one, so that no end of a secret stays."""
    last: Edit | None = None
    for _, edit in sorted(enumerate(edits), key=lambda item: (item[1].start, item[0])):
        if last is not None and edit.start < last.end:
            last = replace(last, end=max(last.end, edit.end))
            continue
        if last is not None:
            yield last
        last = edit
    if last is not None:
        yield last


def _edits(line: str, offset: int) -> Iterator[Edit]:
    lowered = line.lower()
    hints = {hint for hint in _HINTS if hint in lowered and (hint not in TELLING or TELLING[hint].search(lowered))}
    if not hints:
        return
    harmless = [match.span() for match in _HARMLESS.finditer(line)]
    for item in MASKS:
        if not hints.isdisjoint(item.hints):
            yield from _found(item, line, offset, harmless)


def _found(item: Mask, line: str, offset: int, harmless: list[tuple[int, int]]) -> Iterator[Edit]:
    for match in item.pattern.finditer(line):
        start, end = match.span("secret")
        if not any(first < end and start < last for first, last in harmless):
            yield Edit(offset + start, offset + end, HIDDEN, item.kind)


def _key_blocks(data: str) -> Iterator[Edit]:
    """The lines of private keys; each is hidden by itself, so that the numbers of the lines below stay."""
    for begin in _KEY_BLOCK.finditer(data):
        end = _KEY_END.search(data, begin.end(), begin.end() + _LONGEST_KEY)
        body_end = end.start() if end else begin.end()
        lines = data[begin.end() : body_end].split("\n")
        if len(lines) > 1 and any(HIDDEN not in line and line.strip() for line in lines):
            text = "\n".join(HIDDEN if line.strip() else "" for line in lines)
            yield Edit(begin.end(), body_end, text, "private-key")
