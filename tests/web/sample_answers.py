"""Answers as the services give them, made by hand: one of each kind that a page must show."""

from dataclasses import replace
from datetime import UTC, datetime

from app.matching.diagnosis import (
    Diagnosis,
    Evidence,
    Finding,
    LogFacts,
    Reason,
    Remedy,
    Salient,
    SetAside,
    UsualCause,
    Verdict,
)
from app.matching.signature import Command
from app.services.answers import Answer, PostmortemLink, Seen, Similar

MODULE = "orders.schemas.pricing"
NOW = datetime(2026, 11, 21, 3, 12, tzinfo=UTC)
START = f"""\
23:11:57 INFO     Starting new instance (min-instances configuration)
Traceback (most recent call last):
  File "/app/orders/api.py", line 3, in <module>
    from orders.schemas.pricing import PriceList
ModuleNotFoundError: No module named '{MODULE}'
23:11:59 WARNING  Container called exit(1)
23:12:00 INFO     instance stopped
23:12:01 ERROR    STARTUP TCP probe failed on port 8080
"""
QUIET = "".join(f"23:11:0{n % 10} INFO     request {n} answered in {n + 3} ms\n" for n in range(60))
LOG = QUIET + START + QUIET + START

PROBE = "startup-probe-failed"
EXIT = "container-exited-nonzero"
CAUSE = "python-module-not-found"


def evidence(line: int, text: str, marked: str) -> Evidence:
    """A line of evidence with one part of it marked."""
    start = text.index(marked)
    return Evidence(line, line, text, ((start, start + len(marked)),), "match[0]")


def found(rank: int, signature: str, title: str, **given: object) -> Finding:
    """A finding; what is not given is ordinary."""
    values: dict[str, object] = {
        "role": "cause",
        "confidence": 0.97,
        "strength": "strong",
        "captures": {},
        "count": 2,
        "first_seen": None,
        "last_seen": None,
        "evidence": (),
        "why": (Reason("a specific message", 2.6),),
        "explains": (),
        "explained_by": (),
        "usual_causes": (),
        "remedy": Remedy(),
        "commands": (),
        **given,
    }
    lines = [one.line for one in values["evidence"]] or [1]  # type: ignore[attr-defined]
    return Finding(rank, signature, title, first_line=lines[0], last_line=lines[-1], **values)  # type: ignore[arg-type]


MESSAGE = f"ModuleNotFoundError: No module named '{MODULE}'"
MODULE_FINDING = found(
    1,
    CAUSE,
    "Python module not found at import",
    captures={"module": MODULE},
    first_seen=datetime(2026, 11, 20, 23, 11, 59, tzinfo=UTC),
    last_seen=datetime(2026, 11, 20, 23, 13, 41, tzinfo=UTC),
    count=12,
    evidence=(evidence(65, MESSAGE, MESSAGE), evidence(133, MESSAGE, MESSAGE)),
    why=(
        Reason("names an exception on the last line of a Python traceback", 2.1),
        Reason("the first failure in the log", 0.8),
        Reason("each start ends with it", 0.6),
        Reason("only one condition", -0.2),
    ),
    explains=(PROBE, EXIT),
    remedy=Remedy(
        cause=f"The interpreter that runs the program cannot find `{MODULE}`.",
        confirm="Import the module in the very environment that failed. If that fails there but works on your "
        "machine, compare what the two contain.",
        fix="- **Your own module**: make sure that the file is committed, not ignored and copied into the image.\n"
        "- **A dependency**: add it to the requirements or the lock file, rebuild, and deploy the new image.\n\n"
        "If a good revision still serves, leave the traffic there.",
        verify="The import succeeds inside the newly built image.",
        not_when='"cannot import name" means that the module was found but lacks the name.',
        prevention="Import the program's entry point in the build of the image.",
    ),
    commands=(
        Command(f'python -c "import {MODULE}"', "confirm", "safe", "an error shows that it is this"),
        Command("git ls-files --error-unmatch orders/schemas/pricing.py", "confirm"),
        Command("git check-ignore -v orders/schemas/pricing.py", "fix", "safe", "nothing"),
        Command(
            "gcloud run services update-traffic <service> --to-latest",
            "fix",
            "destructive",
            None,
            "gcloud run services update-traffic <service> --to-revisions <good>=100",
        ),
        Command("docker system df", "fix", "caution"),
        Command(f'python -c "import {MODULE}"', "verify", "safe", "no output, status 0"),
    ),
)
PROBE_TEXT = "23:12:01 ERROR    STARTUP TCP probe failed on port 8080"
PROBE_FINDING = found(
    2,
    PROBE,
    "Startup probe failed",
    role="effect",
    captures={"port": "8080"},
    evidence=(
        evidence(68, PROBE_TEXT, "STARTUP TCP probe failed"),
        evidence(136, PROBE_TEXT, "STARTUP TCP probe failed"),
    ),
    explained_by=(CAUSE,),
    remedy=Remedy(cause="The container did not listen in time.", fix="Mend the cause above."),
)
EXIT_TEXT = "23:11:59 WARNING  Container called exit(1)"
EXIT_FINDING = found(
    3,
    EXIT,
    "Container exited with a non-zero status",
    role="effect",
    captures={"status": "1"},
    evidence=(evidence(66, EXIT_TEXT, "Container called exit(1)"),),
    explained_by=(CAUSE,),
)
WEAK_FINDING = found(
    4,
    "python-cannot-import-name",
    "Name cannot be imported",
    strength="possible",
    confidence=0.31,
    evidence=(evidence(63, '  File "/app/orders/api.py", line 3, in <module>', "/app/orders/api.py"),),
    notes=("similar wording only",),
)
POSTMORTEM = PostmortemLink(
    "2025-09-04-module-missing-in-image",
    "A module in the checkout was missing from the image",
    started_at=datetime(2025, 9, 4, 23, 11, tzinfo=UTC),
    open_action_items=1,
)


