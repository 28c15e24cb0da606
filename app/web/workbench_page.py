"""What the workbench of a signature shows: the form, the log beside it, what came of the trial, and who else saved."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.matching.signature import Signature
from app.records.problems import Problem, errors
from app.web.conflict import ConflictView, Meanwhile, meanwhile_of, number_of, taken_of
from app.web.signature_form import SignatureForm
from app.web.trials import Results

NEW = "/signatures/new"


@dataclass(frozen=True, slots=True)
class Sent:
    """What the form brings besides the record."""

    action: str = ""  # what its button asks for; empty where nothing was sent yet
    log: str = ""
    source: str = ""  # the diagnosis that it was drafted from
    based_on: int = 0
    author: str = ""
    message: str = ""
    is_in_log: bool = False  # the log was too long for the form
    meanwhile: Meanwhile | None = None  # the conflict that the form comes from
    taken: frozenset[str] = frozenset()  # the fields of it for which the text of the others was chosen


@dataclass(frozen=True, slots=True)
class WorkbenchPage:
    """The form, the log, and what the trial said."""

    form: SignatureForm
    sent: Sent
    record: Signature | None  # as it is stored; None for a new one
    results: Results | None = None
    problems: tuple[Problem, ...] = ()
    conflict: ConflictView | None = None
    note: str = ""
    names: tuple[str, ...] = ()  # of all signatures, to choose from

    @property
    def path(self) -> str:
        """Where the form is sent."""
        return f"/signatures/{self.record.id}/edit" if self.record else NEW

    @property
    def status(self) -> str:
        """The state that the stored record is in; empty for a new one."""
        return self.record.status if self.record else ""

    @property
    def is_returned(self) -> bool:
        """Whether the form holds what was sent and not saved."""
        return bool(self.sent.action)

    @property
    def refusals(self) -> int:
        """How many of the problems keep it from being saved as it is."""
        return len(errors(self.problems))

    def faults(self, *names: str) -> tuple[Problem, ...]:
        """The problems of a field, or of a box and what is in it."""
        name = "".join(names)
        return tuple(
            one for one in self.problems if one.field == name or one.field.startswith((f"{name}.", f"{name}["))
        )

    def anchor(self, problem: Problem) -> str:
        """The id of the place on the page that a problem stands at."""
        root, _, rest = problem.field.partition("[")
        if root in ("match", "unless", "commands", "examples"):
            index = rest.partition("]")[0]
            return f"{root}-{index}" if index.isdecimal() and self.form.yaml is None else root
        return root.partition(".")[0] or "id"


def sent_of(fields: Mapping[str, str]) -> Sent:
    """What the fields of the form say besides the record."""
    return Sent(
        action=fields.get("do", "try"),
        log=fields.get("log", ""),
        source=fields.get("from", ""),
        based_on=number_of(fields.get("based_on", "")),
        author=" ".join(fields.get("author", "").split()),
        message=" ".join(fields.get("message", "").split()),
        is_in_log="kept_log" in fields,
        meanwhile=meanwhile_of(fields),
        taken=taken_of(fields),
    )
