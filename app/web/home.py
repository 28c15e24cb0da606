"""The first page: the paste box, what happens with a log, and what was diagnosed lately."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fastapi import APIRouter, Request, Response

from app.http import casebook_of
from app.services.diagnose import recent
from app.services.unknown import waiting
from app.storage.shapes import DiagnosisLine
from app.web.pasting import PasteForm
from app.web.rendering import render
from app.web.result import VERDICTS

RECENT = 8

EXAMPLES = {
    "crash-loop": PasteForm(
        title="Example: a new revision does not start",
        service="orders",
        log="""\
23:11:57 INFO     Starting new instance (min-instances configuration)
23:11:58 INFO     orders 4.12.0 on Python 3.11.9
Traceback (most recent call last):
  File "/app/orders/main.py", line 7, in <module>
    from orders.api import router
  File "/app/orders/api.py", line 3, in <module>
    from orders.schemas.pricing import PriceList
ModuleNotFoundError: No module named 'orders.schemas.pricing'
23:11:59 WARNING  Container called exit(1)
23:12:01 ERROR    STARTUP TCP probe failed on port 8080
23:12:05 INFO     Starting new instance (min-instances configuration)
23:12:06 INFO     orders 4.12.0 on Python 3.11.9
Traceback (most recent call last):
  File "/app/orders/main.py", line 7, in <module>
    from orders.api import router
  File "/app/orders/api.py", line 3, in <module>
    from orders.schemas.pricing import PriceList
ModuleNotFoundError: No module named 'orders.schemas.pricing'
23:12:07 WARNING  Container called exit(1)
23:12:09 ERROR    STARTUP TCP probe failed on port 8080
""",
    ),
}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class RecentLine:
    """A stored diagnosis as one line of the list."""

    id: str
    title: str
    about: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HomePage:
    """The paste box with what is in it, *faults* by field if that was not diagnosed, and what else the page says."""

    form: PasteForm
    recent: tuple[RecentLine, ...]
    retention: timedelta | None
    max_log_bytes: int
    faults: Mapping[str, str] = field(default_factory=dict)
    erased: bool = False
    waiting: int = 0  # unknown failures without a write-up


@router.get("/")
def home(request: Request, example: str = "", erased: bool = False) -> Response:  # noqa: FBT001, FBT002 (a query parameter)
    """The paste box, filled with an example if one is asked for."""
    return render(request, "home.html", home_page(request, EXAMPLES.get(example, PasteForm()), erased=erased))


def home_page(
    request: Request, form: PasteForm, *, faults: Mapping[str, str] | None = None, erased: bool = False
) -> HomePage:
    """The first page with *form* in its paste box."""
    casebook = casebook_of(request)
    return HomePage(
        form=form,
        recent=tuple(map(recent_line, recent(casebook, limit=RECENT).items)),
        retention=casebook.limits.retention,
        max_log_bytes=casebook.limits.log_bytes,
        faults=faults or {},
        erased=erased,
        waiting=waiting(casebook),
    )


def recent_line(line: DiagnosisLine) -> RecentLine:
    """A stored diagnosis, called by its title or else by what was found."""
    found = line.leading_title or VERDICTS[line.verdict]
    about = (found if line.title else "", line.service, line.environment)
    return RecentLine(line.id, line.title or found, " · ".join(filter(None, about)), line.created_at)
