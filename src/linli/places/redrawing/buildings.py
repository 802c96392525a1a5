"""Buildings, with their dwellings, come to lie in another grid."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.places.levels import Level
from linli.places.models import Place
from linli.places.recoding import relabel
from linli.places.redrawing.plans import Plan, free_codes


def buildings_of(grid: Place) -> QuerySet[Place]:
    return Place.objects.standing().filter(parent=grid, level=Level.BUILDING).order_by("code")


def plan_buildings(plan: Plan, buildings: Sequence[Place]) -> None:
    """The lines of the preview for buildings that move."""
    keys = [building.pk for building in buildings]
    dwellings = Place.objects.standing().filter(parent__in=keys).count()
    grids = Place.objects.filter(children__in=keys).values_list("pk", "name")
    grid_names: dict[uuid.UUID | None, str] = {key: name for key, name in grids}  # noqa: C416 - a wider key
    plan.note("buildings", [building.code for building in buildings], dwellings)
    plan.add(_("楼栋"), len(buildings), [f"{grid_names[building.parent_id]} {building.name}" for building in buildings])
    plan.add(_("住房"), dwellings)


def take_over(buildings: Sequence[Place], grid: Place, *, on: date) -> int:
    """Give ``buildings`` codes in ``grid``: the number they have where it is free there. How many places moved."""
    codes = free_codes(grid, Level.BUILDING, wanted=[building.number for building in buildings], count=len(buildings))
    moved = 0
    for building, code in zip(buildings, codes, strict=True):
        rows = list(Place.objects.inside(building.code).order_by("code"))
        relabel(rows, code, parent=grid, on=on)
        moved += len(rows)
    return moved
