"""Run the examples of signatures: each positive one must be found first, each negative one must stay silent."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from app.matching.diagnosis import Finding
from app.matching.matcher import Matcher
from app.matching.signature import Example, Signature
from app.records.example_logs import example_log
from app.records.overlaps import Relations, undeclared
from app.records.parsed import Parsed
from app.records.problems import Problem

# Without one of each kind nobody knows what a signature does; with fewer than these it is known for one wording only.
LEAST_OF_EACH = 3

_Fault = tuple[str, str]
Findings = Sequence[Finding]
_Graded = tuple[str, str, bool]


def check_examples(parsed: Iterable[Parsed[Signature]], *, beside: Sequence[Signature] = ()) -> list[Problem]:
    """The problems that running the examples shows, matched together with the signatures *beside* them.

    Active signatures are tried beside active ones; a draft beside all, and its problems are warnings.
    """
    drafts = [(one, one.draft) for one in parsed if one.draft is not None and one.draft.match]
    own = {draft.id: draft for _, draft in drafts}
    others = [signature for signature in beside if signature.id not in own]
    library = [signature for signature in (*own.values(), *others) if signature.status == "active"]
    unfinished = [draft for _, draft in drafts if draft.status == "draft"]
    problems = _tried([pair for pair in drafts if pair[1].status == "active"], library)
    if unfinished:
        found = _tried([pair for pair in drafts if pair[1].status == "draft"], [*library, *unfinished])
        problems += [replace(problem, grade="warning") for problem in found]
    return problems


def _tried(drafts: Sequence[tuple[Parsed[Signature], Signature]], library: Sequence[Signature]) -> list[Problem]:
    matcher, relations = Matcher(library), Relations(library)
    problems: list[Problem] = []
    for parsed, signature in drafts:
        problems += _enough(parsed, signature)
        for index, example in enumerate(signature.examples):
            found = matcher.findings(example_log(example.log))
            for what, help_, is_error in _faults(signature, example, found, relations):
                problems.append(_problem(parsed, f"examples[{index}]", what, help_, is_error=is_error))
    return problems


def _faults(signature: Signature, example: Example, findings: Findings, relations: Relations) -> Iterator[_Graded]:
    for what, help_ in (_positive if example.matches else _negative)(signature, example, findings):
        yield what, help_, True
    if example.matches:
        for what, help_ in (*undeclared(signature.id, example, findings, relations), *_absent(example, findings)):
            yield what, help_, False


def _enough(parsed: Parsed[Signature], signature: Signature) -> Iterator[Problem]:
    for wanted, word in ((True, "positive"), (False, "negative")):
        count = sum(example.matches == wanted for example in signature.examples)
        if count < LEAST_OF_EACH:
            what = f"{count} {word} example{'s' * (count != 1)}, {LEAST_OF_EACH} are wanted"
            yield _problem(parsed, "examples", what, _ADVICE[word], is_error=count == 0)


_ADVICE = {
    "positive": "add logs of different clients or versions that show this failure",
    "negative": "add lines that only mention the failure, or a neighbour that must not match",
}


def _positive(signature: Signature, example: Example, findings: Findings) -> Iterator[_Fault]:
    own = next((finding for finding in findings if finding.signature == signature.id), None)
    if own is None:
        yield "the signature does not match this example", "mend the condition or the example"
        return
    leading = findings[0]
    if leading.signature != signature.id and leading.signature not in example.also:
        yield _behind(signature, leading), "say explains or yields_to, or make one of the two more particular"
    if own.strength == "possible":
        reasons = ", ".join(f"{part.reason} {part.weight:+.1f}" for part in own.why)
        yield f"it is only possible, with {own.confidence} ({reasons})", "match more of the message"
    for name, value in example.captures:
        if own.captures.get(name) != value:
            got = own.captures.get(name)
            yield f'captures.{name} is "{got}" where the example says "{value}"', "mend the hole or the example"


def _behind(signature: Signature, leading: Finding) -> str:
    return f"{leading.signature} ({leading.confidence}) ranks before {signature.id}"


def _absent(example: Example, findings: Findings) -> Iterator[_Fault]:
    found = {finding.signature for finding in findings}
    for other in example.also:
        if other not in found:
            yield f"also names {other}, which is not found", "take it out, or mend that signature"


def _negative(signature: Signature, _example: Example, findings: Findings) -> Iterator[_Fault]:
    for finding in findings:
        if finding.signature == signature.id and finding.strength != "possible":
            shown = finding.evidence[0].text.strip()[:120]
            yield f'matches: false, but it matches with {finding.confidence}: "{shown}"', "narrow the condition"


def _problem(parsed: Parsed[Signature], field: str, what: str, help_: str, *, is_error: bool = True) -> Problem:
    return Problem(parsed.path, parsed.line(field), field, what, help_, "error" if is_error else "warning")
