"""A dispute between neighbours in the small town, and everybody who may or may not know of it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.test import Client
from django.urls import reverse

from linli.events.core.intake import Receipt
from linli.events.core.models import Category, Event
from linli.people.models import User
from linli.people.roles import Role
from tests.events import town as towns
from tests.events.core.api import Program, program
from tests.events.town import Town
from tests.people.factories import signed_in

WORDS = "楼上王家与楼下李家为漏水动了手"
ADDRESS = "六栋二单元"
POINT = {"lat": 27.83, "lon": 113.11}
OF_THE_PLACE = {"worker", "clerk", "dispatcher"}
"""Who sees it from the beginning."""


@dataclass
class Affair:
    """``people`` by what they are called in the tests."""

    town: Town
    receipt: Receipt
    people: dict[str, User]

    @cached_property
    def browsers(self) -> dict[str, Client]:
        return {name: signed_in(user) for name, user in self.people.items()}

    @cached_property
    def programs(self) -> dict[str, Program]:
        return {name: program(user) for name, user in self.people.items()}

    @property
    def event(self) -> Event:
        return Event.objects.get(pk=self.receipt.event.pk)


def disputes() -> Category:
    """The category of quarrels, confidential by itself."""
    parent, _is_new = Category.objects.get_or_create(code="order", defaults={"name": "社会治安"})
    values = {"name": "邻里纠纷", "parent": parent, "is_confidential": True}
    return Category.objects.get_or_create(code="quarrel", defaults=values)[0]


def quarrel(town: Town, **more: Any) -> Receipt:
    """A confidential event at a point of the grid, reported by a resident."""
    values: dict[str, Any] = {"category": disputes(), "text": WORDS, "address": ADDRESS, **POINT} | more
    return town.report(**values)


def affair(town: Town, **more: Any) -> Affair:
    """The quarrel, and everybody."""
    people = {name: getattr(town, name) for name in ("worker", "clerk", "dispatcher", "leader", "handler", "stranger")}
    people["electrician"] = towns.user("电工")
    towns.post(people["electrician"], Role.HANDLER, town.power)
    for name, role in (("system", Role.SYSTEM_ADMIN), ("security", Role.SECURITY_ADMIN), ("auditor", Role.AUDITOR)):
        people[name] = towns.user(name)
        towns.post(people[name], role, town.district)
    return Affair(town, quarrel(town, **more), people)


def tracked(receipt: Receipt) -> str:
    """What the reporter reads, with number and secret."""
    browser = Client()
    shown = {"number": receipt.event.number, "secret": receipt.secret}
    return browser.post(reverse("track"), shown, follow=True).content.decode()
