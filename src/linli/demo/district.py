"""The places of the demo: real ones from the national codes, with grids, buildings and boundaries invented."""

import random
from collections.abc import Mapping
from datetime import date
from importlib.resources import as_file, files

import shapely

from linli.demo.cast import COMMUNITY, DISTRICT
from linli.kernel.actor import SYSTEM
from linli.places import boundaries
from linli.places.imports import import_places
from linli.places.invention import Invented, invent_boundaries, invent_grids
from linli.places.levels import CODE_LENGTHS, Level, parent_code
from linli.places.models import Place
from linli.places.shapes import Shape

GRIDS = 800
BUILDINGS = 4
"""In each grid of the one community that has any."""
FLOORS, FLATS = 6, 2
SEED = 430211


def settle(on: date) -> None:
    """Bring in the district and invent what nobody publishes about it; its boundaries hold from ``on``."""
    with as_file(files("linli.places") / "data" / "tianyuan.csv") as path:
        import_places(path, actor=SYSTEM)
    names = dict(Place.objects.inside(DISTRICT).values_list("code", "name"))
    communities = {code: name for code, name in names.items() if len(code) == CODE_LENGTHS[Level.COMMUNITY]}
    grids = invent_grids(communities, count=GRIDS, seed=SEED)
    _add(Level.GRID, grids)
    shapes = invent_boundaries(names | {grid.code: grid.name for grid in grids}, seed=SEED)
    places = {place.code: place for place in Place.objects.filter(code__in=shapes)}
    boundaries.save(
        {places[code]: shape for code, shape in shapes.items()},
        on=on,
        report=boundaries.Report(),
        actor=SYSTEM,
        source="demo",
        is_invented=True,
    )
    _build(grids, shapes)


def _build(grids: list[Invented], shapes: Mapping[str, Shape]) -> None:
    """Houses with flats in one community, so that the tree can be followed to a door; each somewhere in its grid."""
    buildings = [
        Invented(f"{grid.code}{number:03d}", f"{number}栋")
        for grid in grids
        if grid.code.startswith(COMMUNITY)
        for number in range(1, BUILDINGS + 1)
    ]
    doors = [floor * 100 + flat for floor in range(1, FLOORS + 1) for flat in range(1, FLATS + 1)]
    _add(Level.BUILDING, buildings)
    chance = random.Random("buildings")
    placed = list(Place.objects.inside(COMMUNITY).filter(level=Level.BUILDING).order_by("code"))
    for building in placed:
        building.lat, building.lon = _point_in(shapes[parent_code(building.code)], chance)
    Place.objects.bulk_update(placed, ["lat", "lon"], batch_size=500)
    _add(
        Level.DWELLING,
        [Invented(f"{building.code}{door:04d}", f"{door}室") for building in buildings for door in doors],
    )


def _point_in(shape: Shape, chance: random.Random) -> tuple[float, float]:
    """Latitude and longitude of somewhere inside."""
    west, south, east, north = shape.bounds
    while True:
        lon, lat = round(chance.uniform(west, east), 6), round(chance.uniform(south, north), 6)
        if shapely.intersects_xy(shape, lon, lat):
            return lat, lon


def _add(level: Level, invented: list[Invented]) -> None:
    parents = dict(Place.objects.filter(code__in={parent_code(one.code) for one in invented}).values_list("code", "pk"))
    Place.objects.bulk_create(
        [
            Place(level=level, code=one.code, name=one.name, parent_id=parents[parent_code(one.code)])
            for one in invented
        ],
        batch_size=500,
    )
