"""The geometry of charts: small columns that say their numbers, drawn by the server so that they need no script."""

from collections.abc import Sequence
from dataclasses import dataclass

# In units of the drawing, which is as wide as a phone: on larger screens everything grows together.
WIDTH, HEIGHT = 340, 96
TOP = 14
_GAP = 0.22
_WIDEST = 34
# A value that is there is seen, however small.
_LEAST = 1.5


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a column; *kind* says how it is filled."""

    y: float
    height: float
    kind: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column, from its foot upwards; *label* is its name with its numbers."""

    x: float
    width: float
    segments: tuple[Segment, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of columns: what it is called and what it says, how high it reaches, and where it begins and ends.

    *kinds* are those in it, (kind, words), for its key; a chart of one kind needs none.
    """

    id: str
    title: str
    said: str
    columns: tuple[Column, ...]
    top: str
    first: str
    last: str
    kinds: tuple[tuple[str, str], ...] = ()
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def foot(self) -> int:
        """Where the columns stand."""
        return self.height - 18

    @property
    def head(self) -> int:
        """Where the highest column ends."""
        return TOP


def columns(  # noqa: PLR0913 (the sizes have defaults)
    values: Sequence[Sequence[float]],
    kinds: Sequence[str],
    labels: Sequence[str],
    *,
    most: float | None = None,
    width: int = WIDTH,
    foot: float = HEIGHT - 18,
    head: float = TOP,
) -> tuple[Column, ...]:
    """Columns of stacked parts: *values* has for each column one number of each kind; *most* is the full height."""
    top = most or max((sum(parts) for parts in values), default=0) or 1
    step = min(width / max(len(values), 1), _WIDEST / (1 - _GAP))
    scale = (foot - head) / top
    return tuple(
        Column(
            round(place * step + step * _GAP / 2, 2),
            round(step * (1 - _GAP), 2),
            _segments(parts, kinds, scale, foot),
            label,
        )
        for place, (parts, label) in enumerate(zip(values, labels, strict=True))
    )


def _segments(parts: Sequence[float], kinds: Sequence[str], scale: float, foot: float) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    for value, kind in zip(parts, kinds, strict=True):
        if value > 0:
            height = max(value * scale, _LEAST)
            foot -= height
            segments.append(Segment(round(foot, 2), round(height, 2), kind))
    return tuple(segments)
