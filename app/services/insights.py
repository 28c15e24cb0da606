"""What the stored diagnoses and postmortems show over time: which failures come back, and what was left undone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from app.matching.diagnosis import Verdict
from app.matching.weighing import PRIOR_CONFIRMED, PRIOR_VOTES
from app.services.casebook import Casebook
from app.storage import DayCount, DiagnosisLine, VerdictCount
from app.storage.incident_figures import Measure, OwnerItems, Spread, StaleRecord
from app.storage.insights import SignatureFigures, Waiting
from app.storage.prevention import OpenPrevention

Range = Literal[30, 90, 365]
DAYS: Range = 90
RANGES: tuple[Range, ...] = (30, 90, 365)
VERDICTS: tuple[Verdict, ...] = ("known", "possible", "unknown", "healthy")
AGES = ("under 30 days", "30 to 90 days", "90 to 180 days", "180 days to a year", "over a year")

# A review holds so long, and a signature that was not found for so long may be of no use.
STALE = timedelta(days=180)
# So many of each are named; the lists behind them have all.
SHOWN = 10
CHARTED = 5
QUARTERS = 8

# Of the words about a signature, its prior among them, at least so many say that it was not that failure.
OFTEN_REJECTED = 0.4
_BY_WEEK = 60
_AGE_DAYS = (30, 90, 180, 365)
_LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Period:
    """One day or one week: the logs by verdict."""

    start: date
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many logs were pasted."""
        return sum(self.counts.values())

    @property
    def failures(self) -> int:
        """How many of them showed a failure."""
        return self.total - self.counts["healthy"]


@dataclass(frozen=True, slots=True)
class Recurring:
    """A failure that comes back: its figures, its share of all findings, and how often by period."""

    signature: str
    title: str
    figures: SignatureFigures
    share: float
    by_period: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year: its incidents, and the times that are known of them."""

    start: date
    incidents: int
    spreads: Mapping[Measure, Spread]


@dataclass(frozen=True, slots=True)
class Times:
    """How long incidents took, by quarter and in all; *undated* ones do not say when they began."""

    quarters: tuple[Quarter, ...]
    incidents: int
    undated: int
    all: Mapping[Measure, Spread]


@dataclass(frozen=True, slots=True)
class TypeItems:
    """The open action items of one type: by age, and how many of all are overdue."""

    type: str
    by_age: tuple[int, ...]
    overdue: int

    @property
    def count(self) -> int:
        """How many are open."""
        return sum(self.by_age)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A signature that people often say no to; *rate* includes the prior, so that one word does not rule."""

    signature: str
    title: str
    confirmed: int
    rejected: int
    rate: float


@dataclass(frozen=True, slots=True)
class Quality:
    """How the active signatures do: how many there are, which were never found or not lately, and which are refused.

    Those that were not found yet and are not here for long are only counted, as *waiting*.
    """

    signatures: int
    waiting: int
    never: tuple[tuple[str, str], ...]
    silent: tuple[tuple[str, str, datetime], ...]
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class Insights:
    """All figures as of *now*; those over time are of *days* days, by day or by week."""

    now: datetime
    days: Range
    is_weekly: bool
    periods: tuple[Period, ...]
    recurring: tuple[Recurring, ...]
    last: DiagnosisLine | None
    waiting: Waiting
    times: Times
    items: tuple[TypeItems, ...]
    owners: tuple[OwnerItems, ...]
    too_late: tuple[OpenPrevention, ...]
    too_late_count: int
    stale: tuple[StaleRecord, ...]
    stale_count: int
    quality: Quality

    @property
    def verdicts(self) -> dict[str, int]:
        """All logs of the range by verdict."""
        return {verdict: sum(period.counts[verdict] for period in self.periods) for verdict in VERDICTS}

    @property
    def known_share(self) -> float | None:
        """The part of the failures that was known; None if there was none."""
        failures = sum(period.failures for period in self.periods)
        return self.verdicts["known"] / failures if failures else None

    @property
    def open_items(self) -> int:
        """How many action items are open."""
        return sum(one.count for one in self.items)

    @property
    def overdue_items(self) -> int:
        """How many of them are overdue."""
        return sum(one.overdue for one in self.items)


def insights(casebook: Casebook, days: Range = DAYS) -> Insights:
    """The figures of today, those over time for the last *days* days; among many records, as of up to a minute ago."""
    key = ("insights", days, casebook.database.records.library_version())
    found: Insights = casebook.figures.get(key, casebook.clock, lambda: _counted(casebook, days))
    return found


def _counted(casebook: Casebook, days: Range) -> Insights:
    now, database = casebook.clock(), casebook.database
    starts = _starts(now.date(), days)
    figures = database.insights.signatures(starts[0])
    late_count, late = database.prevention.too_late(SHOWN)
    stale_count, stale = database.incident_figures.stale(now - STALE, now.date(), SHOWN)
    return Insights(
        now=now,
        days=days,
        is_weekly=days > _BY_WEEK,
        periods=_periods(starts, database.occurrences.verdicts_by_day(starts[0])),
        recurring=_recurring(casebook, figures, starts),
        last=database.insights.last_failure(),
        waiting=database.insights.waiting(SHOWN),
        times=_times(casebook, now.date()),
        items=_items(casebook, now),
        owners=database.incident_figures.owners(now.date(), SHOWN),
        too_late=late,
        too_late_count=late_count,
        stale=stale,
        stale_count=stale_count,
        quality=_quality(casebook, figures, now),
    )


