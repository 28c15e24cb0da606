"""The page for reports from elsewhere: files or pasted text in, what they would become, and then the records."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.errors import TooLarge
from app.http import Upload, casebook_of, read_upload, status_of
from app.records.problems import Problem
from app.records.reports import text_of
from app.services.exchange import SUFFIXES, Outcome, RecordFile
from app.services.reports import Bringing, BroughtReport, import_files, masked_copy
from app.web.phrases import size
from app.web.rendering import render

router = APIRouter(include_in_schema=False)
MOST_BYTES = 2 << 20
MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class ImportPage:
    """The form, and what became or would become of what was sent; *files* are carried from the look to the import."""

    text: str = ""
    fault: str = ""
    files: tuple[RecordFile, ...] = ()
    found: Bringing | None = None
    is_done: bool = False
    limit: int = MOST_BYTES
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with files in Casebook's own form."""
        return self.found.imported.problems if self.found else ()

    @property
    def reports(self) -> tuple[BroughtReport, ...]:
        """The reports from elsewhere."""
        return self.found.reports if self.found else ()


async def _upload(request: Request) -> Upload | TooLarge:
    try:
        return await read_upload(request, what="report", limit=MOST_BYTES, max_files=MOST_FILES)
    except TooLarge as error:
        return error


@router.get("/import")
def form(request: Request) -> Response:
    """The empty form."""
    return render(request, "import.html", ImportPage())


@router.post("/import")
def submit(request: Request, upload: Annotated[Upload | TooLarge, Depends(_upload)]) -> Response:
    """What the files would become, or, once that was seen, the records themselves."""
    if isinstance(upload, TooLarge):
        page = ImportPage(fault=f"This is over {size(upload.limit)}. Send fewer files, or use casebook import")
        return _page(request, page, status=status_of(upload))
    files, text = _files(upload), upload.fields.get("text", "")
    unreadable = [file.path for file in files if not file.path.endswith(SUFFIXES)]
    if unreadable or not files:
        what = f"{unreadable[0]} is no Markdown or YAML" if unreadable else "There is nothing to import yet"
        fault = f"{what}: choose files that end in {', '.join(SUFFIXES)}, or paste a report"
        return _page(request, ImportPage(text, fault), status=422)
    is_done = upload.fields.get("action") == "bring"
    found = import_files(casebook_of(request), files, dry_run=not is_done)
    carried = () if is_done else tuple(masked_copy(file) for file in files)
    outcomes = {outcome.key: outcome for report in found.reports for outcome in report.outcomes}
    return _page(request, ImportPage("", "", carried, found, is_done, outcomes=outcomes))


def _page(request: Request, page: ImportPage, *, status: int = 200) -> Response:
    answer = render(request, "import.html", page, status=status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _files(upload: Upload) -> Sequence[RecordFile]:
    files = [RecordFile(PurePath(name.replace("\\", "/")).name, text_of(data)) for name, data in upload.files if data]
    names = sorted(name for name in upload.fields if name.startswith("name-"))
    files += [
        RecordFile(PurePath(upload.fields[name]).name, upload.fields.get(f"text-{name[5:]}", "")) for name in names
    ]
    pasted = upload.fields.get("text", "")
    if pasted.strip():
        # Two pastes have no name to tell them apart: what they say does.
        files.append(RecordFile(f"pasted-{hashlib.sha256(pasted.encode(errors='replace')).hexdigest()[:8]}.md", pasted))
    return files
