"""What the moves of incubation are given."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from linli.kernel.files import Pdf, Picture
from linli.organisations.incubation.models import Centre, CentreService, Incubation, Seat, Step
from linli.organisations.registry.models import Organisation
from linli.people.models import User
from linli.places.models import Place


@dataclass(frozen=True)
class Found:
    """A group that was found: one that is listed already, or ``place`` and ``values`` of a new one."""

    how: str
    leader_name: str
    leader_phone: str
    organisation: Organisation | None = None
    place: Place | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Accepted:
    """The group wants to be incubated."""

    way: str
    centre: Centre | None
    mentors: Sequence[User]


@dataclass(frozen=True)
class Beginning:
    organisation: Organisation
    way: str
    centre: Centre | None
    mentors: Sequence[User]


@dataclass(frozen=True)
class Mentors:
    mentors: Sequence[User]


@dataclass(frozen=True)
class Dropped:
    reason: str


@dataclass(frozen=True)
class HandedOver:
    hub: Organisation


@dataclass(frozen=True)
class Chosen:
    """``phone`` may be empty."""

    role: str
    name: str
    phone: str


@dataclass(frozen=True)
class Sent:
    """Evidence for a step. ``people`` and ``name`` where the step asks for them."""

    incubation: Incubation
    step: Step
    text: str
    numbers: Mapping[str, int] = field(default_factory=dict)
    photos: Sequence[Picture] = ()
    document: Picture | Pdf | None = None
    people: Sequence[Chosen] = ()
    name: str = ""
    logo: Picture | None = None


@dataclass(frozen=True)
class Returned:
    """``because`` is for the organisation: what to put right."""

    because: str


@dataclass(frozen=True)
class Visited:
    on: datetime.date
    words: str


@dataclass(frozen=True)
class Asked:
    incubation: Incubation
    service: CentreService
    words: str


@dataclass(frozen=True)
class Session:
    """A training or an exchange visit."""

    place: Place
    values: Mapping[str, Any]


@dataclass(frozen=True)
class SignedUp:
    organisation: Organisation
    names: Sequence[str]


@dataclass(frozen=True)
class Attended:
    seats: Sequence[Seat]
    hours: Decimal
