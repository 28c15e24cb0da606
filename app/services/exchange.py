"""Records in and out: reading folders, the three-way rule of an import, and export in canonical form."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.matching.signature import Signature
from app.records.checks import Known, check_records
from app.records.examples import check_examples
from app.records.parsed import Parsed
from app.records.postmortem import Postmortem
from app.records.postmortem_markdown import parse_postmortem, postmortem_to_markdown
from app.records.problems import Problem
from app.records.signature_yaml import parse_signature, signature_to_yaml
from app.services.casebook import Casebook
from app.storage import POSTMORTEMS, SIGNATURES, Brought, Change, Stored

Fate = Literal["added", "updated", "unchanged", "kept", "conflict", "refused"]
FATES: tuple[Fate, ...] = ("added", "updated", "unchanged", "kept", "conflict", "refused")
IMPORTER = "import"
SUFFIXES = (".yaml", ".yml", ".md")
_NOT_RECORDS = frozenset({"readme.md"})


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file with a record, as text."""

    path: str
    text: str

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


def record_files(paths: Iterable[Path]) -> Iterator[RecordFile]:
    """The record files among *paths* and in the folders among them; OSError for one that cannot be read."""
    for path in paths:
        for file in _records_below(path) if path.is_dir() else (path,):
            if file.suffix not in SUFFIXES:
                raise OSError(None, f"a record is a file that ends in {', '.join(SUFFIXES)}", str(file))
            if file.name.lower() not in _NOT_RECORDS:
                yield RecordFile(str(file), file.read_text(encoding="utf-8-sig"))


def _records_below(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.rglob("*")) if file.suffix in SUFFIXES]


def parse(files: Iterable[RecordFile]) -> Parsing:
    """The records in the files, with the problems of each."""
    files = tuple(files)
    return Parsing(
        tuple(parse_signature(file.text, path=file.path) for file in files if not file.path.endswith(".md")),
        tuple(parse_postmortem(file.text, path=file.path) for file in files if file.path.endswith(".md")),
        {file.path: file.digest for file in files},
    )


def check(parsing: Parsing, *, beside: Parsing | None = None) -> list[Problem]:
    """Every problem of the records: form, links, examples; *beside* are the records that links may lead to."""
    context = _without(beside, parsing) if beside else None
    signatures, postmortems = parsing.signatures, parsing.postmortems
    problems = [problem for parsed in parsing.all for problem in parsed.problems]
    others = [parsed.draft for parsed in context.signatures if parsed.draft] if context else []
    slugs = [parsed.draft.slug for parsed in context.postmortems if parsed.draft] if context else []
    problems += check_records(signatures, postmortems, known=Known([other.id for other in others], slugs))
    problems += check_examples(signatures, beside=others)
    return sorted(set(problems))


def import_records(casebook: Casebook, files: Iterable[RecordFile], *, dry_run: bool = False) -> Imported:
    """Bring records in by the three-way rule.

    Unchanged in the database since the last import, the file wins; unchanged in the file, the database stays; both
    changed, it is a conflict and nothing is overwritten.  A file with an error is refused, the others are brought in.
    """
    known = casebook.database.imports.all()
    brought_by = {brought.digest: brought for brought in known.values()}
    files = tuple(files)
    # A file that is as it was at the last import changes nothing whatever the database has: it need not be read.
    outcomes = [
        Outcome(file.path, brought.kind, brought.key, "kept")
        for file in files
        if (brought := brought_by.get(file.digest)) is not None
    ]
    parsing = parse(file for file in files if file.digest not in brought_by)
    stored = _stored(casebook) if parsing.all else {}
    changes: list[Change] = []
    settled: list[Brought] = []
    for parsed in parsing.all:
        outcome, change, brought = _decide(casebook, parsed, parsing.digests[parsed.path], known, stored)
        outcomes.append(outcome)
        changes += [change] if change else []
        settled += [brought] if brought else []
    if not dry_run:
        casebook.database.records.put_many(changes)
        casebook.database.imports.put_many(settled)
    problems = sorted({problem for parsed in parsing.all for problem in parsed.problems})
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


def _stored(casebook: Casebook) -> dict[_Key, _Kept]:
    records = casebook.database.records
    found: dict[_Key, _Kept] = {("signature", kept.record.id): kept for kept in records.all(SIGNATURES)}
    found.update({("postmortem", kept.record.slug): kept for kept in records.all(POSTMORTEMS)})
    return found


def _decide(
    casebook: Casebook,
    parsed: Parsed[Signature] | Parsed[Postmortem],
    digest: str,
    known: dict[_Key, Brought],
    stored: dict[_Key, _Kept],
) -> tuple[Outcome, Change | None, Brought | None]:
    record = parsed.record
    kind = "signature" if parsed.path.endswith((".yaml", ".yml")) else "postmortem"
    if record is None:
        return Outcome(parsed.path, kind, _key(parsed.draft) if parsed.draft else "", "refused"), None, None
    key = _key(record)
    current, last = stored.get((kind, key)), known.get((kind, key))
    fate = _fate(record, digest, current, last)
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
        return (
            outcome,
            None,
            Brought("signature" if kind == "signature" else "postmortem", key, digest, current.revision),
        )
    return outcome, None, None


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
