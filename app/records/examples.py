"""Run the examples of signatures: each positive one must be found first, each negative one must stay silent."""

from collections.abc import Iterable, Iterator, Sequence

from app.logs import read
from app.matching.diagnosis import Diagnosis, Finding
from app.matching.matcher import Matcher
from app.matching.signature import Example, Signature
from app.records.parsed import Parsed
from app.records.problems import Problem

EXAMPLE_LIMIT = 4 << 20
# A signature needs examples of both kinds, or nobody knows what it does.
LEAST_OF_EACH = 2


def check_examples(parsed: Iterable[Parsed[Signature]], *, beside: Sequence[Signature] = ()) -> list[Problem]:
    """The problems that running the examples shows, matched together with the signatures *beside* them."""
    drafts = [one for one in parsed if one.draft is not None and one.draft.match]
    own = {one.draft.id: one.draft for one in drafts if one.draft is not None}
    others = [signature for signature in beside if signature.id not in own and signature.status == "active"]
    matcher = Matcher([*own.values(), *others])
    return [problem for one in drafts if one.draft for problem in _check(one, one.draft, matcher)]


def _check(parsed: Parsed[Signature], signature: Signature, matcher: Matcher) -> Iterator[Problem]:
    for wanted, word in ((True, "positive"), (False, "negative")):
        count = sum(example.matches == wanted for example in signature.examples)
        if count < LEAST_OF_EACH:
            yield _problem(
                parsed,
                "examples",
                f"{count} {word} example{'s' * (count != 1)}, at least {LEAST_OF_EACH} are needed",
                _ADVICE[word],
            )
    for index, example in enumerate(signature.examples):
        field = f"examples[{index}]"
        diagnosis = matcher.diagnose(read(example.log.encode(), limit=EXAMPLE_LIMIT))
        faults = _positive if example.matches else _negative
        for what, help_, is_error in faults(signature, example, diagnosis):
            yield _problem(parsed, field, what, help_, is_error=is_error)


_ADVICE = {
    "positive": "add logs of different clients or versions that show this failure",
    "negative": "add lines that only mention the failure, or a neighbour that must not match",
}

_Fault = tuple[str, str, bool]


def _positive(signature: Signature, example: Example, diagnosis: Diagnosis) -> Iterator[_Fault]:
    found = {finding.signature: finding for finding in diagnosis.findings}
    own = found.get(signature.id)
    if own is None:
        yield "the signature does not match this example", "mend the condition or the example", True
        return
    leading = diagnosis.findings[0]
    if leading.signature != signature.id and leading.signature not in example.also:
        yield _behind(signature, leading), "say explains or yields_to, or make one of the two more particular", True
    if own.strength == "possible":
        reasons = ", ".join(f"{part.reason} {part.weight:+.1f}" for part in own.why)
        yield f"it is only possible, with {own.confidence} ({reasons})", "match more of the message", True
    for name, value in example.captures:
        if own.captures.get(name) != value:
            got = own.captures.get(name)
            yield f'captures.{name} is "{got}" where the example says "{value}"', "mend the hole or the example", True
    for finding in diagnosis.findings:
        if finding.strength != "possible" and finding.signature not in (signature.id, *example.also):
            yield (
                f"{finding.signature} is found too ({finding.confidence})",
                "if the log shows it, add it to also",
                False,
            )
    for other in example.also:
        if other not in found:
            yield f"also names {other}, which is not found", "take it out, or mend that signature", False


def _behind(signature: Signature, leading: Finding) -> str:
    return f"{leading.signature} ({leading.confidence}) ranks before {signature.id}"


def _negative(signature: Signature, _example: Example, diagnosis: Diagnosis) -> Iterator[_Fault]:
    for finding in diagnosis.findings:
        if finding.signature == signature.id and finding.strength != "possible":
            shown = finding.evidence[0].text.strip()[:120]
            yield f'matches: false, but it matches with {finding.confidence}: "{shown}"', "narrow the condition", True


def _problem(parsed: Parsed[Signature], field: str, what: str, help_: str, *, is_error: bool = True) -> Problem:
    return Problem(parsed.path, parsed.line(field), field, what, help_, "error" if is_error else "warning")
