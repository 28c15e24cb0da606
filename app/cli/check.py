"""The command ``casebook check``: whether records are right."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli import opening
from app.records.problems import errors
from app.services import exchange
from app.shipped import STARTER_FOLDERS

EPILOG = "Example: casebook check signatures/my-failure.yaml"


def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH...]", help="Files or folders; none: the starter library.")
    ] = None,
) -> None:
    """Check records: form, links, examples, overlaps, and conditions that are too general or can never be met.

    Exit status 1 with all problems listed, 0 without any error.
    """
    starter = [_from_here(folder) for folder in STARTER_FOLDERS if folder.is_dir()]
    parsing = exchange.parse(opening.read_records(paths or starter))
    beside = exchange.parse(_others(starter, parsing)) if paths else None
    problems = exchange.check(parsing, beside=beside)
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    count, faults = len(parsing.signatures) + len(parsing.postmortems), len(errors(problems))
    said = ", ".join(
        (_counted(count, "record"), _counted(faults, "error"), _counted(len(problems) - faults, "warning"))
    )
    sys.stdout.write(f"{said}\n")
    raise typer.Exit(1 if faults else 0)


def _others(starter: list[Path], parsing: exchange.Parsing) -> list[exchange.RecordFile]:
    """The starter library without the files that are checked themselves."""
    checked = {Path(one.path).resolve() for one in parsing.all}
    return [file for file in opening.read_records(starter) if Path(file.path).resolve() not in checked]


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _from_here(folder: Path) -> Path:
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
