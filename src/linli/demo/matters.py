"""Letting the demo's people live through some weeks: every step goes the way a real one does, at its own time."""

import datetime
import itertools
import random
from typing import Any

import shapely
from django.utils import timezone

from linli.demo import orders, texts
from linli.demo.cast import COMMUNITY, DISTRICT, GRID, LEADER
from linli.demo.catalogue import URGENT
from linli.demo.pictures import SCENES, STREETS, photo
from linli.demo.plans import BY_THE_DESK, BY_THE_REPORTER, ENDED, FROM_ABOVE
from linli.events.core import intake
from linli.events.core.actions import proposed_unit
from linli.events.core.flows import EVENT
from linli.events.core.models import Category, Event
from linli.events.core.payloads import Dispatch, Evidence, Join, Lead, MoreTime, Rate, Report, Units
from linli.events.core.reporters import ReporterActor
from linli.inbox.models import Task
from linli.kernel.actor import Actor, Visitor
from linli.kernel.files import Picture
from linli.people.actors import actor_of
from linli.people.models import Unit, User
from linli.people.roles import Role
from linli.people.staffing import nearest, users_of
from linli.places.levels import Level
from linli.places.models import Boundary, Place

PHONE = "+8613800138000"
"""A service number that belongs to no person."""
OUTSIDE = (27.9301, 113.2504)
"""A point in none of the grids."""
FAMILIAR = ("lamp", "manhole", "debris", "stalls", "trees", "posters")
"""What falls to the one department whose handler is of the cast."""


class Matter:
    """One event of the demo, from its report to wherever its plan leads."""

    def __init__(
        self,
        kind: str,
        words: tuple[str, str],
        grid: str,
        *,
        world: "World",
        point: tuple[float, float] | None = None,
    ) -> None:
        self.kind, self.words, self.grid, self.world, self.point = kind, words, grid, world, point
        self.street = world.chance.randrange(STREETS)
        self.moves: list[str] = []
        self.twin: Matter | None = None
        self.event: Event

    def report(self) -> None:
        text, address = self.words
        chance = self.world.chance
        lat, lon = self.point or self._some_point()
        is_resident = self.has_reporter or chance.random() < 0.7
        worker = None if is_resident else nearest((Role.GRID_WORKER, Role.COMMUNITY_WORKER), self.grid)
        data = Report(
            category=self.world.categories[self.kind],
            text=text,
            place=self.world.communities[self.grid[: len(COMMUNITY)]],
            address=address,
            lat=lat,
            lon=lon,
            phone=PHONE if is_resident and chance.random() < 0.5 else "",
            photos=self._photos(is_fixed=False) if chance.random() < 0.6 else [],
        )
        self.event = intake.report(data, actor=self.world.actor(worker) if worker else Visitor()).event

    def _some_point(self) -> tuple[float, float] | tuple[None, None]:
        """Most people put a pin, some only write where it is; what is for the cast's grid has to get there."""
        if self.grid == GRID:
            return self.world.point_in(GRID)
        if self.world.is_first_outside():
            return OUTSIDE
        return self.world.point_in(self.grid) if self.world.chance.random() < 0.8 else (None, None)

    @property
    def has_reporter(self) -> bool:
        return not BY_THE_REPORTER.isdisjoint(self.moves)

    def make(self, name: str) -> None:
        actor: Actor = (
            ReporterActor(record_id=self.event.pk) if name in BY_THE_REPORTER else self.world.actor(self._holder(name))
        )
        data, note = self._answer(name)
        self.event = EVENT.make(self.event, name, actor=actor, data=data, note=note)

    def _holder(self, name: str) -> str:
        """Whoever it waits for takes the next step, but for what the desk or somebody above it does meanwhile."""
        if name in BY_THE_DESK:
            return nearest((Role.COMMUNITY_WORKER, Role.DISPATCHER), self.event.desk_path) or ""
        if name in FROM_ABOVE:
            return nearest((Role.DISPATCHER,), self.event.path) or ""
        return Task.objects.values_list("holder", flat=True).get(pk=self.event.pk)

    def _answer(self, name: str) -> tuple[object, str]:
        chance = self.world.chance
        match name:
            case "dispatch":
                return Dispatch(self._unit()), ""
            case "finish":
                return Evidence(self._photos(is_fixed=True)), chance.choice(texts.TOPICS[self.kind].fixes)
            case "solve":
                return Evidence(self._photos(is_fixed=True)), chance.choice(texts.SOLVED)
            case "reject":
                return None, dict(texts.OUTSIDERS)[self.words[0]]
            case "rate":
                stars, words = next(self.world.praise)
                return Rate(stars, words), ""
            case "send_back":
                return None, chance.choice(texts.SEND_BACKS)
            case "raise":
                return None, chance.choice(texts.RAISES)
            case "whistle":
                return Units(self._others(2)), chance.choice(texts.WHISTLES)
            case "assist":
                return Units(self._others(1)), ""
            case "ask_time":
                until = timezone.now() + datetime.timedelta(days=chance.randint(12, 20))
                return MoreTime(until), chance.choice(texts.DELAYS)
            case "lead":
                return Lead(User.objects.get(username=LEADER)), ""
            case "supervise":
                return None, chance.choice(texts.SUPERVISED)
            case "withdraw":
                return None, chance.choice(texts.WITHDRAWN)
            case "join" if self.twin:
                return Join(self.twin.event), ""
            case "rework":
                return None, chance.choice(texts.REWORKS)
            case "reopen":
                return None, chance.choice(texts.REOPENS)
            case "comment":
                return None, chance.choice(texts.COMMENTS)
        return None, ""

    def _unit(self) -> Unit:
        proposed = proposed_unit(self.event)
        if proposed is None:
            raise ValueError(f"nobody answers for {self.kind}")
        if "send_back" in self.moves and self.event.version <= self.moves.index("send_back"):
            # Dispatched to the wrong unit at first: that is why it comes back.
            return Unit.objects.of_offices().exclude(pk=proposed.pk).order_by("name")[self.street]
        return proposed

    def _others(self, count: int) -> list[Unit]:
        """Departments of the district besides the one that leads."""
        units = Unit.objects.filter(place__code=DISTRICT).order_by("name")
        return self.world.chance.sample([unit for unit in units if unit.pk != self.event.lead_unit_id], count)

    def _photos(self, *, is_fixed: bool) -> list[Picture]:
        return [photo(self.kind, is_fixed=is_fixed, street=self.street)] if self.kind in SCENES else []


