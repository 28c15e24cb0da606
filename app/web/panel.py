"""Lay out a log beside its findings: rows with numbers, chips and marks, folded around the evidence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from app.logs.log import Log
from app.matching.diagnosis import Diagnosis, Evidence
from app.web.marking import Piece, marked

# Lines that stay open before and after each line of evidence.
CONTEXT = 5
# Above this many lines or bytes, only windows around the evidence are laid out.
WHOLE_UP_TO = 50_000
WHOLE_BYTES = 4 << 20
# A fold of fewer lines than this takes more room than it saves.
SHORTEST_FOLD = 4
# A log of up to this many lines is shown open, and one without evidence shows this many of its last lines.
SHORT_LOG = 40
# Longer rows are cut; the raw view has them whole.
LONGEST_ROW = 4_000
# A range in the address opens at most this many lines of a long log.
LONGEST_RANGE = 2_000

ChipKind = Literal["cause", "effect", "weak", "salient"]
BlockKind = Literal["open", "folded", "omitted"]
PanelState = Literal["whole", "windows", "erased"]


@dataclass(frozen=True, slots=True)
class Chip:
    """A mark that links a line and what was found in it."""

    label: str
    kind: ChipKind
    target: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line as shown.  *number* is None for a further line out of one pasted line; *cut* counts what is left out."""

    number: int | None
    pieces: tuple[Piece, ...]
    chips: tuple[Chip, ...] = ()
    chosen: bool = False
    covers: tuple[int, ...] = ()  # the further pasted lines that this one was joined from
    cut: int = 0

    @property
    def text(self) -> str:
        """The text without its marks."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of rows that are open, folded, or not on the page at all; *size* counts them."""

    kind: BlockKind
    first: int
    last: int
    size: int
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """The log panel: *evidence* counts the rows that carry a chip of a finding."""

    state: PanelState
    lines: int
    evidence: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    chip: Chip
    text: str
    spans: tuple[tuple[int, int], ...]


def panel_of(log: Log, diagnosis: Diagnosis, *, chosen: range = range(0)) -> Panel:
    """The panel of a log that is there; *chosen* are the pasted lines that the address names."""
    marks = _marks_by_index(log, diagnosis)
    whole = len(log) <= WHOLE_UP_TO and _shown_bytes(log) <= WHOLE_BYTES
    picked = _indexes(log, chosen)[: len(log) if whole else LONGEST_RANGE]
    blocks = tuple(_blocks(log, marks, picked, whole=whole))
    evidence = sum(any(mark.chip.kind != "salient" for mark in found) for found in marks.values())
    return Panel("whole" if whole else "windows", diagnosis.log.lines, evidence, blocks)


def _shown_bytes(log: Log) -> int:
    """How much of the log a page with all of its rows would hold."""
    return int(np.minimum(np.diff(log.starts), LONGEST_ROW).sum())


def panel_of_evidence(diagnosis: Diagnosis) -> Panel:
    """The panel of a log whose text is gone: the lines of evidence are all that is left."""
    marks = defaultdict(list)
    for number, mark in _marks(diagnosis):
        marks[number].append(mark)
    rows = tuple(_evidence_row(number, marks[number]) for number in sorted(marks))
    blocks = tuple(Block("open", row.number or 0, row.number or 0, 1, (row,)) for row in rows)
    return Panel("erased", diagnosis.log.lines, len(rows), blocks)


def _evidence_row(number: int, marks: list[_Mark]) -> Row:
    text = marks[0].text[:LONGEST_ROW]
    spans = [span for mark in marks if mark.text == marks[0].text for span in mark.spans]
    return Row(number, marked(text, spans), _chips(marks))


def _marks(diagnosis: Diagnosis) -> Iterator[tuple[int, _Mark]]:
    """The pasted line number and the mark of everything that was found, best finding first."""
    for finding in diagnosis.findings:
        kind: ChipKind = "weak" if finding.strength == "possible" else finding.role
        chip = Chip(str(finding.rank), kind, f"f{finding.rank}", finding.title)
        for evidence in finding.evidence:
            yield evidence.line, _Mark(chip, evidence.text, evidence.spans)
    chip = Chip("!", "salient", "stands-out", "stands out")
    for salient in diagnosis.salient:
        yield salient.line, _Mark(chip, salient.text, ())
    for one in diagnosis.set_aside:
        yield one.line, _Mark(Chip("~", "salient", "set-aside", f"set aside: {one.title}"), one.text, ())


