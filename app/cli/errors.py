"""What can go wrong at the command line only."""

from dataclasses import dataclass

from app.errors import CasebookError


@dataclass
class CannotRead(CasebookError):
    """A file that was named cannot be read."""

    path: str
    reason: str


@dataclass
class NoRecords(CasebookError):
    """A path that was named is neither a file of a record nor a folder of them."""

    path: str
    reason: str


@dataclass
class CannotWrite(CasebookError):
    """A file or folder cannot be written."""

    path: str
    reason: str


@dataclass
class NoAccess(CasebookError):
    """Casebook was told to listen beyond this machine, and no access is configured."""

    host: str


@dataclass
class ServerRefused(CasebookError):
    """The Casebook that a command was told to ask did not answer, or refused."""

    url: str
    reason: str