class OrderedMatter(Matter):
    """Comes as an order of the city's hotline."""

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = number

    def report(self) -> None:
        text, address = self.words
        place = self.world.communities[self.grid[: len(COMMUNITY)]]
        point = self.world.point_in(self.grid) if self.number % 3 else None
        order = orders.content(
            self.number, self.world.categories[self.kind], text, address, place, point, chance=self.world.chance
        )
        self.event = orders.bring(order).event


class World:
    """What the matters share: the places, the people, chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.categories = {row.code: row for row in Category.objects.select_related("parent")}
        self.communities = {row.code: row for row in Place.objects.filter(level=Level.COMMUNITY)}
        self._shapes = dict(
            Boundary.objects.filter(place__level=Level.GRID, valid_to=None).values_list("place__code", "geometry")
        )
        self.grids = sorted(self._shapes)
        self._has_outside = False
        self._reports = {kind: itertools.cycle(topic.reports) for kind, topic in texts.TOPICS.items()}
        self.praise = itertools.cycle(texts.PRAISE)

    def actor(self, holder: str) -> Actor:
        """The first of those who sit there today, or a deputy."""
        return actor_of(User.objects.get(pk=users_of(holder)[0]))

    def grid_in(self, code: str) -> str:
        return self.chance.choice([grid for grid in self.grids if grid.startswith(code)])

    def point_in(self, grid: str) -> tuple[float, float]:
        """Latitude and longitude of some point of the grid."""
        shape = shapely.from_geojson(self._shapes[grid])
        west, south, east, north = shape.bounds
        while True:
            lat, lon = self.chance.uniform(south, north), self.chance.uniform(west, east)
            if shapely.contains_xy(shape, lon, lat):
                return round(lat, 6), round(lon, 6)

    def is_first_outside(self) -> bool:
        """Once in the demo somebody puts the pin across the border."""
        if self._has_outside or self.chance.random() > 0.05:
            return False
        self._has_outside = True
        return True

    def matter(self, route: tuple[str, ...], code: str, *, is_familiar: bool) -> Matter:
        """Something that happens inside ``code`` and will go along ``route``."""
        if "reject" in route:
            kind, words = "other", (self.chance.choice(texts.OUTSIDERS)[0], "")
        else:
            is_over = bool(route) and route[-1] in ENDED
            kinds = FAMILIAR if is_familiar else [k for k in texts.TOPICS if is_over or k not in URGENT]
            kind = self.chance.choice(kinds)
            words = next(self._reports[kind])
        return Matter(kind, words, self.grid_in(code), world=self)

    def order(self, route: tuple[str, ...], code: str, *, number: int) -> "OrderedMatter":
        """The same, told to the city's hotline first."""
        matter = self.matter(route, code, is_familiar=number % 2 == 0)
        return OrderedMatter(matter.kind, matter.words, matter.grid, world=self, number=number)
