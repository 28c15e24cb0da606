"""The files of a postmortem by HTTP: listed, added, captioned, removed."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field

from app.api.problems import responses
from app.api.writing import author_of
from app.http import Upload, base_url, casebook_of, read_upload, served
from app.services import attachments
from app.services.attachments import Shown

router = APIRouter(tags=["postmortems"])
_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}, "caption": {"type": "string"}},
                }
            }
        },
    }
}


class AttachmentShape(BaseModel):
    """A file of a postmortem; *size* and what follows are null where its bytes are not in this Casebook."""

    name: str
    caption: str
    url: str
    media_type: str | None = None
    size: int | None = None
    sha256: str | None = None
    added_at: datetime | None = None
    added_by: str | None = None
    masked: dict[str, int] = {}


class Caption(BaseModel):
    """What a file shows."""

    model_config = ConfigDict(extra="forbid")

    caption: str = Field(max_length=attachments.LONGEST_CAPTION)


async def _upload(request: Request) -> Upload:
    return await read_upload(request, what="attachment", limit=attachments.MOST_BYTES, max_files=1)


@router.get("/postmortems/{slug}/attachments", responses=responses(404))
def list_attachments(request: Request, slug: str) -> list[AttachmentShape]:
    """The files of a postmortem in its order, with their captions."""
    return [_shape(request, slug, one) for one in attachments.of(casebook_of(request), slug)]


@router.post(
    "/postmortems/{slug}/attachments", status_code=201, responses=responses(404, 413, 422), openapi_extra=_FORM
)
def add_attachment(request: Request, slug: str, upload: Annotated[Upload, Depends(_upload)]) -> AttachmentShape:
    """Add a file (multipart/form-data: file, caption), as a new revision; secrets in texts are masked, and counted."""
    if not upload.files:
        fault = {"type": "missing", "loc": ("body", "file"), "msg": "there is no file", "input": None}
        raise RequestValidationError([fault])
    name, data = upload.files[0]
    caption, author = upload.fields.get("caption", ""), author_of(request)
    added = attachments.add(casebook_of(request), slug, name=name, data=data, caption=caption, author=author)
    shape = _shape(request, slug, Shown(added.file.name, added.caption, added.file))
    return shape.model_copy(update={"masked": added.masked})


@router.get("/postmortems/{slug}/attachments/{name}", responses=responses(404), response_class=Response)
def get_attachment(request: Request, slug: str, name: str) -> Response:
    """A file, under the media type of its content."""
    return served(*attachments.read(casebook_of(request), slug, name))


@router.patch("/postmortems/{slug}/attachments/{name}", status_code=204, responses=responses(404, 422))
def describe_attachment(request: Request, slug: str, name: str, body: Caption) -> None:
    """Give a file another caption, as a new revision."""
    attachments.describe(casebook_of(request), slug, name, body.caption, author=author_of(request))


@router.delete("/postmortems/{slug}/attachments/{name}", status_code=204, responses=responses(404))
def remove_attachment(request: Request, slug: str, name: str) -> None:
    """Take a file out of a postmortem and delete it."""
    attachments.remove(casebook_of(request), slug, name, author=author_of(request))


def _shape(request: Request, slug: str, one: Shown) -> AttachmentShape:
    file = one.file
    return AttachmentShape(
        name=one.name,
        caption=one.caption,
        url=f"{base_url(request)}/postmortems/{slug}/attachments/{one.name}",
        media_type=file.media_type if file else None,
        size=file.size if file else None,
        sha256=file.digest if file else None,
        added_at=file.added_at if file else None,
        added_by=file.added_by if file else None,
    )
