"""How signatures behave: on their own examples, on each other's, on ordinary logs, and whether each condition can hold."""

from collections.abc import Sequence

from app.matching.signature import Signature
from app.records.examples import check_examples
from app.records.generality import check_generality
from app.records.overlaps import check_overlaps
from app.records.parsed import Parsed
from app.records.problems import Problem
from app.records.reachability import check_exercised, check_reachability


def check_conduct(parsed: Sequence[Parsed[Signature]], *, beside: Sequence[Signature] = ()) -> list[Problem]:
    """Every problem that running the signatures shows, together with the signatures *beside* them."""
    return [
        *check_reachability(parsed),
        *check_exercised(parsed),
        *check_examples(parsed, beside=beside),
        *check_overlaps(parsed, beside=beside),
        *check_generality(parsed, beside=beside),
    ]
