"""When a line was written, in the usual forms, with and without zones and years."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

from app.logs.log import Stamp

# A time stands at or near the start of a line; what comes later is part of what the line says.
_REACH = 80
# Where a text gives no year, days are counted in this one, because it has a 29 February.
_YEAR_UNKNOWN = 2000
_PIVOT = 70  # of two-digit years

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d\d):(?P<second>\d\d)(?:[.,:](?P<fraction>\d{1,9})\d*)?"
_HALF = r"(?:\s?(?P<half>[AaPp])\.?[Mm]\.?)?"
_ZONE = (
    r"(?:\s{0,2}(?P<zone>Z\b|[+-]\d\d:?\d\d\b|(?:UTC|GMT|CET|CEST|EET|EEST|BST|EST|EDT|CDT|MST|MDT|PST|PDT|JST)\b))?"
)
_DAY_BEFORE = r"(?<![\w./:-])"

_HOURS_EAST = {
    "CET": 1,
    "CEST": 2,
    "EET": 2,
    "EEST": 3,
    "BST": 1,
    "EST": -5,
    "EDT": -4,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "JST": 9,
}

_Groups = dict[str, str | None]


def stamp(text: str) -> Stamp | None:
    """The time at or near the start of *text*.  Without a zone it is taken as UTC."""
    head = text[:_REACH]
    for pattern, build in _FORMS:
        match = pattern.search(head)
        if match:
            found = _built(build, match.groupdict())
            if found is not None:
                return found
    return None


def stamp_of(value: object) -> Stamp | None:
    """The time that a field of a JSON record holds: text, or seconds, milliseconds, micro- or nanoseconds as number."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str):
        return _epoch(value) if _EPOCH_TEXT.fullmatch(value) else stamp(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _epoch(str(value))
    if isinstance(value, dict) and isinstance(value.get("seconds"), int):
        return _epoch(str(value["seconds"]))
    return None


def _built(build: Callable[[_Groups], Stamp | None], groups: _Groups) -> Stamp | None:
    try:
        return build(groups)
    except (ValueError, OverflowError):
        return None


def _dated(groups: _Groups) -> Stamp:
    year = int(groups["year"] or 0)
    if year < 100:  # noqa: PLR2004 - two digits
        year += 1900 if year >= _PIVOT else 2000
    moment = datetime(year, _month(groups), int(groups["day"] or 0), tzinfo=_zone(groups)) + _since_midnight(groups)
    moment = moment.astimezone(UTC)
    return Stamp(moment.timestamp(), moment)


def _yearless(groups: _Groups) -> Stamp:
    day = datetime(_YEAR_UNKNOWN, _month(groups), int(groups["day"] or 0), tzinfo=_zone(groups))
    return Stamp((day + _since_midnight(groups)).timestamp())


def _timed(groups: _Groups) -> Stamp:
    return Stamp(_since_midnight(groups).total_seconds())


def _month(groups: _Groups) -> int:
    name = groups["month"] or ""
    return int(name) if name.isdigit() else _MONTHS[name[:3].lower()]


def _since_midnight(groups: _Groups) -> timedelta:
    hour, minute, second = (int(groups[part] or 0) for part in ("hour", "minute", "second"))
    half = (groups.get("half") or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or second > 60:  # noqa: PLR2004 - a clock
        raise ValueError(hour, minute, second)
    micros = int((groups.get("fraction") or "0")[:6].ljust(6, "0"))
    return timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micros)


def _zone(groups: _Groups) -> timezone:
    zone = groups.get("zone") or "Z"
    if zone in _HOURS_EAST:
        return timezone(timedelta(hours=_HOURS_EAST[zone]))
    if zone[0] not in "+-":
        return UTC
    digits = zone[1:].replace(":", "")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-shift if zone[0] == "-" else shift)


# digits of a number of seconds, and of its thousandths, since 2001 and for centuries to come
_EPOCH_SCALES = ((10, 1), (13, 1_000), (16, 1_000_000), (19, 1_000_000_000))
_EPOCH_TEXT = re.compile(r"\d{10,19}(?:\.\d{1,9})?(?:[eE]\+?\d{1,2})?|\d\.\d{1,16}[eE]\+?\d{1,2}")


