"""``casebook import`` and ``casebook export``: records in and out."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli import opening
from app.cli.errors import CannotWrite
from app.records.problems import errors
from app.services import exchange

IMPORT_EPILOG = "Example: casebook import signatures/ postmortems/ --dry-run"
EXPORT_EPILOG = "Example: casebook export backup-of-records/"


def import_(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, or folders of files.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,  # noqa: FBT002 (typer)
) -> None:
    """Bring records in.  What was changed both here and in the file is a conflict and stays as it is here.

    Exit status 1 where a record was refused or is in conflict.
    """
    files = opening.read_records(paths)
    with opening.casebook() as casebook:
        imported = exchange.import_records(casebook, files, dry_run=dry_run)
    for problem in imported.problems:
        sys.stderr.write(f"{problem}\n")
    for outcome in imported.outcomes:
        if outcome.fate not in ("unchanged", "kept"):
            sys.stdout.write(f"{outcome.fate:9} {outcome.kind} {outcome.key or outcome.path}\n")
    counts = {fate: len(exchange.names(imported.outcomes, fate)) for fate in exchange.FATES}
    said = ", ".join(f"{count} {fate}" for fate, count in counts.items() if count) or "nothing"
    sys.stdout.write(f"{said}{' (dry run: nothing was changed)' if dry_run else ''}\n")
    raise typer.Exit(1 if errors(imported.problems) or counts["conflict"] else 0)


def export(folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write to; made if need be.")]) -> None:
    """Write every record as a file: signatures/<id>.yaml and postmortems/<slug>.md below DIR."""
    count = 0
    with opening.casebook() as casebook:
        for file in exchange.export(casebook):
            target = folder / file.path
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(file.text, encoding="utf-8", newline="\n")
            except OSError as error:
                raise CannotWrite(str(target), error.strerror or str(error)) from None
            count += 1
    sys.stdout.write(f"{count} records written to {folder}\n")
