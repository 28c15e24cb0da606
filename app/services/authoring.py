"""Write records: create, save, change the state, restore.  Every save is checked, based on a revision, and whole."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from app.errors import Conflict, NameTaken
from app.logs import mask
from app.matching.signature import Signature
from app.records.problems import Problem
from app.services.casebook import Casebook
from app.services.checking import RecordRefused, check, read_postmortem, read_signature, refuse
from app.services.linking import key_of, naming, relinked, up_to_date
from app.services.revisions import Combined, at_revision, combine, compare, history, stamped_as, stored, stored_at
from app.storage import POSTMORTEMS, SIGNATURES, Change, Kind
from app.storage.shapes import KindName, R, Record

__all__ = [
    "Combined",
    "RecordRefused",
    "Saved",
    "at_revision",
    "check",
    "combine",
    "compare",
    "create",
    "history",
    "read_postmortem",
    "read_signature",
    "refuse",
    "restore",
    "save",
    "set_status",
    "stored",
]

AUTHOR_LENGTH = 100
MESSAGE_LENGTH = 500
# The states of records that nobody is to rely on any more.
PUT_AWAY = ("archived", "retired")
# Records that name a renamed one may be saved by others in the same moment; then they are read again.
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Saved:
    """A record that was saved, its revision, and the warnings that did not keep it from being saved."""

    kind: KindName
    key: str
    revision: int
    warnings: tuple[Problem, ...] = ()


def create(casebook: Casebook, record: R, *, author: str, message: str = "") -> Saved:
    """Save a new record; Conflict if its key is taken, RecordRefused if it has errors."""
    kind = _kind(record)
    _refuse_taken(casebook, kind, kind.key(record))
    record = up_to_date(casebook, record)
    warnings = refuse(check(casebook, record))
    change = _change(casebook, record, author, message or "created")
    return Saved(kind.name, kind.key(record), _put(casebook, change), warnings)


def save(  # noqa: PLR0913 (a save has these facts)
    casebook: Casebook, kind: Kind[R], key: str, record: R, *, based_on: int, author: str, message: str = ""
) -> Saved:
    """Save a record in place of revision *based_on*; Conflict if another save came first, RecordRefused for errors.

    A changed key is a rename: the old one leads to the record from then on, and what names it names the new one.
    A record without a change is not saved again.
    """
    current = stored_at(casebook, kind, key, based_on).record
    was, new = kind.key(current), kind.key(record)
    if new != was:
        _refuse_taken(casebook, kind, new, unless=was)
    record = up_to_date(casebook, stamped_as(record, current))
    if record == current:
        return Saved(kind.name, new, based_on)
    problems = check(casebook, record, was=was)
    # What is only put away is not made worse by it, whatever is wrong with it.
    warnings = problems if record == _put_away(current, record.status) else refuse(problems)
    change = _change(casebook, record, author, message, based_on=based_on, was=was if was != new else None)
    return Saved(kind.name, new, _put(casebook, change), warnings)


def set_status(  # noqa: PLR0913
    casebook: Casebook, kind: Kind[R], key: str, status: str, *, based_on: int, author: str, message: str = ""
) -> Saved:
    """Change the state of a record: publish, send to review, archive, retire.  Refused as a save is."""
    current = stored_at(casebook, kind, key, based_on).record
    changed = replace(current, status=cast("Any", status))  # an unknown one is refused with its problem
    return save(casebook, kind, key, changed, based_on=based_on, author=author, message=message or f"status: {status}")


def restore(casebook: Casebook, kind: Kind[R], key: str, number: int, *, based_on: int, author: str) -> Saved:  # noqa: PLR0913
    """Save the record as revision *number* left it, under the name that it has today, as a new revision."""
    current = stored_at(casebook, kind, key, based_on).record
    old = at_revision(casebook, kind, key, number)
    # A restored text is no rename.
    old = replace(old, id=current.id) if isinstance(current, Signature) else replace(old, slug=current.slug)
    message = f"restored revision {number}"
    return save(casebook, kind, key, old, based_on=based_on, author=author, message=message)


def _put_away(record: R, status: str) -> R | None:
    """The record, archived or retired; None where *status* is another one."""
    return replace(record, status=cast("Any", status)) if status in PUT_AWAY else None


def _kind(record: R) -> Kind[R]:
    return SIGNATURES if isinstance(record, Signature) else POSTMORTEMS


def _refuse_taken(casebook: Casebook, kind: Kind[R], key: str, *, unless: str | None = None) -> None:
    """NameTaken if another record has the key, or had it: links to the old name would lead to the wrong record."""
    records = casebook.database.records
    taken = records.find(kind, key) or records.find(kind, records.renamed(kind, key) or "")
    if taken is not None and kind.key(taken.record) != unless:
        raise NameTaken(kind.name, key, 0, taken.revision)


def _change(  # noqa: PLR0913
    casebook: Casebook,
    record: Record,
    author: str,
    message: str,
    *,
    based_on: int | None = None,
    was: str | None = None,
) -> Change:
    now = casebook.clock()
    return Change(
        _stamped(record, now, is_new=based_on is None),
        author=_line(author, AUTHOR_LENGTH) or "unknown",
        message=_line(message, MESSAGE_LENGTH),
        at=now,
        based_on=based_on,
        was=was,
    )


def _stamped(record: Record, now: datetime, *, is_new: bool) -> Record:
    if isinstance(record, Signature):
        return record
    return replace(
        record,
        updated_at=now,
        created_at=record.created_at or (now if is_new else None),
        published_at=record.published_at or (now if record.status == "published" else None),
    )


def _line(text: str, length: int) -> str:
    """A text as history keeps it: one line, cut, without secrets and without what no database can hold."""
    text = text.encode("utf-8", "replace").decode().replace("\0", "")
    return mask(" ".join(text.split())).text[:length]


def _put(casebook: Casebook, change: Change) -> int:
    """Save a change; with a rename, in the same transaction, all records that name it."""
    records, own = casebook.database.records, (change.was, key_of(change.record))
    for _ in range(_TRIES):
        try:
            return records.put_many([change, *_followers(casebook, change)])[0]
        except Conflict as conflict:
            if conflict.key in own:
                raise
    return records.put_many([change, *_followers(casebook, change)])[0]


def _followers(casebook: Casebook, change: Change) -> list[Change]:
    """The records that name one that is being renamed, with its new name."""
    if change.was is None:
        return []
    kind: KindName = "signature" if isinstance(change.record, Signature) else "postmortem"
    old, new = (kind, change.was), key_of(change.record)
    message = f"{change.was} is called {new} now"
    return [
        _change(casebook, relinked(kept.record, {old: new}), change.author, message, based_on=kept.revision)
        for kept in naming(casebook, old)
    ]
