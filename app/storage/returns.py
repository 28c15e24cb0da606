"""Failures of postmortems that came back: seen again in a log, or written up as a recurrence."""

from datetime import datetime

from sqlalchemy import Select, Subquery, func, literal, select, union, union_all
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.storage.facets import filed_under
from app.storage.kinds import POSTMORTEMS, SIGNATURES
from app.storage.occurrences import COUNTED
from app.storage.tables import ActionItemRow, IncidentRow, LinkRow, OccurrenceRow, RecordRow

_EFFECTS = filed_under("role", "effect")


def last_returns() -> Subquery:
    """For each postmortem with prevention whose failure came back: the last sign of it.

    *record_id* names the postmortem, *signature* or *recurrence* the sign, *back_at* when it was.
    """
    signs = union_all(_seen_again(), _recurrences()).subquery()
    latest = (signs.c.back_at.desc(), signs.c.signature, signs.c.recurrence)
    place = func.row_number().over(partition_by=signs.c.record_id, order_by=latest).label("place")
    placed = select(signs, place).subquery()
    return select(*(placed.c[name] for name in signs.c.keys())).where(placed.c.place == 1).subquery()  # noqa: SIM118


def _concerned() -> Select[int]:
    return select(col(ActionItemRow.record_id)).where(col(ActionItemRow.type) == "prevent")


def _seen_again() -> Select[int, str, str, datetime]:
    at, signature = col(OccurrenceRow.at), col(OccurrenceRow.signature)
    seen = select(signature, func.max(at).label("last")).where(col(OccurrenceRow.strength).in_(COUNTED))
    last, named = seen.group_by(signature).subquery(), _named()
    # An unknown time is never taken for now: without any time of the incident, nothing came after it.
    ended = func.coalesce(
        *(IncidentRow.resolved_at, IncidentRow.mitigated_at, IncidentRow.detected_at, IncidentRow.started_at)
    )
    columns = (col(IncidentRow.record_id), named.c.signature, literal("").label("recurrence"), last.c.last)
    chosen = select(*(*columns[:3], columns[3].label("back_at"))).select_from(IncidentRow)
    chosen = chosen.join(named, named.c.record_id == IncidentRow.record_id)
    chosen = chosen.join(last, last.c.signature == named.c.signature)
    is_cause = named.c.signature.not_in(select(col(RecordRow.key)).where(col(RecordRow.id).in_(_EFFECTS)))
    return chosen.where(last.c.last > ended, is_cause, col(IncidentRow.record_id).in_(_concerned()))


def _recurrences() -> Select[int | None, str, str, datetime]:
    first, again = aliased(RecordRow), aliased(RecordRow)
    columns = (col(first.id), literal(""), col(again.key), col(again.happened_at))
    chosen = select(*columns).select_from(LinkRow)
    chosen = chosen.join(again, col(again.id) == LinkRow.record_id)
    chosen = chosen.join(first, (col(first.kind) == POSTMORTEMS.name) & (col(first.key) == LinkRow.target))
    is_told = (col(LinkRow.relation) == "recurrence_of", col(again.status) != "archived")
    return chosen.where(*is_told, col(first.id).in_(_concerned()))


def _named() -> Subquery:
    """The signatures of each postmortem, linked from either side."""
    naming: Select[int, str] = select(col(LinkRow.record_id), col(LinkRow.target).label("signature")).where(
        col(LinkRow.relation) == "signatures"
    )
    signature, named = aliased(RecordRow), aliased(RecordRow)
    own = select(col(named.id), col(signature.key)).select_from(LinkRow)
    own = own.join(signature, col(signature.id) == LinkRow.record_id)
    own = own.join(named, (col(named.kind) == POSTMORTEMS.name) & (col(named.key) == LinkRow.target))
    own = own.where(col(LinkRow.relation) == "postmortems", col(signature.kind) == SIGNATURES.name)
    return union(naming, own).subquery()
