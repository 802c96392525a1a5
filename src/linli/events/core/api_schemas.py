"""What the API says of events. Nothing here is about who reported one.

Plain pydantic models: ninja's own read every field through Django's template rules, a third of a list's time.
"""

import datetime
import uuid

from pydantic import BaseModel, Field

from linli.events.core.states import Channel, EventState, PhotoStage
from linli.flow.api_schemas import ActionOut, Named, WaitingOut
from linli.places.levels import Level


class UnitOut(BaseModel):
    id: uuid.UUID
    name: str


class EventLine(BaseModel):
    """An event in a list."""

    number: str
    state: EventState
    state_label: str
    title: str
    category: Named
    place: Named
    place_line: str = Field(description="The place with those it lies in, as people read it.")
    unit: UnitOut | None = Field(description="The lead unit, once it is dispatched.")
    channel: Channel
    is_outside: bool = Field(description="Its point lies in no grid.")
    is_confidential: bool = Field(description="Only those who work on it know of it; its title says nothing of it.")
    waiting: WaitingOut | None
    created_at: datetime.datetime
    changed_at: datetime.datetime
    ended_at: datetime.datetime | None
    version: int


class EventPage(BaseModel):
    items: list[EventLine]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class PhotoOut(BaseModel):
    id: uuid.UUID
    stage: PhotoStage
    url: str


class PartOut(BaseModel):
    """What another unit does for the event; its moves are made under its own number."""

    number: str
    kind: str = Field(description="`assist`, `whistle` or `extension`.")
    unit: UnitOut
    state: str
    state_label: str
    due_at: datetime.datetime | None
    is_late: bool
    actions: list[ActionOut]


class EventOut(EventLine):
    """An event with all that is known of it."""

    text: str
    address: str
    lat: float | None
    lon: float | None
    desk: Level = Field(description="The level that decides on it.")
    highest: Level = Field(description="The highest level that had to act so far.")
    joined_to: str | None = Field(description="Number of the event that goes on for both.")
    is_supervised: bool
    dispatched_at: datetime.datetime | None
    solve_due: datetime.datetime | None
    sent_back: int
    reopened: int
    rating: int | None
    rating_words: str
    photos: list[PhotoOut]
    parts: list[PartOut]
    actions: list[ActionOut]


class ReportReceipt(BaseModel):
    """The event as it came in."""

    number: str
    state: EventState
    version: int
    place: str = Field(description="Code of the place: the grid of its point, else the place named.")
    is_outside: bool
    created_at: datetime.datetime
    secret: str | None = Field(description="With a phone number: what the reporter tracks the event with. Shown once.")


class CategoryOut(BaseModel):
    code: str
    name: str
    parent: str | None
    needs_photo: bool
    is_confidential: bool = Field(description="Whether events of it are confidential.")
    is_leaf: bool = Field(description="Whether an event may have it: not when it has categories below.")


class CategoriesOut(BaseModel):
    items: list[CategoryOut]
