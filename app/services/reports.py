"""Reports from elsewhere, brought in by the three-way rule: what each would become, and then the records themselves."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from app.logs import decode, mask, read
from app.matching.matcher import Matcher
from app.matching.weighing import Circumstances
from app.records.parsed import Parsed
from app.records.postmortem import Postmortem
from app.records.postmortem_markdown import postmortem_to_markdown
from app.records.problems import Problem
from app.records.publication import check_publication
from app.records.reports import Placement, Report, read_report
from app.services.casebook import Casebook
from app.services.exchange import IMPORTER, Fate, Imported, Outcome, RecordFile, import_records, is_report
from app.storage import POSTMORTEMS, Brought, Change, Stored

_SHORT = 8
_MOST_EXCERPTS = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class BroughtReport:
    """A report, the records that it became or would become, and what happened to each.

    *gaps* says by slug what the report leaves open that a published record should say.
    """

    path: str
    records: tuple[Postmortem, ...]
    outcomes: tuple[Outcome, ...]
    placements: tuple[Placement, ...]
    problems: tuple[Problem, ...]
    gaps: dict[str, tuple[str, ...]]
    masked: dict[str, int]
    repaired: int


@dataclass(frozen=True, slots=True)
class Bringing:
    """What became of files of both forms: Casebook's own, and reports from elsewhere."""

    imported: Imported
    reports: tuple[BroughtReport, ...]


@dataclass(frozen=True, slots=True)
class _Decision:
    outcome: Outcome
    change: Change | None = None
    brought: Brought | None = None


def import_files(casebook: Casebook, files: Iterable[RecordFile], *, dry_run: bool = False) -> Bringing:
    """Bring in files of both forms, each told by its content; with *dry_run* only say what would happen."""
    files = tuple(files)
    imported = import_records(casebook, [file for file in files if not is_report(file)], dry_run=dry_run)
    return Bringing(imported, import_reports(casebook, [file for file in files if is_report(file)], dry_run=dry_run))


def masked_copy(file: RecordFile) -> RecordFile:
    """A report without its secrets, to be shown and sent again; reading it gives the same records."""
    return replace(file, text=mask(file.text).text) if is_report(file) else file


def import_reports(
    casebook: Casebook, files: Iterable[RecordFile], *, dry_run: bool = False
) -> tuple[BroughtReport, ...]:
    """Bring in reports that are not in Casebook's own form; with *dry_run* only say what they would become.

    The same report again changes nothing.  A record that was edited here since, from a report that changed since, is
    in conflict and stays as it is here.
    """
    batch = _Batch(casebook)
    found = tuple(batch.take(file) for file in files)
    if not dry_run:
        casebook.database.records.put_many(_linked(casebook, batch.changes))
        casebook.database.imports.put_many(batch.settled)
    return found


