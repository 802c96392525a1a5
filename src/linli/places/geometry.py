"""Which grid a point lies in: an index in memory, made anew when a boundary changes."""

import math
import uuid
from collections.abc import Sequence
from typing import NamedTuple

import numpy
import shapely

from linli.kernel.snapshot import Snapshot
from linli.places.levels import Level
from linli.places.models import Boundary


class Spot(NamedTuple):
    """A grid, as far as a new record there needs it."""

    id: uuid.UUID
    code: str


class GridIndex:
    """The current boundaries of all grids, in the order of their codes."""

    def __init__(self, spots: Sequence[Spot], geometries: Sequence[str]) -> None:
        self._spots = spots
        self._shapes = shapely.from_geojson(numpy.array(geometries, dtype=object))
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)

    def find(self, lat: float, lon: float) -> Spot | None:
        """The grid with the point; on a shared border the one with the lesser code; None outside of all."""
        if not (math.isfinite(lat) and math.isfinite(lon)):
            return None
        near = self._tree.query(shapely.Point(lon, lat))
        if not len(near):
            return None
        inside = near[shapely.intersects_xy(self._shapes[near], lon, lat)]
        return self._spots[inside.min()] if len(inside) else None


def _load() -> GridIndex:
    rows = list(
        Boundary.objects.filter(valid_to__isnull=True, place__level=Level.GRID, place__ended_on__isnull=True)
        .order_by("place__code")
        .values_list("place_id", "place__code", "geometry")
    )
    return GridIndex([Spot(place, code) for place, code, _ in rows], [geometry for _, _, geometry in rows])


index: Snapshot[GridIndex] = Snapshot("boundaries", _load)


def grid_at(lat: float, lon: float) -> Spot | None:
    """The grid that a point (degrees, WGS 84) lies in; None in no grid."""
    return index.get().find(lat, lon)


def find_grid(lat: float, lon: float) -> uuid.UUID | None:
    """The id of that grid."""
    spot = grid_at(lat, lon)
    return spot.id if spot else None
