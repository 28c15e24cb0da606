"""Take the envelopes off all lines of a paste and put what was in them together as a log."""

import re
from array import array
from collections.abc import Iterable

import numpy as np

from app.logs.blocks import Block, in_order
from app.logs.candidates import candidates
from app.logs.controls import without_controls
from app.logs.documents import documents
from app.logs.envelopes.containers import compose_prefix, named_compose
from app.logs.envelopes.kubernetes import named_stern, stern_prefix
from app.logs.envelopes.table import bundle, envelope, json_object
from app.logs.envelopes.unwrapped import Beside, Unwrapped
from app.logs.fronts import Front, fronts, lines_behind
from app.logs.log import Log
from app.logs.pasted import Pasted, line_starts
from app.logs.printed import printed_pairs, printed_records
from app.logs.sheets import sheets
from app.logs.wrappings import Layer, Wrappings

_DEEPEST = 5
_NO_PLACE = array("i", (Wrappings.NONE,))
_CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2\x9b")
# More than this many pieces of one line are not waited for.
_LONGEST_PARTIAL = 1 << 20


def unwrap(lines: Pasted, *, size: int, formats: Iterable[str] = ()) -> Log:
    """The log that *lines* hold.  *size* and *formats* are what reading has found so far."""
    found = candidates(lines)
    fronted = fronts(lines)
    assembly = _Assembly(lines, found.prefixes, fronted, formats)
    blocks = in_order(sheets(lines), documents(lines), printed_records(lines), printed_pairs(lines))
    indexes = np.union1d(found.indexes, np.fromiter(blocks, np.int64, len(blocks)))
    if fronted:
        indexes = np.union1d(indexes, lines_behind(lines, fronted))
    position = 0
    for index in indexes.tolist():
        if index < position:
            continue
        assembly.plain(position, index)
        position = assembly.block(blocks[index]) if index in blocks else assembly.line(index)
    assembly.plain(position, len(lines))
    return assembly.log(size)


