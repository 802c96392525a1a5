"""Reading one boundary from GeoJSON: every fault gets a sentence for the person who made the file."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy
import shapely
from django.utils.translation import gettext as _

from linli.places.coordinates import EAST, NORTH, SOUTH, WEST, gcj02_to_wgs84, is_in_china

DECIMALS = 7
"""Of a degree: a centimetre."""

Shape: TypeAlias = shapely.Polygon | shapely.MultiPolygon


def read_shape(geometry: object, *, is_gcj02: bool) -> Shape:
    """A valid polygon in WGS 84, or ValueError with a sentence."""
    polygons = list(_polygons(geometry))
    for rings in polygons:
        for ring in rings:
            _check_ring(ring)
    if is_gcj02:
        polygons = [[[_converted(point) for point in ring] for ring in rings] for rings in polygons]
    parts = [shapely.Polygon(rings[0], rings[1:]) for rings in polygons]
    return checked(parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts))


def checked(shape: Shape) -> Shape:
    """Rounded to a centimetre, rings in the order of RFC 7946; ValueError when it crosses itself."""
    shape = shapely.transform(shape, lambda points: numpy.round(points, DECIMALS))
    if not shape.is_valid:
        reason = shapely.is_valid_reason(shape)
        where = reason[reason.find("[") + 1 : -1] if "[" in reason else ""
        raise ValueError(_("界线自相交或重叠，在 %(where)s 附近。") % {"where": where.replace(" ", ", ")})
    if shape.area == 0:
        raise ValueError(_("界线没有围出面积。"))
    return shapely.orient_polygons(shape)


def as_geojson(shape: Shape) -> str:
    return str(shapely.to_geojson(shape))


def _polygons(geometry: object) -> Iterator[list[list[list[float]]]]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates: Any = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValueError(_("界线应是 Polygon 或 MultiPolygon，这里是 %(kind)s。") % {"kind": kind or _("空")})
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons:
        raise ValueError(_("界线没有坐标。"))
    for rings in polygons:
        if not isinstance(rings, list) or not rings or not all(isinstance(ring, list) for ring in rings):
            raise ValueError(_("界线没有坐标。"))
        yield [[_point(point) for point in ring] for ring in rings]


def _point(point: Any) -> list[float]:
    if (
        not isinstance(point, list)
        or len(point) < 2
        or not all(isinstance(number, (int, float)) and not isinstance(number, bool) for number in point[:2])
    ):
        raise ValueError(_("坐标应是两个数字：经度、纬度。"))
    return [float(point[0]), float(point[1])]


def _check_ring(ring: list[list[float]]) -> None:
    for lon, lat in ring:
        if is_in_china(lat, lon):
            continue
        if is_in_china(lon, lat):
            raise ValueError(_("坐标 %(lon)s, %(lat)s 像是把经度和纬度写反了，应先写经度。") % {"lon": lon, "lat": lat})
        raise ValueError(
            _("坐标 %(lon)s, %(lat)s 不在范围内：经度 %(west)s 至 %(east)s，纬度 %(south)s 至 %(north)s。")
            % {"lon": lon, "lat": lat, "west": WEST, "east": EAST, "south": SOUTH, "north": NORTH}
        )
    if len(ring) < 4:
        raise ValueError(_("界线至少要有四个点，首尾相同。"))
    if ring[0] != ring[-1]:
        raise ValueError(_("界线没有闭合：最后一个点应与第一个点相同。"))


def _converted(point: list[float]) -> list[float]:
    lat, lon = gcj02_to_wgs84(point[1], point[0])
    return [lon, lat]