class _Batch:
    """Reports that are brought in together: no two of them may take the same slug."""

    def __init__(self, casebook: Casebook) -> None:
        self._casebook = casebook
        self._known = casebook.database.imports.all()
        self._slugs: set[str] = set()
        self.changes: list[Change] = []
        self.settled: list[Brought] = []

    def take(self, file: RecordFile) -> BroughtReport:
        """Read one report and decide what becomes of its records."""
        origin = f"report-{_digest(PurePath(file.path).name)[:_SHORT]}"
        read = self._named(read_report(file.text, path=file.path), origin)
        decisions = [self._decide(record, file.path, origin) for record in read.records]
        self.changes += [decision.change for decision in decisions if decision.change]
        self.settled += [decision.brought for decision in decisions if decision.brought]
        return BroughtReport(
            file.path,
            read.records,
            tuple(decision.outcome for decision in decisions),
            read.placements,
            tuple(sorted({*file.problems, *read.problems})),
            {record.slug: gaps for record in read.records if (gaps := _gaps(record))},
            read.masked,
            read.repaired,
        )

    def _named(self, report: Report, origin: str) -> Report:
        """The report, with other slugs where a record from elsewhere has them already."""
        new = {record.slug: self._free(record, origin) for record in report.records}
        self._slugs |= set(new.values())
        records = tuple(
            replace(record, slug=new[record.slug], part_of=new.get(record.part_of, record.part_of))
            for record in report.records
        )
        placements = tuple(replace(one, record=new.get(one.record, one.record)) for one in report.placements)
        return replace(report, records=records, placements=placements)

    def _free(self, record: Postmortem, origin: str) -> str:
        last = self._known.get(("postmortem", record.slug))
        is_ours = last is not None and last.digest.startswith(f"{origin}:")
        if record.slug not in self._slugs and (is_ours or self._current(record.slug) is None):
            return record.slug
        own, number = f"{record.slug}-{origin[-_SHORT:]}", 2
        found = own
        while found in self._slugs:
            found, number = f"{own}-{number}", number + 1
        return found

    def _current(self, slug: str) -> Stored[Postmortem] | None:
        records = self._casebook.database.records
        return records.find(POSTMORTEMS, slug) or records.find(POSTMORTEMS, records.renamed(POSTMORTEMS, slug) or "")

    def _decide(self, record: Postmortem, path: str, origin: str) -> _Decision:
        digest = f"{origin}:{_digest(postmortem_to_markdown(record))}"
        current, last = self._current(record.slug), self._known.get(("postmortem", record.slug))
        fate = _fate(record, digest, current, last)
        outcome = Outcome(path, "postmortem", record.slug, fate)
        if fate == "unchanged" and current:
            return _Decision(outcome, brought=Brought("postmortem", record.slug, digest, current.revision))
        if fate not in ("added", "updated"):
            return _Decision(outcome)
        change = Change(
            record,
            author=IMPORTER,
            message=f"imported from {PurePath(path).name}",
            at=self._casebook.clock(),
            based_on=current.revision if current else None,
            digest=digest,
        )
        return _Decision(outcome, change)


def _fate(record: Postmortem, digest: str, current: Stored[Postmortem] | None, last: Brought | None) -> Fate:
    if current is None:
        return "added"
    if last is not None and last.digest == digest:
        return "unchanged" if last.revision == current.revision else "kept"
    if replace(current.record, signatures=()) == record:
        return "unchanged"
    is_edited = last is None or last.revision != current.revision or current.record.slug != record.slug
    return "conflict" if is_edited else "updated"


def _linked(casebook: Casebook, changes: Sequence[Change]) -> list[Change]:
    """The changes, each record with the signatures that its error excerpts show beyond doubt."""
    excerpts = ["\n".join(_excerpts(change)) for change in changes]
    if not any(excerpts):
        return list(changes)
    found = casebook.matching.run(strong_signatures, casebook.library(), excerpts)
    return [
        replace(change, record=replace(change.record, signatures=ids))
        if isinstance(change.record, Postmortem)
        else change
        for change, ids in zip(changes, found, strict=True)
    ]


def _excerpts(change: Change) -> tuple[str, ...]:
    return change.record.error_excerpts if isinstance(change.record, Postmortem) else ()


def strong_signatures(matcher: Matcher, texts: Sequence[str]) -> list[tuple[str, ...]]:
    """For each text the signatures that it shows beyond doubt, the leading one first; done by a worker."""
    return [_strong(matcher, text) for text in texts]


def _strong(matcher: Matcher, text: str) -> tuple[str, ...]:
    if not text.strip():
        return ()
    log = read(decode(text.encode()), limit=_MOST_EXCERPTS)
    findings = matcher.diagnose(log, circumstances=Circumstances(), limit=None).findings
    return tuple(finding.signature for finding in findings if finding.strength == "strong")


def _gaps(record: Postmortem) -> tuple[str, ...]:
    return tuple(problem.what for problem in check_publication(Parsed("", record), is_imported=True))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
