"""Where the year's matters lie: spots with an address in every grid, and who works there."""

import datetime
import random
import uuid
from collections.abc import Sequence
from typing import NamedTuple

import numpy
import shapely

from linli.demo.estates import NAMES
from linli.events.core.models import ResponsibleUnit
from linli.people.models import Unit
from linli.people.roles import Role
from linli.people.staffing import nearest, staffing
from linli.places.levels import CODE_LENGTHS, Level, lineage
from linli.places.models import Boundary, Place, short_name

SPOTS = 12
"""In each grid, where one thing after the other happens."""
ROADS = (
    *("泰山路", "长江北路", "长江南路", "黄河北路", "黄河南路", "珠江北路", "珠江南路", "天台路", "嵩山路", "庐山路"),
    *("株洲大道", "神农大道", "新马路", "湘江大道"),
)
SIDES = ("东侧", "西侧", "北门", "南门", "路口", "公交站旁", "菜场旁", "停车场")


class Spot(NamedTuple):
    lat: float
    lon: float
    address: str
    road: str
    estate: str


class Ground(NamedTuple):
    """A grid."""

    place_id: uuid.UUID
    code: str
    spots: Sequence[Spot]


class Doer(NamedTuple):
    who: uuid.UUID | None
    on_behalf_of: uuid.UUID | None
    role: str


def grounds(chance: random.Random) -> list[Ground]:
    """Every grid, with spots inside its boundary."""
    rows = Boundary.objects.filter(place__level=Level.GRID, valid_to=None).order_by("place__code")
    names = dict(Place.objects.filter(level=Level.COMMUNITY).values_list("code", "name"))
    rng = numpy.random.default_rng(chance.randrange(2**32))
    found = []
    for key, code, geometry in rows.values_list("place_id", "place__code", "geometry"):
        community = short_name(names[code[: CODE_LENGTHS[Level.COMMUNITY]]])
        found.append(Ground(key, code, _spots(geometry, community, chance, rng)))
    return found


def _spots(geometry: str, community: str, chance: random.Random, rng: numpy.random.Generator) -> list[Spot]:
    shape = shapely.from_geojson(geometry)
    west, south, east, north = shape.bounds
    shapely.prepare(shape)
    inside: list[tuple[float, float]] = []
    while len(inside) < SPOTS:
        lons, lats = rng.uniform(west, east, 4 * SPOTS).round(6), rng.uniform(south, north, 4 * SPOTS).round(6)
        holds = shapely.contains_xy(shape, lons, lats)
        inside += zip(lats[holds].tolist(), lons[holds].tolist(), strict=True)
    return [_spot(lat, lon, community, chance) for lat, lon in inside[:SPOTS]]


def _spot(lat: float, lon: float, community: str, chance: random.Random) -> Spot:
    road, estate, side = chance.choice(ROADS), community + chance.choice(NAMES), chance.choice(SIDES)
    number = chance.randint(1, 180)
    address = f"{road}{number}号{side}" if chance.random() < 0.4 else f"{estate}{1 + number % 18}栋{side}"
    return Spot(lat, lon, address, road, estate)


def weights(found: Sequence[Ground], chance: random.Random) -> list[float]:
    """How much happens in each: communities differ, and their grids; towns have less."""
    by_community: dict[str, float] = {}
    result = []
    for ground in found:
        community = ground.code[: CODE_LENGTHS[Level.COMMUNITY]]
        share = by_community.setdefault(community, chance.lognormvariate(0, 0.45))
        town = 0.5 if ground.code[6] == "1" else 1.0
        result.append(share * town * chance.lognormvariate(0, 0.4))
    return result


class Offices:
    """Who answers for what where, looked up once."""

    def __init__(self) -> None:
        rows = ResponsibleUnit.objects.select_related("unit__place")
        self._units = {(row.category_id, row.place_id): row.unit for row in rows}
        self._ids = dict(Place.objects.values_list("code", "pk").filter(level__in=list(Level)[:5]))
        self.units = list(Unit.objects.of_offices().select_related("place").order_by("name"))
        self._held: dict[tuple[tuple[Role, ...], str], str | None] = {}

    def unit(self, categories: Sequence[uuid.UUID | None], code: str) -> Unit:
        """The nearest that answers for the category, or its parent's."""
        for category in categories:
            for place in reversed(lineage(code)):
                if category and (unit := self._units.get((category, self._ids.get(place)))):  # type: ignore[arg-type]
                    return unit
        raise ValueError(f"nobody answers at {code}")

    def local(self, roles: tuple[Role, ...], code: str, day: datetime.date) -> Doer:
        """The nearest of the roles at the place or above."""
        if (roles, code) not in self._held:
            self._held[roles, code] = nearest(roles, code)
        return self.doer(self._held[roles, code] or "", day)

    def doer(self, holder: str, day: datetime.date) -> Doer:
        """Whoever sits there, or their deputy while they are away."""
        now = staffing.get()
        seats = now.by_holder.get(holder)
        if not seats:
            return Doer(None, None, "")
        seat = seats[0]
        if now.is_deputised(seat, day):
            return Doer(seat.deputy_id, seat.user_id, seat.role)
        return Doer(seat.user_id, None, seat.role)
