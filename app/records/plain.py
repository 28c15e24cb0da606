"""Turn a record into plain data: text, numbers, booleans, None, lists and mappings, as JSON and YAML have them."""

from dataclasses import MISSING, Field, fields
from datetime import UTC, date, datetime
from typing import cast

from app.matching.signature import All, Example, Line, Regex, Sequence, Signature, Unless
from app.records.conditions import condition_to_plain, unless_to_plain
from app.records.postmortem import Postmortem
from app.records.source import Plain

# The order in which a signature is read: what it is, how it shows, what to know and do, what proves it.
SIGNATURE_FIELDS = (
    *("id", "title", "role", "status", "severity", "tags", "services", "generic", "yields_to"),
    *("match", "unless", "explains", "cause", "confirm", "fix", "commands", "verify", "not_when", "prevention"),
    *("references", "postmortems", "examples"),
)
POSTMORTEM_FIELDS = tuple(each.name for each in fields(Postmortem))


def to_data(record: Signature | Postmortem) -> dict[str, Plain]:
    """All fields of a record as plain data, for JSON; reading it again gives an equal record."""
    return _mapping(record, _order(record), sparse=False)


def to_sparse_data(record: Signature | Postmortem) -> dict[str, Plain]:
    """The fields of a record that differ from their default, as plain data, for files."""
    return _mapping(record, _order(record), sparse=True)


def instant_text(moment: datetime) -> str:
    """A moment as files and JSON write it: UTC, with a Z."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _order(record: Signature | Postmortem) -> tuple[str, ...]:
    return SIGNATURE_FIELDS if isinstance(record, Signature) else POSTMORTEM_FIELDS


def _mapping(value: object, order: tuple[str, ...], *, sparse: bool) -> dict[str, Plain]:
    by_name = {each.name: each for each in fields(value)}  # type: ignore[arg-type]
    return {
        name: _plain(getattr(value, name), sparse=sparse)
        for name in order
        if not (sparse and _is_default(by_name[name], getattr(value, name)))
    }


def _is_default(each: "Field[object]", value: object) -> bool:
    return each.default is not MISSING and value == each.default


def _plain(value: object, *, sparse: bool) -> Plain:
    match value:
        case Line() | Regex() | All() | Sequence():
            return condition_to_plain(value)
        case Unless():
            return unless_to_plain(value)
        case tuple():
            return [_plain(item, sparse=sparse) for item in value]
        case date():  # a datetime, too
            return instant_text(value) if isinstance(value, datetime) else value.isoformat()
        case None | str() | int() | float():
            return value
        case _:
            return _value(value, sparse=sparse)


def _value(value: object, *, sparse: bool) -> Plain:
    """A part of a record: a command, an example, an event."""
    data = _mapping(value, tuple(each.name for each in fields(value)), sparse=sparse)  # type: ignore[arg-type]
    if isinstance(value, Example) and "captures" in data:
        data["captures"] = cast("Plain", dict(value.captures))
    return data
