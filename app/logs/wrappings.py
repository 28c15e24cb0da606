"""What the envelopes of each line said of it, read only when somebody asks."""

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
    """The wrapping of each line that had one, by index; made on demand from *layers*, outermost first."""

    def __init__(self, layers: dict[int, tuple[Layer, ...]]) -> None:
        self._layers = layers

    def __getitem__(self, index: int) -> Wrapping:
        layers = self._layers[index][::-1]
        levels = (level_of(layer.level) for layer in layers if layer.level is not None)
        sources = (layer.source.decode("utf-8", "replace") for layer in layers if layer.source)
        return Wrapping(
            stamp=_best_stamp(layers),
            level=next((level for level in levels if level is not None), None),
            source=next(sources, None),
        )

    def __contains__(self, index: object) -> bool:
        return index in self._layers

    def __iter__(self) -> Iterator[int]:
        return iter(self._layers)

    def __len__(self) -> int:
        return len(self._layers)


def _best_stamp(layers: tuple[Layer, ...]) -> Stamp | None:
    """The innermost full time, because it is nearest to the event; else the innermost of any kind."""
    stamps = [stamp for layer in layers if (stamp := stamp_of(layer.stamp)) is not None]
    return next((stamp for stamp in stamps if stamp.moment is not None), stamps[0] if stamps else None)
