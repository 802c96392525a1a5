"""Some weeks of the demo's district: when each step happens, with warnings and escalations between them."""

import datetime
import random
from collections.abc import Callable
from typing import NamedTuple

from django.db.models import Min, Q

from linli.demo import texts
from linli.demo.cast import COMMUNITY, DISTRICT, GRID, SUBDISTRICT
from linli.demo.catalogue import URGENT
from linli.demo.clock import Clock, Office
from linli.demo.matters import Matter, World
from linli.demo.plans import ORDERS, PACE, PLANS, SLOW
from linli.demo.quarrels import agenda
from linli.inbox.actions import mark_read
from linli.inbox.models import Message, Task
from linli.inbox.sweep import sweep

NEIGHBOURHOOD = (GRID, COMMUNITY, SUBDISTRICT, SUBDISTRICT, DISTRICT)
"""Where the matters of a plan happen, in turn: most of them near the cast."""
FORTY_METRES = 0.00036
"""In degrees of latitude."""
LATELY = 35
"""Working minutes since the last step of what has just happened."""
APART = datetime.timedelta(minutes=15)
"""Between two reports of the same lamp."""
READ_AFTER = 480
"""Working minutes: what came in on the last working day has not been looked at yet."""


class Step(NamedTuple):
    at: datetime.datetime
    order: int
    take: Callable[[], None]


def live(clock: Clock, *, until: datetime.datetime) -> None:
    """Let all plans happen, step by step in the order of time, with warnings and escalations between them."""
    world, office = World(random.Random("matters")), Office(clock.now)
    quarrels = [Step(at, -number, take) for number, (at, take) in enumerate(agenda(until), start=1)]
    for step in sorted([*_agenda(world, office, until), *quarrels]):
        _let_pass(clock, step.at)
        clock.go_to(step.at)
        step.take()
    _let_pass(clock, until)
    clock.go_to(until)
    mark_read(Message.objects.filter(created_at__lt=office.before(until, READ_AFTER)))


def _let_pass(clock: Clock, until: datetime.datetime) -> None:
    """Sweep at the very moments at which something is to be warned of or is late."""
    while True:
        due = Task.objects.aggregate(
            warn=Min("warn_at", filter=Q(warned_at=None)), late=Min("due_at", filter=Q(escalated_at=None))
        )
        moments = [moment for moment in due.values() if moment and moment <= until]
        if not moments:
            return
        clock.go_to(min(moments))
        sweep()


def _agenda(world: World, office: Office, until: datetime.datetime) -> list[Step]:
    steps: list[Step] = []

    def plan(matter: Matter, route: tuple[str, ...], rest: int, *, reported_by: datetime.datetime = until) -> Step:
        matter.moves = list(route)
        moments = _moments(world.chance, office, route, until, rest, is_urgent=matter.kind in URGENT)
        moments[0] = min(moments[0], reported_by)
        takes: list[Callable[[], None]] = [matter.report]
        takes += [lambda name=name: matter.make(name) for name in route]  # type: ignore[misc]
        for at, take in zip(moments, takes, strict=True):
            steps.append(Step(at, len(steps), take))
        return steps[-len(moments)]

    for one in PLANS:
        for number in range(one.count):
            code = NEIGHBOURHOOD[number % len(NEIGHBOURHOOD)]
            matter = world.matter(one.route, code, is_familiar=number % 3 == 0)
            plan(matter, one.route, world.chance.randint(*one.rest))
    lat, lon = world.point_in(GRID)
    points = [(round(lat + FORTY_METRES * number, 6), lon) for number in range(len(texts.TWINS))]
    pairs = zip(texts.TWINS, points, strict=True)
    *earlier, later = [Matter("lamp", words, GRID, world=world, point=point) for words, point in pairs]
    later.twin = earlier[0]
    report = plan(later, ("join",), LATELY)
    for matter in earlier:
        plan(matter, (), LATELY, reported_by=report.at - APART)
    for one in ORDERS:
        for number in range(one.count):
            code = NEIGHBOURHOOD[number % len(NEIGHBOURHOOD)]
            order = world.order(one.route, code, number=len(steps))
            plan(order, one.route, world.chance.randint(*one.rest))
    return steps


def _moments(
    chance: random.Random,
    office: Office,
    route: tuple[str, ...],
    until: datetime.datetime,
    rest: int,
    *,
    is_urgent: bool,
) -> list[datetime.datetime]:
    """When it was reported and when each step was taken, reckoned back from the last one."""

    def before(moment: datetime.datetime, minutes: int) -> datetime.datetime:
        if is_urgent:
            return moment - datetime.timedelta(minutes=1 + minutes // 6)
        return office.before(moment, minutes)

    seconds = datetime.timedelta(seconds=chance.randint(0, 50))
    if not route and chance.random() < 0.5:
        # Residents report at weekends too.
        return [until - datetime.timedelta(minutes=rest * chance.randint(1, 12))]
    moment = office.before(until, rest)
    moments: list[datetime.datetime] = []
    for name in reversed(route):
        moments.insert(0, min(moment + seconds, until))
        slowness = 3 if name == "finish" and chance.random() < SLOW else 1
        moment = before(moment, slowness * chance.randint(*PACE[name]))
    if not is_urgent and chance.random() < 0.4:
        # Residents see things on their way home; the office finds them in the morning.
        moment -= datetime.timedelta(hours=chance.randint(1, 14))
    return [moment, *moments]
