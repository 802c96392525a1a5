"""The public directory."""

import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.organisations.registry.actions import Edit, Filed, Left
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.registry.models import Service
from tests.organisations.registry.test_services import offered
from tests.organisations.world import World
from tests.people.factories import signed_in

SATURDAY = datetime.datetime(2026, 11, 28, 15, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def service(world: World) -> Service:
    """Of the club on file: Saturdays from nine to five."""
    filed = Filed("备1", datetime.date(2026, 1, 5))
    ORGANISATION.make(world.club, "enter_filing", actor=world.actor(world.officer), data=filed)
    nine, five = datetime.time(9), datetime.time(17)
    return offered(world, weekdays="6", opens_at=nine, closes_at=five, lat=27.85, lon=113.1)


def shown(query: str = "") -> str:
    answer = Client().get(f"/directory/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_everybody_finds_what_is_offered(service: Service) -> None:
    assert "图书角开放" in shown()
    assert "图书角开放" in shown("?q=图书")
    assert "图书角开放" not in shown("?q=理发")
    assert "图书角开放" in shown("?field=culture")
    assert "图书角开放" not in shown("?field=rights")
    assert "邻里读书会" in shown("?what=organisations&q=读书")


def test_by_place(service: Service, world: World) -> None:
    assert "图书角开放" in shown(f"?place={world.community.code}")
    assert "图书角开放" not in shown("?place=430211003001")
    assert Client().get("/directory/?place=430299").status_code == 404


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (SATURDAY, True),
        (SATURDAY.replace(hour=8, minute=59), False),
        (SATURDAY.replace(hour=17), False),
        (SATURDAY + datetime.timedelta(days=1), False),
    ],
)
def test_open_now(service: Service, moment: datetime.datetime, is_open: bool) -> None:
    with time_machine.travel(moment, tick=False):
        assert ("图书角开放" in shown("?open=1")) is is_open


def test_nobody_finds_a_group_that_is_only_listed(world: World) -> None:
    offered(world)
    assert "图书角开放" not in shown()
    assert "邻里读书会" not in shown("?what=organisations")
    assert Client().get(f"/directory/{world.club.number}/").status_code == 404


def test_what_is_stopped_is_not_shown(service: Service, world: World) -> None:
    Service.objects.update(is_offered=False)
    assert "图书角开放" not in shown()
    assert "图书角开放" not in shown(f"{world.club.number}/")


def test_one_page_says_what_is_public_and_nothing_else(service: Service, world: World) -> None:
    teacher = world.actor(world.teacher)
    ORGANISATION.make(world.club, "edit", actor=teacher, data=Edit({"premises": "社区二楼", "phone": "0731-1"}))
    signed_in(world.teacher).post(
        f"/records/organisation/{world.club.number}/add_member/",
        {"name": "李桂芳", "role": "leader", "joined_on": "2026-01-05"},
    )
    page = shown(f"{world.club.number}/")
    assert "0731-1" in page
    assert "备1" in page
    for secret in ("李桂芳", "李**", "郑老师", "社区二楼", "时间线"):
        assert secret not in page


def test_who_left_stays_with_the_reason(service: Service, world: World) -> None:
    left = Left("成员都搬走了", datetime.date(2026, 11, 2))
    ORGANISATION.make(world.club, "take_off", actor=world.actor(world.officer), data=left)
    page = shown(f"{world.club.number}/")
    assert "成员都搬走了" in page
    assert "图书角开放" not in page
    assert "邻里读书会" not in shown("?what=organisations")


def test_the_map(service: Service, world: World) -> None:
    answer = Client().get(f"/directory/points/?place={world.community.code}").json()
    (feature,) = answer["features"]
    assert feature["geometry"]["coordinates"] == [113.1, 27.85]
    assert feature["properties"]["title"] == "图书角开放 · 邻里读书会"
    above = Client().get(f"/directory/points/?place={world.subdistrict.code}")
    assert [row["properties"]["open"] for row in above.json()["features"]] in ([], [1])
    assert "public" in above["Cache-Control"]


@pytest.mark.parametrize("query", ["?q=" + "长" * 5000, "?after=zz", "?what=x&field=x&open=2"])
def test_nonsense(service: Service, query: str) -> None:
    assert Client().get(f"/directory/{query}").status_code in (200, 400)


def test_a_fixed_number_of_queries(service: Service, world: World) -> None:
    def count(query: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            shown(query)
        return len(queries)

    shown()
    before = [count("?q=角"), count("?what=organisations")]
    for number in range(5):
        one = world.organisation(name=f"读书角{number}")
        filed: Any = Filed(f"备{number + 2}", datetime.date(2026, 1, 5))
        ORGANISATION.make(one, "enter_filing", actor=world.actor(world.officer), data=filed)
        Service.objects.create(
            organisation=one, name="读书角", field=service.field, summary="x", place=one.place, path=one.path
        )
    assert [count("?q=角"), count("?what=organisations")] == before


def test_it_is_linked_from_the_community(world: World) -> None:
    page = Client().get(f"/c/{world.community.code}/").content.decode()
    assert f"/directory/?place={world.community.code}" in page