def _epoch(text: str) -> Stamp | None:
    whole = text.partition(".")[0]
    scale = next((scale for digits, scale in _EPOCH_SCALES if len(whole) == digits), None)
    if "e" in text.lower():
        scale = 1
        while float(text) / scale > 1e11:  # noqa: PLR2004 - more seconds than the year 5000 has
            scale *= 1000
    if scale is None:
        return None
    try:
        seconds = float(text) / scale
        return Stamp(seconds, datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _epoch_at_start(groups: _Groups) -> Stamp | None:
    return _epoch(groups["epoch"] or "")


_Form = tuple[re.Pattern[str], Callable[[_Groups], Stamp | None]]
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS: tuple[_Form, ...] = (
    # 2024-11-01T12:00:05.0105424Z, 2024-09-23 11:20:00,377, 2024/04/11 22:05:31, 2025/01/12 - 20:15:04
    (
        re.compile(rf"(?<!\d){_YEAR}[-/.](?P<month>\d\d)[-/.](?P<day>\d\d)(?:[T_]|\s(?:-\s)?){_CLOCK}{_ZONE}"),
        _dated,
    ),
    # 12/Nov/2024:19:08:30 +0000, 12-Nov-2024 19:08:30.123
    (re.compile(rf"(?<!\d)(?P<day>\d\d?)[/-]{_MONTH}[/-]{_YEAR}[: ]{_CLOCK}{_ZONE}"), _dated),
    # Nov 07, 2024 9:43:40 AM, Nov 7 2024 09:43:40, Jan 31, 2025 @ 07:43:46.124
    (
        re.compile(rf"{_DAY_BEFORE}{_MONTH}\s+(?P<day>\d\d?),?\s+{_YEAR},?\s+(?:(?:at|@)\s)?{_CLOCK}{_HALF}{_ZONE}"),
        _dated,
    ),
    # 19 Jun 2025 05:00:01.115
    (re.compile(rf"{_DAY_BEFORE}(?P<day>\d\d?)\s{_MONTH}\s{_YEAR},?\s{_CLOCK}{_HALF}{_ZONE}"), _dated),
    # Tue Oct 14 18:02:51 2025, Tue Oct 14 18:02:51.123 UTC 2025
    (re.compile(rf"{_DAY_BEFORE}{_MONTH}\s+(?P<day>\d\d?)\s{_CLOCK}{_ZONE}\s{_YEAR}"), _dated),
    # Jan 12 20:15:02, Jan 12 8:15:02 PM, Jan 12, 08:15:02 PM
    (re.compile(rf"{_DAY_BEFORE}{_MONTH}\s+(?P<day>\d\d?),?\s{_CLOCK}(?:{_HALF}(?![\w-]))?"), _yearless),
    # 06/08/2021, 9:11:02 AM: month first where the clock has halves, or where the second number cannot be a month
    (
        re.compile(
            rf"{_DAY_BEFORE}(?P<month>\d\d?)/(?P<day>\d\d?)/{_YEAR},?\s{_CLOCK}\s?(?P<half>[AaPp])\.?[Mm]\.?{_ZONE}"
        ),
        _dated,
    ),
    (re.compile(rf"{_DAY_BEFORE}(?P<day>\d\d)[./](?P<month>\d\d)[./]{_YEAR},?\s{_CLOCK}{_ZONE}"), _dated),
    # E1027 08:10:31.220450
    (re.compile(rf"^[IWEF](?P<month>\d\d)(?P<day>\d\d) {_CLOCK}"), _yearless),
    # 17/06/09 20:10:40
    (
        re.compile(rf"^(?P<year>\d\d)/(?P<month>\d\d)/(?P<day>\d\d) {_CLOCK}"),
        _dated,
    ),
    # 1700000000.123 as the first word, or [1700000000]
    (re.compile(r"^\W{0,2}(?P<epoch>1\d{9}(?:\d{3}){0,3}(?:\.\d{1,9})?)(?![\w.])"), _epoch_at_start),
    # 23:11:57, [8:12:02 AM], INFO 12:18:03.551: only where nothing but a word or two stands before it
    (re.compile(rf"^[^\d:]{{0,24}}(?<![\w.:/-]){_CLOCK}(?![\w:]){_HALF}"), _timed),
)
