"""The words of a record, each text with the name of the field where it stands, the most telling fields first."""

from collections.abc import Iterator

from app.matching.signature import Condition, Line, Regex, Signature
from app.records.postmortem import Postmortem, Why

Texts = Iterator[tuple[str, str]]


def signature_texts(signature: Signature) -> Texts:
    """Every text of a signature besides its title, with holes as the author wrote them; some may be empty."""
    for name in ("cause", "fix", "confirm", "verify", "not_when", "prevention"):
        yield _called(name), getattr(signature, name)
    yield from (("commands", command.text) for command in signature.commands)
    yield from (("examples", example.log) for example in signature.examples if example.matches)
    for condition in signature.match:
        yield from (("match", pattern) for pattern in _patterns(condition))
    yield "id", signature.id
    yield from _each(signature, "tags", "services")


def postmortem_texts(record: Postmortem) -> Texts:
    """Every text of a postmortem besides its title; some may be empty."""
    for name in ("tldr", "symptom", "root_cause", "fix", "summary", "impact", "detection", "trigger"):
        yield _called(name), getattr(record, name)
    yield from _each(record, "error_excerpts", "contributing_factors")
    yield from (("five whys", text) for why in record.five_whys for text in _why_texts(why))
    yield from (("timeline", event.text) for event in record.timeline)
    yield from (("commands", command.text) for command in record.commands)
    yield from (("action items", item.text) for item in record.action_items)
    for name in ("confirm", "verify", "not_when", "prevention", "went_well", "went_wrong", "got_lucky", "lessons"):
        yield _called(name), getattr(record, name)
    yield from _each(record, "alert_names", "signatures")
    for name in ("owner", "team", "environment", "slug"):
        yield name, getattr(record, name)
    yield from _each(record, "tags", "services")


def _each(record: Signature | Postmortem, *names: str) -> Texts:
    for name in names:
        yield from ((_called(name), text) for text in getattr(record, name))


def _called(name: str) -> str:
    return name.replace("_", " ")


def _patterns(condition: Condition) -> Iterator[str]:
    if isinstance(condition, Line | Regex):
        yield condition.pattern
    else:
        yield from (pattern for part in condition.conditions for pattern in _patterns(part))


def _why_texts(why: Why) -> Iterator[str]:
    yield from (why.question, why.finding, why.evidence)
    for further in why.then:
        yield from _why_texts(further)
