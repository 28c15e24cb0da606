"""The made-up team of a web shop, for the pictures: half a year of incidents, pasted logs and things to do.

Nothing of it happened.  It is written by the same services that the pages use, by a clock that is moved.
"""
# ruff: noqa: INP001 (a part of a script, in no package)

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.main import open_casebook
from app.services import authoring
from app.services.answers import Paste
from app.services.casebook import Casebook
from app.services.diagnose import diagnose, feedback
from app.services.workers import InThisProcess
from app.settings import load_settings
from app.storage import POSTMORTEMS, SIGNATURES

# The postmortems of the starter library are of another team.
LIBRARY = Path(__file__).parent.parent / "signatures"
FULL_DISK = "disk-full-at-checkout"
UNKNOWN = (
    "2026-03-01T10:00:00Z INFO  orders: started, 4 consumers\n"
    "2026-03-01T10:00:04Z FATAL StockLocked: table 'bolts' is held by inventory run {run}\n"
    "2026-03-01T10:00:04Z INFO  orders: stopped\n"
)


@dataclass(frozen=True)
class Item:
    """Something to do: due so many days after its incident; *done* after so many."""

    text: str
    type: str
    owner: str
    due: int
    done: int | None = None


@dataclass(frozen=True)
class Incident:
    """So many days ago; *minutes* from its start until it was detected, mitigated and resolved."""

    slug: str
    days: int
    title: str
    service: str
    signature: str
    minutes: tuple[int, int, int]
    cause: str
    fix: str
    items: tuple[Item, ...] = ()


INCIDENTS = (
    Incident(
        "payments-certificate",
        420,
        "Payments refused: the certificate of the gateway had expired",
        "payments",
        "tls-certificate-expired",
        (34, 70, 95),
        "The certificate was renewed by hand once a year, and the reminder went to a colleague who had left.",
        "A new certificate was issued and deployed.",
        (Item("Renew certificates by a job", "prevent", "platform", 30, 28),),
    ),
    Incident(
        "search-memory",
        310,
        "Search was killed for its memory every two hours",
        "search",
        "oom-killed",
        (22, 48, 180),
        "The index is held in memory, and its size had doubled since the limit was set.",
        "The limit was raised to twice the size of the index.",
        (
            Item("Alert at 80 % of the memory limit", "detect", "search", 30, 20),
            Item("Keep the index on disk", "prevent", "search", 120),
        ),
    ),
    Incident(
        "catalog-dns",
        200,
        "Catalog pages were empty after the move to the new network",
        "catalog",
        "dns-resolution-failed",
        (12, 31, 44),
        "The new network has another search domain, and the short name of the price service stands in a setting.",
        "The full name was set.",
        (Item("Check settings that hold short names", "process", "platform", 20, 15),),
    ),
    Incident(
        FULL_DISK,
        118,
        "Checkout failed because the disk of the order files was full",
        "orders",
        "disk-full",
        (18, 41, 63),
        "Invoices are written to the local disk, and nothing removes them.",
        "Invoices older than a week were moved to the archive.",
        (
            Item("Remove invoices that are archived", "prevent", "orders", 40),
            Item("Alert on disks that fill within a day", "detect", "platform", 20, 12),
        ),
    ),
    Incident(
        "orders-database-connections",
        61,
        "Orders were slow: the database refused new connections",
        "orders",
        "postgres-too-many-connections",
        (7, 16, 40),
        "Each of twelve replicas kept a pool of twenty connections; the database allows a hundred.",
        "The pools were halved.",
        (
            Item("Put a pooler before the database", "prevent", "platform", 75),
            Item("Size pools by the number of replicas", "mitigate", "orders", 10, 9),
        ),
    ),
    Incident(
        "storefront-module-missing",
        33,
        "The storefront did not start: a module was missing from the image",
        "storefront",
        "python-module-not-found",
        (4, 11, 19),
        "A new folder was not in the list of files that go into the image.",
        "The folder was added, and the image built anew.",
        (Item("Import all modules when the image is built", "prevent", "storefront", 14),),
    ),
    Incident(
        "checkout-disk-full-again",
        9,
        "Checkout failed again on a full disk",
        "orders",
        "disk-full",
        (5, 14, 22),
        "Invoices still pile up: their removal was planned after the first time and not built.",
        "Invoices older than a week were moved to the archive.",
        (Item("Store invoices outside the container", "prevent", "orders", 30),),
    ),
)

# Which failures were pasted how many days ago; the oldest first.
PASTED: Mapping[str, Sequence[int]] = {
    "python-module-not-found": (83, 76, 60, 52, 41, 33, 33, 20, 12, 3),
    "disk-full": (80, 71, 64, 45, 30, 18, 9, 9, 9, 2),
    "oom-killed": (85, 69, 55, 47, 38, 26, 15, 6),
    "postgres-too-many-connections": (61, 61, 61, 24, 8),
    "nginx-upstream-timeout": (78, 57, 28, 17, 5),
    "image-pull-failed": (66, 49, 36, 22, 11, 4),
    "redis-oom": (73, 43, 14),
}
UNKNOWN_DAYS = (21, 10, 1)
OTHERS = ("ERROR tax table for region 12 has no row for rate B\n", "ERROR printer queue: label 77 has no size\n")