class _Assembly:
    """The log while it is put together, line by line in the order of the paste."""

    def __init__(
        self, lines: Pasted, prefixes: frozenset[bytes], fronted: tuple[Front, ...], formats: Iterable[str]
    ) -> None:
        self._lines = lines
        self._text = lines.text
        self._starts = lines.starts
        self._prefixes = prefixes
        self._fronts = fronted
        self._formats = dict.fromkeys(formats)
        self._chunks: list[bytes] = []
        self._numbers = array("q")
        self._ends = array("q")
        self._said: list[tuple[Layer, ...]] = []
        self._places = array("i")
        self._partial: dict[tuple[str, bytes], tuple[bytes, int]] = {}

    def plain(self, first: int, last: int) -> None:
        """Take the lines from *first* to before *last* as they are."""
        if first < last:
            self._chunks.append(self._text[int(self._starts[first]) : int(self._starts[last])])
            self._numbers.frombytes(self._lines.numbers[first:last].tobytes())
            self._ends.frombytes(self._lines.end_numbers[first:last].tobytes())
            self._places.extend(_NO_PLACE * (last - first))

    def line(self, index: int) -> int:
        """Take one line out of its envelopes; the index of the next line."""
        text = self._text[int(self._starts[index]) : int(self._starts[index + 1]) - 1]
        found = self._outermost(text)
        many = [found] if found is not None else bundle(text)
        if not many:
            self.plain(index, index + 1)
        for one in many:
            self._joined(one, int(self._lines.numbers[index]), int(self._lines.end_numbers[index]))
        return index + 1

    def block(self, block: Block) -> int:
        """Take a record that goes over several lines; the index of the next line."""
        first = len(self._numbers)
        self._take(block.found, int(self._lines.numbers[block.begin]), int(self._lines.end_numbers[block.end]))
        if block.printed and len(self._numbers) - first == block.end - block.begin + 1:
            self._numbers[first:] = array("q", self._lines.numbers[block.begin : block.end + 1].tobytes())
            self._ends[first:] = array("q", self._lines.end_numbers[block.begin : block.end + 1].tobytes())
        return block.last + 1

    def log(self, size: int) -> Log:
        """What was put together."""
        for (name, _), (text, number) in list(self._partial.items()):
            self._take(Unwrapped(name, text), number, number)
        text = b"".join(self._chunks)
        return Log(
            text=text,
            starts=line_starts(text),
            numbers=np.frombuffer(self._numbers, np.int64),
            end_numbers=np.frombuffer(self._ends, np.int64),
            wrappings=Wrappings(self._said, self._places),
            formats=tuple(self._formats) or ("plain",),
            size=size,
            pasted_lines=self._lines.count,
        )

    def _outermost(self, text: bytes) -> Unwrapped | None:
        found = (self._named(text) if self._prefixes else None) or envelope(text)
        if found is None and self._fronts:
            taken = (front.taken_off(text) for front in self._fronts)
            found = next((one for one in taken if one is not None), None)
        return found

    def _named(self, text: bytes) -> Unwrapped | None:
        """The line without a prefix that is one because other lines have it too."""
        prefix = compose_prefix(text)
        if prefix is not None and prefix in self._prefixes:
            return named_compose(text, prefix)
        prefix = stern_prefix(text)
        return named_stern(text, prefix) if prefix is not None and prefix in self._prefixes else None

    def _joined(self, found: Unwrapped, number: int, end: int) -> None:
        """Keep the pieces of a line that a container runtime cut until the last of them."""
        if found.stream is None:
            self._take(found, number, end)
            return
        key = (found.format, found.stream)
        if not found.partial and key not in self._partial:
            self._take(found, number, end)
            return
        before, first = self._partial.pop(key, (b"", number))
        text = before + found.text
        if found.partial and len(text) < _LONGEST_PARTIAL:
            self._partial[key] = (text, first)
        else:
            self._take(found._replace(text=text), first, end)

    def _take(self, found: Unwrapped, number: int, end: int) -> None:
        layers: list[Layer] = []
        beside: tuple[Beside, ...] = ()
        inner: Unwrapped | None = found
        while inner is not None:
            self._formats[inner.format] = None
            layers.append(Layer(inner.stamp, inner.level, inner.source))
            beside = inner.beside + beside
            outer, inner = inner, self._inner(inner.text) if len(layers) < _DEEPEST else None
            if inner is not None and inner.text == outer.text:
                layers.append(Layer(inner.stamp, inner.level, inner.source))
                break
        self._write(outer.text, self._place(tuple(layers)), number, end)
        self._write_beside(beside, tuple(layers), number, end)

    def _inner(self, text: bytes) -> Unwrapped | None:
        if b"\n" not in text:
            return self._outermost(text)
        # The other envelopes are of one line, and would swallow those that follow.
        return json_object(text) if text.startswith(b"{") else None

    def _write_beside(self, beside: tuple[Beside, ...], layers: tuple[Layer, ...], number: int, end: int) -> None:
        graded_place = len(self._said) - 1
        ungraded_place: int | None = None
        for text, graded in beside:
            if not graded and ungraded_place is None:
                ungraded_place = self._place(tuple(layer._replace(level=None) for layer in layers))
            self._write(text, graded_place if graded or ungraded_place is None else ungraded_place, number, end)

    def _place(self, layers: tuple[Layer, ...]) -> int:
        self._said.append(layers)
        return len(self._said) - 1

    def _write(self, text: bytes, place: int, number: int, end: int) -> None:
        text = _readable(text)
        # A cut line ends after others that were written meanwhile, and numbers never go back.
        number = max(number, self._numbers[-1]) if self._numbers else number
        for _ in range(text.count(b"\n") + 1):
            self._places.append(place)
            self._numbers.append(number)
            self._ends.append(max(end, number))
        self._chunks += (text, b"\n")


def _readable(text: bytes) -> bytes:
    if not _CONTROL.search(text):
        return text.strip(b"\n")
    return without_controls(text.replace(b"\r\n", b"\n")).strip(b"\r\n").replace(b"\r", b"\n")
