"""Domain objects as JSON documents and back: strict, and equal after the journey."""

from collections.abc import Mapping
from dataclasses import field, fields, make_dataclass
from functools import cache
from typing import Any, get_type_hints

import msgspec

from app.matching.diagnosis import Diagnosis
from app.matching.signature import All, Condition, Line, Regex, Sequence, Side, Signature, Unless, Window
from app.records.postmortem import Postmortem

# msgspec cannot tell dataclasses of one union apart, so each condition says what it is.
_LEAVES: Mapping[str, type[Line | Regex]] = {"line": Line, "regex": Regex}
_GROUPS: Mapping[str, type[All | Sequence]] = {"all": All, "sequence": Sequence}
_NAMES: Mapping[type, str] = {kind: name for name, kind in (*_LEAVES.items(), *_GROUPS.items())}


def encode_signature(signature: Signature) -> str:
    """The document of a signature."""
    plain = msgspec.to_builtins(signature)
    for stored, condition in zip(plain["match"], signature.match, strict=True):
        _name(stored, condition)
    for stored, unless in zip(plain["unless"], signature.unless, strict=True):
        _name(stored["condition"], unless.condition)
    return _text(plain)


def decode_signature(document: str) -> Signature:
    """The signature of a document."""
    stored = msgspec.json.decode(document, type=_signature_with_plain_conditions())
    values = {each.name: getattr(stored, each.name) for each in fields(Signature)}
    values["match"] = tuple(_condition(plain) for plain in stored.match)
    values["unless"] = tuple(_unless(plain) for plain in stored.unless)
    return Signature(**values)


def encode_postmortem(postmortem: Postmortem) -> str:
    """The document of a postmortem."""
    return _text(postmortem)


def decode_postmortem(document: str) -> Postmortem:
    """The postmortem of a document."""
    return msgspec.json.decode(document, type=Postmortem)


def encode_diagnosis(diagnosis: Diagnosis) -> str:
    """The document of a diagnosis."""
    return _text(diagnosis)


def decode_diagnosis(document: str) -> Diagnosis:
    """The diagnosis of a document."""
    return msgspec.json.decode(document, type=Diagnosis)


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _name(plain: dict[str, Any], condition: Condition) -> None:
    plain["is"] = _NAMES[type(condition)]
    if isinstance(condition, All | Sequence):
        for inner_plain, inner in zip(plain["conditions"], condition.conditions, strict=True):
            _name(inner_plain, inner)


def _condition(plain: dict[str, Any]) -> Condition:
    kind = plain["is"]
    if kind in _LEAVES:
        return msgspec.convert(plain, _LEAVES[kind])
    conditions = tuple(_condition(inner) for inner in plain["conditions"])
    return _GROUPS[kind](conditions, msgspec.convert(plain.get("within"), Window | None))


def _unless(plain: dict[str, Any]) -> Unless:
    condition = msgspec.convert(plain["condition"], _LEAVES[plain["condition"]["is"]])
    return Unless(
        condition,
        msgspec.convert(plain.get("within"), Window | None),
        msgspec.convert(plain.get("side", "around"), Side),
    )


@cache
def _signature_with_plain_conditions() -> type[Any]:
    """A class like Signature whose conditions msgspec leaves alone."""
    hints = get_type_hints(Signature) | {"match": list[Any], "unless": list[Any]}
    columns = [(each.name, hints[each.name], field(default=each.default)) for each in fields(Signature)]
    return make_dataclass("StoredSignature", columns, frozen=True)
