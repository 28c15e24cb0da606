"""Fit the weights of the parts to labelled logs, and show how honest the confidence is: ``make calibrate``.

Logistic regression on the named parts.  A ridge pulls each weight to its reasoned number and none may change its
sign, so that a part with few logs stays what it was reasoned to be.  The method and its reasons: README.md beside this.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.metrics import brier_score_loss, log_loss

from app.matching.weights import WEIGHTS
from calibration.diagram import reliability, svg
from calibration.samples import Sample, samples

HERE = Path(__file__).parent
Numbers = NDArray[np.float64]
TABLE = HERE.parent / "app" / "matching" / "weights.py"
DIAGRAM = HERE / "reliability.svg"
README = HERE / "README.md"

FOLDS = 5
# A reasoned weight may be off by its own size, but hardly by more than so many logits (standard deviation of the ridge).
AT_MOST = 1.0
# What tells for a finding may not become more than twice what was reasoned: short examples would make it so.
MOST_TIMES = 2.0
# A part that fewer sightings have keeps its reasoned weight.
LEAST = 20
# Logs that show nothing are about five times as frequent among the cases as among what people paste.
NULL_COUNTS = 0.25
# Confidence is shown between these: a matcher is never certain.
LOWEST, HIGHEST = 0.01, 0.99


@dataclass(frozen=True, slots=True)
class Judged:
    """A sighting with the confidence that weights gave it which had seen neither its signature nor its log."""

    confidence: float
    right: bool


def fit(known: Sequence[Sample]) -> dict[str, float]:
    """The weights for these sightings, to two decimals; every part has one."""
    names = [name for name in WEIGHTS if sum(name in sample.parts for sample in known) >= LEAST]
    reasoned = np.array([WEIGHTS[name].reasoned for name in names])
    amounts, right = _matrix(known, names), np.array([sample.right for sample in known], dtype=float)
    counts = np.array([1.0 if sample.owner else NULL_COUNTS for sample in known])
    spread = np.minimum(np.abs(reasoned), AT_MOST)
    bounds = [(0.0, MOST_TIMES * weight) if weight > 0 else (None, 0.0) for weight in reasoned]

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        sums = amounts @ weights
        chances = 1 / (1 + np.exp(-sums))
        away = (weights - reasoned) / spread
        total = float(counts @ (np.logaddexp(0, sums) - right * sums) + away @ away / 2)
        return total, amounts.T @ (counts * (chances - right)) + away / spread

    found = minimize(loss, reasoned, jac=True, method="L-BFGS-B", bounds=bounds, options={"gtol": 1e-8, "ftol": 1e-14})
    fitted = dict(zip(names, (round(float(weight), 2) for weight in found.x), strict=True))
    return {name: fitted.get(name, weight.reasoned) for name, weight in WEIGHTS.items()}


def out_of_fold(known: Sequence[Sample]) -> list[Judged]:
    """Each sighting with a confidence from the other folds: nothing is judged by its own signature or log."""
    judged: list[Judged] = []
    for fold in range(FOLDS):
        seen, held = split(known, fold)
        chances = confidences(held, fit(seen))
        judged += [Judged(chance, one.right) for chance, one in zip(chances, held, strict=True)]
    return judged


def split(known: Sequence[Sample], fold: int) -> tuple[list[Sample], list[Sample]]:
    """What is fitted to, and what is judged by it: sightings of the fold's signatures, wherever they were seen.

    A log that was written for a signature of the fold is not fitted to either, whatever else was seen in it.
    """
    seen = [one for one in known if fold not in (fold_of(one.signature), fold_of(one.owner))]
    return seen, [one for one in known if fold_of(one.signature) == fold]


def fold_of(signature: str | None) -> int | None:
    """The fold of a signature, by the letters of its id: a new signature moves no other one."""
    return sum(signature.encode()) % FOLDS if signature else None


def confidences(known: Sequence[Sample], weights: dict[str, float]) -> list[float]:
    """The confidence that *weights* give each sighting."""
    sums = _matrix(known, list(weights)) @ np.array(list(weights.values()))
    return [min(HIGHEST, max(LOWEST, float(chance))) for chance in 1 / (1 + np.exp(-sums))]


def _matrix(known: Sequence[Sample], names: Sequence[str]) -> Numbers:
    return np.array([[sample.parts.get(name, 0.0) for name in names] for sample in known])


def table_with(weights: dict[str, float]) -> str:
    """The text of the table of weights with these as fitted."""
    entry = re.compile(r'"(?P<name>\w+)": Weight\(\s*(?P<reasoned>[-\d.]+), [-\d.]+')
    return entry.sub(
        lambda found: f'"{found["name"]}": Weight({found["reasoned"]}, {weights[found["name"]]}',
        TABLE.read_text(encoding="utf-8"),
    )


def figures(known: Sequence[Sample], judged: Sequence[Judged]) -> str:
    """The figures of the README, as Markdown."""
    right, chances = [one.right for one in judged], [one.confidence for one in judged]
    bins = reliability([(one.confidence, one.right) for one in judged])
    error = sum(each.count * abs(each.confidence - each.right) for each in bins) / len(judged)
    shown = [one for one in judged if one.confidence >= 0.3]  # noqa: PLR2004 (the floor of the matcher)
    examples = sum(one.kind == "example" for one in known)
    lines = [
        f"- sightings: {len(known)} ({examples} in examples, {len(known) - examples} in cases), right {sum(right)}",
        f"- findings (confidence of at least 0.3): {len(shown)}, of them right {sum(one.right for one in shown)}",
        f"- expected calibration error over all sightings: {error:.3f}",
        f"- Brier score: {brier_score_loss(right, chances):.4f}, logarithmic loss: {log_loss(right, chances):.4f}",
        "",
        "| confidence | mean | right | 95 % interval | sightings |",
        "|---|---|---|---|---|",
        *(
            f"| {each.least:.2f} to {each.most:.2f} | {each.confidence:.2f} | {each.right:.2f} "
            f"| {each.low:.2f} to {each.high:.2f} | {each.count} |"
            for each in bins
        ),
    ]
    return "\n".join(lines)


def readme_with(text: str) -> str:
    """The README with these figures between its two marks."""
    whole = README.read_text(encoding="utf-8")
    before, rest = whole.split("<!-- figures -->\n")
    return f"{before}<!-- figures -->\n{text}\n<!-- end of figures -->{rest.split('<!-- end of figures -->')[1]}"


def main() -> int:
    """Write the table, the diagram and the figures; with --check only say whether they are what a fit gives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 where a file would change")
    options = parser.parse_args()
    known = samples()
    judged = out_of_fold(known)
    wanted = {
        TABLE: table_with(fit(known)),
        DIAGRAM: svg(reliability([(one.confidence, one.right) for one in judged])),
        README: readme_with(figures(known, judged)),
    }
    changed = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in changed:
        print(f"{'differs' if options.check else 'written'}: {path.relative_to(HERE.parent)}")
        if not options.check:
            path.write_text(wanted[path], encoding="utf-8")
    print(figures(known, judged))
    return int(bool(changed) and options.check)


if __name__ == "__main__":
    sys.exit(main())
