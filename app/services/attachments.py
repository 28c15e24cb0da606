"""Files that belong to a postmortem: kept whole, known by their content and not by their name, captioned by revisions."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.errors import Conflict, NotFound, TooLarge
from app.logs import mask_log
from app.records.postmortem import Attachment, Postmortem
from app.records.problems import Problem
from app.services import authoring
from app.services.casebook import Casebook
from app.services.checking import RecordRefused
from app.services.file_types import clean_name, media_type
from app.storage import POSTMORTEMS, AttachedFile

MOST_BYTES = 10 << 20
MOST_FILES = 50
LONGEST_CAPTION = 500
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Added:
    """An attachment that was kept, and how many secrets of which kind were masked in it."""

    file: AttachedFile
    caption: str
    masked: dict[str, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """An attachment as the postmortem names it; *file* is None where its bytes are not here."""

    name: str
    caption: str
    file: AttachedFile | None


def add(casebook: Casebook, slug: str, *, name: str, data: bytes, caption: str = "", author: str) -> Added:  # noqa: PLR0913
    """Keep a file with a postmortem, under a cleaned name of its own, as a new revision of the postmortem.

    TooLarge over the limit; RecordRefused for a file of a kind that is not kept, for one too many, and where the
    caption holds a secret.  The secrets of texts are masked.
    """
    if len(data) > MOST_BYTES:
        raise TooLarge("attachment", MOST_BYTES, len(data))
    slug = _slug(casebook, slug)
    files = casebook.database.attachments.all(slug)
    type_ = media_type(data, name)
    if not data or type_ is None:
        raise _refused(slug, "this kind of file is not kept", "send a picture, a PDF, a text, JSON, CSV, zip or gzip")
    if len(files) >= MOST_FILES:
        raise _refused(slug, f"it has {MOST_FILES} attachments already", "remove one, or pack several into a zip")
    data, masked = _masked(data, type_)
    taken = {file.name for file in files} | {one.name for one in _record(casebook, slug).attachments}
    digest = hashlib.sha256(data).hexdigest()
    file = AttachedFile(clean_name(name, type_, taken), type_, len(data), digest, casebook.clock(), author)
    caption = " ".join(caption.split())[:LONGEST_CAPTION]
    casebook.database.attachments.put(slug, file, data)
    try:
        _save(casebook, slug, lambda old: (*old, Attachment(file.name, caption)), author, f"attached {file.name}")
    except Exception:
        casebook.database.attachments.remove(slug, file.name)
        raise
    return Added(file, caption, masked)


def describe(casebook: Casebook, slug: str, name: str, caption: str, *, author: str) -> None:
    """Give an attachment another caption, as a new revision; NotFound if there is none of this name."""
    slug = _slug(casebook, slug)
    _find(_record(casebook, slug), name)
    said = " ".join(caption.split())[:LONGEST_CAPTION]
    _save(
        casebook,
        slug,
        lambda old: tuple(replace(one, caption=said) if one.name == name else one for one in old),
        author,
        f"caption of {name}",
    )


def remove(casebook: Casebook, slug: str, name: str, *, author: str) -> None:
    """Take a file out of a postmortem and delete it; NotFound if there is none of this name."""
    slug = _slug(casebook, slug)
    _find(_record(casebook, slug), name)
    _save(
        casebook, slug, lambda old: tuple(one for one in old if one.name != name), author, f"removed attachment {name}"
    )
    if any(file.name == name for file in casebook.database.attachments.all(slug)):
        casebook.database.attachments.remove(slug, name)


def listed(casebook: Casebook, record: Postmortem) -> tuple[Shown, ...]:
    """The attachments of a postmortem in its order, then files that no revision of today names."""
    files = {file.name: file for file in casebook.database.attachments.all(record.slug)}
    named = tuple(Shown(one.name, one.caption, files.pop(one.name, None)) for one in record.attachments)
    return named + tuple(Shown(file.name, "", file) for file in files.values())


def read(casebook: Casebook, slug: str, name: str) -> tuple[AttachedFile, bytes]:
    """A file with its bytes; NotFound if the postmortem has none of this name."""
    slug = _slug(casebook, slug)
    file = next((one for one in casebook.database.attachments.all(slug) if one.name == name), None)
    if file is None:
        raise NotFound("attachment", name)
    return file, casebook.database.attachments.body(slug, name)


def of(casebook: Casebook, slug: str) -> tuple[Shown, ...]:
    """The attachments of the postmortem of this slug; NotFound if there is none."""
    return listed(casebook, _record(casebook, _slug(casebook, slug)))


def _slug(casebook: Casebook, slug: str) -> str:
    """The slug that the postmortem has today."""
    records = casebook.database.records
    found = slug if records.find(POSTMORTEMS, slug) else records.renamed(POSTMORTEMS, slug)
    if found is None:
        raise NotFound("postmortem", slug)
    return found


def _record(casebook: Casebook, slug: str) -> Postmortem:
    return casebook.database.records.get(POSTMORTEMS, slug).record


def _find(record: Postmortem, name: str) -> Attachment:
    found = next((one for one in record.attachments if one.name == name), None)
    if found is None:
        raise NotFound("attachment", name)
    return found


Edit = Callable[[tuple[Attachment, ...]], tuple[Attachment, ...]]


def _save(casebook: Casebook, slug: str, edit: Edit, author: str, message: str) -> None:
    """Save the postmortem with its list of attachments edited; again, if another save came first."""
    for attempt in range(_TRIES):
        kept = casebook.database.records.get(POSTMORTEMS, slug)
        record = replace(kept.record, attachments=edit(kept.record.attachments))
        try:
            authoring.save(casebook, POSTMORTEMS, slug, record, based_on=kept.revision, author=author, message=message)
        except Conflict:
            if attempt == _TRIES - 1:
                raise
        else:
            return


def _masked(data: bytes, type_: str) -> tuple[bytes, dict[str, int]]:
    if not type_.startswith("text/") and type_ != "application/json":
        return data, {}
    masked = mask_log(data.decode())
    return (masked.text.encode(), dict(masked.counts)) if masked.counts else (data, {})


def _refused(slug: str, what: str, help_: str) -> RecordRefused:
    return RecordRefused((Problem(f"postmortems/{slug}", 0, "file", what, help_),))
