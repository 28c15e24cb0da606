"""The command ``casebook diagnose``: which known failure a log shows."""

import json
import sys
from enum import StrEnum
from http.client import HTTPException
from typing import Annotated, Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import typer

from app.api.schemas import diagnosis_shape
from app.cli import opening
from app.cli.errors import ServerRefused
from app.services.answers import Answer, Paste
from app.services.diagnose import diagnose as diagnose_log
from app.services.report import Styled, markdown, report

EPILOG = "Example: kubectl logs my-pod | casebook diagnose -"
KNOWN, NOT_KNOWN = 0, 1
SECONDS = 120

# ANSI codes of the sixteen colours, which every terminal theme keeps readable.
_STYLES = {"heading": "1", "cause": "1;31", "effect": "1;33", "command": "36", "evidence": "0", "soft": "2"}


class Form(StrEnum):
    """How the diagnosis is written."""

    text = "text"
    json = "json"
    markdown = "markdown"


def diagnose(
    file: Annotated[str, typer.Argument(metavar="[FILE or -]", help="A log, or - for standard input.")] = "-",
    form: Annotated[Form, typer.Option("--format", help="How to write the answer.")] = Form.text,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many findings.")] = None,
    server: Annotated[
        str | None, typer.Option(metavar="URL", help="Ask this Casebook, which keeps the diagnosis, not the local one.")
    ] = None,
) -> None:
    """Diagnose a log.  Exit status 0: a known failure was found, 1: none, 2: an error.

    Without --server, nothing is stored.
    """
    data = opening.read_input(file)
    verdict = _ask(server.rstrip("/"), data, form, limit) if server else _here(data, form, limit)
    raise typer.Exit(KNOWN if verdict == "known" else NOT_KNOWN)


def _here(data: bytes, form: Form, limit: int | None) -> str:
    with opening.casebook() as casebook:
        answer = diagnose_log(casebook, Paste(data, store=False, limit=limit))
    sys.stdout.write(_written(answer, form))
    return answer.diagnosis.verdict


def _written(answer: Answer, form: Form) -> str:
    if form is Form.json:
        return diagnosis_shape(answer, "").model_dump_json(indent=2) + "\n"
    if form is Form.markdown:
        return markdown(answer)
    colours = sys.stdout.isatty()
    return "".join(f"{_styled(line) if colours else line.text}\n" for line in report(answer))


def _styled(line: Styled) -> str:
    code = _STYLES.get(line.style)
    return f"\033[{code}m{line.text}\033[0m" if code and line.text else line.text


def _ask(server: str, data: bytes, form: Form, limit: int | None) -> str:
    """Print what a server answers; its verdict."""
    made = _call(server, f"/api/v1/diagnoses{f'?limit={limit}' if limit else ''}", "application/json", data)
    content = _diagnosis(server, made)
    if form is Form.json:
        sys.stdout.write(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    else:
        accept = "text/markdown" if form is Form.markdown else "text/plain"
        text = _call(server, f"/api/v1/diagnoses/{content['id']}", accept)
        sys.stdout.write(text.decode(errors="replace"))
    return str(content["verdict"])


def _diagnosis(server: str, made: bytes) -> dict[str, Any]:
    try:
        content = json.loads(made)
    except ValueError:
        content = None
    if isinstance(content, dict) and isinstance(content.get("id"), str) and isinstance(content.get("verdict"), str):
        return content
    raise ServerRefused(server, "what it answered is not a diagnosis")


def _call(server: str, path: str, accept: str, data: bytes | None = None) -> bytes:
    if not server.startswith(("http://", "https://")):
        raise ServerRefused(server, "is not an http address, for instance http://127.0.0.1:8000")
    headers = {"Accept": accept, "Content-Type": "application/octet-stream"}
    try:
        with urlopen(Request(server + path, data, headers), timeout=SECONDS) as response:  # noqa: S310 (http only, above)
            content: bytes = response.read()
            return content
    except HTTPError as error:
        raise ServerRefused(server, _detail(error)) from None
    except (OSError, HTTPException, ValueError) as error:
        raise ServerRefused(server, str(getattr(error, "reason", error))) from None


def _detail(error: HTTPError) -> str:
    try:
        return str(json.loads(error.read())["detail"])
    except (OSError, HTTPException, ValueError, KeyError, TypeError):
        return f"it answered {error.code} {error.reason}"
