"""Which records name which others, in both directions, without reading all of them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, Subquery, func, select, union
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.records.postmortem import Postmortem
from app.storage.engine import Sessions
from app.storage.kinds import POSTMORTEMS, SIGNATURES
from app.storage.tables import LinkRow, RecordRow

# A page shows so many of those that name one record; a search shows the others.
MOST_RELATED = 200


class Relations:
    """The links between the records of one database."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def postmortems_of(self, signatures: Iterable[str], *, each: int) -> dict[str, tuple[Postmortem, ...]]:
        """Published postmortems that name a signature or are named by it: at most *each*, the latest incident first."""
        asked = list(dict.fromkeys(signatures))
        linked = _linked(asked)
        latest = (col(RecordRow.happened_at).desc(), col(RecordRow.key))
        place = func.row_number().over(partition_by=linked.c.signature, order_by=latest).label("place")
        placed = select(linked.c.signature, col(RecordRow.document), place)
        placed = placed.join(RecordRow, col(RecordRow.id) == linked.c.record_id)
        ranked = placed.where(col(RecordRow.status) == POSTMORTEMS.live).subquery()
        chosen = select(ranked.c.signature, ranked.c.document).where(ranked.c.place <= each)
        found: dict[str, list[Postmortem]] = {id_: [] for id_ in asked}
        with self._sessions.read() as session:
            for signature, document in session.execute(chosen.order_by(ranked.c.signature, ranked.c.place)):
                found[signature].append(POSTMORTEMS.decode(document))
        return {id_: tuple(records) for id_, records in found.items()}

    def naming(self, slug: str, relations: Sequence[str]) -> tuple[Postmortem, ...]:
        """The postmortems, whatever their status, that name *slug* by one of *relations*; the latest incident first."""
        chosen = select(col(RecordRow.document)).join(LinkRow, col(LinkRow.record_id) == RecordRow.id).distinct()
        chosen = chosen.where(col(LinkRow.relation).in_(relations), col(LinkRow.target) == slug)
        chosen = chosen.where(col(RecordRow.kind) == POSTMORTEMS.name).limit(MOST_RELATED)
        with self._sessions.read() as session:
            return tuple(POSTMORTEMS.decode(document) for document in session.scalars(chosen))


def _linked(signatures: Sequence[str]) -> Subquery:
    """Pairs of a signature's id and the row of a postmortem, linked from either side."""
    naming: Select[str, int] = select(col(LinkRow.target).label("signature"), col(LinkRow.record_id)).where(
        col(LinkRow.relation) == "signatures", col(LinkRow.target).in_(signatures)
    )
    named = aliased(RecordRow)
    own = select(col(RecordRow.key), col(named.id)).join(LinkRow, col(LinkRow.record_id) == RecordRow.id)
    own = own.join(named, (col(named.kind) == POSTMORTEMS.name) & (col(named.key) == LinkRow.target))
    own = own.where(col(LinkRow.relation) == "postmortems", col(RecordRow.kind) == SIGNATURES.name)
    return union(naming, own.where(col(RecordRow.key).in_(signatures))).subquery()
