"""Filling an empty installation with the demo district."""

import datetime

from django.db import transaction
from django.utils import timezone

from linli.demo import applications, district, estates, incubation, orders, party, platforms, quarrels, staff, weeks
from linli.demo.cast import CAST, DISTRICT
from linli.demo.catalogue import KINDS, OVERRIDES, Kind
from linli.demo.clock import Clock
from linli.demo.organisation_lives import OrganisationLives
from linli.demo.organisations import Organisations
from linli.demo.ratings import Ratings
from linli.demo.year import Year
from linli.events.core.models import Category, ResponsibleUnit
from linli.events.figures.counting import count
from linli.events.figures.days import reckon
from linli.kernel.actor import Actor
from linli.kernel.problems import Conflict
from linli.people.actors import actor_of
from linli.people.models import Unit, User
from linli.people.roles import Role
from linli.places.actions import set_rule
from linli.places.models import Place

PAST = datetime.timedelta(days=400)
"""How long the district has had its places and posts; the year is within it, the matters fill its last weeks."""
EVENTS = 30_000
"""Of the year."""
ON_LEAVE_FOR = datetime.timedelta(days=6)


def is_filled() -> bool:
    """Is the demo here already? Conflict when something else is: nobody's own data gets mixed with invented ones."""
    if User.objects.filter(username__in=[member.username for member in CAST]).count() == len(CAST):
        return True
    if User.objects.exists() or Place.objects.exists():
        raise Conflict("this installation is in use; the demo fills an empty one (./linli demo --data NEW_FOLDER)")
    return False


@transaction.atomic
def fill(events: int = EVENTS) -> None:
    """Places, staff, rules, then organisations, a year of ``events`` and some weeks of work. All or nothing."""
    until = timezone.now()
    start = timezone.localtime(until - PAST).replace(hour=8, minute=0, second=0, microsecond=0)
    clock = Clock(start)
    with clock.held():
        district.settle(start.date())
        estates.furnish(start.date())
        staff.employ(start.date(), leave_from=timezone.localdate(until - ON_LEAVE_FOR))
        _categorise()
        _set_rules(start.date())
        quarrels.set_up(start.date())
        applications.set_up(start.date())
        year, registry = Year(events, until=until), Organisations(since=start, until=until)
        lives, affairs = OrganisationLives(until=until), applications.Applications(until=until)

        def meanwhile(moment: datetime.datetime) -> None:
            year.pass_until(moment)
            registry.pass_until(moment)
            lives.pass_until(moment)
            affairs.pass_until(moment)

        clock.meanwhile = meanwhile
        orders.settle()
        weeks.live(clock, until=until)
        orders.answer(until)
        Ratings(until).settle()
        incubation.fill(until)
        platforms.establish(until)
        party.organise(until)
        count()
        today = timezone.localdate()
        reckon((today.replace(day=1) - datetime.timedelta(days=1)).replace(day=1), today)


def _categorise() -> None:
    places = {place.code: place for place in Place.objects.filter(code__startswith=DISTRICT, code__length__lte=12)}
    units = {unit.name: unit for unit in Unit.objects.all()}

    def add(kind: Kind, position: int, parent: Category | None) -> None:
        category = Category.objects.create(
            code=kind.code,
            name=kind.name,
            parent=parent,
            position=position,
            needs_photo=kind.needs_photo,
            is_confidential=kind.is_confidential,
        )
        ResponsibleUnit.objects.bulk_create(
            ResponsibleUnit(category=category, place=places[code], unit=units[name]) for code, name in kind.units
        )
        for number, child in enumerate(kind.children, start=1):
            add(child, number, category)

    for number, kind in enumerate(KINDS, start=1):
        add(kind, number, None)


def _set_rules(valid_from: datetime.date) -> None:
    by_system = _holder_of(Role.SYSTEM_ADMIN)
    for rule, code, subject, value, source in OVERRIDES:
        set_rule(
            rule,
            Place.objects.get(code=code),
            value=value,
            valid_from=valid_from,
            source=source,
            subject=subject,
            actor=by_system,
        )


def _holder_of(role: Role) -> Actor:
    username = next(member.username for member in CAST if member.role == role)
    return actor_of(User.objects.get(username=username))
