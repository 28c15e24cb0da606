"""The confidence is fitted to labelled logs, honestly split, and the committed numbers are what a fit gives."""

import re

import pytest

from app.matching.weights import WEIGHTS
from calibration.diagram import reliability, svg, wilson
from calibration.fit import DIAGRAM, FOLDS, confidences, fit, fold_of, out_of_fold, split, table_with
from calibration.samples import Sample, samples

# A new signature or example may move a weight so far before `make calibrate` has to be run again.
ALLOWED = 0.15


def sample(signature: str, owner: str | None, *, right: bool = True, **parts: float) -> Sample:
    """A sighting that has these parts."""
    return Sample(signature, owner, {"start": 1.0, **parts}, right, "case")


KNOWN = [
    sample(f"signature-{number}", f"signature-{number // 3}", right=number % 4 != 0, specific=number % 5 / 4)
    for number in range(200)
]


def test_a_refit_gives_the_committed_numbers() -> None:
    """Weights, diagram and bands are those of the examples and cases in this repository: run `make calibrate`."""
    known = samples()
    fitted = fit(known)
    bins = reliability([(one.confidence, one.right) for one in out_of_fold(known)])
    drawn = re.findall(r"confidence ([\d.]+): ([\d.]+) right of (\d+)", DIAGRAM.read_text(encoding="utf-8"))

    assert {name: fitted[name] for name in WEIGHTS} == pytest.approx(
        {name: weight.fitted for name, weight in WEIGHTS.items()}, abs=ALLOWED
    )
    assert len(drawn) == len(bins)
    for (_, right, count), each in zip(drawn, bins, strict=True):
        low, high = wilson(round(float(right) * int(count)), int(count))
        assert low <= each.right <= high
        assert int(count) == pytest.approx(each.count, rel=0.2, abs=10)
    strong = [each for each in bins if each.least >= 0.85]
    assert sum(each.right * each.count for each in strong) >= 0.9 * sum(each.count for each in strong)
    shown = [each for each in bins if each.least >= 0.3]
    error = sum(each.count * abs(each.confidence - each.right) for each in shown) / sum(each.count for each in shown)
    assert error <= 0.05


@pytest.mark.parametrize("fold", range(FOLDS))
def test_nothing_is_judged_by_its_own_signature_or_log(fold: int) -> None:
    """What is held out shares neither a signature nor the signature of its log with what is fitted to."""
    seen, held = split(KNOWN, fold)

    assert held
    assert {one.signature for one in held}.isdisjoint({id_ for one in seen for id_ in (one.signature, one.owner)})


def test_everything_is_judged_once() -> None:
    """Each sighting is held out in one fold."""
    held = [one for fold in range(FOLDS) for one in split(KNOWN, fold)[1]]

    assert sorted(held, key=repr) == sorted(KNOWN, key=repr)


def test_its_own_label_does_not_move_a_confidence() -> None:
    """Were all labels of a fold turned over, its confidences out of fold would stay."""

    def judged(known: list[Sample]) -> list[float]:
        seen, held = split(known, 0)
        return confidences(held, fit(seen))

    turned = [
        Sample(one.signature, one.owner, one.parts, one.right != (fold_of(one.signature) == 0), one.kind)
        for one in KNOWN
    ]
    assert judged(turned) == judged(KNOWN)


def test_a_part_without_logs_keeps_its_reasoned_weight() -> None:
    """Nothing labelled bears on votes and services."""
    fitted = fit(KNOWN)

    assert fitted["votes"] == WEIGHTS["votes"].reasoned
    assert fitted["service"] == WEIGHTS["service"].reasoned


def test_no_weight_changes_its_sign() -> None:
    """What was reasoned to speak for a finding is not fitted to speak against it, however the logs fell."""
    absurd = [sample(f"s{number}", None, right=number % 2 == 0, failing=float(number % 2)) for number in range(400)]

    assert fit(absurd)["failing"] == 0


def test_the_table_takes_the_fitted_numbers() -> None:
    """Writing the numbers that are there changes nothing."""
    text = table_with({name: weight.fitted for name, weight in WEIGHTS.items()})

    assert '"start": Weight(' in text
    assert table_with(dict.fromkeys(WEIGHTS, 9.0)).count(", 9.0, ") == len(WEIGHTS)


def test_intervals_and_bins() -> None:
    """Wilson's interval holds the share and stays within 0 and 1; a bin has its mean confidence and share."""
    low, high = wilson(9, 10)
    (bin_,) = reliability([(0.9, True), (0.92, False)])

    assert 0 < low < 0.9 < high < 1
    assert wilson(10, 10)[1] == 1
    assert (bin_.confidence, bin_.right, bin_.count) == (pytest.approx(0.91), 0.5, 2)
    assert "0.91: 0.500 right of 2" in svg([bin_])
