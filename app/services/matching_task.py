"""What a worker process does with one log: read it, match it, mask it.  A log leaves the process only masked."""

import time
from dataclasses import dataclass, replace

import zstandard

from app.errors import EmptyLog
from app.logs import decode, mask_log, read
from app.logs import expand as expand_bytes
from app.matching.diagnosis import Diagnosis
from app.matching.matcher import Matcher
from app.matching.weighing import Circumstances


@dataclass(frozen=True, slots=True)
class Matched:
    """A diagnosis and the masked log it is of; *log* is compressed with zstd, None if it was not asked for."""

    diagnosis: Diagnosis
    log: bytes | None


def match_log(  # noqa: PLR0913 (all that crosses to the worker, by name)
    matcher: Matcher,
    data: bytes,
    *,
    encoding: str | None,
    expanded_limit: int,
    circumstances: Circumstances,
    limit: int | None,
) -> Matched:
    """The diagnosis of a log as it was handed in; EmptyLog where it has no text."""
    started = time.perf_counter()
    text = decode(expand_bytes(data, limit=expanded_limit, encoding=encoding))
    log = read(text, limit=expanded_limit)
    if not log.text.strip():
        raise EmptyLog
    diagnosis = matcher.diagnose(log, circumstances=circumstances, limit=limit)
    elapsed = round((time.perf_counter() - started) * 1000, 1)
    masked = mask_log(text.decode())
    facts = replace(diagnosis.log, masked=masked.counts)
    return Matched(replace(diagnosis, log=facts, elapsed_ms=elapsed), compress(masked.text))


def compress(text: str) -> bytes:
    """The stored form of a log."""
    return zstandard.compress(text.encode(), 3)


def expand(stored: bytes) -> str:
    """The text of a stored log."""
    return zstandard.decompress(stored).decode()
