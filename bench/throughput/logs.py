"""Logs of a wanted size in which a wanted share of lines is a known failure."""

from collections.abc import Sequence
from itertools import islice

from background import ordinary_lines, stamp

# Ordinary lines are made once and then repeated with times of their own: making them costs more than matching them.
_DISTINCT = 20_000


def mixed_log(size: int, *, hits: Sequence[str], share: float, seed: int) -> bytes:
    """About *size* bytes of lines, evenly spread among them the *hits* in turn, so many of each one line."""
    ordinary = [line[len(stamp(0)) :] for line in ordinary_lines(_DISTINCT, seed=seed)]
    every = round(1 / share)
    lines: list[str] = []
    length = number = 0
    while length < size:
        said = (
            f" ERROR {hits[number // every % len(hits)]}"
            if number % every == every // 2
            else ordinary[number % _DISTINCT]
        )
        line = f"{stamp(number)}{said}"
        lines.append(line)
        length += len(line) + 1
        number += 1
    return ("\n".join(lines) + "\n").encode()


def head_of(log: bytes, count: int) -> bytes:
    """The first *count* lines of a log."""
    return b"".join(islice(log.splitlines(keepends=True), count))
