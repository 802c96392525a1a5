"""The map of open events, and the table below it that says the same."""

import json
from typing import Any

import pytest
import shapely
from django.urls import reverse

from linli.events.core.flows import EVENT
from linli.events.core.overview import points
from linli.kernel.actor import SYSTEM
from linli.people.models import User
from linli.people.roles import Role
from linli.places.boundaries import Report, save
from linli.places.models import Place
from tests.events.core.test_board import dispatched, due
from tests.events.town import COMMUNITY, DISTRICT, GRID, START, SUBDISTRICT, Town, post, user
from tests.people.factories import signed_in
from tests.places.factories import make_place


def square(size: float) -> Any:
    return shapely.box(113.0, 27.8, 113.0 + size, 27.8 + size)


def features(who: User, **query: str) -> list[dict[str, Any]]:
    answer = signed_in(who).get(reverse("event_map_points"), query)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = json.loads(answer.content)["features"]
    return found


@pytest.fixture
def drawn(town: Town) -> Town:
    """With boundaries for what lies in the subdistrict, and without one for the community next door."""
    shapes = {town.community: square(0.01), town.grid: square(0.005)}
    save(shapes, on=START, report=Report(), actor=SYSTEM, source="test")
    return town


def test_above_communities_there_are_figures_of_each_place(drawn: Town) -> None:
    due(drawn.event(), -2)
    drawn.event()
    drawn.event(place=Place.objects.get(code="430211002002001"))
    (found,) = features(drawn.dispatcher, place=SUBDISTRICT)
    words = found["properties"]
    assert (words["code"], words["open"], words["late"]) == (COMMUNITY, 2, 1)
    assert f"place={COMMUNITY}" in words["address"]
    lon, lat = found["geometry"]["coordinates"]
    assert 113.0 < lon < 113.01
    assert 27.8 < lat < 27.81
    page = signed_in(drawn.dispatcher).get(reverse("event_map")).content.decode()
    assert page.count("<tr data-row") == 2, "the community without a boundary is in the table all the same"
    assert "未结 3 件" in page
    assert "逾期 1 件" in page


def test_a_place_without_a_boundary_is_where_the_tree_says(town: Town) -> None:
    Place.objects.filter(code=COMMUNITY).update(lat=27.5, lon=113.5)
    town.event()
    assert features(town.dispatcher, place=SUBDISTRICT)[0]["geometry"]["coordinates"] == [113.5, 27.5]


def test_inside_a_community_there_is_each_event(drawn: Town) -> None:
    late = drawn.event(lat=27.802, lon=113.002, text="<b>路灯</b>不亮")
    due(late, -1)
    drawn.event()
    closed = drawn.event(lat=27.802, lon=113.002)
    EVENT.make(closed, "reject", actor=drawn.actor(drawn.worker), note="重复")
    (found,) = features(drawn.clerk, place=COMMUNITY)
    words = found["properties"]
    assert (words["number"], words["late"], words["tone"], words["state"]) == (late.number, True, "waiting", "待受理")
    assert words["address"] == reverse("event", args=[late.number])
    assert features(drawn.worker)[0]["properties"]["number"] == late.number, "a grid worker begins in their grid"
    page = signed_in(drawn.clerk).get(reverse("event_map")).content.decode()
    assert "另有 1 件没有标出位置" in page
    assert "<b>路灯" not in page


def test_no_more_points_than_a_map_can_hold(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(points, "MOST_POINTS", 1)
    for hours in (2, 1):
        due(town.event(lat=27.8, lon=113.0, text=f"{hours} 小时"), hours)
    answer = json.loads(signed_in(town.clerk).get(reverse("event_map_points")).content)
    assert answer["is_cut"] is True
    assert [feature["properties"]["title"] for feature in answer["features"]] == ["1 小时"]


def test_filters_are_those_of_the_list(drawn: Town) -> None:
    due(drawn.event(), -2)
    drawn.event()
    dispatched(drawn)
    asked = [{}, {"late": "1"}, {"state": "reported"}, {"category": "facilities"}, {"unit": str(drawn.urban.pk)}]
    counts = [features(drawn.dispatcher, **query)[0]["properties"]["open"] for query in asked]
    assert counts == [3, 1, 2, 3, 1]
    assert features(drawn.dispatcher, state="closed")[0]["properties"]["open"] == 3, "what is not open is not here"
    assert features(drawn.dispatcher, q="垃圾") == []


def test_nobody_sees_what_is_not_theirs(drawn: Town) -> None:
    drawn.event(lat=27.802, lon=113.002)
    for place in (COMMUNITY, GRID, SUBDISTRICT, DISTRICT):
        assert features(drawn.stranger, place=place) == []
        page = signed_in(drawn.stranger).get(reverse("event_map"), {"place": place}).content.decode()
        assert "未结 0 件" in page
    led = dispatched(drawn, lat=27.802, lon=113.002)
    assert [feature["properties"]["number"] for feature in features(drawn.handler, place=COMMUNITY)] == [led.number]


def test_where_a_map_begins(town: Town) -> None:
    both = user("两处")
    post(both, Role.COMMUNITY_WORKER, town.community)
    post(both, Role.COMMUNITY_WORKER, Place.objects.get(code="430211002002"))
    homes = [points.home_of(town.actor(who)) for who in (town.worker, town.clerk, town.dispatcher, both, town.handler)]
    assert homes == [GRID, COMMUNITY, SUBDISTRICT, SUBDISTRICT, DISTRICT]


def test_places_that_are_none(town: Town) -> None:
    browser = signed_in(town.clerk)
    for name in ("event_map", "event_map_points"):
        assert browser.get(reverse(name), {"place": "999999"}).status_code == 404
        assert browser.get(reverse(name), {"place": "43'"}).status_code == 200
    make_place("110101")
    handler = signed_in(town.handler)
    assert "还没有可看的地点" in handler.get(reverse("event_map")).content.decode(), "two districts, and none is named"
    assert handler.get(reverse("event_map_points")).status_code == 404


def test_what_lies_in_no_place_below_is_told(town: Town) -> None:
    town.event(place=town.community)
    page = signed_in(town.clerk).get(reverse("event_map")).content.decode()
    assert "未落到下一级" in page


@pytest.mark.parametrize("place", [SUBDISTRICT, COMMUNITY, GRID])
def test_the_map_costs_the_same_however_much_is_open(
    drawn: Town, place: str, django_assert_max_num_queries: Any
) -> None:
    browser = signed_in(drawn.dispatcher)
    drawn.event(lat=27.802, lon=113.002)
    for name in ("event_map", "event_map_points"):
        browser.get(reverse(name), {"place": place})
        with django_assert_max_num_queries(14) as few:
            browser.get(reverse(name), {"place": place})
        for _ in range(15):
            drawn.event(lat=27.802, lon=113.002)
        with django_assert_max_num_queries(len(few.captured_queries)):
            browser.get(reverse(name), {"place": place})