def answer(
    verdict: Verdict, findings: tuple[Finding, ...], *, salient: tuple[Salient, ...] = (), **given: object
) -> Answer:
    """A kept answer about the log above."""
    facts = LogFacts(136, len(LOG), ("cloud-run-json",), truncated=False, masked={"password": 1})
    diagnosis = Diagnosis(verdict, findings, salient, facts, "7", 179, 4.1)
    values: dict[str, object] = {
        "id": "kWm3l0vY0p5TzQ2dX9aBcg",
        "created_at": NOW,
        "expires_at": datetime(2026, 12, 21, 3, 12, tzinfo=UTC),
        "log": LOG,
        "seen": {CAUSE: Seen(14, NOW, datetime(2026, 11, 18, 22, 1, tzinfo=UTC), 9, 1)},
        "postmortems": {CAUSE: (POSTMORTEM,)},
        **given,
    }
    return Answer(diagnosis, **values)  # type: ignore[arg-type]


STANDS_OUT = (Salient(63, '  File "/app/orders/api.py", line 3, in <module>', 3), Salient(65, MESSAGE, 2))
SIMILAR = (Similar(POSTMORTEM.slug, POSTMORTEM.title, 0.71, ("orders", "pricing")),)
LONE_PROBE = found(
    1,
    PROBE,
    "Startup probe failed",
    role="effect",
    captures={"port": "8080"},
    evidence=(evidence(68, PROBE_TEXT, "STARTUP TCP probe failed"),),
    usual_causes=(
        UsualCause(CAUSE, "Python module not found at import", 3, "Import the module in the environment that failed."),
        UsualCause(
            None, "Too little CPU, memory or time at start", 1, "Compare the start's duration with the time-out."
        ),
    ),
    remedy=Remedy(confirm="The events of the revision name the probe.", fix="Mend the cause."),
)

HEALTHY = answer("healthy", ())
OVERCOME = SetAside("connection-refused", "Connection refused", 66, EXIT_TEXT, 1, "the same operation succeeded later")

ANSWERS: dict[str, Answer] = {
    "known": answer(
        "known", (MODULE_FINDING, PROBE_FINDING, EXIT_FINDING, WEAK_FINDING), title="orders does not start"
    ),
    "effect": answer("known", (LONE_PROBE,)),
    "possible": answer("possible", (WEAK_FINDING,), salient=STANDS_OUT, similar=SIMILAR),
    "unknown": answer("unknown", (), salient=STANDS_OUT, similar=SIMILAR),
    "healthy": HEALTHY,
    "recovered": replace(HEALTHY, diagnosis=replace(HEALTHY.diagnosis, set_aside=(OVERCOME,))),
    "erased": answer("known", (MODULE_FINDING, PROBE_FINDING, EXIT_FINDING), log=None),
    "discarded": answer("known", (MODULE_FINDING, PROBE_FINDING, EXIT_FINDING), id=None, expires_at=None),
}
