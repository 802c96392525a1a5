"""What the acts about experts and draws are given."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from linli.organisations.experts.models import Draw, ExpertField, ExpertTie
from linli.organisations.experts.states import TieKind
from linli.organisations.registry.models import Organisation
from linli.people.models import Unit, User
from linli.places.models import Place


@dataclass(frozen=True)
class Joining:
    """Somebody comes into the pool: a user, or a person outside by name."""

    place: Place
    user: User | None
    name: str
    values: Mapping[str, Any]
    fields: Sequence[ExpertField]


@dataclass(frozen=True)
class Said:
    values: Mapping[str, Any]
    fields: Sequence[ExpertField]


@dataclass(frozen=True)
class Tied:
    """To one of the three."""

    kind: TieKind
    organisation: Organisation | None = None
    unit: Unit | None = None
    person: str = ""
    until: datetime.date | None = None


@dataclass(frozen=True)
class Untied:
    tie: ExpertTie
    on: datetime.date


@dataclass(frozen=True)
class Wanted:
    """A draw to be made: how many, for what, and what keeps an expert out of it."""

    place: Place
    purpose: str
    seats: int
    fields: Sequence[ExpertField] = ()
    organisations: Sequence[Organisation] = ()
    needs_account: bool = False
    not_from: Draw | None = None
    outside: str = ""
    about: str = ""


@dataclass(frozen=True)
class Revealed:
    """The public value from outside, where the draw named one."""

    outside_value: str = ""


@dataclass(frozen=True)
class Replaced:
    """Who declines: the key of a candidate with a seat."""

    candidate: uuid.UUID


@dataclass(frozen=True)
class Voided:
    """``because`` is public."""

    because: str


@dataclass
class Short:
    """What a draw lacks before it is made."""

    seats: int
    fit: int
    left_out: dict[str, int] = field(default_factory=dict)
