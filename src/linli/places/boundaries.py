"""Bringing boundaries in from GeoJSON; good features are kept, each other one is answered with a sentence."""

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import shapely
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.audit import trail
from linli.kernel.actor import Actor
from linli.kernel.decoding import content
from linli.kernel.problems import Invalid
from linli.places import geometry
from linli.places.models import Boundary, Place
from linli.places.shapes import Shape, as_geojson, read_shape

TOLERATED_OVERLAP = 0.001
"""Of the smaller area: borders drawn by hand never meet exactly."""
KNOWN_SYSTEMS = ("CRS84", "4326", "4490")
"""WGS 84 and CGCS2000, as a ``crs`` member names them."""


class FeatureError(NamedTuple):
    number: int
    """Of the feature in the file, from 1."""
    code: str
    message: str


@dataclass
class Report:
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    is_converted: bool = False
    errors: list[FeatureError] = field(default_factory=list)


class _Drawn(NamedTuple):
    number: int
    place: Place
    shape: Shape


def import_boundaries(path: Path, *, actor: Actor, is_gcj02: bool = False, on: date | None = None) -> Report:
    """Take in the features of a GeoJSON file, each with the property ``code`` of its place.

    GCJ-02 is converted: when the caller says so, or the collection has ``"coordinate_system": "GCJ-02"``.
    Raises Invalid when the file as a whole cannot be read; then nothing is saved.
    """
    collection = _read(path)
    report = Report(is_converted=is_gcj02 or collection.get("coordinate_system") == "GCJ-02")
    drawn = _without_overlaps(_draw(collection["features"], report), report)
    with transaction.atomic():
        save(
            {one.place: one.shape for one in drawn},
            on=on or timezone.localdate(),
            report=report,
            actor=actor,
            source=path.name,
        )
    report.errors.sort()
    return report


def save(
    shapes: Mapping[Place, Shape],
    *,
    on: date,
    report: Report,
    actor: Actor,
    source: str,
    is_invented: bool = False,
) -> None:
    """Make these the boundaries from ``on``; those before are kept with their end. Counts go into ``report``."""
    current = {row.place_id: row for row in Boundary.objects.filter(valid_to__isnull=True, place__in=shapes)}
    outdated, fresh, unplaced = [], [], []
    for place, shape in shapes.items():
        text = as_geojson(shape)
        before = current.get(place.pk)
        if before and before.geometry == text:
            report.unchanged += 1
            continue
        if before:
            before.valid_to = max(on, before.valid_from)
            outdated.append(before)
            report.changed += 1
        else:
            report.new += 1
        fresh.append(
            Boundary(
                place=place,
                geometry=text,
                valid_from=on,
                is_converted=report.is_converted,
                is_invented=is_invented,
            )
        )
        if place.lat is None:
            point = shape.point_on_surface()
            place.lat, place.lon = round(point.y, 6), round(point.x, 6)
            unplaced.append(place)
    Boundary.objects.bulk_update(outdated, ["valid_to"], batch_size=1000)
    Boundary.objects.bulk_create(fresh, batch_size=1000)
    Place.objects.bulk_update(unplaced, ["lat", "lon"], batch_size=500)
    if fresh:
        geometry.index.touch()
    trail.record(
        "places.boundaries",
        actor=actor,
        subject_kind="import",
        detail={"source": source, "new": report.new, "changed": report.changed, "unchanged": report.unchanged},
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        collection = json.loads(content(path).decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise Invalid(_("这不是 GeoJSON 文件。"), code="not_geojson") from error
    if not isinstance(collection, dict) or not isinstance(collection.get("features"), list):
        raise Invalid(_("GeoJSON 应是一个 FeatureCollection。"), code="not_geojson")
    crs = collection.get("crs")
    if crs and not any(system in json.dumps(crs) for system in KNOWN_SYSTEMS):
        raise Invalid(
            _("坐标系应是 WGS 84 或 CGCS2000 的经纬度，文件写的是 %(crs)s。请先换算。") % {"crs": json.dumps(crs)},
            code="unknown_coordinate_system",
        )
    return collection


def _draw(features: Sequence[Any], report: Report) -> list[_Drawn]:
    codes = [_code(feature) for feature in features]
    places = {place.code: place for place in Place.objects.filter(code__in=set(codes) - {""})}
    drawn: dict[str, _Drawn] = {}
    for number, (feature, code) in enumerate(zip(features, codes, strict=True), start=1):
        try:
            if not code:
                raise ValueError(_("缺少属性 code（地点代码）。"))
            if code not in places:
                raise ValueError(_("库中没有这个代码的地点，请先导入地点。"))
            if code in drawn:
                raise ValueError(_("这个地点在文件里已有界线（第 %(number)s 个）。") % {"number": drawn[code].number})
            shape = read_shape(feature.get("geometry"), is_gcj02=report.is_converted)
            drawn[code] = _Drawn(number, places[code], shape)
        except ValueError as error:
            report.errors.append(FeatureError(number, code, str(error)))
    return list(drawn.values())


def _code(feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get("code") if isinstance(properties, dict) else None
    return str(code) if isinstance(code, (str, int)) else ""


def _without_overlaps(drawn: list[_Drawn], report: Report) -> list[_Drawn]:
    """Those that leave their siblings' areas alone. Of two in the file that overlap, neither is taken."""
    families: dict[object, list[_Drawn]] = defaultdict(list)
    for one in drawn:
        families[one.place.parent_id].append(one)
    redrawn = [one.place.pk for one in drawn]
    present: dict[object, list[tuple[Place, Shape]]] = defaultdict(list)
    for row in (
        Boundary.objects.filter(valid_to__isnull=True, place__parent__in=[key for key in families if key])
        .exclude(place__in=redrawn)
        .select_related("place")
    ):
        present[row.place.parent_id].append((row.place, shapely.from_geojson(row.geometry)))
    kept = []
    for parent, family in families.items():
        others = [(one.place, one.shape) for one in family] + present[parent]
        tree = shapely.STRtree([shape for _place, shape in others])
        for position, one in enumerate(family):
            near = (others[at] for at in sorted(tree.query(one.shape, predicate="intersects")) if at != position)
            clash = next((place for place, shape in near if _overlap(one.shape, shape)), None)
            if clash is None:
                kept.append(one)
                continue
            message = _("与 %(name)s（%(code)s）重叠。") % {"name": clash.name, "code": clash.code}
            report.errors.append(FeatureError(one.number, one.place.code, message))
    return kept


def _overlap(one: Shape, other: Shape) -> bool:
    common = one.intersection(other).area
    return common > TOLERATED_OVERLAP * min(one.area, other.area) and not math.isclose(common, 0.0, abs_tol=1e-15)
