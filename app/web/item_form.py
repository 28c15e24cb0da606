"""What was sent from the forms of the page of action items."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import Request

from app.http import read_form
from app.records.postmortem import ActionItem
from app.records.source import Plain
from app.services.action_items import Place
from app.services.item_changes import CHANGEABLE, MOST_AT_ONCE, ItemChange

# An item in a form: item.<slug>.<position>, with the revision that was seen as its value.
_ITEM = re.compile(r"item\.([a-z0-9-]{1,200})\.([0-9]{1,4})")
_REVISION = re.compile(r"[0-9]{1,9}")
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a form as they were typed."""

    status: str = ""
    reason: str = ""
    owner: str = ""
    due: str = ""
    priority: str = ""
    type: str = ""
    link: str = ""


NOTHING_TYPED = Typed()


@dataclass(frozen=True, slots=True)
class SentItems:
    """Which items are to be changed to what; *is_several* comes from the form for all chosen ones.

    *view* is the address of the list that it was sent from, *fault* why nothing can be made of it.
    """

    changes: tuple[ItemChange, ...]
    typed: Typed
    is_several: bool
    author: str
    view: str
    fault: str = ""

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the items are."""
        return tuple((one.postmortem, one.position) for one in self.changes)


async def sent_items(request: Request) -> SentItems:
    """The form as it was sent."""
    sent = await read_form(request, max_fields=2 * MOST_AT_ONCE)
    fields = {name: value for name, value in sent.items() if isinstance(value, str)}
    is_several = fields.get("how") == "several"
    values = _values(fields, is_several=is_several)
    changes = tuple(
        ItemChange(named[1], int(named[2]), int(value), values)
        for name, value in fields.items()
        if (named := _ITEM.fullmatch(name)) and _REVISION.fullmatch(value)
    )
    return SentItems(
        changes=changes,
        typed=Typed(**{name: fields[name] for name in CHANGEABLE if name in fields}),
        is_several=is_several,
        author=" ".join(fields.get("author", "").split())[:_LONGEST_NAME],
        view=fields.get("view", ""),
        fault=_fault(changes, values),
    )


def typed_of(item: ActionItem) -> Typed:
    """The fields of an item as its form shows them."""
    values = {name: getattr(item, name) for name in CHANGEABLE}
    return Typed(**{name: "" if value is None else str(value) for name, value in values.items()})


def pairs_of(view: str) -> list[tuple[str, str]]:
    """The filters of an address."""
    return parse_qsl(view.partition("?")[2], max_num_fields=100)


def _values(fields: Mapping[str, str], *, is_several: bool) -> dict[str, Plain]:
    """The new values.  An empty field of the form for several leaves what each item has."""
    given = {name: fields[name].strip() for name in CHANGEABLE if name in fields}
    # A choice or a day that is empty says "none", which records write as null.
    return {name: value or _EMPTY.get(name, "") for name, value in given.items() if value or not is_several}


_EMPTY: dict[str, Plain] = {"due": None, "priority": None, "status": None, "type": None}


def _fault(changes: tuple[ItemChange, ...], values: Mapping[str, Plain]) -> str:
    if not changes:
        return "no action item was chosen"
    if len(changes) > MOST_AT_ONCE:
        return f"more than {MOST_AT_ONCE} action items were chosen"
    return "" if values else "nothing was filled in"
