"""How communities stand to the rules: square metres of premises, and the size of their grids."""

import math
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Sum

from linli.places import rules
from linli.places.levels import Level
from linli.places.models import Households, Place, Premises, PremisesKind


def required_area(households: int, *, rate: int, cap: int, centre: int, centre_wins: bool) -> int:
    """Square metres for so many households: ``rate`` for every hundred, at most ``cap``.

    ``centre`` is the least that the party-and-people centre has by itself; where all rooms together would need less
    than that, ``centre_wins`` says that it is the larger number that holds.
    """
    by_rate = min(math.ceil(rate * households / 100), cap)
    return max(by_rate, centre) if centre_wins else by_rate


@dataclass(frozen=True)
class Standing:
    """A community beside the standard. ``households`` None: nobody put them down."""

    community: Place
    households: int | None
    unknown_grids: int
    """Grids without a figure, where the community's is added up from its grids."""
    actual: int
    centre: int
    planned: int
    required: int | None
    centre_required: int

    @property
    def shortfall(self) -> int | None:
        return None if self.required is None else max(0, self.required - self.actual)

    @property
    def centre_shortfall(self) -> int:
        return max(0, self.centre_required - self.centre)


def standings(code: str) -> list[Standing]:
    """Every community inside the place ``code``, in the order of their codes. Three queries."""
    within = Place.objects.standing().inside(code).filter(level__in=(Level.COMMUNITY, Level.GRID)).order_by("code")
    counts = dict(Households.objects.filter(place__in=within.order_by()).values_list("place_id", "count"))
    grids: dict[uuid.UUID | None, list[Place]] = defaultdict(list)
    communities = []
    for place in within:
        if place.level == Level.GRID:
            grids[place.parent_id].append(place)
        else:
            communities.append(place)
    areas = _areas(code)
    return [_standing(community, counts, grids[community.pk], areas) for community in communities]


def _areas(code: str) -> Mapping[tuple[uuid.UUID, str, bool], int]:
    rows = (
        Premises.objects.inside(code)
        .values_list("community_id", "kind", "is_planned")
        .annotate(total=Sum("area"))
        .order_by("community_id", "kind", "is_planned")
    )
    return {(community, kind, is_planned): total for community, kind, is_planned, total in rows}


def _standing(
    community: Place,
    counts: Mapping[uuid.UUID, int],
    grids: list[Place],
    areas: Mapping[tuple[uuid.UUID, str, bool], int],
) -> Standing:
    known = [counts[grid.pk] for grid in grids if grid.pk in counts]
    households = counts.get(community.pk, sum(known) if known else None)
    mine = {(kind, is_planned): area for (key, kind, is_planned), area in areas.items() if key == community.pk}
    centre = rules.PARTY_CENTRE_AREA.at(community.code)
    required = None
    if households is not None:
        required = required_area(
            households,
            rate=rules.PREMISES_RATE.at(community.code),
            cap=rules.PREMISES_CAP.at(community.code),
            centre=centre,
            centre_wins=rules.PARTY_CENTRE_WINS.at(community.code),
        )
    return Standing(
        community=community,
        households=households,
        unknown_grids=0 if community.pk in counts else len(grids) - len(known),
        actual=sum(area for (_kind, is_planned), area in mine.items() if not is_planned),
        centre=mine.get((PremisesKind.PARTY_CENTRE, False), 0),
        planned=sum(area for (_kind, is_planned), area in mine.items() if is_planned),
        required=required,
        centre_required=centre,
    )


@dataclass(frozen=True)
class GridSize:
    """A grid beside the span it should have. ``off`` is negative where households are missing, None if unknown."""

    grid: Place
    households: int | None
    low: int
    high: int

    @property
    def off(self) -> int | None:
        if self.households is None:
            return None
        return min(0, self.households - self.low) + max(0, self.households - self.high)


def grid_sizes(code: str) -> list[GridSize]:
    """Every grid inside the place ``code``, in the order of their codes. Two queries."""
    grids = Place.objects.standing().inside(code).filter(level=Level.GRID).with_line().order_by("code")
    counts = dict(Households.objects.filter(place__in=grids.order_by()).values_list("place_id", "count"))
    sizes = []
    for grid in grids:
        low, high = rules.GRID_HOUSEHOLDS.at(grid.code)
        sizes.append(GridSize(grid, counts.get(grid.pk), low, high))
    return sizes
