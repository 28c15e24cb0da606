"""The form of a signature: what was typed, as plain data for the parser of records, and back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from app.matching.signature import Signature, Status
from app.records.parsed import Parsed
from app.records.plain import SIGNATURE_FIELDS, to_sparse_data
from app.records.problems import Problem
from app.records.signature_form import PROSE_FIELDS, signature_from_data
from app.records.signature_yaml import parse_signature, signature_to_yaml
from app.records.source import Plain
from app.records.yaml_text import write_yaml
from app.web.condition_boxes import Box, UnlessBox, box_of, condition_of, exception_of, unless_box_of

# Lists of names stand on one line, lists of texts and addresses on a line each.
NAME_LISTS = ("tags", "services", "yields_to", "explains", "postmortems")
CHOICES = ("role", "severity", "status")
LISTS = ("match", "unless", "commands", "examples")


@dataclass(frozen=True, slots=True)
class CommandBox:
    """A command as it is typed."""

    text: str = ""
    phase: str = "fix"
    risk: str = "safe"
    expected: str = ""
    rollback: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return not (self.text.strip() or self.expected.strip() or self.rollback.strip())


@dataclass(frozen=True, slots=True)
class ExampleBox:
    """An example as it is typed; *captures* has ``name: value`` on each line."""

    log: str = ""
    matches: bool = True
    captures: str = ""
    also: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return not (self.log.strip() or self.captures.strip() or self.also.strip())


@dataclass(frozen=True, slots=True)
class SignatureForm:
    """The form as it is filled in.  *texts* are the single fields by name; *yaml* is the whole record where it is one."""

    texts: Mapping[str, str] = field(default_factory=dict)
    generic: bool = False
    match: tuple[Box, ...] = ()
    unless: tuple[UnlessBox, ...] = ()
    commands: tuple[CommandBox, ...] = ()
    examples: tuple[ExampleBox, ...] = ()
    yaml: str | None = None

    def said(self, name: str) -> str:
        """The text of a single field; empty where nothing was typed."""
        return self.texts.get(name, "")


def read_form(fields: Mapping[str, str]) -> SignatureForm:
    """The form as it was sent, without the boxes that were left empty."""
    if fields.get("mode") == "yaml":
        return SignatureForm(yaml=_lf(fields.get("yaml", "")))
    texts = {name: _lf(value) for name, value in fields.items() if name in SIGNATURE_FIELDS}
    return SignatureForm(
        texts,
        "generic" in fields,
        tuple(one for one in map(_box, _rows(fields, "match")) if not one.is_blank),
        tuple(one for one in map(_unless, _rows(fields, "unless")) if not one.is_blank),
        tuple(one for one in map(_command, _rows(fields, "commands")) if not one.is_blank),
        tuple(one for one in map(_example, _rows(fields, "examples")) if not one.is_blank),
    )


def form_of(signature: Signature) -> SignatureForm:
    """The form of a record."""
    # A file leaves out the state that most signatures are in; a form must say it, to save the record in it again.
    return _form_of({**to_sparse_data(signature), "status": signature.status})


def as_yaml(form: SignatureForm) -> SignatureForm:
    """The same as the text of a file; what is wrong in it stays as it was typed."""
    parsed, data = parsed_form(form), _data(form)[0]
    text = signature_to_yaml(parsed.record) if parsed.record else write_yaml(_ordered(data))
    return SignatureForm(yaml=text)


def as_fields(form: SignatureForm) -> SignatureForm:
    """The same as fields; as it is where the text of the file cannot be read as a record."""
    parsed = parsed_form(form)
    return form_of(parsed.record) if parsed.record else form


def parsed_form(form: SignatureForm, *, status: str = "") -> Parsed[Signature]:
    """The record that the form says, in this state if one is given, and every problem of its form."""
    if form.yaml is not None:
        parsed = parse_signature(form.yaml, path="signatures/candidate")
        return replace(parsed, draft=_in_state(parsed.draft, status))
    data, problems = _data(form)
    if status:
        data["status"] = status
    parsed = signature_from_data(data, f"signatures/{data.get('id') or 'new'}")
    broken = {problem.field for problem in problems}
    said = (problem for problem in parsed.problems if problem.field not in broken)
    return replace(parsed, problems=tuple(sorted({*said, *problems})))


def _in_state(draft: Signature | None, status: str) -> Signature | None:
    return replace(draft, status=cast("Status", status)) if draft and status else draft


def grown(form: SignatureForm, action: str) -> SignatureForm:
    """The form with a box more (``add match``) or less (``remove match 2``)."""
    words = action.split()
    if len(words) < 2 or words[1] not in LISTS:  # noqa: PLR2004 (what to do, and where)
        return form
    boxes = list(getattr(form, words[1]))
    if words[0] == "add":
        boxes.append(_EMPTY[words[1]])
    elif words[0] == "remove" and len(words) > 2 and words[2].isdecimal() and int(words[2]) < len(boxes):  # noqa: PLR2004
        boxes.pop(int(words[2]))
    changed: Any = {words[1]: tuple(boxes)}
    return replace(form, **changed)


_EMPTY: Mapping[str, object] = {
    "match": Box(),
    "unless": UnlessBox(),
    "commands": CommandBox(),
    "examples": ExampleBox(),
}


def _data(form: SignatureForm) -> tuple[dict[str, Plain], tuple[Problem, ...]]:
    data: dict[str, Plain] = {name: form.said(name).strip() for name in ("id", "title", *CHOICES) if form.said(name)}
    data |= {name: text for name in PROSE_FIELDS if (text := form.said(name)).strip()}
    data |= {name: found for name in NAME_LISTS if (found := _names(form.said(name)))}
    if references := [line.strip() for line in form.said("references").splitlines() if line.strip()]:
        data["references"] = cast("Plain", references)
    if form.generic:
        data["generic"] = True
    problems: list[Problem] = []
    conditions: list[Plain] = []
    for index, box in enumerate(form.match):
        condition, faults = condition_of(box, "signatures/new", f"match[{index}]")
        conditions.append(condition)
        problems += faults
    lists: dict[str, list[Plain]] = {
        "match": conditions,
        "unless": [exception_of(box) for box in form.unless],
        "commands": [_command_data(box) for box in form.commands],
        "examples": [_example_data(box) for box in form.examples],
    }
    return data | {name: found for name, found in lists.items() if found}, tuple(problems)


def _names(text: str) -> list[Plain]:
    return [name.strip() for name in re.split(r"[,\n]", text) if name.strip()]


def _command_data(box: CommandBox) -> Plain:
    said = {name: getattr(box, name) for name in ("text", "phase", "risk", "expected", "rollback")}
    return {name: text for name, text in said.items() if text.strip()}


def _example_data(box: ExampleBox) -> Plain:
    data: dict[str, Plain] = {"log": box.log}
    if not box.matches:
        data["matches"] = False
    if captures := dict(_pair(line) for line in box.captures.splitlines() if line.strip()):
        data["captures"] = cast("Plain", captures)
    if also := _names(box.also):
        data["also"] = also
    return data


def _pair(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()


def _form_of(data: Mapping[str, Plain]) -> SignatureForm:
    texts = {name: str(data[name]) for name in ("id", "title", *CHOICES, *PROSE_FIELDS) if name in data}
    texts |= {name: ", ".join(map(str, _list(data, name))) for name in NAME_LISTS}
    texts["references"] = "\n".join(map(str, _list(data, "references")))
    return SignatureForm(
        texts,
        data.get("generic") is True,
        tuple(box_of(one) for one in _list(data, "match")),
        tuple(unless_box_of(one) for one in _list(data, "unless")),
        tuple(CommandBox(**_strings(one, CommandBox())) for one in _list(data, "commands")),
        tuple(_example_box(one) for one in _list(data, "examples")),
    )


def _list(data: Mapping[str, Plain], name: str) -> list[Plain]:
    value = data.get(name)
    return value if isinstance(value, list) else []


def _strings(data: Plain, default: CommandBox) -> dict[str, str]:
    said = data if isinstance(data, dict) else {}
    return {name: str(said.get(name) or getattr(default, name)) for name in CommandBox.__slots__}


def _example_box(data: Plain) -> ExampleBox:
    said = data if isinstance(data, dict) else {}
    captures = said.get("captures")
    pairs = captures.items() if isinstance(captures, dict) else ()
    return ExampleBox(
        str(said.get("log") or ""),
        said.get("matches") is not False,
        "\n".join(f"{name}: {value}" for name, value in pairs),
        ", ".join(map(str, _list(said, "also"))),
    )


def _rows(fields: Mapping[str, str], name: str) -> list[dict[str, str]]:
    """The fields of each box of a list, by their own names, in the order of their numbers."""
    rows: dict[int, dict[str, str]] = {}
    for key, value in fields.items():
        if found := re.fullmatch(rf"{name}\.(\d{{1,4}})\.(\w+)", key):
            rows.setdefault(int(found[1]), {})[found[2]] = _lf(value)
    return [rows[number] for number in sorted(rows)]


def _box(row: Mapping[str, str]) -> Box:
    form = "yaml" if row.get("form") == "yaml" else "lines"
    order = "all" if row.get("order") == "all" else "sequence"
    within, count = row.get("within", "").strip(), row.get("count", "").strip()
    return Box(row.get("text", ""), form, order, within, count, "ignore_case" in row)  # type: ignore[arg-type]


def _unless(row: Mapping[str, str]) -> UnlessBox:
    side = row.get("side", "within")
    is_side = side in ("within", "before", "after")
    text = row.get("text", "").strip("\n")
    return UnlessBox(text, side if is_side else "within", row.get("within", "").strip(), "ignore_case" in row)


def _command(row: Mapping[str, str]) -> CommandBox:
    return CommandBox(**{name: row.get(name, "") for name in CommandBox.__slots__})


def _example(row: Mapping[str, str]) -> ExampleBox:
    return ExampleBox(row.get("log", ""), row.get("matches") != "no", row.get("captures", ""), row.get("also", ""))


def _ordered(data: Mapping[str, Plain]) -> dict[str, Plain]:
    return {name: data[name] for name in SIGNATURE_FIELDS if name in data}


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
