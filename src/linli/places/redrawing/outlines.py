"""Boundaries of grids that are re-drawn. Those before are kept with their end: the map of a former day remains."""

import json
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import shapely
from django.utils.translation import gettext as _

from linli.kernel.problems import Invalid
from linli.places.models import Boundary, Place
from linli.places.shapes import DECIMALS, Shape, as_geojson, checked, read_shape

SLIVER = 0.001
"""Of the grid's area: less than this is no part of it."""


class Cut(NamedTuple):
    part: Shape
    rest: Shape


def current(places: Iterable[Place]) -> dict[object, Boundary]:
    """The boundaries that hold now, by place."""
    return {row.place_id: row for row in Boundary.objects.filter(place__in=list(places), valid_to__isnull=True)}


def shape_of(row: Boundary) -> Shape:
    return shapely.from_geojson(row.geometry)


def union(rows: Iterable[Boundary]) -> Shape:
    """One shape of several that touch. Raises Invalid when they do not make one."""
    try:
        return checked(shapely.union_all([shape_of(row) for row in rows], grid_size=10**-DECIMALS))
    except ValueError as error:
        raise Invalid(_("界线合不到一起：%(error)s") % {"error": error}) from error


def read_area(text: str, *, is_gcj02: bool) -> Shape | None:
    """The GeoJSON that somebody pasted: a geometry, a feature, or a collection of one. Raises Invalid."""
    if not text.strip():
        return None
    try:
        found = json.loads(text)
        if isinstance(found, dict) and found.get("type") == "FeatureCollection":
            features = found.get("features")
            if not isinstance(features, list) or len(features) != 1:
                raise ValueError(_("这里只能有一个图形。"))
            found = features[0]
        if isinstance(found, dict) and found.get("type") == "Feature":
            found = found.get("geometry")
        return read_shape(found, is_gcj02=is_gcj02)
    except (json.JSONDecodeError, RecursionError) as error:
        raise Invalid(errors={"area": [_("这不是 GeoJSON。")]}) from error
    except ValueError as error:
        raise Invalid(errors={"area": [str(error)]}) from error


def cut(row: Boundary | None, area: Shape) -> Cut:
    """The grid's land inside ``area`` and the rest of it. Raises Invalid by the field."""
    if row is None:
        raise Invalid(errors={"area": [_("这个网格还没有界线，分不开。请先导入界线，或者留空。")]})
    whole = shape_of(row)
    part, rest = _land(whole.intersection(area)), _land(whole.difference(area))
    if part.area < SLIVER * whole.area:
        raise Invalid(errors={"area": [_("画出的范围不在这个网格里，什么也没有分出来。")]})
    if rest.area < SLIVER * whole.area:
        raise Invalid(errors={"area": [_("画出的范围盖住了整个网格，原网格什么也不剩。")]})
    try:
        return Cut(checked(part), checked(rest))
    except ValueError as error:
        raise Invalid(errors={"area": [str(error)]}) from error


def _land(shape: shapely.Geometry) -> Shape:
    """Without the points and lines in which two shapes may also meet."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def end(rows: Iterable[Boundary], *, on: date) -> None:
    for row in rows:
        row.valid_to = max(on, row.valid_from)
        row.save(update_fields=["valid_to"])


def draw(place: Place, shape: Shape, *, on: date, like: Iterable[Boundary]) -> None:
    """The boundary of ``place`` from ``on``; invented or converted if one of those it was made from is."""
    rows = list(like)
    Boundary.objects.create(
        place=place,
        geometry=as_geojson(shape),
        valid_from=on,
        is_converted=any(row.is_converted for row in rows),
        is_invented=any(row.is_invented for row in rows),
    )
    point = shape.point_on_surface()
    place.lat, place.lon = round(point.y, 6), round(point.x, 6)
    place.save(update_fields=["lat", "lon"])
