"""What the API says of orders and of the replies to them."""

import datetime
import uuid

from pydantic import BaseModel, Field

from linli.events.hotline.models import ReplyKind, ReplyOutcome


class OrderOut(BaseModel):
    """What became of one order of a request; the same each time it comes."""

    number: str = Field(description="The platform's own.")
    is_taken: bool
    event: str | None = Field(default=None, description="The number under which it is worked on.")
    place: str | None = Field(default=None, description="Code of the place that has it.")
    placed_by: str | None = Field(
        default=None, description="`point`, `name`, `address`, or `nothing`: the district finds out."
    )
    code: str = Field(default="", description="Why not, for programs.")
    detail: str = Field(default="", description="Why not, for people.")
    errors: dict[str, list[str]] = Field(default_factory=dict, description="By field.")


class OrdersOut(BaseModel):
    items: list[OrderOut] = Field(description="In the order of the request.")


class ReplyOut(BaseModel):
    """Something to be told to the platform."""

    id: uuid.UUID
    position: int = Field(description="The cursor: rises with each reply.")
    number: str = Field(description="The order's, as the platform gave it.")
    event: str
    kind: ReplyKind = Field(description="`result`, `return` (not ours), or `extension` (more time is asked for).")
    words: str = Field(description="What was done, or why it is returned, or why time is needed.")
    state: str = Field(default="", description="The event's state when it ended.")
    at: datetime.datetime | None = Field(default=None, description="When it ended.")
    is_in_time: bool | None = Field(default=None, description="By the platform's own deadline.")
    rating: int | None = Field(default=None, description="1 to 5, if the reporter said so.")
    rating_words: str = ""
    until: datetime.datetime | None = Field(default=None, description="Asked for, of an `extension`.")


class RepliesOut(BaseModel):
    items: list[ReplyOut]
    next: int | None = Field(description="Ask on with this as `after`; null when this was the last.")


class AcknowledgedOut(BaseModel):
    id: str
    is_taken: bool
    outcome: ReplyOutcome | None = None
    code: str = ""
    detail: str = ""
    errors: dict[str, list[str]] = Field(default_factory=dict)


class AcknowledgementsOut(BaseModel):
    items: list[AcknowledgedOut]
