"""Boundaries for the maps of pages: simplified together, so that no gap opens between neighbours, and small."""

import json
from typing import Any

import numpy
import shapely

from linli.kernel.snapshot import Snapshot
from linli.places.levels import Level, after
from linli.places.models import Boundary, Place

FINEST = 1500
"""A map is at most so many pixels wide: what is smaller than one of them is left out."""
DECIMALS = 6
"""Of a degree: a tenth of a metre."""
KEPT = 512
"""Maps kept in memory; a district has some hundred."""


class Maps:
    """The maps made since the boundaries last changed."""

    def __init__(self) -> None:
        self._made: dict[str, bytes] = {}

    def inside(self, place: Place, level: Level | None) -> bytes:
        key = f"{place.code} {level or ''}"
        made = self._made.get(key)
        if made is None:
            if len(self._made) >= KEPT:
                self._made.clear()
            made = self._made[key] = _draw(place, level)
        return made


maps: Snapshot[Maps] = Snapshot("boundaries", Maps)


def children_map(place: Place) -> bytes:
    """GeoJSON of the places right below ``place``; of the place itself when none below has a boundary."""
    return maps.get().inside(place, None)


def level_map(place: Place, level: Level) -> bytes:
    """GeoJSON of all places of a level inside ``place``: of a district's communities, for one."""
    return maps.get().inside(place, level)


def _draw(place: Place, level: Level | None) -> bytes:
    current = (
        Boundary.objects.filter(valid_to__isnull=True, place__ended_on__isnull=True)
        .select_related("place")
        .order_by("place__code")
    )
    if level:
        rows = list(current.filter(place__level=level, place__code__gte=place.code, place__code__lt=after(place.code)))
    else:
        rows = list(current.filter(place__parent=place)) or list(current.filter(place=place))
    shapes = shapely.from_geojson([row.geometry for row in rows])
    if len(shapes):
        west, _south, east, _north = shapely.total_bounds(shapes)
        shapes = shapely.coverage_simplify(shapes, (east - west) / FINEST)
        shapes = shapely.transform(shapes, lambda points: numpy.round(points, DECIMALS))
    features = [_feature(row, shape) for row, shape in zip(rows, shapes, strict=True)]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def _feature(row: Boundary, shape: Any) -> dict[str, object]:
    properties = {
        "code": row.place.code,
        "name": row.place.short_name,
        "level": row.place.level,
        "invented": row.is_invented,
    }
    return {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(shape))}
