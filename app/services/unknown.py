"""Unknown failures that keep coming: grouped by shape, counted, and offered to be written up."""

from dataclasses import dataclass
from datetime import datetime

from app.services.casebook import Casebook
from app.storage.shapes import StoredDiagnosis

# The rule of three: once is chance, twice is a coincidence, the third time asks for a write-up.
ASKS_AT = 3
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Unknown:
    """An unknown failure: how often it came, from when to when, a line of it, and the diagnosis to write up.

    *known_since* are the signatures, saved meanwhile, that match it by now.
    """

    shape: str
    count: int
    first: datetime
    last: datetime
    example: str
    title: str
    line: str
    known_since: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether it came often enough to ask for a write-up."""
        return self.count >= ASKS_AT and not self.known_since


def unknown_failures(casebook: Casebook) -> tuple[Unknown, ...]:
    """The unknown failures of the stored logs, the most frequent first; those that are known by now at the end."""
    shapes = casebook.database.occurrences.shapes(limit=SHOWN)
    examples = casebook.database.diagnoses.some(shape.example for shape in shapes)
    known = casebook.database.rescans.known_since(examples)
    found = (
        Unknown(
            shape.shape,
            shape.count,
            shape.first,
            shape.last,
            shape.example,
            examples[shape.example].title,
            _line(examples[shape.example]),
            known.get(shape.example, ()),
        )
        for shape in shapes
        if shape.example in examples
    )
    return tuple(sorted(found, key=lambda one: bool(one.known_since)))


def waiting(casebook: Casebook) -> int:
    """How many unknown failures wait for a write-up, as far as the queue shows them."""
    examples = [shape.example for shape in casebook.database.occurrences.shapes(limit=SHOWN)]
    return len(examples) - len(casebook.database.rescans.known_since(examples))


def times_seen(casebook: Casebook, shape: str | None) -> int:
    """How many logs showed the unknown failure of this shape; none for no shape."""
    return casebook.database.occurrences.same_shape(shape) if shape else 0


def _line(stored: StoredDiagnosis) -> str:
    return next((one.text.strip() for one in stored.diagnosis.salient), "")
