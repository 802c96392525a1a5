"""What the moves of party work are given."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linli.kernel.files import Picture
from linli.organisations.party.models import Hosting, PartyGroup, PartyOrganisation
from linli.organisations.registry.models import Organisation
from linli.people.models import User
from linli.places.models import Place


@dataclass(frozen=True)
class Appointed:
    """``user`` None: somebody who does not sign in."""

    name: str
    is_public: bool
    user: User | None
    since: datetime.date


@dataclass(frozen=True)
class Founding:
    place: Place
    values: Mapping[str, Any]
    organisations: Sequence[Organisation]
    secretary: Appointed | None


@dataclass(frozen=True)
class Corrected:
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Covered:
    organisation: Organisation


@dataclass(frozen=True)
class Joined:
    group: PartyGroup


@dataclass(frozen=True)
class Grouping:
    place: Place
    name: str
    about: str


@dataclass(frozen=True)
class Assigned:
    """Another branch hosts. ``is_swapped``: two agreed on it."""

    branch: PartyOrganisation
    is_swapped: bool


@dataclass(frozen=True)
class Held:
    on: datetime.date
    summary: str
    attended: Sequence[PartyOrganisation]
    photos: Sequence[Picture] = ()


@dataclass(frozen=True)
class Asked:
    hosting: Hosting
    other: Hosting
