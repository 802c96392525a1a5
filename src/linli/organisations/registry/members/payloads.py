"""What the acts on the people of an organisation are given."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linli.organisations.registry.models import Member


@dataclass(frozen=True)
class Joined:
    """The columns of a member."""

    values: Mapping[str, Any]


@dataclass(frozen=True)
class Changed:
    member: Member
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Gone:
    member: Member
    on: datetime.date
