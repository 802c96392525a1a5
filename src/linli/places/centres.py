"""A point inside each place, for what a map shows of the whole of it; kept in memory beside the boundaries."""

import uuid
from collections.abc import Mapping
from typing import NamedTuple

import shapely

from linli.kernel.snapshot import Snapshot
from linli.places.models import Boundary, Place


class Centre(NamedTuple):
    """Degrees, WGS 84."""

    lat: float
    lon: float


centres: Snapshot[dict[uuid.UUID, dict[str, Centre]]] = Snapshot("boundaries", dict)
"""Filled as it is asked for, by the place above."""


def centres_below(place: Place) -> Mapping[str, Centre]:
    """Of the places right below ``place`` that have a boundary, by their codes."""
    known = centres.get()
    if place.pk not in known:
        rows = Boundary.objects.filter(valid_to__isnull=True, place__parent=place)
        found = list(rows.values_list("place__code", "geometry"))
        points = shapely.point_on_surface(shapely.from_geojson([geometry for _code, geometry in found]))
        known[place.pk] = {
            code: Centre(float(shapely.get_y(point)), float(shapely.get_x(point)))
            for (code, _geometry), point in zip(found, points, strict=True)
        }
    return known[place.pk]
