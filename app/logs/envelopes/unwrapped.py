"""What is left of a line when one envelope is taken off, and what that envelope said of it."""

from collections.abc import Callable
from typing import NamedTuple


class Beside(NamedTuple):
    """A text of the record beside its message.  *graded*: it may state the failure, so the record's level is its own."""

    text: bytes
    graded: bool


class Unwrapped(NamedTuple):
    """A line without one envelope.  Stamp and level are as the envelope wrote them, to be read when they are needed."""

    format: str
    text: bytes  # may hold line feeds, and may be in an envelope of its own
    stamp: object = None
    level: object = None
    source: bytes | None = None
    stream: bytes | None = None  # set where the line goes on in the next one of this stream
    partial: bool = False
    beside: tuple[Beside, ...] = ()


Recogniser = Callable[[bytes], Unwrapped | None]
FromFields = Callable[[dict[str, object]], Unwrapped | None]