def _starts(today: date, days: Range) -> tuple[date, ...]:
    """The first day of each period, the oldest first; the last period ends today."""
    length = 7 if days > _BY_WEEK else 1
    count = -(-days // length)
    return tuple(today - timedelta(days=length * place - 1) for place in range(count, 0, -1))


def _place(starts: Sequence[date], day: date) -> int:
    """The period of a day; a clock that was ahead does not make a period of its own."""
    length = (starts[1] - starts[0]).days
    return min((day - starts[0]).days // length, len(starts) - 1)


def _periods(starts: Sequence[date], counted: Iterable[VerdictCount]) -> tuple[Period, ...]:
    counts: list[dict[str, int]] = [dict.fromkeys(VERDICTS, 0) for _ in starts]
    for one in counted:
        counts[_place(starts, one.day)][one.verdict] += one.count
    return tuple(map(Period, starts, counts))


def _recurring(
    casebook: Casebook, figures: Sequence[SignatureFigures], starts: Sequence[date]
) -> tuple[Recurring, ...]:
    total = sum(one.recent for one in figures)
    most = [one for one in figures if one.recent][:SHOWN]
    titles = casebook.database.insights.titles(one.signature for one in most)
    by_day = casebook.database.insights.by_day([one.signature for one in most[:CHARTED]], starts[0])
    return tuple(
        Recurring(
            one.signature,
            titles.get(one.signature, one.signature),
            one,
            one.recent / total,
            _by_period(starts, (each for each in by_day if each.signature == one.signature)),
        )
        for one in most
    )


def _by_period(starts: Sequence[date], counted: Iterable[DayCount]) -> tuple[int, ...]:
    counts = [0] * len(starts)
    for one in counted:
        counts[_place(starts, one.day)] += one.count
    return tuple(counts)


def _times(casebook: Casebook, today: date) -> Times:
    starts = _quarters(today)
    incidents = casebook.database.incident_figures.incidents(starts)
    spreads = casebook.database.incident_figures.times(starts)
    by_period = {place: {one.measure: one for one in spreads if one.period == place} for place in _places(starts)}
    quarters = (Quarter(start.date(), incidents.get(place, 0), by_period[place]) for place, start in enumerate(starts))
    dated = sum(count for place, count in incidents.items() if place is not None)
    return Times(tuple(quarters)[::-1], dated, incidents.get(None, 0), by_period[None])


def _places(starts: Sequence[datetime]) -> tuple[int | None, ...]:
    return (None, *range(len(starts)))


def _quarters(today: date) -> tuple[datetime, ...]:
    """The starts of the last quarters, the latest first."""
    latest = today.year * 4 + (today.month - 1) // 3
    return tuple(
        datetime(number // 4, number % 4 * 3 + 1, 1, tzinfo=UTC) for number in range(latest, latest - QUARTERS, -1)
    )


def _items(casebook: Casebook, now: datetime) -> tuple[TypeItems, ...]:
    midnight = datetime.combine(now.date(), time(), UTC)
    starts = (*(midnight - timedelta(days=days) for days in _AGE_DAYS), _LONG_AGO)
    found = casebook.database.incident_figures.open_items(starts, now.date())
    types = {one.type for one in found}
    rows = (
        TypeItems(
            name,
            tuple(
                sum(one.count for one in found if one.type == name and one.period == age) for age in range(len(AGES))
            ),
            sum(one.overdue for one in found if one.type == name),
        )
        for name in types
    )
    return tuple(sorted(rows, key=lambda one: (-one.count, one.type)))


def _quality(casebook: Casebook, figures: Sequence[SignatureFigures], now: datetime) -> Quality:
    active = {one.id: one.title for one in casebook.library().signatures}
    by_id = {one.signature: one for one in figures}
    last = {id_: by_id[id_].last if id_ in by_id else None for id_ in active}
    silent = sorted((at, id_) for id_, at in last.items() if at and at < now - STALE)
    unseen = [id_ for id_, at in last.items() if at is None]
    written = casebook.database.insights.written()
    never = [id_ for id_ in unseen if written.get(id_, now) < now - STALE]
    rejected = (_rejected(one, active[one.signature]) for one in figures if one.signature in active and one.rejected)
    return Quality(
        signatures=len(active),
        waiting=len(unseen) - len(never),
        never=tuple((id_, active[id_]) for id_ in never),
        silent=tuple((id_, active[id_], at) for at, id_ in silent),
        rejected=tuple(
            sorted((one for one in rejected if one.rate >= OFTEN_REJECTED), key=lambda one: (-one.rate, one.signature))
        ),
    )


def _rejected(one: SignatureFigures, title: str) -> Rejected:
    prior = PRIOR_VOTES - PRIOR_CONFIRMED
    rate = (one.rejected + prior) / (one.confirmed + one.rejected + PRIOR_VOTES)
    return Rejected(one.signature, title, one.confirmed, one.rejected, rate)
