"""Two signatures that match each other's examples without saying so: by explains, yields_to, also or generic."""

from collections.abc import Iterable, Iterator, Sequence

from app.logs import Log
from app.matching.causes import CausalGraph
from app.matching.diagnosis import Finding
from app.matching.holding import Conditions
from app.matching.matcher import Matcher
from app.matching.signature import Example, Signature
from app.records.example_logs import example_log
from app.records.parsed import Parsed
from app.records.problems import Problem


class Relations:
    """What the signatures of a library say of each other."""

    def __init__(self, signatures: Sequence[Signature]) -> None:
        self._graph = CausalGraph(signatures)
        self._yields = {signature.id: signature.yields_to for signature in signatures}
        self._generic = {signature.id for signature in signatures if signature.generic}

    def declared(self, one: str, other: str) -> bool:
        """Whether one of the two explains or yields to the other, or is generic."""
        return (
            not self._generic.isdisjoint((one, other))
            or any(self._graph.explains(*pair) for pair in ((one, other), (other, one)))
            or other in self._yields.get(one, ())
            or one in self._yields.get(other, ())
        )


def undeclared(
    id_: str, example: Example, findings: Sequence[Finding], relations: Relations
) -> Iterator[tuple[str, str]]:
    """What to say to the author of a positive example of *id_* about others that are firmly found in it."""
    for finding in findings:
        other = finding.signature
        if _is_stranger(finding, id_, example, relations):
            place = finding.evidence[0]
            what = f'{other} is found here too, {_sure(finding)} by {place.condition}, and neither says so: "{_cut(place.text)}"'
            yield what, _advice(shown_by=id_, found=other)


def check_overlaps(parsed: Iterable[Parsed[Signature]], *, beside: Sequence[Signature]) -> list[Problem]:
    """The signatures that match the positive examples of those *beside* them, said at the condition that does."""
    own = {one.draft.id: one for one in parsed if one.draft and one.draft.match and one.draft.status == "active"}
    others = [other for other in beside if other.id not in own and other.status == "active"]
    drafts = [one.draft for one in own.values() if one.draft]
    if not drafts or not others:
        return []
    conditions, library = Conditions(drafts), (*drafts, *others)
    relations, matcher = Relations(library), None
    problems: list[Problem] = []
    for other, index, example, log in _positives(others):
        if not conditions.holding(log):
            continue
        matcher = matcher or Matcher(library)
        for finding in matcher.findings(log):
            one = own.get(finding.signature)
            if one and _is_stranger(finding, other.id, example, relations):
                problems.append(_met(one, finding, other.id, index))
    return problems


def _positives(signatures: Sequence[Signature]) -> Iterator[tuple[Signature, int, Example, Log]]:
    for signature in signatures:
        for index, example in enumerate(signature.examples):
            if example.matches:
                yield signature, index, example, example_log(example.log)


def _is_stranger(finding: Finding, id_: str, example: Example, relations: Relations) -> bool:
    """Whether a finding in an example of *id_* is firm and nobody said that it would be there."""
    other = finding.signature
    return (
        finding.strength != "possible"
        and other != id_
        and other not in example.also
        and not relations.declared(id_, other)
    )


def _met(one: Parsed[Signature], finding: Finding, other: str, index: int) -> Problem:
    place = finding.evidence[0]
    what = f'examples[{index}] of {other} shows it too, {_sure(finding)}, and neither says so: "{_cut(place.text)}"'
    help_ = _advice(shown_by=other, found=finding.signature)
    return Problem(one.path, one.line(place.condition), place.condition, what, help_, "warning")


def _advice(*, shown_by: str, found: str) -> str:
    return (
        f"if the log shows both, name {found} in also: of that example of {shown_by}; if one leads to the other, in its "
        f"explains:; if one of them is the better answer on these lines, in yields_to: of the other; otherwise narrow "
        f"the condition of {found}"
    )


def _sure(finding: Finding) -> str:
    return f"{finding.strength} ({finding.confidence})"


def _cut(text: str) -> str:
    return text.strip()[:120]
