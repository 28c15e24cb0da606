"""Days and times as reports write them; what is not said plainly stays unknown."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
_DAYS = (
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d\d)[-/.](?P<day>\d\d)(?!\d)"),
    re.compile(
        rf"{_WEEKDAY}\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{_MONTH}),?\s+(?P<year>(?:19|20)\d\d)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_WEEKDAY}\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)\b",
        re.IGNORECASE,
    ),
)
_CLOCK = re.compile(
    r"(?<![\d:.])(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?(?![\d:])"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?",
    re.IGNORECASE,
)
_ZONE = re.compile(r"\s{0,2}\(?(?P<zone>Z\b|[+-]\d\d:?\d\d\b|[A-Z]{2,4}\b)\)?")
_HOURS_EAST = {
    "UTC": 0,
    "GMT": 0,
    "WET": 0,
    "Z": 0,
    "CET": 1,
    "WEST": 1,
    "BST": 1,
    "CEST": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "SGT": 8,
    "HKT": 8,
    "JST": 9,
    "KST": 9,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
    "EDT": -4,
    "EST": -5,
    "CDT": -5,
    "MDT": -6,
    "MST": -7,
    "PDT": -7,
    "PST": -8,
}
# Zones that mean several things, or change with the season.
_UNSURE = frozenset(("CST", "IST", "PT", "ET", "CT", "MT"))
_ROUGHLY = re.compile(r"[~\u2248]|\b(?:approx|about|around|circa|ca)\b", re.IGNORECASE)
_OPENING = re.compile(r"[\s*_`~\u2248\[({<|]*(?:(?:at|approx\.?|about|around|circa|ca\.?)\s+)?", re.IGNORECASE)
_ENDS = r"[`\])}>]*%s[\s`\])}]*(?:[-\u2013\u2014:,.|]+(?=[\s*_]|$)|[:\u2013\u2014|])?%s\s*"
_CLOSING = re.compile(_ENDS % ("", ""))
_CLOSING_BOLD = re.compile(_ENDS % (r"(?:\*\*|__|\*|_)?", r"(?:\*\*|__|\*|_)?"))
_RANGE = re.compile(r"\s*(?:[-\u2013\u2014/]|to|until)\s*\d{1,2}:\d\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time at the start of a text: when, None where the text does not say plainly; its day; and the text after it."""

    at: datetime | None
    day: date | None
    rest: str


def day_in(text: str) -> date | None:
    """The first full date in a text."""
    found = _day(text)
    return found[0] if found else None


def zone_in(text: str) -> timezone | None:
    """The zone that a remark such as "all times in PST" gives."""
    words = re.findall(r"\b[A-Z]{2,4}\b", text)
    return next((_zone_of(word) for word in words if word in _HOURS_EAST), None)


def moment_in(text: str, day: date | None, zone: timezone = UTC) -> datetime | None:
    """The moment that a text consists of; None where it says more, or less."""
    found = leading_moment(text.strip(), day, zone)
    return found.at if found and not found.rest.strip("*_`. )") else None


def leading_moment(text: str, day: date | None, zone: timezone = UTC) -> Moment | None:
    """The time that a text begins with, on *day* where it names none; None where it does not begin with a time."""
    start = _end(_OPENING, text, 0)
    found = _day(text[start : start + 40])
    if found and found[1] == 0:
        day, start = found[0], start + found[2]
        start = _end(re.compile(r"(?:T(?=\d)|[\s,*_\u2013\u2014-]+(?:at\s+)?)"), text, start)
    clock = _CLOCK.match(text, start)
    if clock is None:
        return _day_alone(text, found)
    roughly = _ROUGHLY.search(text[: clock.start()]) is not None
    end, stated = _zone_at(text, clock.end())
    if roughly or _RANGE.match(text, end) or (stated is None and _is_unsure(text, clock.end())):
        return Moment(None, day, text)
    at = _at(day, clock, stated or zone)
    is_bold = text.lstrip("[( ").startswith(("*", "_"))
    rest = text[_end(_CLOSING_BOLD if is_bold else _CLOSING, text, end) :]
    return Moment(at, day, rest if at else text)


def _day_alone(text: str, found: tuple[date, int, int] | None) -> Moment | None:
    return Moment(None, found[0], text) if found and found[1] == 0 else None


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start


def _day(text: str) -> tuple[date, int, int] | None:
    """The first date with its start and end."""
    for pattern in _DAYS:
        found = pattern.search(text)
        if found:
            month = found["month"]
            try:
                number = int(month) if month.isdigit() else _MONTHS[month[:3].lower()]
                return date(int(found["year"]), number, int(found["day"])), found.start(), found.end()
            except ValueError:
                continue
    return None


def _zone_at(text: str, start: int) -> tuple[int, timezone | None]:
    found = _ZONE.match(text, start)
    zone = _zone_of(found["zone"]) if found else None
    return (found.end(), zone) if found and zone else (start, None)


def _zone_of(name: str) -> timezone | None:
    if name in _HOURS_EAST:
        return timezone(timedelta(hours=_HOURS_EAST[name])) if _HOURS_EAST[name] else UTC
    if name[0] not in "+-":
        return None
    digits = name[1:].replace(":", "")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-shift if name[0] == "-" else shift) if shift < timedelta(hours=24) else None


def _is_unsure(text: str, start: int) -> bool:
    found = _ZONE.match(text, start)
    return found is not None and found["zone"] in _UNSURE


def _at(day: date | None, clock: re.Match[str], zone: timezone) -> datetime | None:
    hour, half = int(clock["hour"]), (clock["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if day is None:
        return None
    try:
        local = datetime.combine(day, time(hour, int(clock["minute"]), int(clock["second"] or 0)), zone)
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
