"""What the acts on a service are given."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linli.organisations.registry.models import Service


@dataclass(frozen=True)
class Offered:
    """The columns of a service and what is to stand in them."""

    values: Mapping[str, Any]


@dataclass(frozen=True)
class Revised:
    service: Service
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Chosen:
    service: Service