def _marks_by_index(log: Log, diagnosis: Diagnosis) -> dict[int, list[_Mark]]:
    marks: dict[int, list[_Mark]] = defaultdict(list)
    for number, mark in _marks(diagnosis):
        index = _index_of(log, number, mark.text)
        if index is not None:
            marks[index].append(mark)
    return marks


def _index_of(log: Log, number: int, text: str) -> int | None:
    """The line out of pasted line *number* that reads *text*; the first of them where none does."""
    candidates = _indexes(log, range(number, number + 1))
    return next((index for index in candidates if log.line(index) == text), next(iter(candidates), None))


def _indexes(log: Log, numbers: range) -> range:
    if not numbers:
        return range(0)
    first = int(np.searchsorted(log.end_numbers, numbers.start, "left"))
    return range(first, int(np.searchsorted(log.numbers, numbers.stop - 1, "right")))


def _blocks(log: Log, marks: dict[int, list[_Mark]], chosen: range, *, whole: bool) -> Iterator[Block]:
    at = 0
    for opened in [*_opened(len(log), {*marks, *chosen}), range(len(log), len(log))]:
        if at < opened.start:
            yield _hidden(log, range(at, opened.start), whole=whole)
        if opened:
            yield _block("open", log, opened, tuple(_rows(log, opened, marks, chosen)))
        at = opened.stop


def _hidden(log: Log, lines: range, *, whole: bool) -> Block:
    if not whole:
        return _block("omitted", log, lines, ())
    return _block("folded", log, lines, tuple(_rows(log, lines, {}, range(0))))


def _block(kind: BlockKind, log: Log, lines: range, rows: tuple[Row, ...]) -> Block:
    return Block(kind, log.number(lines[0]), log.end_number(lines[-1]), len(lines), rows)


def _opened(length: int, anchors: Iterable[int]) -> list[range]:
    """The stretches that stay open: around each anchor, joined where the fold between would be tiny."""
    if length <= SHORT_LOG:
        return [range(length)] if length else []
    stretches: list[range] = []
    for anchor in sorted(anchors) or range(length - SHORT_LOG + CONTEXT, length - CONTEXT):
        start, stop = max(anchor - CONTEXT, 0), min(anchor + CONTEXT + 1, length)
        start = 0 if start < SHORTEST_FOLD else start
        stop = length if length - stop < SHORTEST_FOLD else stop
        if stretches and start - stretches[-1].stop < SHORTEST_FOLD:
            stretches[-1] = range(stretches[-1].start, max(stop, stretches[-1].stop))
        else:
            stretches.append(range(start, stop))
    return stretches


def _rows(log: Log, lines: range, marks: dict[int, list[_Mark]], chosen: range) -> Iterator[Row]:
    before = log.number(lines[0] - 1) if lines[0] else 0
    for index in lines:
        number, text = log.number(index), log.line(index)
        found = marks.get(index, [])
        spans = [span for mark in found if mark.text == text for span in mark.spans]
        yield Row(
            number=number if number != before else None,
            pieces=marked(text[:LONGEST_ROW], spans) if spans else (Piece(text[:LONGEST_ROW]),),
            chips=_chips(found),
            chosen=index in chosen,
            covers=tuple(range(number + 1, log.end_number(index) + 1)),
            cut=max(len(text) - LONGEST_ROW, 0),
        )
        before = number


def _chips(marks: list[_Mark]) -> tuple[Chip, ...]:
    chips = dict.fromkeys(mark.chip for mark in marks)
    findings = tuple(chip for chip in chips if chip.kind != "salient")
    return findings or tuple(chips)


def evidence_lines(evidence: Iterable[Evidence]) -> tuple[int, ...]:
    """The pasted lines of some evidence, each once, in order."""
    return tuple(sorted({line.line for line in evidence}))
