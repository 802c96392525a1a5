"""What the API says of every kind of record."""

import datetime
from typing import Any

from pydantic import BaseModel, Field


class Named(BaseModel):
    code: str
    name: str


class WaitingOut(BaseModel):
    """For whom the record waits, and until when."""

    who: str
    due_at: datetime.datetime | None
    is_due_certain: bool = Field(description="False: the deadline reaches into a year whose holidays are not known.")
    is_late: bool


class ActionOut(BaseModel):
    """A move that this token may make now."""

    name: str
    label: str
    needs: dict[str, Any] = Field(description="JSON Schema of the body.")


class MoveReceipt(BaseModel):
    """The record after a move."""

    number: str
    state: str
    state_label: str
    version: int


class StepOut(BaseModel):
    """One line of the timeline."""

    at: datetime.datetime
    action: str
    words: str
    role: str
    who: str
    on_behalf_of: str
    note: str


class TimelineOut(BaseModel):
    items: list[StepOut]
