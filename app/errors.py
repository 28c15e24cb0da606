"""The errors of Casebook: few, one tree, carrying facts.  The edge (web, API, command line) phrases them."""

from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime


class CasebookError(Exception):
    """Anything that Casebook refuses or cannot do, with the facts as attributes."""

    def __reduce__(self) -> tuple[type["CasebookError"], tuple[object, ...]]:
        """How it crosses to another process: an exception by itself would keep only what was given by position."""
        facts = tuple(getattr(self, fact.name) for fact in fields(self)) if is_dataclass(self) else ()
        return type(self), facts


@dataclass
class TooLarge(CasebookError):
    """A log is larger than the limit; *what* is ``"log"`` (as received) or ``"expanded log"``.  Sizes in bytes."""

    what: str
    limit: int
    size: int | None = None


@dataclass
class BrokenCompression(CasebookError):
    """A log says that it is compressed (by its header or its first bytes) but cannot be expanded."""

    encoding: str
    reason: str


@dataclass
class UnknownEncoding(CasebookError):
    """A ``Content-Encoding`` that Casebook does not read."""

    encoding: str
    known: tuple[str, ...]


@dataclass
class EmptyLog(CasebookError):
    """There is nothing to diagnose: no bytes, or only blank lines."""


@dataclass
class OutOfTime(CasebookError):
    """Matching was stopped at its deadline, in seconds."""

    seconds: float


@dataclass
class WorkerLost(CasebookError):
    """The process that was matching ended unexpectedly; nothing was stored."""


@dataclass
class NotFound(CasebookError):
    """There is no such record.  *kind* is a word of the glossary: signature, postmortem, diagnosis."""

    kind: str
    key: str
    similar: tuple[str, ...] = ()


@dataclass
class Gone(CasebookError):
    """The log's text was erased, on request or because its time was up."""

    kind: str
    key: str
    since: datetime | None = None


@dataclass
class ForeignHost(CasebookError):
    """A request is for a name that this Casebook does not answer to."""

    host: str


@dataclass
class CrossSite(CasebookError):
    """A browser sent a change on behalf of another site's page."""


@dataclass
class Conflict(CasebookError):
    """A save was based on a revision that is no longer the current one."""

    kind: str
    key: str
    based_on: int
    current: int


@dataclass
class NameTaken(Conflict):
    """Another record has, or once had, the id or slug that a record is to get."""


@dataclass
class ConditionMissing(CasebookError):
    """A change does not say which revision it is based on."""

    kind: str
    key: str
    current: int


@dataclass
class BadCursor(CasebookError):
    """The cursor of a list is not one that a page of this list gave out."""

    cursor: str


@dataclass
class UnknownDatabase(CasebookError):
    """The address of the database begins with a scheme that Casebook does not store in."""

    scheme: str
    known: tuple[str, ...]


@dataclass
class DatabaseUnavailable(CasebookError):
    """The database cannot be used now.  *database* is its address without the password."""

    database: str
    reason: str


@dataclass
class SettingsInvalid(CasebookError):
    """Settings that are unknown or malformed: (name, what is wrong, how to mend it) of each."""

    faults: tuple[tuple[str, str, str], ...]
