"""The timeline of a report: bullets, lines and tables that begin with a time."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from app.records.reports.aliases import folded
from app.records.reports.dates import day_in, leading_moment, zone_in
from app.records.reports.draft import as_instant
from app.records.source import Plain

_TIME = frozenset(("time", "when", "timestamp", "date time", "datetime", "time utc", "at", "date and time", "utc"))
_DAY = frozenset(("date", "day"))
_TEXT = frozenset(
    ("event", "description", "what happened", "what", "details", "action", "update", "note", "notes", "events")
)
_REMARK = frozenset(
    [
        "all",
        "times",
        "time",
        "are",
        "is",
        "in",
        "at",
        "on",
        "the",
        "utc",
        "gmt",
        "date",
        "day",
        "of",
        "timezone",
        "zone",
    ]
)
_MONTHS = frozenset(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
_BACKWARDS = timedelta(hours=12)
_KEPT_LABEL = re.compile(r"^(?:\*\*|__)?([^*_:\n]{2,60}?)(?:\*\*|__)?:(?:\*\*|__)?\s+(.+)$", re.DOTALL)


@dataclass
class Clock:
    """The day and the zone that times without them are meant in; past midnight, the day goes on."""

    day: date | None
    zone: timezone = UTC
    last: datetime | None = None

    def read(self, text: str) -> dict[str, Plain]:
        """The event of a text that may begin with its time."""
        moment = leading_moment(text, self.day, self.zone)
        if moment is None:
            return self._labelled(text)
        self.day = moment.day or self.day
        at = self._onwards(moment.at, stated=day_in(text) is not None)
        return _event(moment.rest.strip() or text, at)

    def _labelled(self, text: str) -> dict[str, Plain]:
        """``Deployed: 2025-09-04 23:10 UTC``: what happened, and then when."""
        found = _KEPT_LABEL.match(text)
        moment = leading_moment(found[2], self.day, self.zone) if found else None
        if found and moment and moment.at and not moment.rest.strip():
            return _event(found[1].strip(), moment.at)
        return _event(text, None)

    def _onwards(self, at: datetime | None, *, stated: bool) -> datetime | None:
        if at and self.last and not stated and self.day and self.last - at > _BACKWARDS:
            at += timedelta(days=1)
            self.day += timedelta(days=1)
        self.last = at or self.last
        return at


def clock_for(texts: Sequence[str], day: date | None) -> Clock:
    """The clock of a timeline, from what stands over it."""
    zone = next((zone for text in texts if (zone := zone_in(text))), UTC)
    stated = next((found for text in texts if (found := day_in(text))), None)
    return Clock(stated or day, zone)


def begins_with_time(text: str) -> bool:
    """Whether a text can be an event by itself."""
    return leading_moment(text, date(2000, 1, 1)) is not None


def is_only_date(text: str) -> bool:
    """Whether a text only gives the day or the zone of what follows."""
    words = [word for word in folded(text).split() if not word.isdigit()]
    return (day_in(text) is not None or zone_in(text) is not None) and all(
        word in _REMARK or word[:3] in _MONTHS for word in words
    )


def is_timeline_table(rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether a table is a timeline: one column says when, another what."""
    names = [_bare(cell) for cell in rows[0]] if rows else []
    return any(name in _TIME for name in names) and any(name in _TEXT for name in names)


def event_rows(rows: Sequence[tuple[str, ...]], clock: Clock) -> Iterator[dict[str, Plain]]:
    """The events of a table; what its other columns say goes to the text."""
    names = [_bare(cell) for cell in rows[0]]
    clock.zone = zone_in(" ".join(rows[0])) or clock.zone
    when = next((index for index, name in enumerate(names) if name in _TIME), 0)
    day = next((index for index, name in enumerate(names) if name in _DAY), when)
    what = next((index for index, name in enumerate(names) if name in _TEXT and index != when), 1)
    for row in rows[1:]:
        time = " ".join(dict.fromkeys((row[day], row[when])))
        said = row[what] if what < len(row) else ""
        others = (index for index in range(len(row)) if index not in (when, day, what) and row[index])
        said += "".join(f" ({rows[0][index]}: {row[index]})" for index in others)
        found = clock.read(time.strip()) if time.strip() else _event("", None)
        # A time that is not understood stays to be read.
        at, kept = found.get("at"), "" if found.get("at") else time.strip()
        text = " \u2013 ".join(filter(None, (kept, said.strip())))
        if text:
            yield {"text": text, **({"at": at} if at else {})}


def _bare(cell: str) -> str:
    return " ".join(word for word in folded(cell).split() if word not in ("utc", "gmt")) or folded(cell)


def _event(text: str, at: datetime | None) -> dict[str, Plain]:
    return {"text": text, **({"at": as_instant(at)} if at else {})}
