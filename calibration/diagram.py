"""A reliability diagram: how often findings of a confidence are right, with the interval that so few of them leave."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

# The bands of the matcher are bounds too, so that each band is read off directly.
BOUNDS = (0.0, 0.1, 0.3, 0.6, 0.85, 0.95, 0.97, 1.0)
_Z = 1.96
_SIDE, _MARGIN = 320, 46


@dataclass(frozen=True, slots=True)
class Bin:
    """Sightings of a range of confidence: the mean of it, the share that is right, and its 95 % Wilson interval."""

    least: float
    most: float
    confidence: float
    right: float
    low: float
    high: float
    count: int


def reliability(judged: Sequence[tuple[float, bool]]) -> list[Bin]:
    """The bins that have sightings, least confident first."""
    return [
        found
        for least, most in pairwise(BOUNDS)
        if (found := _bin(least, most, [one for one in judged if least <= one[0] < most]))
    ]


def wilson(hits: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share, by Wilson: it stays within 0 and 1, and is honest for shares near them."""
    share, square = hits / count, _Z**2
    centre = (share + square / (2 * count)) / (1 + square / count)
    reach = _Z * math.sqrt(share * (1 - share) / count + square / (4 * count**2)) / (1 + square / count)
    return max(0.0, round(centre - reach, 12)), min(1.0, round(centre + reach, 12))


def svg(bins: Sequence[Bin]) -> str:
    """The diagram: a dot for each bin with its interval, and the diagonal on which an honest matcher lies."""
    size = _SIDE + 2 * _MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" font-family="sans-serif" font-size="11">',
        "<title>Reliability: share of right findings by confidence, out of fold</title>",
        f'<rect width="{size}" height="{size}" fill="#fff"/>',
        _line((0, 0), (1, 1), 'stroke="#999" stroke-dasharray="4 4"'),
        _line((0, 0), (1, 0), 'stroke="#333"'),
        _line((0, 0), (0, 1), 'stroke="#333"'),
        *(_tick(tenth / 5) for tenth in range(6)),
        f'<text x="{size / 2:.0f}" y="{size - 8}" text-anchor="middle">confidence</text>',
        f'<text x="12" y="{size / 2:.0f}" text-anchor="middle" transform="rotate(-90 12 {size / 2:.0f})">right</text>',
        *(_dot(each) for each in bins),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _bin(least: float, most: float, held: Sequence[tuple[float, bool]]) -> Bin | None:
    if not held:
        return None
    count, hits = len(held), sum(right for _, right in held)
    low, high = wilson(hits, count)
    return Bin(least, most, sum(chance for chance, _ in held) / count, hits / count, low, high, count)


def _x(share: float) -> float:
    return round(_MARGIN + _SIDE * share, 1)


def _y(share: float) -> float:
    return round(_MARGIN + _SIDE * (1 - share), 1)


def _line(start: tuple[float, float], end: tuple[float, float], style: str) -> str:
    places = f'x1="{_x(start[0])}" y1="{_y(start[1])}" x2="{_x(end[0])}" y2="{_y(end[1])}"'
    return f"<line {places} {style}/>"


def _tick(share: float) -> str:
    return (
        f'<text x="{_x(share)}" y="{_y(0) + 16}" text-anchor="middle">{share:.1f}</text>'
        f'<text x="{_x(0) - 8}" y="{_y(share) + 4}" text-anchor="end">{share:.1f}</text>'
    )


def _dot(each: Bin) -> str:
    interval = _line((each.confidence, each.low), (each.confidence, each.high), 'stroke="#1f5fa8"')
    dot = f'<circle cx="{_x(each.confidence)}" cy="{_y(each.right)}" r="4" fill="#1f5fa8"/>'
    told = f"confidence {each.confidence:.2f}: {each.right:.3f} right of {each.count}"
    return f"<g><title>{told}</title>{interval}{dot}</g>"
