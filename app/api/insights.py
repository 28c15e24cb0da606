"""The figures behind the charts by HTTP."""

from datetime import date, datetime
from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from app.api.problems import responses
from app.http import base_url, casebook_of
from app.services import insights as service
from app.services.insights import AGES, DAYS, Insights, Quarter, Recurring
from app.storage.incident_figures import Measure, Spread

router = APIRouter(tags=["insights"])


class _Read(BaseModel):
    """A shape that is read from a value of the services."""

    model_config = ConfigDict(from_attributes=True)


class PeriodShape(_Read):
    """One day or week: its first day, and the logs by verdict."""

    start: date
    counts: dict[str, int]


class RecurringShape(BaseModel):
    """A failure that comes back: found so often in the range and in all, and its share of all findings in the range."""

    signature: str
    title: str
    url: str
    count: int
    total: int
    share: float
    first: datetime | None
    last: datetime | None
    confirmed: int
    rejected: int


class LastFailureShape(BaseModel):
    """The latest log that showed a failure."""

    id: str
    url: str
    at: datetime
    verdict: str
    signature: str | None


class WaitingShapeShape(_Read):
    """An unknown failure without a signature."""

    shape: str
    count: int
    first: datetime
    last: datetime
    example: str
    line: str


class WaitingList(_Read):
    """Unknown failures: how many kinds in how many logs, and the most frequent ones."""

    shapes: int
    logs: int
    top: list[WaitingShapeShape]


class SpreadShape(BaseModel):
    """How long it took, in seconds; *unknown* incidents did not say and do not count."""

    known: int
    unknown: int
    median: float
    p90: float


class QuarterShape(BaseModel):
    """A quarter of a year; a measure of which nothing is known is left out."""

    start: date
    incidents: int
    times: dict[Measure, SpreadShape]


class TimesShape(BaseModel):
    """How long incidents took; *undated* ones do not say when they began."""

    incidents: int
    undated: int
    all: dict[Measure, SpreadShape]
    quarters: list[QuarterShape]


class TypeShape(BaseModel):
    """Open action items of one type, by age."""

    type: str
    open: int
    overdue: int
    by_age: dict[str, int]


class OwnerShape(_Read):
    """Open action items of one owner, "" for nobody."""

    owner: str
    count: int
    overdue: int


class OpenPreventionShape(_Read):
    """An open action item of a failure that came back: as a signature, or as another postmortem."""

    postmortem: str
    title: str
    position: int
    text: str
    owner: str
    due: date | None
    status: str
    signature: str
    recurrence: str
    back_at: datetime | None


class PreventionList(BaseModel):
    """How many there are, and those of the latest returns."""

    total: int
    items: list[OpenPreventionShape]


class StaleShape(_Read):
    """A postmortem whose review is due."""

    postmortem: str
    title: str
    reviewed_at: datetime | None
    review_due: date | None


class StaleList(BaseModel):
    """How many there are, and those that wait longest."""

    total: int
    items: list[StaleShape]


class RejectedShape(_Read):
    """A signature that is often rejected; *rate* includes the prior."""

    signature: str
    title: str
    confirmed: int
    rejected: int
    rate: float


class QualityShape(BaseModel):
    """Active signatures: how many, which were never found or not for 180 days, and which are often rejected.

    *waiting* were not found yet, and are not here for 180 days.
    """

    signatures: int
    waiting: int
    never: list[str]
    silent: list[str]
    rejected: list[RejectedShape]


class InsightsShape(BaseModel):
    """All figures of one moment; those over time are of *days* days, by day or by week."""

    at: datetime
    days: int
    unit: Literal["day", "week"]
    known_share: float | None
    verdicts: dict[str, int]
    periods: list[PeriodShape]
    recurring: list[RecurringShape]
    last_failure: LastFailureShape | None
    waiting: WaitingList
    times: TimesShape
    action_items: list[TypeShape]
    owners: list[OwnerShape]
    open_prevention: PreventionList
    stale: StaleList
    quality: QualityShape


@router.get("/insights", responses=responses(422))
def get_insights(request: Request, days: Literal["30", "90", "365"] = "90") -> InsightsShape:
    """The figures of today, those over time for the last *days* days."""
    chosen = next((one for one in service.RANGES if str(one) == days), DAYS)
    return _shape(service.insights(casebook_of(request), chosen), base_url(request))


def _shape(found: Insights, base: str) -> InsightsShape:
    return InsightsShape(
        at=found.now,
        days=found.days,
        unit="week" if found.is_weekly else "day",
        known_share=found.known_share,
        verdicts=found.verdicts,
        periods=[PeriodShape.model_validate(one) for one in found.periods],
        recurring=[_recurring(one, base) for one in found.recurring],
        last_failure=_last(found, base),
        waiting=WaitingList.model_validate(found.waiting),
        times=_times(found),
        action_items=[
            TypeShape(
                type=one.type, open=one.count, overdue=one.overdue, by_age=dict(zip(AGES, one.by_age, strict=True))
            )
            for one in found.items
        ],
        owners=[OwnerShape.model_validate(one) for one in found.owners],
        open_prevention=PreventionList(
            total=found.too_late_count, items=[OpenPreventionShape.model_validate(one) for one in found.too_late]
        ),
        stale=StaleList(total=found.stale_count, items=[StaleShape.model_validate(one) for one in found.stale]),
        quality=QualityShape(
            signatures=found.quality.signatures,
            waiting=found.quality.waiting,
            never=[id_ for id_, _ in found.quality.never],
            silent=[id_ for id_, *_ in found.quality.silent],
            rejected=[RejectedShape.model_validate(one) for one in found.quality.rejected],
        ),
    )


def _recurring(one: Recurring, base: str) -> RecurringShape:
    figures = one.figures
    return RecurringShape(
        signature=one.signature,
        title=one.title,
        url=f"{base}/signatures/{one.signature}",
        count=figures.recent,
        total=figures.count,
        share=one.share,
        first=figures.first,
        last=figures.last,
        confirmed=figures.confirmed,
        rejected=figures.rejected,
    )


def _last(found: Insights, base: str) -> LastFailureShape | None:
    last = found.last
    if last is None:
        return None
    address = f"{base}/d/{last.id}"
    return LastFailureShape(id=last.id, url=address, at=last.created_at, verdict=last.verdict, signature=last.leading)


def _times(found: Insights) -> TimesShape:
    times = found.times
    return TimesShape(
        incidents=times.incidents,
        undated=times.undated,
        all={measure: _spread(spread, times.incidents) for measure, spread in times.all.items()},
        quarters=[_quarter(one) for one in times.quarters],
    )


def _quarter(one: Quarter) -> QuarterShape:
    times = {measure: _spread(spread, one.incidents) for measure, spread in one.spreads.items()}
    return QuarterShape(start=one.start, incidents=one.incidents, times=times)


def _spread(one: Spread, incidents: int) -> SpreadShape:
    return SpreadShape(known=one.count, unknown=incidents - one.count, median=one.median, p90=one.ninth)