def fill(database_url: str) -> None:
    """Write everything into a new database, beside the signatures of the starter library."""
    settings = load_settings({}, database_url=database_url, starter_library=(LIBRARY,))
    casebook = open_casebook(settings, InThisProcess())
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    for incident in INCIDENTS:
        _write(casebook, incident, now - timedelta(days=incident.days))
    for days, log, service in sorted(_logs(casebook), reverse=True):
        at = now - timedelta(days=days, hours=len(log) % 7)
        casebook.clock = lambda at=at: at  # type: ignore[misc]
        answer = diagnose(casebook, Paste(log.encode(), service=service))
        leading = answer.diagnosis.findings[0].signature if answer.diagnosis.findings else None
        if answer.id and leading and days % 4:
            feedback(casebook, answer.id, leading, outcome="confirmed", person="grace")
    casebook.close()


def _write(casebook: Casebook, incident: Incident, began: datetime) -> None:
    wrote = began + timedelta(days=2)
    casebook.clock = lambda: wrote
    record = authoring.read_postmortem(casebook, _draft(incident, began))
    saved = authoring.create(casebook, record, author="ada", message="first account")
    changed = authoring.read_postmortem(casebook, _published(incident, began), was=incident.slug)
    published = min(wrote + timedelta(days=3), datetime.now(UTC))
    casebook.clock = lambda: published
    authoring.save(
        casebook,
        POSTMORTEMS,
        saved.key,
        changed,
        based_on=saved.revision,
        author="grace",
        message="reviewed by the team",
    )


def _draft(incident: Incident, began: datetime) -> dict[str, Any]:
    return {
        "slug": incident.slug,
        "title": incident.title,
        "severity": "high",
        "services": [incident.service],
        "environment": "production",
        "team": incident.service,
        "signatures": [incident.signature],
        "started_at": began.isoformat(),
        "resolved_at": (began + timedelta(minutes=incident.minutes[2])).isoformat(),
        "summary": f"Customers saw errors for {incident.minutes[1]} minutes. The cause is being looked for.",
        "root_cause": "Not known yet.",
        "fix": incident.fix,
    }


def _published(incident: Incident, began: datetime) -> dict[str, Any]:
    detected, mitigated, resolved = (began + timedelta(minutes=minutes) for minutes in incident.minutes)
    recurrence = {"recurrence_of": FULL_DISK} if incident.slug.endswith("-again") else {}
    return {
        **_draft(incident, began),
        **recurrence,
        "status": "published",
        "authors": ["ada", "grace"],
        "tags": [incident.signature.split("-")[0], "checkout" if incident.service == "orders" else "shop"],
        "detected_at": detected.isoformat(),
        "mitigated_at": mitigated.isoformat(),
        "tldr": incident.cause,
        "summary": f"Customers saw errors for {incident.minutes[1]} minutes. {incident.fix}",
        "impact": f"About {incident.minutes[1] * 7} orders were not placed.",
        "root_cause": incident.cause,
        "timeline": [
            {"text": "The first error in the log.", "at": began.isoformat(), "kind": "symptom"},
            {"text": "The alert on failed orders.", "at": detected.isoformat(), "kind": "detection"},
            {"text": incident.fix, "at": mitigated.isoformat(), "kind": "action"},
            {"text": "No more errors.", "at": resolved.isoformat(), "kind": "recovery"},
        ],
        "confirm": "The log shows the failure named under Signatures.",
        "verify": "No error for ten minutes, and a test order goes through.",
        "went_well": "The alert came before the first complaint.",
        "action_items": [_item(item, began) for item in incident.items],
    }


def _item(item: Item, began: datetime) -> dict[str, Any]:
    due = (began + timedelta(days=item.due)).date().isoformat()
    priority = "high" if item.type == "prevent" else "medium"
    plain = {"text": item.text, "type": item.type, "owner": item.owner, "due": due, "priority": priority}
    if item.done is None:
        return {**plain, "status": "open"}
    return {**plain, "status": "done", "closed_at": (began + timedelta(days=item.done)).isoformat()}


def _logs(casebook: Casebook) -> Iterator[tuple[int, str, str]]:
    """Days ago, log and service of each paste."""
    services = {incident.signature: incident.service for incident in INCIDENTS}
    for id_, days in PASTED.items():
        kept = casebook.database.records.find(SIGNATURES, id_)
        if kept is not None:
            log = next(example.log for example in kept.record.examples if example.matches)
            yield from ((day, log, services.get(id_, "storefront")) for day in days)
    yield from ((day, UNKNOWN.format(run=200 + day), "orders") for day in UNKNOWN_DAYS)
    yield from ((day, log, "storefront") for day, log in zip((29, 7), OTHERS, strict=True))
