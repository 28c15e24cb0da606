"""What the envelopes of each line said of it, read only when somebody asks."""

from array import array
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from app.logs.levels import level_of
from app.logs.log import Stamp, Wrapping
from app.logs.times import stamp_of


class Layer(NamedTuple):
    """What one envelope wrote, as it wrote it."""

    stamp: object
    level: object
    source: bytes | None


class Wrappings(Mapping[int, Wrapping]):
    """The wrapping of each line that had one, by index; made on demand.

    *said* holds what the envelopes of each record wrote, outermost first; *places*, for each line, where its record's
    is in there, or NONE.  Records may be millions, so that a line costs four bytes.
    """

    NONE = -1

    def __init__(self, said: list[tuple[Layer, ...]], places: "array[int]") -> None:
        self._said = said
        self._places = places

    def __getitem__(self, index: int) -> Wrapping:
        if index not in self:
            raise KeyError(index)
        layers = self._said[self._places[index]][::-1]
        levels = (level_of(layer.level) for layer in layers if layer.level is not None)
        sources = (layer.source.decode("utf-8", "replace") for layer in layers if layer.source)
        return Wrapping(
            stamp=_best_stamp(layers),
            level=next((level for level in levels if level is not None), None),
            source=next(sources, None),
        )

    def __contains__(self, index: object) -> bool:
        return isinstance(index, int) and 0 <= index < len(self._places) and self._places[index] != self.NONE

    def __iter__(self) -> Iterator[int]:
        return (index for index, place in enumerate(self._places) if place != self.NONE)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _best_stamp(layers: tuple[Layer, ...]) -> Stamp | None:
    """The innermost full time, because it is nearest to the event; else the innermost of any kind."""
    stamps = [stamp for layer in layers if (stamp := stamp_of(layer.stamp)) is not None]
    return next((stamp for stamp in stamps if stamp.moment is not None), stamps[0] if stamps else None)
