"""What reading a record gives: the record, or the problems that refuse it, or both."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from app.records.problems import Problem, errors

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Parsed(Generic[Record]):
    """A record as it was read from *path*.

    *draft* is what could be read, even where problems refuse it: the conditions that compile, the fields that are
    right; None where there is not even an id or slug.  *lines* gives the line of each field by its dotted path and is
    empty for a record that did not come from a file.
    """

    path: str
    draft: Record | None = None
    problems: tuple[Problem, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def record(self) -> Record | None:
        """The record, or None where an error refuses it."""
        return None if errors(self.problems) else self.draft

    def line(self, where: str) -> int:
        """The line of a field, or of the nearest one around it; 0 where there are no lines."""
        return line_of(self.lines, where)


def line_of(lines: Mapping[str, int], where: str) -> int:
    """The line of the field *where*, or of the nearest one around it; 0 where there are no lines."""
    while where and where not in lines:
        where = where[: max(where.rfind("."), where.rfind("["), 0)]
    return lines.get(where, 0)
