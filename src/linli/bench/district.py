"""The district that the benches work in: real places, invented grids and boundaries, somebody at every post."""

import datetime
from dataclasses import dataclass
from importlib.resources import as_file, files

from django.utils import timezone

from linli.events.core.models import Category, ResponsibleUnit
from linli.kernel.actor import SYSTEM
from linli.people import tokens
from linli.people.actors import actor_of
from linli.people.models import Post, Scope, Unit, User
from linli.people.roles import Role
from linli.people.staffing import staffing
from linli.places import boundaries
from linli.places.imports import import_places
from linli.places.invention import invent_boundaries, invent_grids
from linli.places.levels import Level, parent_code
from linli.places.models import Place

DISTRICT = "430211"
GRIDS = 800
SEED = 430211
CATEGORIES = ("lamp", "rubbish", "manhole", "noise", "parking", "pipe", "tree", "fire_lane", "stall", "dog")
SINCE = datetime.date(2026, 1, 1)
# At each level one person in each of these roles.
STAFF = {
    Level.DISTRICT: (Role.DISPATCHER, Role.LEADER),
    Level.SUBDISTRICT: (Role.DISPATCHER, Role.LEADER),
    Level.COMMUNITY: (Role.COMMUNITY_WORKER,),
    Level.GRID: (Role.GRID_WORKER,),
}


@dataclass(frozen=True)
class District:
    grids: list[Place]
    categories: list[Category]
    units: list[Unit]

    def holder_of(self, role: Role, code: str) -> User:
        return User.objects.get(posts__role=role, posts__place__code=code)

    def token_of(self, user: User) -> str:
        expires_at = timezone.now() + datetime.timedelta(days=1)
        return tokens.make(user, name="bench", scopes=Scope.values, expires_at=expires_at, actor=actor_of(user)).text


def settle() -> District:
    """Fill an empty database: 7 subdistricts, 100 communities, 800 grids with boundaries, 900 people, 10 units."""
    with as_file(files("linli.places") / "data" / "tianyuan.csv") as path:
        import_places(path, actor=SYSTEM)
    names = dict(Place.objects.inside(DISTRICT).values_list("code", "name"))
    invented = invent_grids({code: name for code, name in names.items() if len(code) == 12}, count=GRIDS, seed=SEED)
    parents = dict(Place.objects.values_list("code", "pk"))
    Place.objects.bulk_create(
        Place(level=Level.GRID, code=grid.code, name=grid.name, parent_id=parents[parent_code(grid.code)])
        for grid in invented
    )
    shapes = invent_boundaries(names | {grid.code: grid.name for grid in invented}, seed=SEED)
    places = {place.code: place for place in Place.objects.filter(code__in=shapes)}
    boundaries.save(
        {places[code]: shape for code, shape in shapes.items()},
        on=SINCE,
        report=boundaries.Report(),
        actor=SYSTEM,
        source="bench",
        is_invented=True,
    )
    units = _employ(list(places.values()))
    categories = _categorise(places[DISTRICT], units)
    return District([place for place in places.values() if place.level == Level.GRID], categories, units)


def _employ(places: list[Place]) -> list[Unit]:
    wanted = [(place, role) for place in places for role in STAFF.get(Level(place.level), ())]
    users = User.objects.bulk_create(
        User(username=f"u{number}", name=f"人员{number}", email=f"u{number}@linli.example")
        for number in range(len(wanted))
    )
    Post.objects.bulk_create(
        Post(user=user, role=role, place=place, valid_from=SINCE)
        for user, (place, role) in zip(users, wanted, strict=True)
    )
    district = next(place for place in places if place.code == DISTRICT)
    units = Unit.objects.bulk_create(
        Unit(name=f"单位{number}", kind="department", place=district) for number in range(len(CATEGORIES))
    )
    handlers = User.objects.bulk_create(
        User(username=f"h{number}", name=f"承办{number}") for number in range(len(units))
    )
    Post.objects.bulk_create(
        Post(user=user, role=Role.HANDLER, unit=unit, valid_from=SINCE)
        for user, unit in zip(handlers, units, strict=True)
    )
    staffing.touch()
    return units


def _categorise(district: Place, units: list[Unit]) -> list[Category]:
    top = Category.objects.create(code="all", name="全部")
    categories = Category.objects.bulk_create(
        Category(code=code, name=code, parent=top, position=number) for number, code in enumerate(CATEGORIES)
    )
    ResponsibleUnit.objects.bulk_create(
        ResponsibleUnit(category=category, place=district, unit=unit)
        for category, unit in zip(categories, units, strict=True)
    )
    return categories
