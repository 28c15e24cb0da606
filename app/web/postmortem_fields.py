"""What the form of a postmortem asks for: its sections, the fields of each, and a line of help with every one."""

from dataclasses import dataclass
from typing import Literal

from app.matching.signature import PHASES, RISKS
from app.records.postmortem import ACTION_STATUSES, ACTION_TYPES, PRIORITIES

EntryKind = Literal["line", "prose", "code", "time", "day", "choice", "check"]
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One field: its name in the record, what it is called, and how it is asked for."""

    name: str
    label: str
    help: str = ""
    kind: EntryKind = "line"
    choices: Choices = ()
    suggestions: str = ""  # the id of the list that offers values
    rows: int = 3
    default: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A field that holds a list: each row has *entries*, or is a lone text where its one entry has no name."""

    name: str
    label: str
    row: str  # what one row is called
    entries: tuple[Entry, ...]
    help: str = ""
    branches: str = ""  # the field of a row that holds such a list again

    @property
    def is_plain(self) -> bool:
        """Whether a row is a lone text."""
        return not self.entries[0].name

    @property
    def is_short(self) -> bool:
        """Whether a row is a lone text of one line."""
        return self.is_plain and self.entries[0].kind == "line"


@dataclass(frozen=True, slots=True)
class Group:
    """A section of the form."""

    anchor: str
    heading: str
    help: str
    parts: tuple[Entry | Listing, ...]


def _choices(*words: str) -> Choices:
    return tuple((word, word.replace("_", " ")) for word in words)


def _texts(name: str, label: str, row: str, help_: str = "", *, suggestions: str = "") -> Listing:
    return Listing(name, label, row, (Entry("", row, suggestions=suggestions),), help_)


_EVENT = (
    Entry("at", "When (UTC)", kind="time"),
    Entry("kind", "Kind", suggestions="event-kinds"),
    Entry("text", "What happened", kind="prose", rows=2),
    Entry("evidence", "Evidence, a link"),
    Entry("pinned", "Key event", kind="check"),
)
_WHY = (
    Entry("question", "Why ...?", kind="prose", rows=1),
    Entry("finding", "Because", kind="prose", rows=2),
    Entry("evidence", "How we know"),
)
_COMMAND = (
    Entry("text", "Command", kind="code", rows=2),
    Entry("phase", "To", kind="choice", choices=_choices(*PHASES), default="fix"),
    Entry("risk", "Risk", kind="choice", choices=_choices(*RISKS)),
    Entry("expected", "What it shows when all is well", kind="prose", rows=1),
    Entry("rollback", "How to undo it; a destructive command needs this", kind="code", rows=1),
)
_ACTION_ITEM = (
    Entry("text", "What is to be done", kind="prose", rows=2),
    Entry("type", "Type", kind="choice", choices=_choices(*ACTION_TYPES), default="other"),
    Entry("status", "State", kind="choice", choices=_choices(*ACTION_STATUSES)),
    Entry("priority", "Priority", kind="choice", choices=(("", "not said"), *_choices(*PRIORITIES))),
    Entry("owner", "Owner"),
    Entry("due", "Due", kind="day"),
    Entry("link", "Link to the ticket"),
    Entry("closed_at", "Closed at (UTC)", kind="time"),
    Entry("reason", "If declined, why", kind="prose", rows=1),
)

