"""Checks over a set of records: names given twice, links that lead nowhere, circles, and gaps in what they tell."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import PurePath

from app.matching.signature import Signature
from app.records.nearest import did_you_mean
from app.records.parsed import Parsed
from app.records.postmortem import Postmortem
from app.records.problems import Grade, Problem
from app.records.publication import check_publication
from app.records.secrecy import check_secrets
from app.records.text_forms import shown

# The links of each kind of record, and the kind that they lead to.
SIGNATURE_LINKS = {"explains": "signature", "yields_to": "signature", "postmortems": "postmortem"}
POSTMORTEM_LINKS = {
    "signatures": "signature",
    "related": "postmortem",
    "duplicate_of": "postmortem",
    "recurrence_of": "postmortem",
    "caused_by": "postmortem",
    "part_of": "postmortem",
}
SINGLE = ("duplicate_of", "recurrence_of", "caused_by", "part_of")
# Links that order records, so that a circle of them would say that something comes before itself.
ORDERING = ("explains", "yields_to", *SINGLE)


@dataclass(frozen=True, slots=True)
class Known:
    """Records that exist besides those being checked, by id and slug: links may lead to them."""

    signatures: Collection[str] = ()
    postmortems: Collection[str] = ()


def check_records(
    signatures: Sequence[Parsed[Signature]],
    postmortems: Sequence[Parsed[Postmortem]],
    *,
    known: Known = Known(),
) -> list[Problem]:
    """What is wrong with the records as a set, besides the problems that reading each of them found."""
    records = [*_records(signatures, "signature"), *_records(postmortems, "postmortem")]
    names = {
        "signature": {*known.signatures, *_names(signatures)},
        "postmortem": {*known.postmortems, *_names(postmortems)},
    }
    problems = [*_twice(records), *_circles(records), *_signature_gaps(signatures, elsewhere=known.signatures)]
    for record in records:
        problems += [*_dead_links(record, names), *check_secrets(record.parsed)]
    for parsed in postmortems:
        if parsed.draft and parsed.draft.status == "published":
            problems += check_publication(parsed, is_imported=True)
    return sorted(set(problems))


def check_links(
    signatures: Sequence[Parsed[Signature]], postmortems: Sequence[Parsed[Postmortem]], *, known: Known
) -> list[Problem]:
    """The links of the records that lead to none that is known."""
    records = [*_records(signatures, "signature"), *_records(postmortems, "postmortem")]
    names = {"signature": known.signatures, "postmortem": known.postmortems}
    return sorted({problem for record in records for problem in _dead_links(record, names)})


def check_names(signatures: Sequence[Parsed[Signature]], postmortems: Sequence[Parsed[Postmortem]]) -> list[Problem]:
    """The names that several records have."""
    return sorted(set(_twice([*_records(signatures, "signature"), *_records(postmortems, "postmortem")])))


@dataclass(frozen=True, slots=True)
class _Record:
    """What links need to know of a record of either kind."""

    kind: str
    name: str
    parsed: Parsed[Signature] | Parsed[Postmortem]
    links: Mapping[str, tuple[str, ...]]
    examples: tuple[tuple[str, ...], ...] = ()

    def problem(self, where: str, what: str, help_: str, grade: Grade = "error") -> Problem:
        return Problem(self.parsed.path, self.parsed.line(where), where, what, help_, grade)


def _records(parsed: Sequence[Parsed[Signature]] | Sequence[Parsed[Postmortem]], kind: str) -> Iterator[_Record]:
    for each in parsed:
        draft = each.draft
        if isinstance(draft, Signature):
            links = {name: _targets(draft, name) for name in SIGNATURE_LINKS}
            yield _Record(kind, draft.id, each, links, tuple(example.also for example in draft.examples))
        elif draft is not None:
            yield _Record(kind, draft.slug, each, {name: _targets(draft, name) for name in POSTMORTEM_LINKS})


def _targets(draft: Signature | Postmortem, field: str) -> tuple[str, ...]:
    value = getattr(draft, field)
    if isinstance(value, tuple):
        return value
    return (value,) if value else ()


def _names(parsed: Sequence[Parsed[Signature]] | Sequence[Parsed[Postmortem]]) -> Iterator[str]:
    """The names of all records, of the broken ones too: a fault in one must not make the links to it dead."""
    for each in parsed:
        yield PurePath(each.path).stem
        if each.draft is not None:
            yield each.draft.id if isinstance(each.draft, Signature) else each.draft.slug


def _twice(records: Sequence[_Record]) -> Iterator[Problem]:
    counts = Counter((record.kind, record.name) for record in records)
    for record in records:
        if counts[record.kind, record.name] > 1:
            others = ", ".join(
                sorted(other.parsed.path for other in records if other.name == record.name and other is not record)
            )
            field = "id" if record.kind == "signature" else "slug"
            what = f"{shown(record.name)} is also the {field} of {others}"
            yield record.problem(field, what, "give one of them another name, or join them")


def _dead_links(record: _Record, names: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    kinds = SIGNATURE_LINKS if record.kind == "signature" else POSTMORTEM_LINKS
    for field, targets in record.links.items():
        for index, target in enumerate(targets):
            where = field if field in SINGLE else f"{field}[{index}]"
            yield from _dead_link(record, where, target, kinds[field], names)
    for number, also in enumerate(record.examples):
        for index, target in enumerate(also):
            yield from _dead_link(record, f"examples[{number}].also[{index}]", target, "signature", names)


def _dead_link(
    record: _Record, where: str, target: str, kind: str, names: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
    if target not in names[kind]:
        help_ = did_you_mean(target, names[kind], otherwise=f"add that {kind}, or take the link out")
        yield record.problem(where, f"there is no {kind} {shown(target)}", help_)


def _circles(records: Sequence[_Record]) -> Iterator[Problem]:
    for kind, field in (("signature", field) for field in SIGNATURE_LINKS if field in ORDERING):
        yield from _circles_of(records, kind, field)
    for kind, field in (("postmortem", field) for field in POSTMORTEM_LINKS if field in ORDERING):
        yield from _circles_of(records, kind, field)


def _circles_of(records: Sequence[_Record], kind: str, field: str) -> Iterator[Problem]:
    """One problem for each circle, at its first record by name; a broken circle's records are then left out."""
    # A record that names itself was refused when it was read.
    graph = {record.name: {*record.links[field]} - {record.name} for record in records if record.kind == kind}
    by_name = {record.name: record for record in records if record.kind == kind}
    while circle := _circle(graph):
        start = circle.index(min(circle))
        circle = [*circle[start:], *circle[:start]]
        way = " -> ".join([*circle, circle[0]])
        yield by_name[circle[0]].problem(field, f"{field} goes in a circle: {way}", "take out one of these links")
        graph[circle[0]].discard(circle[1])


def _circle(graph: Mapping[str, set[str]]) -> list[str]:
    """The records of one circle in the direction of their links; empty where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        # The sorter names predecessors first, and the first one twice.
        return found[:0:-1]
    return []


def _signature_gaps(signatures: Sequence[Parsed[Signature]], *, elsewhere: Collection[str]) -> Iterator[Problem]:
    drafts = [(parsed, parsed.draft) for parsed in signatures if parsed.draft and parsed.draft.status == "active"]
    explained = {target for _, draft in drafts for target in draft.explains}
    for parsed, draft in drafts:
        if draft.is_effect and draft.id not in explained and not elsewhere:
            help_ = f"add {draft.id} to explains: of the signatures that lead to it"
            what = "it is an effect, but no signature explains it"
            yield Problem(parsed.path, parsed.line("role"), "role", what, help_, "warning")
        if not draft.is_effect and not draft.fix:
            help_ = "add fix:, what to do, the likeliest first"
            yield Problem(parsed.path, parsed.line("fix"), "fix", "it says no fix", help_, "warning")
