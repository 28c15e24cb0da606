"""``casebook import`` and ``casebook export``: records and reports in, records out."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from app.cli import opening
from app.cli.errors import CannotWrite
from app.records.problems import Problem, errors
from app.services import exchange
from app.services.exchange import Outcome
from app.services.exports import as_json, as_lines
from app.services.reports import BroughtReport, import_files

IMPORT_EPILOG = "Example: casebook import signatures/ postmortems/ our-wiki/incidents/ --dry-run"
EXPORT_EPILOG = "Example: casebook export backup-of-records/"


class Format(StrEnum):
    """The forms of an export."""

    files = "files"
    json = "json"
    ndjson = "ndjson"


def import_(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, or folders of files.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,  # noqa: FBT002 (typer)
) -> None:
    """Bring records in, and reports in Markdown of any other form, which become records in review.

    What was changed both here and in the file is a conflict and stays as it is here.  Exit status 1 where a record was
    refused or is in conflict.
    """
    files = opening.read_records(paths)
    with opening.casebook() as casebook:
        found = import_files(casebook, files, dry_run=dry_run)
    imported, reports = found.imported, found.reports
    for report in reports:
        sys.stdout.write("".join(f"{line}\n" for line in _account(report)))
    problems = [*imported.problems, *(problem for report in reports for problem in report.problems)]
    outcomes = [*imported.outcomes, *(outcome for report in reports for outcome in report.outcomes)]
    _tell(problems, outcomes, dry_run=dry_run)


def _tell(problems: Sequence[Problem], outcomes: Sequence[Outcome], *, dry_run: bool) -> None:
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    for outcome in outcomes:
        if outcome.fate not in ("unchanged", "kept"):
            sys.stdout.write(f"{outcome.fate:9} {outcome.kind} {outcome.key or outcome.path}\n")
    counts = {fate: len(exchange.names(outcomes, fate)) for fate in exchange.FATES}
    said = ", ".join(f"{count} {fate}" for fate, count in counts.items() if count) or "nothing"
    sys.stdout.write(f"{said}{' (dry run: nothing was changed)' if dry_run else ''}\n")
    raise typer.Exit(1 if errors(problems) or counts["conflict"] else 0)


def _account(report: BroughtReport) -> Iterator[str]:
    """What went where in one report, as lines."""
    secrets = ", ".join(f"{count} {kind}" for kind, count in report.masked.items())
    yield f"{report.path}: a report, {len(report.records)} record{'s' if len(report.records) != 1 else ''}"
    if secrets:
        yield f"  secrets masked: {secrets}"
    if report.repaired:
        yield f"  mis-decoded lines put right: {report.repaired}"
    titles = {record.slug: record.title for record in report.records}
    for slug, placed in groupby(report.placements, key=lambda placement: placement.record):
        yield f"  {slug}: {titles.get(slug, '')}"
        for one in placed:
            yield f"    line {one.line:<4} {one.heading or '(no heading)'} -> {one.field}, {one.words} words"
        if slug in report.gaps:
            yield f"    before it is published: {'; '.join(report.gaps[slug])}"


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write to; made if need be.")],
    form: Annotated[
        Format, typer.Option("--format", help="files: Markdown and YAML; or all of a kind in one file.")
    ] = Format.files,
) -> None:
    """Write every record: signatures/<id>.yaml and postmortems/<slug>.md below DIR, or one file of each kind."""
    with opening.casebook() as casebook:
        if form is Format.files:
            count = sum(_write(folder / file.path, [file.text]) for file in exchange.export(casebook))
            sys.stdout.write(f"{count} records written to {folder}\n")
            return
        write = as_json if form is Format.json else as_lines
        for kind in ("signatures", "postmortems"):
            _write(folder / f"{kind}.{form.value}", write(casebook, kind))
    sys.stdout.write(f"written to {folder}\n")


def _write(target: Path, pieces: Iterable[str]) -> int:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(pieces)
    except OSError as error:
        raise CannotWrite(str(target), error.strerror or str(error)) from None
    return 1
