"""A sequence of numbers that looks like chance and is the same on every machine: splitmix64 by Steele and others."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1


class Draws:
    """Numbers drawn one after another; the same *seed* draws the same ones."""

    def __init__(self, seed: int) -> None:
        self._state = seed * 0x9E3779B97F4A7C15 & _MASK

    def bits(self) -> int:
        """A number of 64 bits."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = (self._state ^ self._state >> 30) * 0xBF58476D1CE4E5B9 & _MASK
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & _MASK
        return mixed ^ mixed >> 31

    def below(self, limit: int) -> int:
        """A number from 0 to *limit* - 1."""
        return self.bits() * limit >> 64

    def between(self, least: int, most: int) -> int:
        """A number from *least* to *most*, both included."""
        return least + self.below(most - least + 1)

    def one_of(self, items: Sequence[T]) -> T:
        """One of the items, each as often as any other."""
        return items[self.below(len(items))]
