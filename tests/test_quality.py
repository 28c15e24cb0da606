"""How good the starter library is on logs that were written without sight of its signatures.

No weight is fitted to them.  ``casebook evaluate tests/cases/measuring/first.jsonl`` gives all figures of a file.
"""

from functools import cache
from pathlib import Path

import pytest

from app.services.evaluate import Case, Figures, figures, judge, read_cases
from calibration.samples import fitted_cases
from tests import starter

FOLDER = Path(__file__).parent / "cases" / "measuring"


def measuring() -> list[Case]:
    """The cases of all files."""
    return [case for path in sorted(FOLDER.glob("*.jsonl")) for case in read_cases(path.read_text(encoding="utf-8"))]


@cache
def measured() -> Figures:
    """The figures over all cases."""
    generic = frozenset(signature.id for signature in starter.signatures() if signature.generic)
    return figures(list(judge(starter.matcher(), measuring())), generic=generic)


@pytest.mark.parametrize(
    ("figure", "least"), [("top1", 0.985), ("top3", 0.99), ("recall", 0.985), ("precision", 0.98), ("silence", 0.98)]
)
def test_the_library_is_right(figure: str, least: float) -> None:
    """The root cause comes first, what the log shows is found, and little else is."""
    assert getattr(measured(), figure) >= least


def test_a_confidence_means_what_it_says() -> None:
    """Of the findings with 0.9, about nine in ten are right."""
    assert (measured().calibration_error or 0) <= 0.05


def test_no_case_is_used_for_fitting() -> None:
    """What is measured on is not what the weights were fitted to."""
    assert not {case.log for case in fitted_cases()} & {case.log for case in measuring()}
