"""A line of a log with holes for what varies: times, addresses, names, ids, amounts."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.matching.background.draws import Draws

# The logs begin here; a fixed moment, because the pure parts know no clock.
BEGIN = datetime(2026, 2, 2, tzinfo=UTC)
_HOLE = re.compile(r"\{([a-z][a-z0-9]*)\}")
_NAMES = ("orders", "cart", "payments", "mail", "search", "ledger", "catalog", "billing", "profile", "reports", "media")
_HOSTS = ("web-1", "web-2", "app-03", "db-1", "cache-2", "build-7", "node-12", "ip-10-0-3-17", "edge-4", "worker-9")
_USERS = ("deploy", "alice", "bob", "ci", "root", "postgres", "www-data", "ubuntu", "svc-report", "maria")
_WORDS = ("alpha", "blue", "cedar", "delta", "ember", "falcon", "garnet", "harbor", "indigo", "juniper", "kestrel")
_PATHS = ("/", "/health", "/api/v2/items", "/static/app.js", "/login", "/api/orders", "/metrics", "/favicon.ico")
_AGENTS = (
    "Mozilla/5.0 (X11; Linux x86_64)",
    "curl/8.5.0",
    "kube-probe/1.29",
    "python-requests/2.32.3",
    "Go-http-client/2.0",
)
_ALPHABET = "bcdfghjklmnpqrstvwxz2456789"


@dataclass(frozen=True, slots=True)
class Source:
    """One sort of software with the lines that it logs when all is well, the frequent ones first."""

    name: str
    templates: Sequence[str]


Fill = Callable[[Draws, datetime], str]


def filled(template: str, draws: Draws, moment: datetime) -> str:
    """The line that a template gives at *moment*; KeyError for a hole that is not in the table."""
    return _HOLE.sub(lambda hole: HOLES[hole[1]](draws, moment), template)


def _amount(least: int, most: int) -> Fill:
    return lambda draws, _moment: str(draws.between(least, most))


def _choice(items: Sequence[str]) -> Fill:
    return lambda draws, _moment: draws.one_of(items)


def _time(form: str) -> Fill:
    return lambda _draws, moment: moment.strftime(form)


def _hexadecimal(digits: int) -> Fill:
    return lambda draws, _moment: "".join(f"{draws.bits():016x}" for _ in range(-(-digits // 16)))[:digits]


def _address(draws: Draws, _moment: datetime) -> str:
    return f"10.{draws.below(256)}.{draws.below(256)}.{draws.between(1, 254)}"


def _uuid(draws: Draws, _moment: datetime) -> str:
    digits = f"{draws.bits():016x}{draws.bits():016x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def _suffix(length: int) -> Fill:
    return lambda draws, _moment: "".join(draws.one_of(_ALPHABET) for _ in range(length))


def _pod(draws: Draws, moment: datetime) -> str:
    return f"{draws.one_of(_NAMES)}-{_hexadecimal(9)(draws, moment)}-{_suffix(5)(draws, moment)}"


def _version(draws: Draws, _moment: datetime) -> str:
    return f"{draws.below(9)}.{draws.below(30)}.{draws.below(15)}"


HOLES: dict[str, Fill] = {
    # times in the forms of the software
    "iso": _time("%Y-%m-%dT%H:%M:%S.%fZ"),
    "isos": _time("%Y-%m-%dT%H:%M:%SZ"),
    "offset": _time("%Y-%m-%dT%H:%M:%S.%f+00:00"),
    "plain": _time("%Y-%m-%d %H:%M:%S"),
    "comma": lambda _draws, moment: f"{moment:%Y-%m-%d %H:%M:%S},{moment.microsecond // 1000:03}",
    "dotted": lambda _draws, moment: f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03}",
    "slashed": _time("%Y/%m/%d %H:%M:%S"),
    "syslog": _time("%b %d %H:%M:%S"),
    "access": _time("%d/%b/%Y:%H:%M:%S +0000"),
    "klog": _time("%m%d %H:%M:%S.%f"),
    "redis": lambda _draws, moment: f"{moment:%d %b %Y %H:%M:%S}.{moment.microsecond // 1000:03}",
    "clock": _time("%H:%M:%S"),
    "apache": _time("%a %b %d %H:%M:%S.%f %Y"),
    "epoch": lambda _draws, moment: f"{moment.timestamp():.3f}",
    "uptime": lambda _draws, moment: f"{(moment - BEGIN).total_seconds():13.6f}",
    # amounts
    "few": _amount(1, 9),
    "some": _amount(2, 250),
    "many": _amount(1000, 9_999_999),
    "share": _amount(1, 99),
    "pid": _amount(100, 32768),
    "port": _amount(30000, 60999),
    "frac": _amount(100, 999),
    # names
    "ip": _address,
    "host": _choice(_HOSTS),
    "user": _choice(_USERS),
    "name": _choice(_NAMES),
    "word": _choice(_WORDS),
    "path": _choice(_PATHS),
    "agent": _choice(_AGENTS),
    "pod": _pod,
    "version": _version,
    "good": _choice(("200", "200", "200", "200", "201", "204", "304", "302")),
    "verb": _choice(("GET", "GET", "GET", "POST", "PUT", "DELETE", "HEAD")),
    # ids
    "uuid": _uuid,
    "hex7": _hexadecimal(7),
    "hex12": _hexadecimal(12),
    "hex16": _hexadecimal(16),
    "hex32": _hexadecimal(32),
    "hex40": _hexadecimal(40),
    "sha": _hexadecimal(64),
    "id5": _suffix(5),
}
