"""A small town with the people of an event's way, for tests above the places and the people."""

import datetime
from dataclasses import dataclass
from typing import Any

from linli.events.core.intake import Receipt, report
from linli.events.core.models import Category, Event, ResponsibleUnit
from linli.events.core.payloads import Report
from linli.kernel.actor import Visitor
from linli.people.actors import StaffActor, actor_of
from linli.people.models import Absence, Post, Unit, User
from linli.people.roles import Role
from linli.people.staffing import staffing
from linli.places.models import Place
from tests.places.factories import make_place

START = datetime.date(2026, 1, 1)
DISTRICT, SUBDISTRICT, COMMUNITY, GRID = "430211", "430211002", "430211002001", "430211002001003"


@dataclass
class Town:
    district: Place
    community: Place
    grid: Place
    lamps: Category
    urban: Unit
    power: Unit
    worker: User
    clerk: User
    deputy: User
    dispatcher: User
    leader: User
    handler: User
    stranger: User

    def actor(self, user: User) -> StaffActor:
        return actor_of(user)

    def report(self, **more: Any) -> Receipt:
        values: dict[str, Any] = {"category": self.lamps, "text": "三栋门口路灯不亮", "place": self.grid} | more
        return report(Report(**values), actor=Visitor())

    def event(self, **more: Any) -> Event:
        return self.report(**more).event

    def absent(self, user: User, first: datetime.date, last: datetime.date) -> None:
        Absence.objects.create(user=user, first_day=first, last_day=last)
        staffing.touch()


def user(name: str, **more: Any) -> User:
    return User.objects.create(username=name, name=name, **more)


def post(user: User, role: Role, where: Place | Unit, *, deputy: User | None = None) -> Post:
    at: dict[str, Any] = {"unit": where} if isinstance(where, Unit) else {"place": where}
    return Post.objects.create(user=user, role=role, valid_from=START, deputy=deputy, **at)


def build() -> Town:
    """One district, one subdistrict, one community, its grid 3, and next door another community."""
    grid, next_door = make_place(GRID), make_place("430211002002001")
    district, community = Place.objects.get(code=DISTRICT), Place.objects.get(code=COMMUNITY)
    subdistrict = Place.objects.get(code=SUBDISTRICT)
    urban = Unit.objects.create(name="区城管局", kind="department", place=district)
    power = Unit.objects.create(name="电力公司", kind="utility", place=district)
    facilities = Category.objects.create(code="facilities", name="公共设施")
    lamps = Category.objects.create(code="lamp", name="路灯", parent=facilities)
    ResponsibleUnit.objects.create(category=lamps, place=district, unit=urban)
    names = ("周芳", "陈静", "何伟", "王敏", "刘建国", "钱涛", "外人")
    worker, clerk, deputy, dispatcher, leader, handler, stranger = (
        user(name, email=f"u{number}@linli.example") for number, name in enumerate(names)
    )
    post(worker, Role.GRID_WORKER, grid)
    post(clerk, Role.COMMUNITY_WORKER, community, deputy=deputy)
    post(dispatcher, Role.DISPATCHER, subdistrict)
    post(leader, Role.LEADER, subdistrict)
    post(handler, Role.HANDLER, urban)
    post(stranger, Role.COMMUNITY_WORKER, Place.objects.get(code=next_door.code[:12]))
    staffing.touch()
    return Town(
        district, community, grid, lamps, urban, power, worker, clerk, deputy, dispatcher, leader, handler, stranger
    )
