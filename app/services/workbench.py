"""The workbench of a signature: tried as it is typed, on logs, examples, the records of others and what is stored."""

from collections.abc import Sequence
from dataclasses import dataclass

import zstandard

from app.matching.signature import Signature
from app.records.parsed import Parsed
from app.records.problems import Problem
from app.services.casebook import Casebook
from app.services.checking import check
from app.services.matching_task import expand
from app.services.trial_task import KnownExample, Outcome, count_matches, try_signature

# Stored logs that a trial looks at, the latest first, and how much of them, compressed.
STORED_LOGS = 200
STORED_BYTES = 2 << 20
# Bytes of one log, compressed and as text: a larger one would take the time of all others.
LARGEST_STORED, LARGEST_TEXT = 512 << 10, 8 << 20


@dataclass(frozen=True, slots=True)
class StoredCount:
    """In how many of the latest stored logs a candidate is firmly found."""

    matched: int
    looked_at: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What a trial says of a candidate.

    *examples* counts those of other records that it was tried on; *stored* is None where stored logs were left out.
    """

    outcome: Outcome
    examples: int = 0
    stored: StoredCount | None = None


NOTHING = Trial(Outcome())


def try_out(casebook: Casebook, signature: Signature, logs: Sequence[str] = (), *, thoroughly: bool = True) -> Trial:
    """Try a candidate on *logs*, its own examples and ordinary lines; thoroughly: also on all other examples and logs.

    Raises OutOfTime or WorkerLost.
    """
    if not signature.match:
        return NOTHING
    others = _other_examples(casebook, signature) if thoroughly else ()
    outcome = casebook.matching.run(try_signature, casebook.library(), signature, tuple(logs), others)
    stored = count_stored(casebook, signature) if thoroughly else None
    return Trial(outcome, len(others), stored)


def problems_of(casebook: Casebook, parsed: Parsed[Signature], *, was: str | None = None) -> tuple[Problem, ...]:
    """Every problem of saving what was read, in the state that it says: of its form, its links and its conduct."""
    found = set(parsed.problems)
    if parsed.draft is not None:
        found |= {*check(casebook, parsed.draft, was=was)}
    return tuple(sorted(found))


def count_stored(casebook: Casebook, signature: Signature) -> StoredCount:
    """In how many of the latest stored logs the signature is found."""
    bodies = tuple(body for _, body in recent_bodies(casebook, STORED_LOGS, STORED_BYTES))
    if not bodies or not signature.match:
        return StoredCount(0, len(bodies))
    found = casebook.matching.run(count_matches, casebook.library(), (signature,), bodies)
    return StoredCount(sum(map(bool, found)), len(bodies))


def recent_bodies(casebook: Casebook, most: int, largest: int) -> list[tuple[str, bytes]]:
    """The latest stored logs, compressed, with the ids of their diagnoses: so many, and so many bytes, at most."""
    kept: list[tuple[str, bytes]] = []
    size = 0
    for id_, body in casebook.database.diagnoses.recent_logs(most):
        if len(body) > LARGEST_STORED or zstandard.frame_content_size(body) > LARGEST_TEXT:
            continue
        size += len(body)
        if size > largest:
            break
        kept.append((id_, body))
    return kept


def log_of(casebook: Casebook, diagnosis_id: str) -> str:
    """The masked log of a diagnosis; Gone if its text was erased, NotFound if there is no such diagnosis."""
    return expand(casebook.database.diagnoses.log(diagnosis_id))


def _other_examples(casebook: Casebook, signature: Signature) -> tuple[KnownExample, ...]:
    """The examples of all other records, but those that say that they show this one, too."""
    return tuple(
        KnownExample(other.id, index, example.log, example.matches)
        for other in casebook.library().signatures
        if other.id != signature.id
        for index, example in enumerate(other.examples)
        if signature.id not in example.also
    )
