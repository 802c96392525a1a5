"""What begins an agreement, and what its moves are given."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from linli.organisations.registry.models import Organisation
from linli.organisations.spaces.states import Measure, Rhythm
from linli.places.models import Premises


@dataclass(frozen=True)
class Proposed:
    organisation: Organisation
    premises: Premises
    service: str
    measure: Measure
    rhythm: Rhythm
    owed: Decimal
    valid_from: datetime.date
    valid_to: datetime.date


@dataclass(frozen=True)
class Delivered:
    day: datetime.date
    amount: Decimal
    what: str
