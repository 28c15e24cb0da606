"""Files records: all that is derived from them, so that lists, counts, links and searches need not read documents."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.storage.engine import Sessions
from app.storage.facets import file_facets, forget_facets
from app.storage.fulltext import FULL_TEXTS, FullText, Text
from app.storage.kinds import POSTMORTEMS, SIGNATURES, UNKNOWN_TIME, Filing, Kind, file_record
from app.storage.query import fold
from app.storage.running import run
from app.storage.shapes import R
from app.storage.tables import ActionItemRow, IncidentRow, LibraryRow, LinkRow, RecordRow, RevisionRow
from app.storage.vocabulary import learn_words

# Raised when records are filed in another way: the next start then files all of them again.
FILING = 4
_AT_ONCE = 500

Filed = Mapping[int, tuple[Filing, datetime]]  # by record id, with the time of the save


def file_all(session: Session, full_text: FullText, filed: Filed) -> None:
    """File the records in place of what was known of them."""
    filings = {id_: filing for id_, (filing, _) in filed.items()}
    file_facets(session, filings)
    learn_words(session, filings.values())
    _write(session, LinkRow, filed, [row for id_, (filing, _) in filed.items() for row in _links(id_, filing)])
    _write(session, IncidentRow, filed, [row for id_, (filing, _) in filed.items() for row in _incident(id_, filing)])
    since = _since(session, filed)
    items = [row for id_, (filing, at) in filed.items() for row in _items(id_, filing, at, since)]
    _write(session, ActionItemRow, filed, items)
    full_text.put(session, {id_: Text(each.title, each.body, each.facets) for id_, each in filings.items()})


def file_again(sessions: Sessions) -> None:
    """File every record again if the database was filed in an earlier way; it takes a minute for 100,000 records."""
    full_text = FULL_TEXTS[sessions.dialect]
    with sessions.write() as session:
        # Locked, so that of two processes that start together the second one finds the work done.
        library = session.scalars(select(LibraryRow).with_for_update()).one()
        if library.filing >= FILING:
            return
        forget_facets(session)
        for filed in chain(_stored(session, SIGNATURES), _stored(session, POSTMORTEMS)):
            file_all(session, full_text, filed)
        session.execute(update(LibraryRow).values(filing=FILING))


def _stored(session: Session, kind: Kind[R]) -> Iterator[Filed]:
    first = select(col(RevisionRow.at)).where(col(RevisionRow.record_id) == RecordRow.id, col(RevisionRow.number) == 1)
    columns = (col(RecordRow.id), col(RecordRow.document), first.scalar_subquery())
    chosen = select(*columns).where(col(RecordRow.kind) == kind.name).order_by(col(RecordRow.id))
    for rows in session.execute(chosen).yield_per(_AT_ONCE).partitions():
        yield {id_: (file_record(kind.decode(document)), at) for id_, document, at in rows if id_ is not None}


_Derived = type[LinkRow] | type[IncidentRow] | type[ActionItemRow]


def _write(session: Session, table: _Derived, filed: Filed, rows: Sequence[dict[str, Any]]) -> None:
    of_record = col(table.record_id) == bindparam("of_record")
    run(session, delete(table).where(of_record), [{"of_record": id_} for id_ in filed])
    run(session, insert(table), rows)


def _links(id_: int, filing: Filing) -> list[dict[str, Any]]:
    named = dict.fromkeys(filing.links)
    return [{"record_id": id_, "relation": relation, "target": target} for relation, target in named]


def _incident(id_: int, filing: Filing) -> list[dict[str, Any]]:
    return [{"record_id": id_, **asdict(filing.times)}] if filing.times else []


def _since(session: Session, filed: Filed) -> dict[tuple[int, str], datetime]:
    """When each action item that is there already was first written down, by record and text."""
    ids = [id_ for id_, (filing, _) in filed.items() if filing.action_items]
    columns = (col(ActionItemRow.record_id), col(ActionItemRow.text), col(ActionItemRow.opened_at))
    since: dict[tuple[int, str], datetime] = {}
    for start in range(0, len(ids), _AT_ONCE):
        known = select(*columns).where(columns[0].in_(ids[start : start + _AT_ONCE]))
        since |= {(record_id, text): at for record_id, text, at in session.execute(known)}
    return since


def _items(
    id_: int, filing: Filing, at: datetime, since: Mapping[tuple[int, str], datetime]
) -> Iterator[dict[str, Any]]:
    # An item that comes with a report of last year is as old as the incident.
    first = min(at, filing.happened_at) if filing.happened_at > UNKNOWN_TIME else at
    is_new = not any(record_id == id_ for record_id, _ in since)
    for position, item in enumerate(filing.action_items):
        yield {
            "record_id": id_,
            "position": position,
            "text": item.text,
            "type": item.type,
            "owner": item.owner,
            "owner_folded": fold(item.owner),
            "priority": item.priority,
            "due": item.due,
            "status": item.status,
            "reason": item.reason,
            "link": item.link,
            "opened_at": since.get((id_, item.text), first if is_new else at),
            "closed_at": item.closed_at,
        }
