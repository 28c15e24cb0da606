"""Turn numbers and times into words for people.  Times are shown in UTC; an unknown one is called unknown."""

from datetime import UTC, date, datetime, timedelta

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
UNKNOWN = "unknown"

_KIB = 1024
_UNITS = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
_AGES = (("year", 365), ("month", 30), ("day", 1))

_FORMATS = {
    "azure": "Azure App Service",
    "buildkite": "Buildkite",
    "cloud-run-json": "Cloud Run",
    "cloudwatch": "CloudWatch",
    "compose": "docker compose",
    "cri": "containerd",
    "docker-json": "Docker",
    "github-actions": "GitHub Actions",
    "gitlab-ci": "GitLab CI",
    "heroku": "Heroku",
    "journald-json": "journald",
    "json": "JSON lines",
    "kubectl-prefix": "kubectl",
    "opentelemetry": "OpenTelemetry",
    "table": "a table",
    "teamcity": "TeamCity",
    "terminal": "a terminal",
}
# These say how a line was written, not where the log came from.
_UNSAID = frozenset({"plain", "timestamped", "json-tail"})


def when(moment: datetime | None) -> str:
    """A moment as "18 Nov 2026, 22:01 UTC"."""
    if moment is None:
        return UNKNOWN
    utc = moment.astimezone(UTC) if moment.tzinfo else moment
    return f"{day(utc)}, {utc:%H:%M} UTC"


def day(moment: date | None) -> str:
    """A day as "18 Nov 2026"."""
    if moment is None:
        return UNKNOWN
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def duration(length: timedelta | None) -> str:
    """A length of time in its two largest units, as "1 min 42 s"."""
    if length is None:
        return UNKNOWN
    rest = round(length.total_seconds())
    if rest < 0:
        return f"-{duration(-length)}"
    words: list[str] = []
    for unit, seconds in _UNITS:
        amount, rest = divmod(rest, seconds)
        if amount or words:
            words.append(f"{amount} {unit}" if amount else "")
    return " ".join(word for word in words[:2] if word) or "0 s"


def age(moment: date | None, today: date) -> str:
    """How long ago a day was, in its largest unit, as "3 months ago"; "never" for no day."""
    if moment is None:
        return "never"
    days = (today - (moment.date() if isinstance(moment, datetime) else moment)).days
    for unit, length in _AGES:
        if days >= length:
            return f"{counted(days // length, unit)} ago"
    return "today"


def counted(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun, as "1 line" or "12,000 lines"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def times(number: int) -> str:
    """How often, as "once" or "12 times"."""
    return "once" if number == 1 else counted(number, "time")


def milliseconds(amount: float) -> str:
    """A short time as "0.8 ms", "4 ms" or "1.2 s"."""
    if amount >= 1000:  # noqa: PLR2004 (a second)
        return f"{amount / 1000:.1f} s"
    return f"{amount:.0f} ms" if amount >= 1 else f"{amount:.1f} ms"


def size(amount: int) -> str:
    """A number of bytes as "812 bytes", "40 KiB" or "64 MiB"."""
    if amount < _KIB:
        return counted(amount, "byte")
    value, unit = amount / _KIB, "KiB"
    for larger in ("MiB", "GiB"):
        if value >= _KIB:
            value, unit = value / _KIB, larger
    return f"{value:.1f} {unit}".replace(".0 ", " ")


def format_names(formats: tuple[str, ...]) -> str:
    """The envelopes of a log as people call them, empty where it had none."""
    names = dict.fromkeys(_FORMATS.get(name, name.replace("-", " ")) for name in formats if name not in _UNSAID)
    return ", ".join(names)


def masked(kinds: dict[str, int]) -> str:
    """What was hidden, as "1 password, 2 tokens masked"; empty where nothing was."""
    parts = [counted(number, kind.replace("_", " ").replace("-", " ")) for kind, number in kinds.items() if number]
    return f"{', '.join(parts)} masked" if parts else ""
