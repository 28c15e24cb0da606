"""Front matter that is not Casebook's: what its names mean here, and the rest kept to be read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.records.reports.aliases import CONTAINER, TITLE, label_meaning
from app.records.reports.draft import Draft, Place, is_list, is_prose
from app.records.source import Plain, read_yaml

_FRONT = re.compile(r"---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_NAME = re.compile(r"^([\w-]{1,40})[ \t]*:", re.MULTILINE)
# What tells a file of Casebook's own, also a broken one, from a page of a site generator, which may have a slug, too.
_OWN = frozenset(
    ("tldr", "started_at", "detected_at", "resolved_at", "part_of", "signatures", "alert_names", "review_due")
)
_FOREIGN = frozenset(("date", "layout", "draft", "categories", "permalink", "author", "weight", "type"))
_FEWEST_OWN = 2


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter of a report, the text after it and its first line."""

    fields: Mapping[str, Plain] = field(default_factory=dict)
    body: str = ""
    first_line: int = 1

    def value(self, target: str) -> Plain:
        """What stands under a name that means *target*; None where nothing does."""
        named = ((label_meaning(name), value) for name, value in self.fields.items())
        return next((value for known, value in named if known and known.field == target), None)


def is_casebook_file(text: str) -> bool:
    """Whether a Markdown text is a file of Casebook's own, also a broken one, by the names in its front matter."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if not re.match(r"---[ \t]*\n", text):
        return False
    found = _FRONT.match(text)
    # Front matter that is not closed goes on to the first heading.
    head = found[1] or "" if found else text[4:].partition("\n#")[0]
    names = set(_NAME.findall(head))
    return ("slug" in names and not names & _FOREIGN) or len(names & _OWN) >= _FEWEST_OWN


def read_front(text: str) -> Front:
    """The front matter of a report, if it has any that can be read; otherwise all of it is its body."""
    found = _FRONT.match(text)
    data = read_yaml(found[1] or "", path="").data if found else None
    if found is None or not isinstance(data, dict):
        return Front({}, text)
    return Front(data, text[found.end() :], text.count("\n", 0, found.end()) + 1)


def place_front(front: Front, draft: Draft) -> None:
    """Put the front matter into the draft; what no field takes goes to the summary."""
    for name, value in front.fields.items():
        known, place = label_meaning(name), Place(name, 1)
        text = _text(value)
        if not text or (known and known.field == TITLE):
            continue
        target = known.field if known and known.field != CONTAINER else ""
        if is_prose(target):
            draft.say(target, text, place)
        elif not target or is_list(target) or not draft.set(target, text, place):
            draft.say("summary", f"**{name}:** {text}", place)


def _text(value: Plain) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_text(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return "" if value is None else str(value)
