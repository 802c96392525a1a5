"""Platforms and standing communities for the tests of this room."""

import datetime
from typing import Any

from linli.organisations.platforms.actions.platforms import Checked, Found, Opening, check, open_platform
from linli.organisations.platforms.models import ChecklistItem, Platform, PlatformCheck
from linli.organisations.registry.models import Organisation
from linli.places.models import Place
from tests.organisations.world import World

TODAY = datetime.date.today()
LONG_AGO = datetime.date(2026, 1, 5)


def platform(world: World, place: Place | None = None, operator: Organisation | None = None, **more: Any) -> Platform:
    values = {"name": "滨江站", "opened_on": LONG_AGO, **more}
    return open_platform(Opening(place or world.community, values, operator), actor=world.actor(world.officer))


def found(level: str, *, on: datetime.date, short: str = "") -> list[Found]:
    """Everything met but the item ``short``."""
    return [
        Found(item, is_met=item.code != short, count=0 if item.code == short else item.least)
        for item in ChecklistItem.objects.on(on).for_level(level)
    ]


def visit(world: World, of: Platform, *, short: str = "", on: datetime.date = LONG_AGO, **more: Any) -> PlatformCheck:
    findings = found(of.level, on=on, short=short)
    return check(Checked(of, on, findings, **more), actor=world.actor(world.incubator))
