"""Plain data to a signature, whether it came from YAML, JSON or a form, with all problems at once."""

from collections.abc import Mapping
from pathlib import PurePath

from app.matching.signature import (
    PHASES,
    RISKS,
    ROLES,
    SEVERITIES,
    STATUSES,
    Command,
    Example,
    Signature,
)
from app.records.conditions import ConditionReader
from app.records.fields import Fields, Reading
from app.records.holes import faulty_holes, quoted_holes
from app.records.nearest import did_you_mean
from app.records.parsed import Parsed
from app.records.plain import SIGNATURE_FIELDS
from app.records.text_forms import shown

PROSE_FIELDS = ("cause", "confirm", "fix", "verify", "not_when", "prevention")
COMMAND_FIELDS = ("text", "phase", "risk", "expected", "rollback")
EXAMPLE_FIELDS = ("log", "matches", "captures", "also")


def signature_from_data(data: object, path: str, *, lines: Mapping[str, int] | None = None) -> Parsed[Signature]:
    """The signature that plain data describes, and every problem of it."""
    reading = Reading(path, lines or {})
    fields = reading.fields(data, "", SIGNATURE_FIELDS)
    if not isinstance(data, Mapping):
        return Parsed(path, None, tuple(reading.problems), reading.lines)
    fields.require("id", "add id: a short name, also that of its file, such as disk-full")
    fields.require("title", "add title:, one short line that names the failure")
    fields.require("match", 'add match: and under it conditions, such as - line: "No space left on device"')
    conditions = ConditionReader(reading)
    draft = _signature(fields, conditions)
    _check_file_name(fields, draft, path)
    if conditions.is_complete:
        _check_holes(reading, draft, tuple(conditions.captures))
    fields.refuse_self(draft.id, {"explains": draft.explains, "yields_to": draft.yields_to})
    return Parsed(path, draft if draft.id else None, tuple(sorted(set(reading.problems))), reading.lines)


def read_commands(fields: Fields) -> tuple[Command, ...]:
    """The commands of a signature or a postmortem."""
    return tuple(
        command
        for where, data in fields.items("commands")
        if (command := _command(fields.reading.fields(data, where, COMMAND_FIELDS))).text
    )


def _signature(fields: Fields, conditions: ConditionReader) -> Signature:
    return Signature(
        id=fields.name("id"),
        title=fields.phrase("title"),
        match=conditions.conditions(list(fields.items("match"))),
        role=fields.choice("role", ROLES, "cause"),
        status=fields.choice("status", STATUSES, "active"),
        severity=fields.choice("severity", SEVERITIES, "medium"),
        tags=fields.phrases("tags"),
        services=fields.phrases("services"),
        generic=fields.boolean("generic"),
        yields_to=fields.names("yields_to"),
        unless=conditions.exceptions(list(fields.items("unless"))),
        explains=fields.names("explains"),
        cause=fields.prose("cause"),
        confirm=fields.prose("confirm"),
        fix=fields.prose("fix"),
        verify=fields.prose("verify"),
        not_when=fields.prose("not_when"),
        prevention=fields.prose("prevention"),
        commands=read_commands(fields),
        references=fields.phrases("references"),
        postmortems=fields.names("postmortems"),
        examples=_examples(fields),
    )


def _command(fields: Fields) -> Command:
    fields.require("text", "add text:, the command itself")
    command = Command(
        text=fields.prose("text"),
        phase=fields.choice("phase", PHASES, "fix"),
        risk=fields.choice("risk", RISKS, "safe"),
        expected=fields.prose("expected") or None,
        rollback=fields.prose("rollback") or None,
    )
    if command.risk == "destructive" and not command.rollback:
        help_ = "add rollback:, how to undo it, or say there that it cannot be undone and what to save first"
        fields.fault("rollback", f"the destructive command {shown(command.text)} has no rollback", help_)
    return command


def _examples(fields: Fields) -> tuple[Example, ...]:
    return tuple(
        example
        for where, data in fields.items("examples")
        if (example := _example(fields.reading.fields(data, where, EXAMPLE_FIELDS))).log
    )


def _example(fields: Fields) -> Example:
    fields.require("log", "add log: | and under it the lines of a log, indented")
    matches = "matches" not in fields or fields.boolean("matches")
    example = Example(fields.excerpt("log"), matches, _captures(fields), fields.names("also"))
    for name in ("captures", "also"):
        if not matches and getattr(example, name):
            fields.fault(name, f"{name} is given, but this log must not match", f"take out {name}: or matches: false")
    return example


def _captures(fields: Fields) -> tuple[tuple[str, str], ...]:
    value = fields.raw("captures")
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        fields.fault("captures", "captures is not a mapping", "write captures: {name: value}")
        return ()
    inner = Fields(fields.reading, fields.at("captures"), value)
    return tuple((str(name), inner.verbatim(name)) for name in value)


def _check_file_name(fields: Fields, signature: Signature, path: str) -> None:
    file = PurePath(path)
    if signature.id and file.suffix in (".yaml", ".yml") and file.stem != signature.id:
        help_ = f"name the file {signature.id}.yaml; links and people look for it there"
        fields.fault("id", f"{shown(signature.id)} is not the name of its file", help_, "warning")


def _check_holes(reading: Reading, signature: Signature, captures: tuple[str, ...]) -> None:
    texts = [(name, getattr(signature, name)) for name in PROSE_FIELDS]
    for index, command in enumerate(signature.commands):
        texts += [
            (f"commands[{index}].{name}", getattr(command, name) or "") for name in ("text", "expected", "rollback")
        ]
    for where, text in texts:
        for grade, what, help_ in faulty_holes(text, captures):
            reading.fault(where, what, help_, grade)
    for index, command in enumerate(signature.commands):
        for name in ("text", "rollback"):
            for grade, what, help_ in quoted_holes(getattr(command, name) or ""):
                reading.fault(f"commands[{index}].{name}", what, help_, grade)
    for index, example in enumerate(signature.examples):
        for name, _ in example.captures:
            if name not in captures:
                otherwise = f"captured are: {', '.join(captures) or 'none'}"
                where = f"examples[{index}].captures.{name}"
                help_ = did_you_mean(name, captures, otherwise=otherwise)
                reading.fault(where, f"{shown(name)} is captured by no condition", help_)
