"""The geometry of charts."""

from itertools import pairwise

import pytest

from app.web.charts import HEIGHT, TOP, WIDTH, columns

FOOT = HEIGHT - 18


def test_the_highest_column_fills_the_chart() -> None:
    """The others are in proportion, all stand on the same foot, and they do not overlap."""
    drawn = columns([[10], [5], [0]], ["known"], ["a", "b", "c"], width=60)
    heights = [sum(part.height for part in column.segments) for column in drawn]

    assert heights == [FOOT - TOP, pytest.approx((FOOT - TOP) / 2), 0]
    assert all(column.segments[0].y + column.segments[0].height == pytest.approx(FOOT) for column in drawn[:2])
    assert all(left.x + left.width < right.x for left, right in pairwise(drawn))
    assert drawn[-1].x + drawn[-1].width <= 60


def test_parts_are_stacked() -> None:
    """The first kind stands at the foot, the next one on it."""
    (column,) = columns([[3, 0, 1]], ["known", "possible", "unknown"], ["a"])

    assert [part.kind for part in column.segments] == ["known", "unknown"]
    assert column.segments[1].y + column.segments[1].height == pytest.approx(column.segments[0].y, abs=0.02)


def test_a_small_value_is_seen() -> None:
    """One of a million is still a line."""
    drawn = columns([[1_000_000], [1]], ["known"], ["a", "b"])

    assert drawn[1].segments[0].height > 1


def test_few_columns_are_not_broad() -> None:
    """A chart with one column does not fill the page with it."""
    (column,) = columns([[1]], ["known"], ["a"])

    assert column.width < WIDTH / 8


@pytest.mark.parametrize("values", [[], [[0]], [[0, 0], [0, 0]]])
def test_nothing_draws_nothing(values: list[list[float]]) -> None:
    """Without any value there is no column to see, and no division by zero."""
    assert not any(
        column.segments
        for column in columns(values, ["known", "unknown"][: len(values[0]) if values else 1], ["x"] * len(values))
    )
