"""Action items across all postmortems by HTTP: listed with filters, and changed several at once."""

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from app.api.problems import responses
from app.api.writing import author_of
from app.http import base_url, casebook_of
from app.records.postmortem import ActionStatus, ActionType, Priority
from app.services import action_items as service
from app.services.action_items import Due, ItemFilter, ItemLine
from app.services.item_changes import MOST_AT_ONCE, ItemChange, change

MAX_NUMBER = (1 << 31) - 1

router = APIRouter(tags=["action items"])


class ActionItemShape(BaseModel):
    """An action item; *postmortem*, *position* and *revision* name it in a change.  *urgency* is as of today."""

    postmortem: str
    title: str
    state: str
    url: str
    services: list[str]
    revision: int
    position: int
    text: str
    type: ActionType
    status: ActionStatus
    priority: Priority | None
    owner: str
    due: date | None
    urgency: Due
    reason: str
    link: str
    opened_at: datetime
    closed_at: datetime | None


class ActionItemList(BaseModel):
    """One page of action items, how many there are in all, and how they spread over the values of each field."""

    items: list[ActionItemShape]
    total: int
    facets: dict[str, dict[str, int]]
    next: str | None


class ItemChangeRequest(BaseModel):
    """New values for the item at a place, as it was in *revision* of its postmortem; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    postmortem: str = Field(max_length=200)
    position: int = Field(ge=0, le=MAX_NUMBER)
    revision: int = Field(ge=1, le=MAX_NUMBER)
    status: ActionStatus | None = None
    reason: str | None = None
    owner: str | None = None
    due: date | None = None
    priority: Priority | None = None
    type: ActionType | None = None
    link: str | None = None

    def as_change(self) -> ItemChange:
        """The change that it asks for: null takes a value away."""
        place = {"postmortem", "position", "revision"}
        values = self.model_dump(mode="json", exclude_unset=True, exclude=place)
        return ItemChange(self.postmortem, self.position, self.revision, values)


Several = Annotated[list[ItemChangeRequest], Field(min_length=1, max_length=MOST_AT_ONCE)]


@router.get("/action-items", responses=responses(400, 422))
def list_action_items(  # noqa: PLR0913, PLR0917 (each filter is one)
    request: Request,
    status: Annotated[tuple[ActionStatus | Literal["any"], ...], Query()] = (),
    type: Annotated[tuple[ActionType, ...], Query()] = (),  # noqa: A002 (the name in the address)
    owner: Annotated[tuple[str, ...], Query(description="an empty one asks for items that nobody owns")] = (),
    priority: Annotated[tuple[Priority | Literal["none"], ...], Query()] = (),
    service_: Annotated[tuple[str, ...], Query(alias="service")] = (),
    due: Annotated[tuple[Due, ...], Query()] = (),
    q: str = "",
    postmortem: str = "",
    came_back: Annotated[  # noqa: FBT002 (a parameter of an address)
        bool, Query(description="only open prevention of failures that came back since")
    ] = False,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> ActionItemList:
    """Open items unless *status* says otherwise: by due date, overdue ones first, those without one last."""
    asked = ItemFilter(
        statuses=service.OPEN + service.CLOSED if "any" in status else status,
        types=type,
        owners=owner,
        priorities=tuple("" if one == "none" else one for one in priority),
        services=service_,
        dues=due,
        words=tuple(q.split()),
        postmortem=postmortem,
        came_back=came_back,
    )
    found = service.items(casebook_of(request), asked, limit=limit, cursor=cursor)
    base = base_url(request)
    return ActionItemList(
        items=[_shape(line, base) for line in found.page.items],
        total=found.counts.total,
        facets={name: dict(counts) for name, counts in found.counts.by.items()},
        next=found.page.next,
    )


@router.patch("/action-items", responses=responses(412, 422))
def change_action_items(request: Request, body: ItemChangeRequest | Several) -> list[ActionItemShape]:
    """Change one item, or several of them together: all are saved, or none; the items as they are then."""
    asked = body if isinstance(body, list) else [body]
    lines = change(casebook_of(request), [one.as_change() for one in asked], author=author_of(request))
    base = base_url(request)
    return [_shape(line, base) for line in lines]


def _shape(line: ItemLine, base: str) -> ActionItemShape:
    item = line.item
    return ActionItemShape(
        postmortem=line.postmortem,
        title=line.title,
        state=line.state,
        url=f"{base}/postmortems/{line.postmortem}",
        services=list(line.services),
        revision=line.revision,
        position=line.position,
        text=item.text,
        type=item.type,
        status=item.status,
        priority=item.priority,
        owner=item.owner,
        due=item.due,
        urgency=line.due,
        reason=item.reason,
        link=item.link,
        opened_at=line.opened_at,
        closed_at=item.closed_at,
    )