GROUPS = (
    Group(
        "identity",
        "Title and people",
        "What it is called, and whom to ask.",
        (
            Entry("title", "Title", "What failed, and how it showed: Orders API down after a module was left out."),
            Entry("slug", "Address", "Lower-case letters, digits and hyphens. Empty: made from date and title."),
            _texts("authors", "Authors", "Author", "Who writes this."),
            Entry("owner", "Owner", "Who keeps it right."),
            Entry("reviewed_at", "Last reviewed (UTC)", "When all of it was checked.", "time"),
            Entry("review_due", "Next review", "A day, as 2025-12-31.", "day"),
        ),
    ),
    Group(
        "classification",
        "Classification",
        "How bad it was, and where. Search and insights count by these.",
        (
            Entry("severity", "Severity", "How bad it was for users.", kind="choice"),
            Entry("environment", "Environment", "For instance production."),
            Entry("team", "Team", "Whose service it is."),
            _texts("services", "Services", "Service", "Each that failed or was hurt."),
            _texts("tags", "Tags", "Tag", "A technology, a kind of failure: python, disk, deploy."),
        ),
    ),
    Group(
        "short",
        "In short",
        "The line that people see in results and chat, and a paragraph for those who read on.",
        (
            Entry("tldr", "One line", "What broke, why, and what mended it."),
            Entry("summary", "Summary", "A few sentences for somebody who was not there.", "prose", rows=5),
        ),
    ),
    Group(
        "symptom",
        "Symptom",
        "What people saw. The next person finds this record by it.",
        (
            Entry("symptom", "What people saw", "", "prose", rows=4),
            Listing(
                "error_excerpts",
                "Error excerpts",
                "Excerpt",
                (Entry("", "Excerpt", kind="code", rows=4),),
                "The lines of a log that tell this failure from others, without secrets.",
            ),
            _texts("alert_names", "Alerts", "Alert", "Each alert that fired, by its name."),
            _texts(
                "signatures", "Signatures", "Signature", "Ids of the signatures it shows.", suggestions="signatures"
            ),
        ),
    ),
    Group(
        "times",
        "Times",
        "In UTC, as 2025-09-04 23:10. Leave empty what is not known: it shows as unknown.",
        (
            Entry("started_at", "Started", kind="time"),
            Entry("detected_at", "Detected", kind="time"),
            Entry("acknowledged_at", "Acknowledged", kind="time"),
            Entry("mitigated_at", "Mitigated", kind="time"),
            Entry("resolved_at", "Resolved", kind="time"),
        ),
    ),
    Group(
        "timeline-section",
        "Timeline",
        "What happened when, in order.",
        (Listing("timeline", "Events", "Event", _EVENT),),
    ),
    Group(
        "analysis",
        "Analysis",
        "What made it possible. Look for what let one mistake become a failure, not for who made it.",
        (
            Entry("impact", "Impact", "Who was hurt, how, for how long; numbers where there are any.", "prose"),
            Entry("detection", "Detection", "How it was noticed, and what should have noticed it.", "prose"),
            Entry("trigger", "Trigger", "What set it off this time.", "prose"),
            Entry("root_cause", "Root cause", "Why that could happen at all.", "prose", rows=4),
            Listing(
                "contributing_factors",
                "Contributing factors",
                "Factor",
                (Entry("", "Factor", kind="prose", rows=2),),
                "What made it worse, longer or harder to see.",
            ),
            Listing(
                "five_whys",
                "Five whys",
                "Question",
                _WHY,
                "Optional; fewer or more than five. One answer may raise several questions: add one under it.",
                branches="then",
            ),
        ),
    ),
    Group(
        "fix-section",
        "Fix",
        "What to do the next time, for somebody under pressure.",
        (
            Entry("fix", "Fix", "What mended it, step by step.", "prose", rows=4),
            Listing("commands", "Commands", "Command", _COMMAND, "To make sure it is this, to fix, to verify."),
        ),
    ),
    Group(
        "verification",
        "Verification",
        "How to be sure, before and after.",
        (
            Entry("confirm", "Make sure it is this", "How to be sure of it, before acting.", "prose"),
            Entry("verify", "Know that it is over", "How to know that the fix worked.", "prose"),
            Entry("not_when", "When this does not apply", "What looks like it, but is not.", "prose"),
        ),
    ),
    Group(
        "prevention-section",
        "Prevention",
        "What keeps it from coming back.",
        (
            Entry("prevention", "Prevention", kind="prose"),
            Listing(
                "action_items", "Action items", "Action item", _ACTION_ITEM, "An open one needs an owner and a day."
            ),
        ),
    ),
    Group(
        "learning",
        "Learning",
        "What to keep, and what to change.",
        (
            Entry("went_well", "What went well", kind="prose"),
            Entry("went_wrong", "What went wrong", kind="prose"),
            Entry("got_lucky", "Where luck helped", kind="prose"),
            Entry("lessons", "Lessons", kind="prose"),
        ),
    ),
    Group(
        "relations",
        "Relations",
        "Other postmortems, by their address; each then shows this one too.",
        (
            _texts("related", "Related to", "Postmortem", suggestions="postmortems"),
            Entry("part_of", "Part of", suggestions="postmortems"),
            Entry("duplicate_of", "Duplicate of", suggestions="postmortems"),
            Entry("recurrence_of", "Came back after", suggestions="postmortems"),
            Entry("caused_by", "Caused by", suggestions="postmortems"),
        ),
    ),
    Group(
        "sources",
        "Sources",
        "Where it comes from, and what to read beside it.",
        (
            Entry("source_url", "Source", "The report, thread or ticket that this was written from."),
            _texts("references", "References", "Reference", "Addresses or names of documents."),
        ),
    ),
)

_LABELS = {part.name: part.label for group in GROUPS for part in group.parts}


def label_of(name: str) -> str:
    """What a field of a postmortem is called."""
    return _LABELS.get(name, name.replace("_", " ").capitalize())
