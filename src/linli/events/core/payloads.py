"""What the moves of an event carry: a form or the API parses into these, the actions take them."""

import datetime
from dataclasses import dataclass, field

from linli.events.core.models import Category, Event
from linli.kernel.files import Picture
from linli.people.models import Unit, User
from linli.places.models import Place


@dataclass(frozen=True)
class Report:
    """What is known of a new event. ``phone`` is in E.164."""

    category: Category
    text: str
    place: Place | None = None
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    phone: str = ""
    photos: list[Picture] = field(default_factory=list)


@dataclass(frozen=True)
class Dispatch:
    unit: Unit


@dataclass(frozen=True)
class Amend:
    """What the platform says now."""

    text: str
    their_due: datetime.datetime


@dataclass(frozen=True)
class Join:
    into: Event


@dataclass(frozen=True)
class Same:
    """``as_`` is the event that the reporter takes for the same matter."""

    as_: Event


@dataclass(frozen=True)
class Relocation:
    place: Place


@dataclass(frozen=True)
class Lead:
    leader: User


@dataclass(frozen=True)
class Units:
    units: list[Unit]


@dataclass(frozen=True)
class MoreTime:
    until: datetime.datetime


@dataclass(frozen=True)
class Evidence:
    photos: list[Picture]


@dataclass(frozen=True)
class Rate:
    """``stars`` from 1 to 5."""

    stars: int
    words: str
