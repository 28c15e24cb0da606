"""Conditions that no log can satisfy, or that can never decide; and those that no example of the author's satisfies."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from app.matching.holding import Conditions
from app.matching.patterns import compile_line, compile_regex, program
from app.matching.signature import All, Condition, Line, Regex, Signature, Unless
from app.matching.signature import Sequence as InOrder
from app.records.example_logs import example_log
from app.records.parsed import Parsed
from app.records.problems import Grade, Problem
from app.records.skeletons import ANYTHING, END, START, skeletons

_Fault = tuple[str, str, str, Grade]


def check_reachability(parsed: Iterable[Parsed[Signature]]) -> list[Problem]:
    """The conditions that cannot be met, of each signature that could be read."""
    return [
        Problem(one.path, one.line(field), field, what, help_, grade)
        for one in parsed
        if one.draft
        for field, what, help_, grade in _faults(one.draft)
    ]


def check_exercised(parsed: Iterable[Parsed[Signature]]) -> list[Problem]:
    """A warning for each active signature that has conditions which hold in no positive example of its own."""
    drafts = [(one, one.draft) for one in parsed if one.draft and one.draft.status == "active"]
    return [problem for one, draft in drafts for problem in _unexercised(one, draft)]


def _unexercised(parsed: Parsed[Signature], draft: Signature) -> Iterator[Problem]:
    logs = [example.log for example in draft.examples if example.matches]
    conditions, held = Conditions([draft], every_line=True), set[int]()
    for log in logs:
        held.update(conditions.holding(example_log(log)).get(draft.id, ()))
    missing = [f"match[{index}]" for index in range(len(draft.match)) if index not in held]
    if missing and logs:
        what = f"{_listed(missing)} of {len(draft.match)} conditions hold{'s' * (len(missing) == 1)} in no positive example"
        help_ = "add an example of that wording, as the software prints it, or take the condition out"
        yield Problem(parsed.path, parsed.line(missing[0]), missing[0], what, help_, "warning")


def _listed(fields: Sequence[str]) -> str:
    return ", ".join(fields[:-1]) + " and " + fields[-1] if len(fields) > 1 else fields[0]


def _faults(signature: Signature) -> Iterator[_Fault]:
    seen: dict[Condition, str] = {}
    for index, condition in enumerate(signature.match):
        field = f"match[{index}]"
        if condition in seen:
            yield field, f"it is the same as {seen[condition]}", "take one of them out", "warning"
            continue
        seen[condition] = field
        yield from _unmet(condition, field)
        yield from _ruled_out(condition, field, signature.unless)
    for index, guard in enumerate(signature.unless):
        yield from _unmet(guard.condition, f"unless[{index}]")


def _unmet(condition: Condition, field: str) -> Iterator[_Fault]:
    if isinstance(condition, Line | Regex):
        if why := _impossible(condition):
            yield field, *why, "error"
    else:
        word = "all" if isinstance(condition, All) else "sequence"
        for index, part in enumerate(condition.conditions):
            yield from _unmet(part, f"{field}.{word}[{index}]")
    yield from _too_near(condition, field)


def _impossible(condition: Line | Regex) -> tuple[str, str] | None:
    """Why no line matches a pattern, and how to mend it; None where one may."""
    faults = [_fault(text) for text in skeletons(condition)]
    return faults[0] if faults and all(faults) else None


def _fault(text: str) -> tuple[str, str] | None:
    """Why a text is in no line."""
    if "\n" in text or "\r" in text:
        what = "it needs a line break, but a condition is tested on one line"
        return what, "write a sequence: with one condition for each line"
    control = next((each for each in text if ord(each) < ord(" ") and each != "\t"), None)
    if control is not None:
        return f"it needs {control!r}, and control characters are taken off before matching", "leave it out"
    if START in text.lstrip(START + END) or END in text.rstrip(START + END):
        return "it has ^ after a text or $ before one, so that no line matches", "leave the anchor out"
    return None


def _too_near(condition: Condition, field: str) -> Iterator[_Fault]:
    window, span = condition.within, _least_span(condition)
    if window and window.lines is not None and window.lines < span:
        what = f"within {window.lines} lines cannot be: the lines that it asks for are at least {span} lines apart"
        yield f"{field}.within", what, f"write within: {span} lines or more", "error"


def _least_span(condition: Condition) -> int:
    """How far apart the first and the last line of the closest match are."""
    if isinstance(condition, Line | Regex):
        return condition.count - 1
    spans = [_least_span(part) for part in condition.conditions]
    return sum(spans) + len(spans) - 1 if isinstance(condition, InOrder) else max(spans, default=0)


def _ruled_out(condition: Condition, field: str, guards: Sequence[Unless]) -> Iterator[_Fault]:
    """The exceptions that every match of the condition meets on its own lines."""
    for index, guard in enumerate(guards):
        if guard.side == "after":
            continue  # only lines below the match count
        rules_out = _search(guard.condition)
        if any(_always(rules_out, leaf) for leaf in _leaves(condition)):
            what = f"unless[{index}] rules out each of its matches, because they contain it"
            yield field, what, "narrow that exception, or take the condition out", "error"


def _always(rules_out: Callable[[str], object], leaf: Line | Regex) -> bool:
    texts = [text.replace(START, "").replace(END, "") for text in skeletons(leaf)]
    return bool(texts) and all(rules_out(f"{ANYTHING}{text}{ANYTHING}") for text in texts)


def _leaves(condition: Condition) -> Iterator[Line | Regex]:
    if isinstance(condition, Line | Regex):
        yield condition
    else:
        for part in condition.conditions:
            yield from _leaves(part)


def _search(condition: Line | Regex) -> Callable[[str], object]:
    compile_ = compile_line if isinstance(condition, Line) else compile_regex
    compiled = compile_(condition.pattern, ignore_case=condition.ignore_case)
    search: Callable[[str], object] = program(compiled.expression).search
    return search
