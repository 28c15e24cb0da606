"""Try a signature before it is saved, and have one drafted from a log, by HTTP."""

import json
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.api.problems import Fault, faults_of, responses
from app.api.schemas import EvidenceShape, ReasonShape
from app.http import casebook_of, read_body
from app.matching.missing import Missing
from app.matching.signature import Signature
from app.records.parsed import Parsed
from app.records.plain import to_data
from app.records.signature_form import signature_from_data
from app.records.signature_yaml import parse_signature, signature_to_yaml
from app.services import workbench as service
from app.services.trial_task import OtherHit, OwnExample, Tried
from app.services.write_up import draft_signature

router = APIRouter(tags=["signatures"])
MOST_LOGS = 100
# JSON writes a control character as six.
_JSON_FACTOR = 6
Asked = TypeVar("Asked", bound=BaseModel)


class TrialRequest(BaseModel):
    """A candidate, as fields or as the text of its file, and logs to try it on."""

    model_config = ConfigDict(extra="forbid")

    signature: dict[str, Any] | None = None
    yaml: str | None = None
    logs: list[str] = Field(default=[], max_length=MOST_LOGS)

    @model_validator(mode="after")
    def _has_one(self) -> "TrialRequest":
        if (self.signature is None) == (self.yaml is None):
            raise ValueError("give the candidate either as signature or as yaml")
        return self


class DraftRequest(BaseModel):
    """A log, or the id of a stored diagnosis."""

    model_config = ConfigDict(extra="forbid")

    log: str | None = None
    diagnosis: str | None = None

    @model_validator(mode="after")
    def _has_one(self) -> "DraftRequest":
        if (self.log is None) == (self.diagnosis is None):
            raise ValueError("give either a log or a diagnosis")
        return self


class NearShape(BaseModel):
    """The line that comes nearest: *fits* is the part of its text that does, then it says *instead* of *expected*."""

    line: int
    text: str
    fits: tuple[int, int]
    expected: str
    instead: str


class MissingShape(BaseModel):
    """What a condition lacks; *nearness* is how much of it is there, 0 to 1."""

    condition: str
    nearness: float
    what: str
    near: NearShape | None


class TriedShape(BaseModel):
    """The candidate alone on one of the logs; *confidence* is null and *missing* says why where it did not match."""

    matches: bool
    confidence: float | None
    strength: str | None
    count: int
    captures: dict[str, str]
    evidence: list[EvidenceShape]
    why: list[ReasonShape]
    missing: list[MissingShape]


class OwnExampleShape(BaseModel):
    """The candidate on one of its own examples; *captures* are those that differ, by name: (expected, captured)."""

    index: int
    matches: bool
    is_right: bool
    confidence: float | None
    captures: dict[str, tuple[str, str | None]]
    missing: list[MissingShape]


class OtherHitShape(BaseModel):
    """An example of another signature that the candidate is found in."""

    signature: str
    example: int
    confidence: float
    text: str


class ShareShape(BaseModel):
    """How many of those looked at the candidate is found in."""

    matched: int
    looked_at: int


class TrialShape(BaseModel):
    """What a candidate matches, and every problem of saving it."""

    problems: list[Fault]
    logs: list[TriedShape]
    examples: list[OwnExampleShape]
    others: list[OtherHitShape]
    other_examples: int
    stored: ShareShape | None
    ordinary: ShareShape


class DraftShape(BaseModel):
    """A drafted signature, as fields and as the text of its file, and in how many stored logs it would be found."""

    signature: dict[str, Any]
    yaml: str
    would_match: ShareShape


async def _sent(request: Request) -> bytes:
    return await read_body(request, factor=_JSON_FACTOR)


Body = Annotated[bytes, Depends(_sent)]


def _described(model: type[BaseModel]) -> dict[str, Any]:
    content = {"application/json": {"schema": model.model_json_schema()}}
    return {"requestBody": {"required": True, "content": content}}


@router.post("/signatures/trial", responses=responses(413, 422, 503), openapi_extra=_described(TrialRequest))
def try_signature(request: Request, body: Body) -> TrialShape:
    """Try a candidate: what it matches in the logs, its examples, those of others and stored logs; nothing is saved."""
    asked = _valid(TrialRequest, body)
    parsed = _parsed(asked)
    casebook = casebook_of(request)
    problems = service.problems_of(casebook, parsed, was=parsed.draft.id if parsed.draft else None)
    trial = service.try_out(casebook, parsed.draft, asked.logs) if parsed.draft else service.NOTHING
    outcome = trial.outcome
    return TrialShape(
        problems=faults_of(problems),
        logs=[_tried(one) for one in outcome.tried],
        examples=[_own(one) for one in outcome.own],
        others=[_other(one) for one in outcome.others],
        other_examples=trial.examples,
        stored=ShareShape.model_validate(trial.stored, from_attributes=True) if trial.stored else None,
        ordinary=ShareShape(matched=outcome.ordinary.matched, looked_at=outcome.ordinary.lines),
    )


@router.post(
    "/signatures/draft", responses=responses(400, 404, 410, 413, 422, 503), openapi_extra=_described(DraftRequest)
)
def draft(request: Request, body: Body) -> DraftShape:
    """Draft a signature from a log or a stored diagnosis; nothing is saved."""
    asked = _valid(DraftRequest, body)
    log = asked.log.encode("utf-8", "replace") if asked.log is not None else None
    drafted = draft_signature(casebook_of(request), diagnosis=asked.diagnosis, log=log)
    return DraftShape(
        signature=to_data(drafted.signature),
        yaml=signature_to_yaml(drafted.signature),
        would_match=ShareShape.model_validate(drafted.would_match, from_attributes=True),
    )


def _valid(model: type[Asked], body: bytes) -> Asked:
    try:
        return model.model_validate(json.loads(body))
    except ValidationError as error:
        faults = [{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False)]
        raise RequestValidationError(faults) from None
    except (ValueError, RecursionError) as error:
        fault = {"type": "json_invalid", "loc": ("body",), "msg": f"not JSON: {error}", "input": None}
        raise RequestValidationError([fault]) from None


def _parsed(asked: TrialRequest) -> Parsed[Signature]:
    if asked.yaml is not None:
        return parse_signature(asked.yaml, path="signatures/candidate")
    return signature_from_data(asked.signature, "signatures/candidate")


def _tried(one: Tried) -> TriedShape:
    found = one.finding
    return TriedShape(
        matches=found is not None,
        confidence=found.confidence if found else None,
        strength=found.strength if found else None,
        count=found.count if found else 0,
        captures=found.captures if found else {},
        evidence=[EvidenceShape.model_validate(each, from_attributes=True) for each in found.evidence] if found else [],
        why=[ReasonShape.model_validate(each, from_attributes=True) for each in found.why] if found else [],
        missing=_missing(one.missing),
    )


def _missing(lacking: tuple[Missing, ...]) -> list[MissingShape]:
    return [MissingShape.model_validate(one, from_attributes=True) for one in lacking]


def _own(one: OwnExample) -> OwnExampleShape:
    return OwnExampleShape(
        index=one.index,
        matches=one.matches,
        is_right=one.is_right,
        confidence=one.confidence,
        captures={name: (wanted, got) for name, wanted, got in one.captures},
        missing=_missing(one.missing),
    )


def _other(one: OtherHit) -> OtherHitShape:
    return OtherHitShape(
        signature=one.example.signature, example=one.example.index, confidence=one.confidence, text=one.text
    )
