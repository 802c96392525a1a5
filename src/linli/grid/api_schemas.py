"""What the API says of events. Nothing here is about who reported one."""

import datetime
import uuid
from typing import Any

from ninja import Schema
from pydantic import Field

from linli.grid.states import Channel, EventState, PhotoStage


class Named(Schema):
    code: str
    name: str


class UnitOut(Schema):
    id: uuid.UUID
    name: str


class WaitingOut(Schema):
    """For whom the event waits, and until when."""

    who: str
    due_at: datetime.datetime | None
    is_due_certain: bool = Field(description="False: the deadline reaches into a year whose holidays are not known.")
    is_late: bool


class EventLine(Schema):
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
    waiting: WaitingOut | None
    created_at: datetime.datetime
    changed_at: datetime.datetime
    ended_at: datetime.datetime | None
    version: int


class EventPage(Schema):
    items: list[EventLine]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class ActionOut(Schema):
    """A move that this token may make now."""

    name: str
    label: str
    needs: dict[str, Any] = Field(description="JSON Schema of the body.")


class PhotoOut(Schema):
    id: uuid.UUID
    stage: PhotoStage
    url: str


class EventOut(EventLine):
    """An event with all that is known of it."""

    text: str
    address: str
    lat: float | None
    lon: float | None
    dispatched_at: datetime.datetime | None
    reopened: int
    rating: int | None
    rating_words: str
    photos: list[PhotoOut]
    actions: list[ActionOut]


class ReportReceipt(Schema):
    """The event as it came in."""

    number: str
    state: EventState
    version: int
    place: str = Field(description="Code of the place: the grid of its point, else the place named.")
    is_outside: bool
    created_at: datetime.datetime
    secret: str | None = Field(description="With a phone number: what the reporter tracks the event with. Shown once.")


class MoveReceipt(Schema):
    """The event after a move."""

    number: str
    state: EventState
    state_label: str
    version: int


class StepOut(Schema):
    """One line of the timeline."""

    at: datetime.datetime
    action: str
    words: str
    role: str
    who: str
    on_behalf_of: str
    note: str


class TimelineOut(Schema):
    items: list[StepOut]


class CategoryOut(Schema):
    code: str
    name: str
    parent: str | None
    needs_photo: bool
    is_leaf: bool = Field(description="Whether an event may have it: not when it has categories below.")


class CategoriesOut(Schema):
    items: list[CategoryOut]
