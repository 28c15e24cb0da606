"""Write up a diagnosis: what is known of it by now, its signature, its postmortem, and the same log once more."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from app.http import casebook_of
from app.matching.diagnosis import Diagnosis
from app.services import write_up as service
from app.services.diagnose import recall
from app.services.unknown import ASKS_AT, times_seen
from app.web.rendering import render

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class WriteUpPage:
    """The steps from a log to records.  *saved* is the signature that was just saved for it."""

    key: str
    title: str
    has_log: bool
    today: Diagnosis
    times: int
    asks: bool
    saved: str

    @property
    def is_known(self) -> bool:
        """Whether the library of today knows this log."""
        return self.today.verdict == "known"


@router.get("/d/{key}/write-up")
def write_up(request: Request, key: str, signature: str = "") -> Response:
    """The way from a diagnosis to a signature and a postmortem; nothing is saved by looking at it."""
    casebook = casebook_of(request)
    answer = recall(casebook, key)
    times = times_seen(casebook, answer.diagnosis.shape)
    today = service.known_today(casebook, key, answer.log)
    about = answer.title or (answer.diagnosis.salient[-1].text.strip()[:120] if answer.diagnosis.salient else "")
    page = WriteUpPage(key, about, answer.log is not None, today, times, times >= ASKS_AT, signature)
    response = render(request, "write_up.html", page)
    response.headers["Cache-Control"] = "private, no-store"
    return response
