"""Postmortems made by a seeded draw, so that figures of the database can be counted again in plain Python."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from app.records.postmortem import ACTION_STATUSES, ACTION_TYPES, PRIORITIES, STATES, ActionItem, Postmortem

TODAY = date(2026, 3, 1)
OWNERS = ("", "Ada", "Grace", "Linus")
SERVICES = ("orders", "Billing", "mail")
SIGNATURES = tuple(f"failure-{number}" for number in range(6))


def postmortems(count: int, *, seed: int = 1) -> list[Postmortem]:
    """So many postmortems of two years, with action items of all kinds; some do not say when they were."""
    draw = Random(seed)  # noqa: S311 (nothing secret)
    return [_postmortem(draw, number) for number in range(count)]


def _postmortem(draw: Random, number: int) -> Postmortem:
    started = datetime(2024, 6, 1, 12, tzinfo=UTC) + timedelta(hours=draw.randrange(15_000))
    is_dated = draw.random() < 0.8
    return Postmortem(
        slug=f"incident-{number:03}",
        title=f"Incident {number}",
        status=draw.choices(STATES, (1, 1, 6, 1))[0],
        services=tuple(draw.sample(SERVICES, draw.randrange(3))),
        signatures=tuple(draw.sample(SIGNATURES, draw.randrange(3))),
        started_at=started if is_dated else None,
        detected_at=_after(draw, started, 60),
        mitigated_at=_after(draw, started, 600),
        resolved_at=_after(draw, started, 3_000),
        reviewed_at=_after(draw, started, 60_000),
        review_due=TODAY + timedelta(days=draw.randrange(-90, 90)) if draw.random() < 0.3 else None,
        recurrence_of=f"incident-{draw.randrange(number):03}" if number and draw.random() < 0.2 else "",
        action_items=tuple(_item(draw, place) for place in range(draw.randrange(5))),
    )


def _after(draw: Random, start: datetime, most_minutes: int) -> datetime | None:
    return start + timedelta(minutes=draw.randrange(-5, most_minutes)) if draw.random() < 0.8 else None


def _item(draw: Random, place: int) -> ActionItem:
    return ActionItem(
        text=f"Step {place}: {draw.choice(('add an alert', 'Pin the version', 'write it down, 100 %'))}",
        type=draw.choice(ACTION_TYPES),
        owner=draw.choice(OWNERS),
        priority=draw.choice((None, *PRIORITIES)),
        due=TODAY + timedelta(days=draw.randrange(-40, 40)) if draw.random() < 0.7 else None,
        status=draw.choice(ACTION_STATUSES),
    )
