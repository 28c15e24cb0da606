"""Records in and out: reading folders, the three-way rule of an import, and export in canonical form."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from app.matching.signature import Signature
from app.records.checks import Known, check_names, check_records
from app.records.conduct import check_conduct
from app.records.parsed import Parsed
from app.records.postmortem import Postmortem
from app.records.postmortem_markdown import parse_postmortem, postmortem_to_markdown
from app.records.problems import Problem, errors
from app.records.reports import is_casebook_file, text_of
from app.records.signature_yaml import parse_signature, signature_to_yaml
from app.services.casebook import Casebook
from app.storage import POSTMORTEMS, SIGNATURES, Brought, Change, Stored

Fate = Literal["added", "updated", "unchanged", "kept", "conflict", "refused"]
FATES: tuple[Fate, ...] = ("added", "updated", "unchanged", "kept", "conflict", "refused")
IMPORTER = "import"
SUFFIXES = (".yaml", ".yml", ".md")
_README = "readme.md"
R = TypeVar("R", Signature, Postmortem)


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file with a record, as text; without it where *problems* say why it cannot be read."""

    path: str
    text: str
    problems: tuple[Problem, ...] = ()

    @property
    def digest(self) -> str:
        """What tells whether the file changed since an import."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, or would do, with one file."""

    path: str
    kind: str
    key: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did with all files, and every problem that it saw."""

    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Parsing:
    """Files, read as records."""

    signatures: tuple[Parsed[Signature], ...]
    postmortems: tuple[Parsed[Postmortem], ...]
    digests: dict[str, str]

    @property
    def all(self) -> tuple[Parsed[Signature] | Parsed[Postmortem], ...]:
        """The records of both kinds."""
        return (*self.signatures, *self.postmortems)


def is_report(file: RecordFile) -> bool:
    """Whether a file is a report from elsewhere, and none in Casebook's own form, by its content."""
    return file.path.endswith(".md") and not file.problems and not is_casebook_file(file.text)


def record_files(paths: Iterable[Path]) -> Iterator[RecordFile]:
    """The record files among *paths* and in the folders among them, each once; OSError for a path that is neither."""
    seen: set[Path] = set()
    for path in paths:
        for file in _records_below(path) if path.is_dir() else (_named(path),):
            if (real := file.resolve()) not in seen:
                seen.add(real)
                yield _record_file(file)


def _records_below(folder: Path) -> list[Path]:
    return [
        file
        for file in sorted(folder.rglob("*"))
        if file.suffix in SUFFIXES and file.name.lower() != _README and not file.is_dir()
    ]


def _named(file: Path) -> Path:
    if file.suffix not in SUFFIXES:
        raise OSError(None, f"a record is a file that ends in {', '.join(SUFFIXES)}", str(file))
    if file.name.lower() == _README:
        raise OSError(None, "it is not a record: a README tells about the folder that it is in", str(file))
    file.stat()
    return file


