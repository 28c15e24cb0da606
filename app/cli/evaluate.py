"""The command ``casebook evaluate``: how good the matcher is on labelled logs."""

import sys
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import msgspec
import typer

from app.cli import opening
from app.cli.errors import CannotRead
from app.services.evaluate import Figures, Judged, figures, judge, read_cases

EPILOG = "Example: casebook evaluate cases.jsonl"


class Form(StrEnum):
    """How the figures are written."""

    text = "text"
    json = "json"


def evaluate(
    cases: Annotated[str, typer.Argument(metavar="CASES.jsonl", help="Labelled logs, or - for standard input.")],
    form: Annotated[Form, typer.Option("--format", help="How to write the figures.")] = Form.text,
) -> None:
    """Quality figures over labelled logs, and the list of failing cases with what was found instead and why."""
    labelled = read_cases(_text(cases))
    if not labelled:
        raise CannotRead(cases, "there are no cases in it")
    judged: list[Judged] = []
    library = opening.library()
    with opening.progress() as bar:
        task = bar.add_task("cases", total=len(labelled))
        for one in judge(library.matcher(), labelled):
            judged.append(one)
            bar.advance(task)
    generic = frozenset(one.id for one in library.signatures if one.generic)
    result = figures(judged, generic=generic, signatures=library.signatures)
    sys.stdout.write(
        msgspec.json.format(msgspec.json.encode(asdict(result))).decode() + "\n"
        if form is Form.json
        else _written(result)
    )


def _text(name: str) -> str:
    try:
        return opening.read_input(name).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotRead(name, f"it is not UTF-8 at byte {error.start}") from None


def _written(result: Figures) -> str:
    lines = [
        f"cases                  {result.cases}",
        f"top-1                  {_share(result.top1)}",
        f"top-3                  {_share(result.top3)}",
        f"recall                 {_share(result.recall)}",
        f"precision              {_share(result.precision)}",
        f"silence                {_share(result.silence)}",
        f"calibration error      {_share(result.calibration_error)}",
        f"milliseconds per log   {result.median_ms:g} (median), {result.p95_ms:g} (95th percentile)",
        "",
        "confidence   right    findings",
        *(f"{each.confidence:10.2f}   {each.right:5.2f}   {each.count:8}" for each in result.bins),
    ]
    for fault in result.failing:
        lines += ["", f"{fault.case} (expected {fault.expect or 'nothing'})"]
        lines += [f"  {what}" for what in fault.faults]
        for found in fault.found:
            lines += [
                f"    found {found.signature}, {found.strength} ({found.confidence:.2f}), line {found.line}: {found.text}",
                f"      because {', '.join(found.why)}",
            ]
        lines += [] if fault.found else ["    found nothing"]
    return "\n".join(lines) + "\n"


def _share(value: float | None) -> str:
    return "no case" if value is None else f"{value:.3f}"
