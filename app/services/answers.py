"""What the services answer with: plain frozen values for every edge (web, API, command line)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.matching.diagnosis import Diagnosis
from app.storage.shapes import Seen, Sort, Vote

__all__ = [
    "ENVIRONMENT_LENGTH",
    "SERVICE_LENGTH",
    "TITLE_LENGTH",
    "Answer",
    "FacetValue",
    "Hit",
    "Nearest",
    "Paste",
    "PostmortemLink",
    "SearchPage",
    "Seen",
    "SignatureLink",
    "Similar",
    "Sort",
    "Vote",
]

# So many characters at most for what is said about a log.
TITLE_LENGTH = 500
SERVICE_LENGTH = 200
ENVIRONMENT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Paste:
    """A log as somebody handed it in.  *encoding* is a Content-Encoding, *limit* how many findings to answer with."""

    data: bytes
    title: str = ""
    service: str = ""
    environment: str = ""
    encoding: str | None = None
    store: bool = True
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class PostmortemLink:
    """A postmortem, as far as a list shows it."""

    slug: str
    title: str
    tldr: str = ""
    status: str = "published"
    severity: str = ""
    services: tuple[str, ...] = ()
    started_at: datetime | None = None
    reviewed_at: datetime | None = None
    open_action_items: int = 0


@dataclass(frozen=True, slots=True)
class SignatureLink:
    """A signature, as far as a list shows it."""

    id: str
    title: str
    role: str = "cause"
    status: str = "active"
    severity: str = "medium"
    tags: tuple[str, ...] = ()
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Similar:
    """A postmortem whose words are like those of the log.  *score* is 0 to 1, *why* the words that matched."""

    slug: str
    title: str
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A diagnosis with what the knowledge base adds to it.

    *id* is None for one that is not kept.  *log* is the masked text, None once it is erased.  *postmortems*, *seen*
    (this diagnosis not counted) and *confirmed* (the latest word of that kind) are by signature id, and cover every
    finding and usual cause.
    """

    diagnosis: Diagnosis
    id: str | None = None
    created_at: datetime | None = None
    expires_at: datetime | None = None
    title: str = ""
    service: str = ""
    environment: str = ""
    again_of: str | None = None
    log: str | None = None
    similar: tuple[Similar, ...] = ()
    postmortems: Mapping[str, tuple[PostmortemLink, ...]] = field(default_factory=dict)
    seen: Mapping[str, Seen] = field(default_factory=dict)
    confirmed: Mapping[str, Vote] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that a search found.  *snippet* alternates plain and marked pieces: (text, is_marked)."""

    kind: str  # signature or postmortem
    key: str
    title: str
    field: str  # where the words stand, for instance "fix"
    snippet: tuple[tuple[str, bool], ...]
    status: str
    severity: str
    services: tuple[str, ...]
    seen: Seen
    open_action_items: int = 0
    reviewed_at: datetime | None = None
    line: str = ""  # one line that says what it is
    heading: tuple[tuple[str, bool], ...] = ()  # the title, in pieces like the snippet
    happened_at: datetime | None = None
    changed_at: datetime | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet, how many of the hits have it, and whether the query asks for it."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Nearest:
    """What comes near a search that found little: hits for *text*, which is spelled in another way or looser."""

    text: str  # empty where the hits have only some of the words
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of hits, with the facets of all hits.

    With *is_more*, there are more than *total*.  *unknown* are operators that do not exist, *pasted* says that the text
    looks like a line of a log.
    """

    query: str
    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[FacetValue, ...]]
    cursor: str | None = None  # of the next page
    is_more: bool = False
    sort: Sort = "changed"
    unknown: tuple[str, ...] = ()
    nearest: Nearest | None = None
    pasted: bool = False
