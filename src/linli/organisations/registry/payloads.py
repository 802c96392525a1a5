"""What the moves of an organisation are given."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linli.kernel.files import Pdf
from linli.organisations.registry.models import Organisation, WorkField
from linli.people.models import Post, User
from linli.places.models import Place


@dataclass(frozen=True)
class Listing:
    """A group that was found, or an organisation that is here already."""

    place: Place
    values: Mapping[str, Any]
    fields: Sequence[WorkField]


@dataclass(frozen=True)
class Edit:
    """The columns of an organisation and what is to stand in them; ``fields`` None: as they are."""

    values: Mapping[str, Any]
    fields: Sequence[WorkField] | None = None


@dataclass(frozen=True)
class Filed:
    number: str
    on: datetime.date


@dataclass(frozen=True)
class Registered:
    """The authority's own decision."""

    code: str
    authority: str
    certificate_number: str
    on: datetime.date
    kind: str = ""
    """What a group is by law from then on; nothing for what it was already."""


@dataclass(frozen=True)
class Charter:
    paper: Pdf


@dataclass(frozen=True)
class Joining:
    """``hub`` None: it belongs to none any more."""

    hub: Organisation | None


@dataclass(frozen=True)
class Left:
    """``because`` is public."""

    because: str
    on: datetime.date


@dataclass(frozen=True)
class Empowered:
    """``until`` is the last day; None: until it is withdrawn."""

    user: User
    until: datetime.date | None


@dataclass(frozen=True)
class Withdrawn:
    post: Post


@dataclass(frozen=True)
class Told:
    """Something that it did."""

    day: datetime.date
    what: str
    people: int
