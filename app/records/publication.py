"""Checks of one postmortem before it is published: what a reader at three in the morning must be able to rely on.

Refusals: times in the wrong order, no fix, a root cause that says nothing or only "human error", no way to verify, an
open action item without owner or date, a secret.  Warnings: no way to confirm, a declined action item without reason.
An imported record whose source does not say gets warnings, except for secrets and times in the wrong order: nothing
is made up to please a check.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.records.parsed import Parsed
from app.records.postmortem import ActionItem, Postmortem
from app.records.problems import Grade, Problem
from app.records.secrecy import secret_fault, secrets_in
from app.records.text_forms import shown

_BLAME = re.compile(
    r"(?:(?:it was|due to|caused by|an?|the) )*(?:human|operator|user|manual|engineer'?s?|personal) (?:error|mistake)s?",
    re.IGNORECASE,
)
_TIMES = ("started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at")


@dataclass(frozen=True, slots=True)
class _Fault:
    where: str
    what: str
    help: str
    grade: Grade = "error"
    is_gap: bool = True  # something that the source of an imported record may just not say


def check_publication(parsed: Parsed[Postmortem], *, is_imported: bool = False) -> list[Problem]:
    """What keeps the postmortem from being published, and what its author should know, all at once."""
    if parsed.draft is None:
        return []
    checks = _IMPORT_CHECKS if is_imported else _CHECKS
    faults = [fault for check in checks for fault in check(parsed.draft)]
    return sorted(
        Problem(
            parsed.path,
            parsed.line(fault.where),
            fault.where,
            fault.what,
            fault.help,
            "warning" if is_imported and fault.is_gap else fault.grade,
        )
        for fault in faults
    )


def _times(postmortem: Postmortem) -> Iterator[_Fault]:
    known = [(name, moment) for name in _TIMES if (moment := getattr(postmortem, name))]
    for index, (name, moment) in enumerate(known[1:], 1):
        before = [other for other, earlier in known[:index] if earlier > moment]
        # A failure may be noticed, or mended, before somebody acknowledges it; nothing comes before its start.
        if before and (before[0] == "started_at" or name == "resolved_at"):
            what = f"{name} is before {before[0]}"
            yield _Fault(name, what, "correct one of the two, or leave out what is not known", is_gap=False)


def _fix(postmortem: Postmortem) -> Iterator[_Fault]:
    if not postmortem.fix and not any(command.phase == "fix" for command in postmortem.commands):
        yield _Fault("fix", "it says no fix", "say what mended it, or what is proposed to")


def _root_cause(postmortem: Postmortem) -> Iterator[_Fault]:
    said = " ".join(postmortem.root_cause.split()).strip(".!*_ ")
    if not said:
        yield _Fault("root_cause", "it says no root cause", "say what made the failure possible, as far as it is known")
    elif _BLAME.fullmatch(said):
        help_ = "say what let one mistake cause the failure: a missing check, a tool that did not ask, two like names"
        yield _Fault("root_cause", f"the root cause is only {shown(said)}", help_)


def _verification(postmortem: Postmortem) -> Iterator[_Fault]:
    phases = {command.phase for command in postmortem.commands}
    if not postmortem.verify and "verify" not in phases:
        yield _Fault("verify", "it does not say how to verify the fix", "say how to know that it is over")
    if not postmortem.confirm and "confirm" not in phases:
        help_ = "say how to be sure that it is this failure, before acting"
        yield _Fault("confirm", "it does not say how to confirm the failure", help_, "warning")


def _action_items(postmortem: Postmortem) -> Iterator[_Fault]:
    for index, item in enumerate(postmortem.action_items):
        where = f"action_items[{index}]"
        if item.is_open and (missing := _missing(item)):
            what = f"the open action item {shown(item.text)} has no {' and no '.join(missing)}"
            yield _Fault(where, what, "say who does it and until when, or decline it with a reason")
        if item.status == "declined" and not item.reason:
            what = f"the action item {shown(item.text)} was declined without a reason"
            yield _Fault(f"{where}.status", what, "add reason:", "warning")


def _action_items_together(postmortem: Postmortem) -> Iterator[_Fault]:
    """One fault for all items: reports from elsewhere hardly ever name an owner or a day."""
    count = sum(item.is_open and bool(_missing(item)) for item in postmortem.action_items)
    if count:
        what = f"{count} open action item{'s have' if count > 1 else ' has'} no owner or no due date"
        yield _Fault("action_items", what, "say who does each and until when, once that is known")


def _missing(item: ActionItem) -> list[str]:
    return [name for name, value in (("owner", item.owner), ("due date", item.due)) if not value]


def _secrets(postmortem: Postmortem) -> Iterator[_Fault]:
    for where, kind in secrets_in(postmortem):
        yield _Fault(where, *secret_fault(kind), is_gap=False)


_CHECKS = (_times, _fix, _root_cause, _verification, _action_items, _secrets)
_IMPORT_CHECKS = (_times, _fix, _root_cause, _verification, _action_items_together, _secrets)
