"""Maturity is computed from what people said, and from nothing else."""

import pytest

from app.services.maturity import maturity
from app.storage import Seen

# (confirmed, rejected): maturity
CASES = {
    (0, 0): "new",
    (1, 0): "on trial",
    (0, 1): "on trial",
    (4, 0): "on trial",
    (5, 0): "stable",
    (5, 1): "stable",
    (8, 2): "on trial",
    (9, 2): "stable",
    (20, 6): "on trial",
}


@pytest.mark.parametrize(("votes", "expected"), CASES.items(), ids=str)
def test_maturity(votes: tuple[int, int], expected: str) -> None:
    """New without a word, stable from five confirmations with under one in five rejected, on trial between."""
    assert maturity(Seen(count=100, confirmed=votes[0], rejected=votes[1])) == expected
