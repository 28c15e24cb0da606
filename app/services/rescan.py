"""Scan stored logs again after a signature was saved, in the background: a log that nobody knew may be known by now."""

from collections.abc import Iterator, Sequence

from app.errors import OutOfTime, WorkerLost
from app.matching.signature import Signature
from app.records.library import Library
from app.services.casebook import Casebook
from app.services.trial_task import count_matches
from app.services.workbench import recent_bodies
from app.storage import Rescan

# Logs that are scanned again, the latest first, and how much of them, compressed; so many at once, within one deadline.
MOST_LOGS = 1000
MOST_BYTES = 16 << 20
AT_ONCE_LOGS, AT_ONCE_BYTES = 50, 1 << 20


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
    looked_at = 0
    for some in _batches(logs):
        shown = _shown(casebook, library, signatures, some)
        looked_at += len(shown)
        for (diagnosis, _), ids in zip(some, shown, strict=False):
            for id_ in ids:
                found.setdefault(id_, []).append(diagnosis)
    revisions = {one.id: due[one.id] for one in signatures}
    casebook.database.rescans.put(revisions, found, looked_at=looked_at, at=casebook.clock())
    return len(revisions)


def _shown(
    casebook: Casebook, library: Library, signatures: tuple[Signature, ...], logs: Sequence[tuple[str, bytes]]
) -> tuple[tuple[str, ...], ...]:
    """What each of the logs shows; nothing where they took too long, so that one bad log does not stop all others."""
    try:
        return casebook.matching.run(count_matches, library, signatures, tuple(body for _, body in logs))
    except (OutOfTime, WorkerLost):
        return ()


def _batches(logs: Sequence[tuple[str, bytes]]) -> Iterator[list[tuple[str, bytes]]]:
    """The logs in as many at once as a worker takes in good time."""
    batch: list[tuple[str, bytes]] = []
    size = 0
    for one in logs:
        if batch and (len(batch) == AT_ONCE_LOGS or size + len(one[1]) > AT_ONCE_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += len(one[1])
    if batch:
        yield batch
