"""Change action items where they are listed: each change is saved as a revision of its postmortem, or none is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.errors import Conflict, NotFound
from app.logs import mask
from app.records.plain import to_data
from app.records.postmortem import ActionItem, Postmortem
from app.records.postmortem_form import postmortem_from_data
from app.records.problems import Problem, errors
from app.records.source import Plain
from app.records.text_forms import shown
from app.services import authoring
from app.services.casebook import Casebook
from app.services.checking import RecordRefused
from app.storage import POSTMORTEMS, Change, Stored
from app.storage.action_items import ItemLine, Place

CHANGEABLE = ("status", "reason", "owner", "due", "priority", "type", "link")
MOST_AT_ONCE = 200

# Others may save the same postmortems in the same moment; then they are read again.
_TRIES = 5
_QUOTED = 60
_IN_ITEM = re.compile(r"action_items\[(\d+)\]\.?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ItemChange:
    """New values for fields of the item at a place, as it was in the revision that its author saw."""

    postmortem: str
    position: int
    revision: int
    values: Mapping[str, Plain]


@dataclass
class ItemsChanged(Conflict):
    """Others changed action items meanwhile.

    *indexes* tells which of the changes came too late, *places* where each of these items is now; None for one that is
    no longer there under its text.
    """

    indexes: tuple[int, ...] = ()
    places: tuple[Place | None, ...] = ()


def change(casebook: Casebook, changes: Sequence[ItemChange], *, author: str) -> tuple[ItemLine, ...]:
    """Make all the changes, each postmortem with them as one new revision, and return the items in the same order.

    If one is refused, nothing is saved: RecordRefused has every problem, its field beginning with the place of the
    change (``[2].reason``).  ItemsChanged says that others changed an item since that revision; what they changed
    elsewhere in its postmortem does not matter.
    """
    for _ in range(_TRIES):
        try:
            return _change(casebook, changes, author)
        except ItemsChanged:
            raise
        except Conflict:
            continue
    return _change(casebook, changes, author)


def _change(casebook: Casebook, changes: Sequence[ItemChange], author: str) -> tuple[ItemLine, ...]:
    now = casebook.clock()
    desk = _Desk(casebook)
    for index, one in enumerate(changes):
        desk.take(index, one, now)
    desk.refuse()
    edits = desk.edits()
    casebook.database.records.put_many(
        [_revision(edit, author, now) for edit in edits if edit.record != edit.kept.record]
    )
    lines = casebook.database.action_items.at(desk.places, today=now.date())
    by_place = {(line.postmortem, line.position): line for line in lines}
    return tuple(by_place[place] for place in desk.places)


def _revision(edit: "_Edit", author: str, now: datetime) -> Change:
    return Change(
        replace(edit.record, updated_at=now),
        author=_line(author, authoring.AUTHOR_LENGTH) or "unknown",
        message=_line("; ".join(edit.said), authoring.MESSAGE_LENGTH),
        at=now,
        based_on=edit.kept.revision,
    )


def _line(text: str, length: int) -> str:
    """A text as history keeps it: one line, cut, without secrets."""
    return mask(" ".join(text.split())).text[:length]


@dataclass
class _Edit:
    """A postmortem as it is, as it will be, what its history says of that, and which changes concern which item."""

    kept: Stored[Postmortem]
    record: Postmortem
    said: list[str] = field(default_factory=list)
    indexes: dict[int, int] = field(default_factory=dict)  # by position


@dataclass(frozen=True, slots=True)
class _Late:
    """A change that came too late, and where its item is now."""

    index: int
    change: ItemChange
    current: int
    place: Place | None


@dataclass
class _Desk:
    """All changes of one request, with what is wrong with them."""

    casebook: Casebook
    places: list[tuple[str, int]] = field(default_factory=list)
    _edits: dict[str, _Edit] = field(default_factory=dict)
    _problems: list[Problem] = field(default_factory=list)
    _late: list[_Late] = field(default_factory=list)

    def take(self, index: int, one: ItemChange, now: datetime) -> None:
        """Apply one change, or note what is wrong with it."""
        try:
            edit = self._edit(one.postmortem)
            seen = self._seen(edit, one)
        except NotFound as error:
            what = f"there is no {error.kind} {shown(error.key)}"
            self._note(index, one.postmortem, "postmortem", what, "reload the list")
            return
        position = _position(edit.kept.record.action_items, seen, one.position)
        if position is None:
            self._late.append(_Late(index, one, edit.kept.revision, _place(edit.kept.record, seen)))
            return
        edit.indexes[position] = index
        self.places.append((edit.record.slug, position))
        changed = self._changed(index, edit, position, one.values, now)
        if changed is not None:
            said = _said(edit.record.action_items[position], changed)
            edit.said += [said] if said else []
            edit.record = _with_item(edit.record, position, changed)

    def refuse(self) -> None:
        """RecordRefused or ItemsChanged, if not all of it can be saved."""
        for edit in self.edits():
            if edit.record != edit.kept.record:
                checked = authoring.check(self.casebook, edit.record, was=edit.record.slug)
                self._problems += [_placed(problem, edit.indexes) for problem in errors(checked)]
        if self._problems:
            late = [_late(one.index, one.change.postmortem) for one in self._late]
            raise RecordRefused(tuple(sorted({*self._problems, *late}, key=_order)))
        if self._late:
            indexes, places = (tuple(getattr(one, name) for one in self._late) for name in ("index", "place"))
            one = self._late[0]
            key = one.change.postmortem
            raise ItemsChanged("action item of postmortem", key, one.change.revision, one.current, indexes, places)

    def edits(self) -> list[_Edit]:
        """The postmortems concerned."""
        return list({edit.kept.record.slug: edit for edit in self._edits.values()}.values())

    def _edit(self, slug: str) -> _Edit:
        if slug not in self._edits:
            kept = authoring.stored(self.casebook, POSTMORTEMS, slug)
            known = self._edits.get(kept.record.slug)  # it was renamed, and named by both names
            self._edits[slug] = known or _Edit(kept, kept.record)
        return self._edits[slug]

    def _seen(self, edit: _Edit, one: ItemChange) -> ActionItem:
        """The item as its author saw it."""
        items = edit.kept.record.action_items
        if one.revision != edit.kept.revision:
            items = authoring.at_revision(self.casebook, POSTMORTEMS, one.postmortem, one.revision).action_items
        if not 0 <= one.position < len(items):
            raise NotFound("action item", f"{one.postmortem}, {one.position}")
        return items[one.position]

    def _changed(
        self, index: int, edit: _Edit, position: int, values: Mapping[str, Plain], now: datetime
    ) -> ActionItem | None:
        item = edit.record.action_items[position]
        unknown = [name for name in values if name not in CHANGEABLE]
        for name in unknown:
            help_ = f"what can be changed: {', '.join(CHANGEABLE)}"
            self._note(index, edit.record.slug, name, f"{shown(name)} cannot be changed here", help_)
        changed, problems = _read(edit.record, position, values)
        self._problems += [_placed(problem, {position: index}) for problem in problems]
        if changed is None:
            return None
        changed = _closed(item, changed, now)
        if changed.status == "declined" and not changed.reason:
            self._note(
                index, edit.record.slug, "reason", "it is declined without a reason", "say why nobody will do it"
            )
        return None if unknown or problems else changed

    def _note(self, index: int, slug: str, name: str, what: str, help_: str) -> None:
        self._problems.append(Problem(f"postmortems/{slug}", 0, f"[{index}].{name}", what, help_))


def _position(items: Sequence[ActionItem], seen: ActionItem, position: int) -> int | None:
    """Where an item stands now, None if it is no longer as its author saw it."""
    if position < len(items) and items[position] == seen:
        return position
    return items.index(seen) if seen in items else None


def _place(record: Postmortem, seen: ActionItem) -> Place | None:
    same = (position for position, item in enumerate(record.action_items) if item.text == seen.text)
    return next(((record.slug, position) for position in same), None)


def _read(record: Postmortem, position: int, values: Mapping[str, Plain]) -> tuple[ActionItem | None, list[Problem]]:
    """The item with new values, read as the forms and files of postmortems are."""
    data = to_data(replace(record, action_items=(record.action_items[position],)))
    items = data["action_items"]
    if isinstance(items, list) and isinstance(items[0], dict):
        items[0] |= {name: value for name, value in values.items() if name in CHANGEABLE}
    parsed = postmortem_from_data(data, f"postmortems/{record.slug}")
    problems = [
        replace(problem, field=problem.field.replace("action_items[0]", f"action_items[{position}]", 1))
        for problem in errors(parsed.problems)
        if problem.field.startswith("action_items[0]")
    ]
    return (parsed.draft.action_items[0] if parsed.draft and parsed.draft.action_items else None), problems


def _closed(item: ActionItem, changed: ActionItem, now: datetime) -> ActionItem:
    """The item with the time at which it was closed, and without a reason that no longer holds."""
    if changed.status == item.status:
        return changed
    is_left = item.status == "declined" and changed.reason == item.reason
    return replace(changed, closed_at=None if changed.is_open else now, reason="" if is_left else changed.reason)


def _with_item(record: Postmortem, position: int, item: ActionItem) -> Postmortem:
    items = record.action_items
    return replace(record, action_items=(*items[:position], item, *items[position + 1 :]))


def _said(before: ActionItem, after: ActionItem) -> str:
    """What the history of the postmortem says of a change; empty if nothing changed."""
    said = list(_parts(before, after))
    text = " ".join(before.text.split())
    quoted = text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1].rstrip()}…"
    return f'action item "{quoted}": {", ".join(said)}' if said else ""


def _parts(before: ActionItem, after: ActionItem) -> Iterator[str]:
    if after.status != before.status:
        reason = f" ({after.reason})" if after.status == "declined" else ""
        yield f"{before.status} to {after.status}".replace("_", " ") + reason
    for name in ("owner", "due", "priority", "type", "link"):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield f"{name} {new}" if new else f"no {name}"
    if after.reason != before.reason and after.status == before.status:
        yield "another reason" if after.reason else "no reason"


def _placed(problem: Problem, indexes: Mapping[int, int]) -> Problem:
    """A problem of a postmortem at the place of the change that it belongs to."""
    in_item = _IN_ITEM.fullmatch(problem.field)
    index = indexes.get(int(in_item[1])) if in_item else None
    if in_item and index is not None:
        return replace(problem, field=f"[{index}].{in_item[2]}".rstrip("."))
    first = min(indexes.values(), default=0)
    return replace(problem, field=f"[{first}].postmortem", what=f"{problem.field}: {problem.what}")


def _late(index: int, slug: str) -> Problem:
    what = "somebody else changed it meanwhile"
    return Problem(f"postmortems/{slug}", 0, f"[{index}]", what, "look at it as it is now, and change that")


def _order(problem: Problem) -> tuple[int, str, str]:
    place = re.match(r"\[(\d+)\]", problem.field)
    return (int(place[1]) if place else 0, problem.field, problem.what)
