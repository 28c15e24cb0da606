"""What records are filed under: each value once, with a number and with how many records have it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, delete, insert, select, tuple_, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.storage.kinds import Filing
from app.storage.query import fold
from app.storage.running import run
from app.storage.shapes import KindName
from app.storage.tables import FacetRow, FacetValueRow

_AT_ONCE = 500
_Value = tuple[str, str]  # field and folded value
_Count = tuple[KindName, int]  # kind and number of the value

T = TypeVar("T")


def file_facets(session: Session, filings: Mapping[int, Filing]) -> None:
    """File the records, by id, under their values, in place of those that they had."""
    values = {id_: {(name, fold(value)): value for name, value in each.facets} for id_, each in filings.items()}
    numbers = _numbers(session, {pair: value for each in values.values() for pair, value in each.items()})
    rows: list[dict[str, Any]] = [
        {"record_id": id_, "value_id": numbers[pair]} for id_, each in values.items() for pair in each
    ]
    had = list(_had(session, list(filings)))
    change = Counter((filings[row["record_id"]].kind, row["value_id"]) for row in rows)
    change.subtract((filings[id_].kind, number) for id_, number in had)
    of_record = col(FacetRow.record_id) == bindparam("of_record")
    run(session, delete(FacetRow).where(of_record), [{"of_record": id_} for id_ in {id_ for id_, _ in had}])
    run(session, insert(FacetRow), rows)
    _count(session, change)


def filed_under(field: str, value: str) -> Select[int]:
    """The ids of the records that are filed under a value."""
    named = (col(FacetValueRow.field) == field, col(FacetValueRow.folded) == fold(value))
    number = select(col(FacetValueRow.id)).where(*named).scalar_subquery()
    return select(col(FacetRow.record_id)).where(col(FacetRow.value_id) == number)


def forget_facets(session: Session) -> None:
    """File no record under anything."""
    session.execute(delete(FacetRow))
    session.execute(update(FacetValueRow).values(signatures=0, postmortems=0))


def _numbers(session: Session, values: Mapping[_Value, str]) -> dict[_Value, int]:
    known = dict(_known(session, list(values)))
    new = [pair for pair in values if pair not in known]
    if not new:
        return known
    rows = [
        {"field": name, "folded": folded, "value": values[name, folded], "signatures": 0, "postmortems": 0}
        for name, folded in new
    ]
    run(session, insert(FacetValueRow), rows)
    return known | dict(_known(session, new))


def _known(session: Session, values: Sequence[_Value]) -> Iterator[tuple[_Value, int]]:
    pair = tuple_(col(FacetValueRow.field), col(FacetValueRow.folded))
    columns = (col(FacetValueRow.field), col(FacetValueRow.folded), col(FacetValueRow.id))
    for some in _slices(values):
        for name, folded, number in session.execute(select(*columns).where(pair.in_(some))):
            if number is not None:
                yield (name, folded), number


def _had(session: Session, ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    columns = (col(FacetRow.record_id), col(FacetRow.value_id))
    for some in _slices(ids):
        yield from session.execute(select(*columns).where(columns[0].in_(some)))


def _count(session: Session, change: Mapping[_Count, int]) -> None:
    rows: dict[int, dict[str, Any]] = {}
    for (kind, number), times in change.items():
        row = rows.setdefault(number, {"of_value": number, "more_signatures": 0, "more_postmortems": 0})
        row[f"more_{kind}s"] = times
    counts = update(FacetValueRow).where(col(FacetValueRow.id) == bindparam("of_value"))
    counts = counts.values(
        signatures=FacetValueRow.signatures + bindparam("more_signatures"),
        postmortems=FacetValueRow.postmortems + bindparam("more_postmortems"),
    )
    run(session, counts, [row for row in rows.values() if row["more_signatures"] or row["more_postmortems"]])


def _slices(values: Sequence[T]) -> Iterable[Sequence[T]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
