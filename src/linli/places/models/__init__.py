"""The tables of places: the tree itself, and what lies in its communities."""

from linli.places.models.holdings import (
    Estate,
    EstateKind,
    Households,
    Management,
    Premises,
    PremisesKind,
    SignOff,
    Step,
)
from linli.places.models.tree import (
    Boundary,
    FormerCode,
    FormerName,
    ImportRun,
    Place,
    PlaceQuerySet,
    RuleOverride,
    short_name,
)

__all__ = [
    "Boundary",
    "Estate",
    "EstateKind",
    "FormerCode",
    "FormerName",
    "Households",
    "ImportRun",
    "Management",
    "Place",
    "PlaceQuerySet",
    "Premises",
    "PremisesKind",
    "RuleOverride",
    "SignOff",
    "Step",
    "short_name",
]
