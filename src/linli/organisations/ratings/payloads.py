"""What the acts about ratings and stars are given."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from linli.organisations.ratings.models import IndicatorSet, RatingRound
from linli.organisations.ratings.states import Grade
from linli.organisations.registry.models import Organisation
from linli.places.models import Place

Points = Mapping[str, Decimal]
"""For each leaf's code what is given."""


@dataclass(frozen=True)
class NewRound:
    place: Place
    name: str
    agency: str
    indicators: IndicatorSet
    apply_by: datetime.date
    score_by: datetime.date


@dataclass(frozen=True)
class Application:
    organisation: Organisation
    round: RatingRound


@dataclass(frozen=True)
class SelfScore:
    points: Points
    statement: str


@dataclass(frozen=True)
class Given:
    """A rater's points."""

    points: Points
    remark: str = ""


@dataclass(frozen=True)
class Appealed:
    reasons: str


@dataclass(frozen=True)
class Lowered:
    """``because`` is public."""

    grade: Grade
    because: str


@dataclass(frozen=True)
class Ended:
    """``because`` is public."""

    because: str


@dataclass(frozen=True)
class Starred:
    organisation: Organisation
    items: Sequence[str]


@dataclass(frozen=True)
class Line:
    """An indicator as somebody wrote it down."""

    code: str
    name: str
    weight: int
    about: str = ""


@dataclass(frozen=True)
class Version:
    """A new version of the indicators; grades as the version before unless told."""

    name: str
    source: str
    valid_from: datetime.date
    lines: Sequence[Line]
    steps: Mapping[Grade, Decimal]
