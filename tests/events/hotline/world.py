"""A city hotline for tests: its source, its program, its orders."""

import datetime
from dataclasses import dataclass
from typing import Any

from linli.events.core.flows import EVENT
from linli.events.core.models import Category, Event
from linli.events.core.payloads import Dispatch, Evidence
from linli.events.hotline.models import OrderSource
from linli.kernel.worktime import ZONE
from linli.people.models import Scope, User
from linli.people.roles import Role
from linli.people.staffing import staffing
from tests.events import town as towns
from tests.events.core.api import Program, program
from tests.events.town import Town

NOW = datetime.datetime(2026, 3, 2, 10, 0, tzinfo=ZONE)


@dataclass
class Hotline:
    town: Town
    source: OrderSource
    user: User
    carrier: User
    """The district's dispatcher, who carries files."""

    @property
    def program(self) -> Program:
        return program(self.user, scopes=[Scope.HOTLINE])

    def bring(self, *orders: dict[str, Any]) -> list[dict[str, Any]]:
        """What is answered of each."""
        response = self.program.post("hotline/orders", {"orders": list(orders)})
        assert response.status_code == 200, response.content
        items: list[dict[str, Any]] = response.json()["items"]
        return items

    def event(self, **more: Any) -> Event:
        (item,) = self.bring(order(**more))
        assert item["is_taken"], item
        return Event.objects.get(number=item["event"])

    def results(self, **query: Any) -> dict[str, Any]:
        answered = self.program.get("hotline/results", **query)
        assert answered.status_code == 200, answered.content
        found: dict[str, Any] = answered.json()
        return found

    def acknowledge(self, *items: dict[str, Any]) -> list[dict[str, Any]]:
        response = self.program.post("hotline/results/acknowledge", {"items": list(items)})
        assert response.status_code == 200, response.content
        answered: list[dict[str, Any]] = response.json()["items"]
        return answered

    def go(self, event: Event, *moves: str) -> Event:
        """The ordinary way, each step by whoever takes it."""
        town = self.town
        ways: dict[str, tuple[User, Any, str]] = {
            "accept": (town.clerk, None, ""),
            "reject": (town.clerk, None, "不属于本区，请转市级部门"),
            "dispatch": (town.clerk, Dispatch(town.urban), ""),
            "start": (town.handler, None, ""),
            "finish": (town.handler, Evidence([]), "已换灯，夜间复查正常"),
            "check": (town.clerk, None, ""),
            "close": (town.clerk, None, ""),
        }
        for name in moves:
            user, data, note = ways[name]
            event = EVENT.make(event, name, actor=town.actor(user), data=data, note=note)
        return event

    def close(self, event: Event) -> Event:
        return self.go(event, "accept", "dispatch", "start", "finish", "check", "close")


def order(number: str = "GD-1", **more: Any) -> dict[str, Any]:
    return {
        "number": number,
        "received_at": "2026-03-02 09:30",
        "due_at": "2026-03-06 18:00",
        "title": "路灯不亮",
        "text": "三栋门口路灯不亮三天了",
        "category": "市政设施/路灯",
        "community": "430211002001",
        "address": "三栋门口",
        "caller_name": "孙桂英",
        "caller_phone": "13800138000",
    } | more


def build() -> Hotline:
    town = towns.build()
    other = Category.objects.create(code="other", name="其他")
    user, carrier = towns.user("热线"), towns.user("区分流员")
    towns.post(carrier, Role.DISPATCHER, town.district)
    source = OrderSource.objects.create(
        code="city",
        name="市12345热线",
        place=town.district,
        user=user,
        categories={"市政设施/路灯": "lamp"},
        fallback=other,
    )
    staffing.touch()
    return Hotline(town, source, user, carrier)
