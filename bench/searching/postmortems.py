"""Any number of made-up postmortems: the same for the same seed, with words as unevenly spread as in real ones."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from app.records.postmortem import ActionItem, Postmortem

_FIRST = datetime(2021, 1, 1, tzinfo=UTC)
_DAYS = 2000
_VOCABULARY = 20_000
_SYLLABLES = [
    "ba",
    "be",
    "bi",
    "bo",
    "da",
    "de",
    "di",
    "do",
    "fa",
    "fe",
    "ka",
    "ke",
    "ki",
    "ko",
    "la",
    "le",
    "li",
    "lo",
    "ma",
    "me",
    "mi",
    "mo",
    "na",
    "ne",
    "ni",
    "no",
    "ra",
    "re",
    "ri",
    "ro",
    "sa",
    "se",
    "so",
    "ta",
    "te",
    "to",
]
# The most frequent ones first: what nearly every report says, then what some do.
_KNOWN = [
    "the",
    "service",
    "failed",
    "after",
    "deploy",
    "because",
    "timeout",
    "connection",
    "database",
    "memory",
    "disk",
    "error",
    "pod",
    "restart",
    "probe",
    "image",
    "queue",
    "certificate",
    "token",
    "cache",
    "index",
    "migration",
    "latency",
    "replica",
    "volume",
    "network",
    "limit",
    "config",
    "release",
    "node",
    "cluster",
    "quota",
    "permission",
    "module",
    "import",
    "schema",
    "lock",
    "thread",
    "socket",
    "dns",
    "proxy",
    "gateway",
    "scheduler",
    "kubernetes",
    "postgres",
    "redis",
    "kafka",
    "nginx",
    "python",
    "java",
    "golang",
    "terraform",
    "helm",
    "rollback",
    "alert",
    "dashboard",
    "runbook",
    "pager",
    "region",
    "zone",
    "backup",
    "restore",
]
_FAILURES = (
    ("no space left on device", "disk", "disk-full"),
    ("connection refused by upstream", "network", "connection-refused"),
    ("certificate has expired", "tls", "tls-certificate-expired"),
    ("out of memory and killed", "memory", "oom-killed"),
    ("too many open connections", "postgres", "postgres-too-many-connections"),
    ("module not found at start", "python", "python-module-not-found"),
    ("startup probe failed", "kubernetes", "startup-probe-failed"),
    ("permission denied on volume", "kubernetes", "volume-permission-denied"),
)


def words(count: int = _VOCABULARY, *, seed: int = 1) -> list[str]:
    """The vocabulary, the most frequent word first."""
    made, rng = dict.fromkeys(_KNOWN), random.Random(seed)
    while len(made) < count:
        made["".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4)))] = None
    return list(made)


def postmortems(count: int, *, seed: int = 1) -> Iterator[Postmortem]:
    """So many postmortems, oldest first."""
    vocabulary, rng = words(), random.Random(seed)
    # Nearly Zipf's law: the first words are not in every text.
    weights = list(accumulate(1 / (rank + 20) for rank in range(len(vocabulary))))

    def text(length: int) -> str:
        return " ".join(rng.choices(vocabulary, cum_weights=weights, k=length))

    for number in range(count):
        yield _postmortem(number, count, rng, text)


def _postmortem(number: int, count: int, rng: random.Random, text: Callable[[int], str]) -> Postmortem:
    failure, tag, signature = _FAILURES[int(len(_FAILURES) * rng.random() ** 2)]
    started = _FIRST + timedelta(days=_DAYS * number / count, minutes=rng.randrange(1440))
    service = f"service-{int(200 * rng.random() ** 2)}"
    return Postmortem(
        slug=f"{started:%Y-%m-%d}-{number}",
        title=f"{service}: {failure}, {text(4)}",
        status=rng.choices(("published", "draft", "in_review", "archived"), (90, 4, 4, 2))[0],
        authors=(f"author-{rng.randrange(300)}",),
        owner=f"owner-{rng.randrange(100)}",
        severity=rng.choice(("low", "medium", "high", "critical")),
        services=(service, *([f"service-{rng.randrange(200)}"] if rng.random() < 0.3 else [])),
        environment=rng.choice(("production", "staging")),
        team=f"team-{rng.randrange(30)}",
        tags=(tag, f"tag-{int(300 * rng.random() ** 2)}"),
        tldr=f"{failure}: {text(10)}.",
        symptom=text(15),
        root_cause=text(25),
        fix=text(15),
        prevention=text(8),
        signatures=(signature,),
        started_at=started,
        detected_at=started + timedelta(minutes=rng.randrange(60)),
        resolved_at=started + timedelta(minutes=60 + rng.randrange(600)),
        reviewed_at=started + timedelta(days=30) if rng.random() < 0.5 else None,
        action_items=(ActionItem(text(6), "prevent", status=rng.choice(("open", "done"))),),
    )
