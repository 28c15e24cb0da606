"""Results that are known to be wrong: each is still what it is, so that no change for the better or worse goes unseen."""

from pathlib import Path

import msgspec
import pytest

from tests.starter import firm, signatures


class Wrong(msgspec.Struct, forbid_unknown_fields=True):
    """A log with the firm findings of today, best first, those that are wanted, and why they differ."""

    case: str
    why: str
    found: list[str]
    wanted: list[str]
    log: str


TABLE = Path(__file__).parent.parent / "cases" / "known-wrong.jsonl"
CASES = [msgspec.json.decode(line, type=Wrong) for line in TABLE.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case.case for case in CASES])
def test_what_is_known_to_be_wrong(case: Wrong) -> None:
    """A case that has become right belongs into cases/once-wrong.jsonl; one that is wrong in another way needs a look."""
    found = firm(case.log)

    assert found != case.wanted, f"{case.case} is right now: move it to cases/once-wrong.jsonl"
    assert found == case.found


def test_the_table_names_signatures() -> None:
    """Every wanted finding has a signature, and no case is there twice."""
    known = {signature.id for signature in signatures()}

    assert {id_ for case in CASES for id_ in (*case.found, *case.wanted)} <= known
    assert len({case.case for case in CASES}) == len(CASES)
    assert all(case.found != case.wanted and case.why for case in CASES)
