"""What was sent from the form of a postmortem, read as a record, with everything that is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import Request

from app.http import casebook_of, read_form
from app.records.plain import to_data
from app.records.postmortem import Postmortem, State
from app.records.postmortem_form import postmortem_from_data
from app.records.problems import Problem, errors
from app.services import authoring
from app.web.conflict import Meanwhile, meanwhile_of, number_of, taken_of
from app.web.postmortem_form import KEPT, Data, data_of, proposed_slug
from app.web.postmortems import sections_of
from app.web.writing import NEW, Preview, Writing

# Far more than the longest incident needs: a hundred events, fifty questions, fifty action items.
MAX_FIELDS = 5_000

ANYWAY = "publish-anyway"

STATES_ASKED: dict[str, State] = {"draft": "draft", "review": "in_review", "publish": "published", ANYWAY: "published"}


@dataclass(frozen=True, slots=True)
class Sent:
    """The form as it was sent."""

    fields: Mapping[str, str]

    @property
    def action(self) -> str:
        """What its button asks for; the Enter key asks for a look only."""
        return self.fields.get("do", "preview")

    @property
    def author(self) -> str:
        """Who says to have written it."""
        return " ".join(self.fields.get("author", "").split())

    @property
    def message(self) -> str:
        """What the change is about."""
        return " ".join(self.fields.get("message", "").split())

    @property
    def based_on(self) -> int:
        """The revision that the form showed."""
        return number_of(self.fields.get("based_on", ""))

    @property
    def source(self) -> str:
        """The address at which the form was opened."""
        return self.fields.get("source", "")

    @property
    def taken(self) -> frozenset[str]:
        """The fields of a conflict for which the text of the others was chosen."""
        return taken_of(self.fields)

    @property
    def meanwhile(self) -> Meanwhile | None:
        """The conflict that the form comes from, if it does."""
        return meanwhile_of(self.fields)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was sent, read as a record: *data* is what the form says, *draft* what could be read of it.

    *was* is the saved record that the form showed, None for a new one.
    """

    sent: Sent
    writing: Writing
    was: Postmortem | None
    data: Data
    draft: Postmortem | None
    problems: tuple[Problem, ...]

    @property
    def is_refused(self) -> bool:
        """Whether it cannot be saved as it is."""
        return self.draft is None or bool(errors(self.problems))

    @property
    def is_look(self) -> bool:
        """Whether nothing is to be saved: so does the Enter key, and a word that no button sends."""
        return self.sent.action not in ("save", *STATES_ASKED)

    @property
    def asks_first(self) -> bool:
        """Whether nothing but warnings stands against publishing, which its author should see before."""
        return self.sent.action == "publish" and bool(self.problems) and not self.is_refused

    @property
    def preview(self) -> Preview | None:
        """What its readers will see."""
        return Preview(self.draft.title, self.draft.tldr, sections_of(self.draft)) if self.draft else None


async def sent_form(request: Request) -> Sent:
    """The form as a request sends it."""
    fields = await read_form(request, max_fields=MAX_FIELDS, what="postmortem")
    return Sent({name: _text(value) for name, value in fields.items()})


def attempt_of(request: Request, sent: Sent, writing: Writing, was: Postmortem | None) -> Attempt:
    """What was sent, as a change of the saved record *was*; None: as a new record."""
    casebook = casebook_of(request)
    data = data_of(sent.fields)
    said = _completed(data, sent, was, casebook.clock().date())
    parsed = postmortem_from_data(said, f"postmortems/{said['slug']}")
    problems = {*parsed.problems, *_reserved(parsed.draft)}
    if parsed.draft:
        checked = authoring.check(casebook, parsed.draft, was=writing.slug or None)
        problems |= {*_in_place(checked, data, parsed.draft)}
    if data.get("title"):
        data["slug"] = said["slug"]
    return Attempt(sent, writing, was, data, parsed.draft, tuple(sorted(problems)))


def _completed(data: Data, sent: Sent, was: Postmortem | None, today: date) -> Data:
    """What the form says, and what it does not ask for."""
    stored = to_data(was) if was else {}
    taken = {name: stored[name] for name in sent.taken if name in stored}
    kept = {name: stored[name] for name in KEPT if name in stored}
    slug = str(data.get("slug") or "").strip() or (was.slug if was else proposed_slug(data, today))
    status = STATES_ASKED.get(sent.action) or (was.status if was else "draft")
    return {**data, **taken, **kept, "slug": slug, "status": status}


def _in_place(problems: Iterable[Problem], data: Data, draft: Postmortem) -> Iterator[Problem]:
    """The problems of the draft, but those of a list that lacks rows: each would stand beside another row's field."""
    for problem in problems:
        name, is_row, _ = problem.field.partition("[")
        rows = data.get(name)
        if not is_row or not isinstance(rows, list) or len(rows) == len(getattr(draft, name)):
            yield problem


def _reserved(draft: Postmortem | None) -> tuple[Problem, ...]:
    if draft is None or f"/postmortems/{draft.slug}" != NEW:
        return ()
    return (Problem("postmortems/new", 0, "slug", "new is the address of this form", "choose another"),)


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "replace")
