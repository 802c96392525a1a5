"""What begins a scheme or a request, and what their moves are given. Money is in fen."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linli.organisations.registry.models import Organisation
from linli.organisations.support.models import SupportScheme
from linli.places.models import Place


@dataclass(frozen=True)
class NewScheme:
    place: Place
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    organisation: Organisation
    scheme: SupportScheme
    words: str
    amount: int | None


@dataclass(frozen=True)
class Granted:
    amount: int | None
    use_by: datetime.date


@dataclass(frozen=True)
class Reported:
    words: str
