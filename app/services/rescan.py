"""Scan stored logs again after a signature was saved, in the background: a log that nobody knew may be known by now."""

from app.services.casebook import Casebook
from app.services.trial_task import count_matches
from app.services.workbench import recent_bodies
from app.storage import Rescan

# Logs that are scanned again, the latest first, and how much of them, compressed; so many at once, within one deadline.
MOST_LOGS = 1000
MOST_BYTES = 32 << 20
AT_ONCE = 50


def last_rescan(casebook: Casebook, signature: str) -> Rescan | None:
    """What the latest rescan for a signature found; None if there was none yet."""
    return casebook.database.rescans.get(signature)


def rescan(casebook: Casebook) -> int:
    """Scan the latest stored logs for every signature that was saved since its last rescan; how many there were.

    What is done is kept at the end only: after a crash, it is done again.
    """
    due = dict(casebook.database.rescans.due())
    if not due:
        return 0
    library = casebook.library()
    signatures = tuple(one for one in library.signatures if one.id in due)
    logs = recent_bodies(casebook, MOST_LOGS, MOST_BYTES)
    found: dict[str, list[str]] = {}
    for at in range(0, len(logs), AT_ONCE):
        some = logs[at : at + AT_ONCE]
        shown = casebook.matching.run(count_matches, library, signatures, tuple(body for _, body in some))
        for (diagnosis, _), ids in zip(some, shown, strict=True):
            for id_ in ids:
                found.setdefault(id_, []).append(diagnosis)
    revisions = {one.id: due[one.id] for one in signatures}
    casebook.database.rescans.put(revisions, found, looked_at=len(logs), at=casebook.clock())
    return len(revisions)
