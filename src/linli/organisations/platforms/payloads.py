"""What the moves of platforms and visits are given."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linli.organisations.platforms.models import ChecklistItem, Platform
from linli.organisations.registry.models import Organisation
from linli.places.models import Place


@dataclass(frozen=True)
class Opening:
    """A platform begins; ``operator`` runs it from its first day."""

    place: Place
    values: Mapping[str, Any]
    operator: Organisation | None


@dataclass(frozen=True)
class Edited:
    values: Mapping[str, Any]


@dataclass(frozen=True)
class HandedOver:
    """From ``since`` on; None: nobody runs it but the office itself."""

    operator: Organisation | None
    since: datetime.date


@dataclass(frozen=True)
class Found:
    """Of one item: met or not, or the number that was counted where the item asks for one."""

    item: ChecklistItem
    is_met: bool | None = None
    count: int | None = None


@dataclass(frozen=True)
class Checked:
    """``put_right_by`` None: as long as the rule of the place gives."""

    platform: Platform
    on: datetime.date
    findings: Sequence[Found]
    put_right_by: datetime.date | None = None


@dataclass(frozen=True)
class Again:
    put_right_by: datetime.date


@dataclass(frozen=True)
class Entered:
    """One number of a community for a part of a standard."""

    part: str
    count: int
    note: str = ""
