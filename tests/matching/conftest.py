"""Short ways to a log and a matcher."""

import pytest

from app.logs import Log, read
from app.matching.diagnosis import Diagnosis
from app.matching.matcher import Matcher
from app.matching.signature import Line, Signature


def log_of(*lines: str) -> Log:
    """A log of these lines."""
    return read("".join(f"{line}\n" for line in lines).encode(), limit=1 << 26)


def signature(id_: str, *patterns: object, **fields: object) -> Signature:
    """A signature with these conditions; a text stands for a line pattern."""
    match = tuple(Line(pattern) if isinstance(pattern, str) else pattern for pattern in patterns)
    return Signature(id=id_, title=id_.replace("-", " ").capitalize(), match=match, **fields)  # type: ignore[arg-type]


def diagnose(log: Log, *signatures: Signature, **options: object) -> Diagnosis:
    """The diagnosis of a log against these signatures."""
    return Matcher(signatures).diagnose(log, **options)  # type: ignore[arg-type]


def ids(diagnosis: Diagnosis) -> list[str]:
    """The signatures found, best first."""
    return [finding.signature for finding in diagnosis.findings]


@pytest.fixture(params=[True, False], ids=["hyperscan", "aho-corasick"])
def hyperscan_allowed(request: pytest.FixtureRequest) -> bool:
    """Both strategies of the scanner."""
    return bool(request.param)
