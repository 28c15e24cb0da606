"""The page of insights: the figures that matter first, then a few charts, each with its numbers as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter, Request, Response

from app.http import casebook_of
from app.services import insights as service
from app.services.insights import AGES, DAYS, RANGES, Insights, Period, Range, Recurring, Times
from app.storage.incident_figures import Measure
from app.web.charts import Chart, Column, columns
from app.web.phrases import MONTHS, counted, day, duration
from app.web.rendering import render

_KINDS = (("known", "known"), ("possible", "possible"), ("unknown", "unknown"))
_MEASURES: tuple[tuple[Measure, str], ...] = (
    ("detect", "Time to detect"),
    ("mitigate", "Time to mitigate"),
    ("resolve", "Time to resolve"),
)
SPARK_WIDTH, SPARK_HEIGHT = 120, 22

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class TimesChart:
    """How long one step took: the chart of its medians by quarter, and a row for each of them."""

    chart: Chart
    said: str
    rows: tuple[tuple[str, int, int, str, str], ...]  # quarter, incidents, known ones, median, nine in ten


@dataclass(frozen=True, slots=True)
class InsightsPage:
    """All figures, and the charts that show them; a chart without anything in it is None."""

    found: Insights
    ranges: tuple[tuple[Range, bool], ...]
    failures: Chart | None
    known: Chart | None
    sparks: tuple[tuple[Recurring, tuple[Column, ...]], ...]
    times: tuple[TimesChart, ...]
    ages: tuple[str, ...] = AGES
    spark: tuple[int, int] = (SPARK_WIDTH, SPARK_HEIGHT)

    @property
    def unit(self) -> str:
        """What each column stands for."""
        return "week" if self.found.is_weekly else "day"

    @property
    def last_ago(self) -> str:
        """How long ago a log last showed a failure."""
        return ago(self.found.now - self.found.last.created_at) if self.found.last else ""


@router.get("/insights")
def show(request: Request, days: str = "") -> Response:
    """The figures of today; *days* chooses how far back those over time reach."""
    chosen = next((one for one in RANGES if str(one) == days), DAYS)
    return render(request, "insights.html", insights_page(service.insights(casebook_of(request), chosen)))


def insights_page(found: Insights) -> InsightsPage:
    """The page of these figures."""
    return InsightsPage(
        found=found,
        ranges=tuple((one, one == found.days) for one in RANGES),
        failures=_failures(found),
        known=_known(found),
        sparks=tuple((one, _spark(one)) for one in found.recurring),
        times=tuple(
            _measure(found.times, measure, title) for measure, title in _MEASURES if measure in found.times.all
        ),
    )


def ago(length: timedelta) -> str:
    """How long ago, in one unit, as "3 h ago"."""
    return f"{' '.join(duration(max(length, timedelta())).split()[:2])} ago"


def _failures(found: Insights) -> Chart | None:
    total = sum(period.failures for period in found.periods)
    if not total:
        return None
    values = [[period.counts[kind] for kind, _ in _KINDS] for period in found.periods]
    most = max(found.periods, key=lambda period: period.failures)
    quiet = sum(not period.failures for period in found.periods)
    unit = "week" if found.is_weekly else "day"
    said = f"{counted(total, 'log')} showed a failure. Most in the {unit} of {day(most.start)}: {most.failures}." + (
        f" Without any: {counted(quiet, unit)}." if quiet else ""
    )
    labels = [f"{short(period.start)}: {_parts(period)}" for period in found.periods]
    drawn = columns(values, [kind for kind, _ in _KINDS], labels)
    return _chart(
        "failures", f"Logs that showed a failure, by {unit}", said, drawn, found.periods, f"{most.failures}", _KINDS
    )


def _known(found: Insights) -> Chart | None:
    if found.known_share is None:
        return None
    unit = "week" if found.is_weekly else "day"
    shares = [100 * period.counts["known"] / period.failures if period.failures else 0 for period in found.periods]
    labels = [
        f"{short(period.start)}: {round(value)} % of {period.failures}"
        if period.failures
        else f"{short(period.start)}: none"
        for period, value in zip(found.periods, shares, strict=True)
    ]
    said = f"{round(100 * found.known_share)} % of the failures were known in these {found.days} days."
    drawn = columns([[value] for value in shares], ["known"], labels, most=100)
    return _chart("known", f"Share of failures that were known, by {unit}", said, drawn, found.periods, "100 %", ())


def _chart(  # noqa: PLR0913, PLR0917 (what a chart is made of)
    id_: str,
    title: str,
    said: str,
    drawn: tuple[Column, ...],
    periods: Sequence[Period],
    top: str,
    kinds: tuple[tuple[str, str], ...],
) -> Chart:
    return Chart(id_, title, said, drawn, top, short(periods[0].start), short(periods[-1].start), kinds)


def _spark(one: Recurring) -> tuple[Column, ...]:
    if not any(one.by_period):
        return ()
    labels = [str(count) for count in one.by_period]
    return columns(
        [[count] for count in one.by_period], ["known"], labels, width=SPARK_WIDTH, foot=SPARK_HEIGHT, head=1
    )


def _measure(times: Times, measure: Measure, title: str) -> TimesChart:
    medians = [quarter.spreads[measure].median if measure in quarter.spreads else 0 for quarter in times.quarters]
    names = [quarter_name(quarter.start) for quarter in times.quarters]
    labels = [
        f"{name}: {_length(seconds) if seconds else 'unknown'}" for name, seconds in zip(names, medians, strict=True)
    ]
    whole = times.all[measure]
    unknown = times.incidents - whole.count
    said = f"Median {_length(whole.median)}, nine in ten within {_length(whole.ninth)}, of {counted(whole.count, 'incident')}."
    if unknown:
        said += f" {counted(unknown, 'incident')} did not say, and {'does' if unknown == 1 else 'do'} not count."
    drawn = columns([[seconds] for seconds in medians], ["known"], labels)
    rows = tuple(
        (name, quarter.incidents, spread.count, _length(spread.median), _length(spread.ninth))
        if (spread := quarter.spreads.get(measure))
        else (name, quarter.incidents, 0, "unknown" if quarter.incidents else "", "")
        for name, quarter in zip(names, times.quarters, strict=True)
    )
    chart = Chart(
        f"time-to-{measure}", f"{title}, median by quarter", said, drawn, _length(max(medians)), names[0], names[-1]
    )
    return TimesChart(chart, title, rows)


def _length(seconds: float) -> str:
    return duration(timedelta(seconds=seconds))


def short(moment: date) -> str:
    """A day without its year, as "3 Sep"."""
    return f"{moment.day} {MONTHS[moment.month - 1]}"


def quarter_name(start: date) -> str:
    """A quarter as "Q3 2026"."""
    return f"Q{(start.month + 2) // 3} {start.year}"


def _parts(period: Period) -> str:
    parts = [f"{period.counts[kind]} {words}" for kind, words in _KINDS if period.counts[kind]]
    return ", ".join(parts) or "none"
