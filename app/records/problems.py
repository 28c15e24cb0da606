"""A problem: what is wrong with a record, said so that its author can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Grade = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault of one record.

    *path* is the file (or the record, as ``signatures/<id>``), *line* counts from 1 (0: the record as a whole),
    *field* is dotted with indexes (``match[0].regex``).  *what* names the fault with the offending text in it, *help*
    says how to mend it.  An error refuses the record; a warning does not.
    """

    path: str
    line: int
    field: str
    what: str
    help: str = ""
    grade: Grade = "error"

    @property
    def is_error(self) -> bool:
        """Whether the record is refused for it."""
        return self.grade == "error"

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        mark = "" if self.is_error else "warning: "
        text = f"{where}  {mark}{self.field + ': ' if self.field else ''}{self.what}"
        return f"{text}\nhelp: {self.help}" if self.help else text


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those that refuse the record."""
    return [problem for problem in problems if problem.is_error]