def _record_file(file: Path) -> RecordFile:
    try:
        return RecordFile(str(file), file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        foreign = text_of(file.read_bytes()) if file.suffix == ".md" else ""
        if foreign and not is_casebook_file(foreign):
            return RecordFile(str(file), foreign)
        return _unread(file, f"it is not UTF-8 at byte {error.start}", "save it as UTF-8")
    except OSError as error:
        return _unread(file, f"it cannot be read: {error.strerror}", "make it readable, or take it out of the folder")


def _unread(file: Path, what: str, help_: str) -> RecordFile:
    return RecordFile(str(file), "", (Problem(str(file), 0, "", what, help_),))


def parse(files: Iterable[RecordFile]) -> Parsing:
    """The records in the files, with the problems of each."""
    files = tuple(files)
    return Parsing(
        tuple(_parsed(file, parse_signature) for file in files if not file.path.endswith(".md")),
        tuple(_parsed(file, parse_postmortem) for file in files if file.path.endswith(".md")),
        {file.path: file.digest for file in files},
    )


def _parsed(file: RecordFile, parse_record: Callable[..., Parsed[R]]) -> Parsed[R]:
    return Parsed(file.path, None, file.problems) if file.problems else parse_record(file.text, path=file.path)


def check(parsing: Parsing, *, beside: Parsing | None = None) -> list[Problem]:
    """Every problem of the records: form, links, conduct; *beside* are the records that links may lead to."""
    context = _without(beside, parsing) if beside else None
    signatures, postmortems = parsing.signatures, parsing.postmortems
    problems = [problem for parsed in parsing.all for problem in parsed.problems]
    others = [parsed.draft for parsed in context.signatures if parsed.draft] if context else []
    slugs = [parsed.draft.slug for parsed in context.postmortems if parsed.draft] if context else []
    problems += check_records(signatures, postmortems, known=Known([other.id for other in others], slugs))
    problems += check_conduct(signatures, beside=others)
    return sorted(set(problems))


def check_form(parsing: Parsing) -> list[Problem]:
    """The problems of each record by itself, and names that several have."""
    form = (problem for parsed in parsing.all for problem in parsed.problems)
    return sorted({*form, *check_names(parsing.signatures, parsing.postmortems)})


def import_records(
    casebook: Casebook, files: Iterable[RecordFile], *, dry_run: bool = False, trusted: bool = False
) -> Imported:
    """Bring records in by the three-way rule.

    Unchanged in the database since the last import, the file wins; unchanged in the file, the database stays; both
    changed, it is a conflict and nothing is overwritten.  A new or changed file with an error that `check` finds is
    refused, the others are brought in.  *trusted* files are checked for their form only: their examples ran when they
    were made, and a folder that lost one file must not lose every record that links to it.
    """
    known = casebook.database.imports.all()
    skipped, parsing = _new_or_changed(tuple(files), known)
    outcomes = [Outcome(path, brought.kind, brought.key, "kept") for path, brought in skipped.items()]
    stored = _stored(casebook) if parsing.all else {}
    problems = check_form(parsing) if trusted else check(parsing, beside=_as_parsing(stored)) if parsing.all else []
    refused = {problem.path for problem in errors(problems)}
    changes: list[Change] = []
    settled: list[Brought] = []
    for parsed in parsing.all:
        if parsed.path in refused:
            outcomes.append(_refused(parsed))
            continue
        outcome, change, brought = _decide(casebook, parsed, parsing.digests[parsed.path], known, stored)
        outcomes.append(outcome)
        changes += [change] if change else []
        settled += [brought] if brought else []
    if not dry_run:
        casebook.database.records.put_many(changes)
        casebook.database.imports.put_many(settled)
    return Imported(tuple(outcomes), tuple(problems))


def export(casebook: Casebook) -> Iterator[RecordFile]:
    """Every record in canonical form, by the path of its file below the folder of the export."""
    for kept in casebook.database.records.all(SIGNATURES):
        yield RecordFile(f"signatures/{kept.record.id}.yaml", signature_to_yaml(kept.record))
    for kept_postmortem in casebook.database.records.all(POSTMORTEMS):
        record = kept_postmortem.record
        yield RecordFile(f"postmortems/{record.slug}.md", postmortem_to_markdown(record))


_Kept = Stored[Signature] | Stored[Postmortem]
_Key = tuple[str, str]


def _new_or_changed(files: Sequence[RecordFile], known: dict[_Key, Brought]) -> tuple[dict[str, Brought], Parsing]:
    """What the last import brought of the files that are still the same, by path; and the other files, read.

    A file that is as it was changes nothing whatever the database has: it need not be read, unless a changed file says
    that it is the same record.
    """
    brought_by = {brought.digest: brought for brought in known.values()}
    skipped = {file.path: brought_by[file.digest] for file in files if file.digest in brought_by}
    parsing = parse(file for file in files if file.path not in skipped)
    keys = {(_kind(parsed), _key(parsed.draft)) for parsed in parsing.all if parsed.draft}
    twins = {path for path, brought in skipped.items() if (brought.kind, brought.key) in keys}
    if not twins:
        return skipped, parsing
    skipped = {path: brought for path, brought in skipped.items() if path not in twins}
    return skipped, parse(file for file in files if file.path not in skipped)


def _stored(casebook: Casebook) -> dict[_Key, _Kept]:
    records = casebook.database.records
    found: dict[_Key, _Kept] = {("signature", kept.record.id): kept for kept in records.all(SIGNATURES)}
    found.update({("postmortem", kept.record.slug): kept for kept in records.all(POSTMORTEMS)})
    return found


def _as_parsing(stored: dict[_Key, _Kept]) -> Parsing:
    records = [kept.record for kept in stored.values()]
    return Parsing(
        tuple(Parsed(f"signatures/{one.id}", one) for one in records if isinstance(one, Signature)),
        tuple(Parsed(f"postmortems/{one.slug}", one) for one in records if isinstance(one, Postmortem)),
        {},
    )


def _refused(parsed: Parsed[Signature] | Parsed[Postmortem]) -> Outcome:
    return Outcome(parsed.path, _kind(parsed), _key(parsed.draft) if parsed.draft else "", "refused")


def _decide(
    casebook: Casebook,
    parsed: Parsed[Signature] | Parsed[Postmortem],
    digest: str,
    known: dict[_Key, Brought],
    stored: dict[_Key, _Kept],
) -> tuple[Outcome, Change | None, Brought | None]:
    record, kind = parsed.record, _kind(parsed)
    if record is None:
        return _refused(parsed), None, None
    key = _key(record)
    current, last = stored.get((kind, key)), known.get((kind, key))
    fate = _fate(record, digest, current, last)
    if fate == "added" and _is_old_name(casebook, kind, key):
        # Whoever renamed it changed the record; what the file says now is no second one beside it.
        fate = "conflict" if last is None or last.digest != digest else "kept"
    outcome = Outcome(parsed.path, kind, key, fate)
    if fate in ("added", "updated"):
        change = Change(
            record,
            author=IMPORTER,
            message=f"imported from {Path(parsed.path).name}",
            at=casebook.clock(),
            based_on=current.revision if current else None,
            digest=digest,
        )
        return outcome, change, None
    if fate == "unchanged" and current is not None:
        return outcome, None, Brought(kind, key, digest, current.revision)
    return outcome, None, None


def _is_old_name(casebook: Casebook, kind: Literal["signature", "postmortem"], key: str) -> bool:
    records = casebook.database.records
    now = records.renamed(SIGNATURES, key) if kind == "signature" else records.renamed(POSTMORTEMS, key)
    return now is not None


def _fate(record: Signature | Postmortem, digest: str, current: _Kept | None, last: Brought | None) -> Fate:
    if current is None:
        return "added"
    if current.record == record:
        return "unchanged"
    file_changed = last is None or last.digest != digest
    database_changed = last is None or last.revision != current.revision
    if file_changed and database_changed:
        return "conflict"
    return "updated" if file_changed else "kept"


def _kind(parsed: Parsed[Signature] | Parsed[Postmortem]) -> Literal["signature", "postmortem"]:
    return "postmortem" if parsed.path.endswith(".md") else "signature"


def _key(record: Signature | Postmortem) -> str:
    return record.id if isinstance(record, Signature) else record.slug


def _without(beside: Parsing, parsing: Parsing) -> Parsing:
    """The records beside, less those that are checked themselves."""
    ids = {parsed.draft.id for parsed in parsing.signatures if parsed.draft}
    slugs = {parsed.draft.slug for parsed in parsing.postmortems if parsed.draft}
    return Parsing(
        tuple(parsed for parsed in beside.signatures if parsed.draft and parsed.draft.id not in ids),
        tuple(parsed for parsed in beside.postmortems if parsed.draft and parsed.draft.slug not in slugs),
        beside.digests,
    )


def names(outcomes: Sequence[Outcome], fate: Fate) -> list[str]:
    """The keys of those that had one fate."""
    return [outcome.key for outcome in outcomes if outcome.fate == fate]
