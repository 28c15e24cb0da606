"""The page of a signature: how it shows, what it means, what to do, and how it does; also as YAML and JSON."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse

from app.http import casebook_of
from app.matching.signature import Phase, Signature
from app.records.plain import to_data
from app.services import knowledge
from app.services.knowledge import SignaturePage
from app.services.rescan import last_rescan
from app.storage import Rescan
from app.web.cards import Step, step
from app.web.conditions import Wording, wording_of, wording_of_exception
from app.web.rendering import render

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class SignatureView:
    """A signature with its conditions in words and its commands by phase."""

    found: SignaturePage
    conditions: tuple[Wording, ...]
    exceptions: tuple[Wording, ...]
    confirm: tuple[Step, ...]
    fix: tuple[Step, ...]
    verify: tuple[Step, ...]
    rescan: Rescan | None = None
    saved: str = ""  # the revision that its reader has just saved

    @property
    def record(self) -> Signature:
        """The signature itself."""
        return self.found.record


@router.get("/signatures/{key}.yaml")
def as_yaml(request: Request, key: str) -> Response:
    """The signature as the file in which it travels."""
    return PlainTextResponse(knowledge.signature_yaml(casebook_of(request), key), media_type="text/yaml")


@router.get("/signatures/{key}.json")
def as_json(request: Request, key: str) -> Response:
    """The signature's fields as JSON."""
    return JSONResponse(to_data(knowledge.signature(casebook_of(request), key).record))


@router.get("/signatures/{key}")
def show(request: Request, key: str, saved: str = "") -> Response:
    """A signature with everything that is linked to it; under an earlier name, the way to its present address."""
    found = knowledge.signature(casebook_of(request), key)
    if found.record.id != key:
        root = request.scope.get("root_path", "").rstrip("/")
        return RedirectResponse(f"{root}/signatures/{found.record.id}", 308)
    rescan = last_rescan(casebook_of(request), found.record.id)
    view = signature_view(found, rescan, saved=saved if saved == str(found.revision) else "")
    return render(request, "signature.html", view)


def signature_view(found: SignaturePage, rescan: Rescan | None = None, *, saved: str = "") -> SignatureView:
    """The page of a signature, with what the latest rescan of the stored logs found, and the note that it was saved."""
    return SignatureView(
        found=found,
        conditions=tuple(wording_of(condition) for condition in found.record.match),
        exceptions=tuple(wording_of_exception(unless) for unless in found.record.unless),
        confirm=_steps(found.record, "confirm"),
        fix=_steps(found.record, "fix"),
        verify=_steps(found.record, "verify"),
        rescan=rescan,
        saved=saved,
    )


def _steps(signature: Signature, phase: Phase) -> tuple[Step, ...]:
    return tuple(step(command, {}) for command in signature.commands if command.phase == phase)
