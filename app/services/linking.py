"""Links between records: whether they lead somewhere, whether they go in a circle, and how they follow a rename."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from app.matching.signature import Signature
from app.records.checks import ORDERING, POSTMORTEM_LINKS, SIGNATURE_LINKS, SINGLE, Known, check_links
from app.records.parsed import Parsed
from app.records.postmortem import Postmortem
from app.records.problems import Problem
from app.services.casebook import Casebook
from app.storage import POSTMORTEMS, SIGNATURES, Kind, Stored
from app.storage.shapes import KindName, R, Record

Link = tuple[KindName, str]  # the kind of record that it leads to, and that record's key
One = TypeVar("One", bound=Record)


def links_of(record: Record) -> Iterator[tuple[str, Link]]:
    """Each link of a record with the field that it stands in."""
    is_signature = isinstance(record, Signature)
    for field, kind in (SIGNATURE_LINKS if is_signature else POSTMORTEM_LINKS).items():
        to: KindName = "signature" if kind == "signature" else "postmortem"
        yield from ((field, (to, key)) for key in _targets(record, field))
    if isinstance(record, Signature):
        yield from (("examples", ("signature", key)) for example in record.examples for key in example.also)


def key_of(record: Record) -> str:
    """The id of a signature, the slug of a postmortem."""
    return record.id if isinstance(record, Signature) else record.slug


def path_of(record: Record) -> str:
    """What problems call a record."""
    return f"{'signatures' if isinstance(record, Signature) else 'postmortems'}/{key_of(record)}"


def link_problems(casebook: Casebook, record: Record, *, was: str | None) -> list[Problem]:
    """The links that lead nowhere, and those that lead back to the record itself."""
    known = known_to(casebook, record)
    if isinstance(record, Signature):
        dead = check_links([Parsed(path_of(record), record)], [], known=known)
    else:
        dead = check_links([], [Parsed(path_of(record), record)], known=known)
    return [*dead, *_circles(casebook, record, was)]


def known_to(casebook: Casebook, record: Record) -> Known:
    """The records that its links lead to; where one leads nowhere all of that kind, to say which may be meant."""
    records, links = casebook.database.records, {link for _, link in links_of(record)}
    signatures = {key for to, key in links if to == "signature"}
    postmortems = {key for to, key in links if to == "postmortem"}
    return Known(
        signatures if len(_some(casebook, "signature", signatures)) == len(signatures) else records.keys(SIGNATURES),
        postmortems
        if len(_some(casebook, "postmortem", postmortems)) == len(postmortems)
        else records.keys(POSTMORTEMS),
    )


def up_to_date(casebook: Casebook, record: One) -> One:
    """The record with every link to an old name of another record leading to its name of today."""
    links = {link for _, link in links_of(record)}
    moved = _moved(casebook, SIGNATURES, links) | _moved(casebook, POSTMORTEMS, links)
    return relinked(record, moved) if moved else record


def _moved(casebook: Casebook, kind: Kind[R], links: Iterable[Link]) -> dict[Link, str]:
    """The links to old names of records of this kind, with the names of today."""
    records, keys = casebook.database.records, sorted({key for to, key in links if to == kind.name})
    there = {kind.key(kept.record) for kept in records.some(kind, keys)}
    names = {key: records.renamed(kind, key) for key in keys if key not in there}
    return {(kind.name, key): name for key, name in names.items() if name is not None}


def relinked(record: One, moved: Mapping[Link, str]) -> One:
    """The record with its links to the records that *moved* leading to their new names."""
    links = SIGNATURE_LINKS if isinstance(record, Signature) else POSTMORTEM_LINKS
    values: dict[str, Any] = {}
    for field, kind in links.items():
        named = {key: new for (to, key), new in moved.items() if to == kind}
        value = getattr(record, field)
        values[field] = _renamed(value, named) if isinstance(value, tuple) else named.get(value, value)
    if isinstance(record, Signature):
        named = {key: new for (to, key), new in moved.items() if to == "signature"}
        values["examples"] = tuple(replace(one, also=_renamed(one.also, named)) for one in record.examples)
    return replace(record, **values)


def naming(casebook: Casebook, link: Link) -> list[Stored[Signature] | Stored[Postmortem]]:
    """The stored records that have a link."""
    records, (kind, key) = casebook.database.records, link
    # The examples of signatures name others, too, and are in no index; signatures are few.
    signatures = [kept for kept in records.all(SIGNATURES) if link in (found for _, found in links_of(kept.record))]
    relations = [field for field, to in POSTMORTEM_LINKS.items() if to == kind]
    return [*signatures, *records.naming(POSTMORTEMS, key, relations)]


def _some(casebook: Casebook, kind: KindName, keys: Iterable[str]) -> list[Record]:
    """Those of the records with these keys that exist."""
    records, wanted = casebook.database.records, sorted(keys)
    if kind == "signature":
        return [kept.record for kept in records.some(SIGNATURES, wanted)]
    return [kept.record for kept in records.some(POSTMORTEMS, wanted)]


def _targets(record: Record, field: str) -> tuple[str, ...]:
    value = getattr(record, field)
    return value if isinstance(value, tuple) else (value,) if value else ()


def _renamed(keys: tuple[str, ...], named: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(named.get(key, key) for key in keys)) if named.keys() & set(keys) else keys


def _circles(casebook: Casebook, record: Record, was: str | None) -> Iterator[Problem]:
    """A problem for each ordering link that leads back to the record by way of stored ones."""
    key = key_of(record)
    for field in (each.name for each in fields(record) if each.name in ORDERING):
        way = _way_back(casebook, record, field, {key, was or key})
        if way:
            where = field if field in SINGLE else f"{field}[{_targets(record, field).index(way[0])}]"
            circle = " -> ".join([key, *way, key])
            yield Problem(
                path_of(record), 0, where, f"{field} goes in a circle: {circle}", "take out one of these links"
            )


def _way_back(casebook: Casebook, record: Record, field: str, own: set[str]) -> list[str]:
    """The keys between a record and itself along one kind of link, level by level; empty where none leads back."""
    kind: KindName = "signature" if isinstance(record, Signature) else "postmortem"
    reached: dict[str, str | None] = dict.fromkeys(_targets(record, field))
    frontier = [key for key in reached if key not in own]
    while frontier:
        further: list[str] = []
        for other in _some(casebook, kind, frontier):
            for target in _targets(other, field):
                if target in own:
                    return _trail(reached, key_of(other))
                if target not in reached:
                    reached[target] = key_of(other)
                    further.append(target)
        frontier = further
    return []


def _trail(reached: Mapping[str, str | None], last: str) -> list[str]:
    trail, step = [last], reached[last]
    while step is not None:
        trail.insert(0, step)
        step = reached[step]
    return trail
