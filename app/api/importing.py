"""Reports from elsewhere by HTTP: one Markdown text in, the records that it holds out."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel

from app.api.problems import Fault, faults_of, responses
from app.http import base_url, casebook_of, read_body
from app.records.reports import text_of
from app.services.exchange import Fate, RecordFile
from app.services.reports import Bringing, BroughtReport, import_files

router = APIRouter(tags=["postmortems"])
MOST_BYTES = 2 << 20
_BODY = {"requestBody": {"required": True, "content": {"text/markdown": {"schema": {"type": "string"}}}}}


class PlacementShape(BaseModel):
    """What stood under a heading or label, and the field that took it."""

    heading: str
    line: int
    record: str
    field: str
    words: int


class BroughtShape(BaseModel):
    """A record, and what happened to it."""

    kind: str
    key: str
    title: str
    fate: Fate
    url: str
    gaps: list[str]


class BringingShape(BaseModel):
    """What a text became, or would become."""

    records: list[BroughtShape]
    placements: list[PlacementShape] = []
    masked: dict[str, int] = {}
    repaired: int = 0
    faults: list[Fault] = []


async def _text(request: Request) -> str:
    return text_of(await read_body(request, what="report", limit=MOST_BYTES))


@router.post("/import", responses=responses(413), openapi_extra=_BODY)
def import_report(
    request: Request,
    text: Annotated[str, Depends(_text)],
    name: Annotated[str, Query(max_length=200, description="the name of the file, which tells reports apart")] = "",
    dry_run: Annotated[bool, Query(description="only say what it would become")] = False,  # noqa: FBT002 (a query parameter)
) -> BringingShape:
    """Bring in a report in Markdown of any form, or a postmortem in Casebook's own; the same again changes nothing."""
    name = name.replace("\\", "/").rpartition("/")[2].removesuffix(".md")
    name = name or f"sent-{hashlib.sha256(text.encode(errors='replace')).hexdigest()[:8]}"
    found = import_files(casebook_of(request), [RecordFile(f"{name}.md", text)], dry_run=dry_run)
    return _own(found, base_url(request)) if not found.reports else _report(found.reports[0], base_url(request))


def _own(found: Bringing, base: str) -> BringingShape:
    records = [
        BroughtShape(
            kind=one.kind,
            key=one.key,
            title="",
            fate=one.fate,
            url=f"{base}/{one.kind}s/{one.key}" if one.key else "",
            gaps=[],
        )
        for one in found.imported.outcomes
    ]
    return BringingShape(records=records, faults=faults_of(found.imported.problems))


def _report(report: BroughtReport, base: str) -> BringingShape:
    titles = {record.slug: record.title for record in report.records}
    records = [
        BroughtShape(
            kind=one.kind,
            key=one.key,
            title=titles[one.key],
            fate=one.fate,
            url=f"{base}/postmortems/{one.key}",
            gaps=list(report.gaps.get(one.key, ())),
        )
        for one in report.outcomes
    ]
    placements = [PlacementShape.model_validate(one, from_attributes=True) for one in report.placements]
    return BringingShape(
        records=records,
        placements=placements,
        masked=report.masked,
        repaired=report.repaired,
        faults=faults_of(report.problems),
    )
