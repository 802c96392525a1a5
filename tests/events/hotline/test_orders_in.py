"""Orders by API: each becomes one event, however often and from wherever it comes."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import shapely
import time_machine

from linli.audit.models import Entry
from linli.events.core.flows import EVENT
from linli.events.core.models import Event
from linli.events.core.payloads import Join, Relocation
from linli.events.core.states import Channel, EventState
from linli.events.hotline.models import HotlineOrder, OrderSource, OrderVersion
from linli.inbox.models import Task
from linli.kernel.actor import SYSTEM
from linli.kernel.worktime import ZONE
from linli.people.models import Scope
from linli.people.roles import Role
from linli.places.boundaries import Report, save
from linli.places.coordinates import wgs84_to_gcj02
from linli.places.models import Place
from tests.events import town as towns
from tests.events.core.api import program
from tests.events.hotline import world as hotlines
from tests.events.hotline.world import NOW, Hotline, order
from tests.events.town import COMMUNITY, GRID, START

pytestmark = pytest.mark.django_db


@pytest.fixture
def hotline() -> Iterator[Hotline]:
    with time_machine.travel(NOW):
        yield hotlines.build()


def due() -> datetime.datetime:
    found = Task.objects.get().due_at
    assert found
    return found


def test_an_order_becomes_an_event_of_the_ordinary_flow(hotline: Hotline) -> None:
    (item,) = hotline.bring(order())
    event = Event.objects.get(number=item["event"])
    assert (item["number"], item["place"], item["placed_by"]) == ("GD-1", COMMUNITY, "name")
    assert (event.channel, event.state, event.category) == (Channel.HOTLINE, EventState.REPORTED, hotline.town.lamps)
    assert event.text == "路灯不亮\n三栋门口路灯不亮三天了"
    assert event.their_due == datetime.datetime(2026, 3, 6, 18, tzinfo=ZONE)
    assert (event.order.caller_name, event.order.caller_phone) == ("孙桂英", "13800138000")
    assert "孙桂英" not in str(HotlineOrder.objects.values_list("caller_name", flat=True).get())
    assert "孙桂英" in OrderVersion.objects.get().content


def test_five_times_the_same_is_one_event_and_one_answer(hotline: Hotline) -> None:
    answers = [hotline.bring(order(), order("GD-2")) for _ in range(5)]
    assert answers == [answers[0]] * 5
    assert Event.objects.count() == HotlineOrder.objects.count() == 2
    assert Entry.objects.filter(action="event.begin").count() == 2
    # Another way of writing the same moments and words is no change.
    again = hotline.bring(
        order(due_at="2026-03-06T10:00:00Z", received_at="2026年3月2日 9时30分", text=" 三栋门口路灯不亮三天了 ")
    )
    assert again == [answers[0][0]]
    assert OrderVersion.objects.count() == 2


def test_the_same_number_from_another_platform_is_another_order(hotline: Hotline) -> None:
    hotline.bring(order())
    other = OrderSource.objects.create(
        code="mayor",
        name="市长信箱",
        place=hotline.town.district,
        user=hotline.town.stranger,
        fallback=hotline.town.lamps,
    )
    assert other.user
    answered = program(other.user, scopes=[Scope.HOTLINE]).post("hotline/orders", {"orders": [order()]})
    assert answered.json()["items"][0]["is_taken"]
    assert Event.objects.count() == 2


def test_what_the_platform_changes_is_kept_as_a_version_and_taken_over(hotline: Hotline) -> None:
    event = hotline.go(hotline.event(), "accept", "dispatch", "start")
    hotline.bring(order(text="其实是五栋", due_at="2026-03-03 09:00"))
    event.refresh_from_db()
    theirs = datetime.datetime(2026, 3, 3, 9, tzinfo=ZONE)
    assert (event.text, event.their_due, event.solve_due) == ("路灯不亮\n其实是五栋", theirs, theirs)
    assert due() == theirs
    assert [v.version for v in event.order.versions.all()] == [1, 2]
    assert "三栋" in event.order.versions.get(version=1).content
    # A request that was late on its way does not undo it.
    hotline.bring(order())
    event.refresh_from_db()
    assert (event.their_due, event.order.version) == (theirs, 2)


def test_a_later_deadline_gives_back_the_time_that_the_first_one_took(hotline: Hotline) -> None:
    event = hotline.go(hotline.event(due_at="2026-03-02 12:00"), "accept", "dispatch", "start")
    assert event.solve_due == datetime.datetime(2026, 3, 2, 12, tzinfo=ZONE)
    hotline.bring(order(due_at="2026-03-30 12:00"))
    event.refresh_from_db()
    assert event.solve_due > datetime.datetime(2026, 3, 3, tzinfo=ZONE)
    assert due() == event.solve_due


def test_a_change_after_the_end_is_refused(hotline: Hotline) -> None:
    hotline.close(hotline.event())
    (item,) = hotline.bring(order(text="又坏了"))
    assert (item["is_taken"], item["code"]) == (False, "order_ended")
    assert hotline.bring(order())[0]["is_taken"]


def test_an_order_that_was_joined_to_another_event_can_still_be_corrected(hotline: Hotline) -> None:
    main, twin = hotline.event(), hotline.event(number="GD-2")
    EVENT.make(twin, "join", actor=hotline.town.actor(hotline.town.clerk), data=Join(main))
    assert hotline.bring(order("GD-2", text="五栋"))[0]["is_taken"]
    twin.refresh_from_db()
    assert twin.text == "路灯不亮\n五栋"


def test_no_deadline_of_ours_is_later_than_theirs(hotline: Hotline) -> None:
    event = hotline.event(due_at="2026-03-02 11:00")
    theirs = datetime.datetime(2026, 3, 2, 11, tzinfo=ZONE)
    for moves in (["accept"], ["dispatch"], ["start"], ["finish"], ["check"]):
        assert due() <= theirs
        event = hotline.go(event, *moves)
    assert event.solve_due == theirs
    assert due() <= theirs


def test_a_deadline_in_the_past_is_taken_and_late_against_theirs_alone_until_it_is_dispatched(hotline: Hotline) -> None:
    event = hotline.event(received_at="2026-02-20 09:00", due_at="2026-02-27 18:00")
    assert due() > NOW
    event = hotline.go(event, "accept", "dispatch")
    assert event.is_accepted_in_time
    assert event.solve_due == event.their_due == due()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": " "}, "number"),
        ({"number": "x" * 61}, "number"),
        ({"due_at": ""}, "due_at"),
        ({"due_at": "下周"}, "due_at"),
        ({"due_at": "2026-03-02 09:00"}, "due_at"),
        ({"text": ""}, "text"),
        ({"text": "长" * 5001}, "text"),
        ({"lat": 999, "lon": 113.1}, "lat"),
        ({"lat": 27.8}, "lon"),
        ({"lat": "NaN", "lon": 1}, "lat"),
        ({"hides_caller": "也许"}, "hides_caller"),
        ({"colour": "red"}, "colour"),
        ({"text": ["a"]}, "text"),
    ],
)
def test_a_wrong_order_is_told_by_field_and_the_others_are_taken(
    hotline: Hotline, changes: dict[str, Any], field: str
) -> None:
    answered = hotline.program.post("hotline/orders", {"orders": [order("GD-0"), order() | changes]})
    if isinstance(changes.get("text"), list):
        assert answered.status_code == 422
        return
    good, bad = answered.json()["items"]
    assert good["is_taken"]
    assert not bad["is_taken"]
    assert field in bad["errors"]
    assert HotlineOrder.objects.count() == 1


def test_five_thousand_characters_are_taken_whole(hotline: Hotline) -> None:
    assert len(hotline.event(text="长" * 5000, title="").text) == 5000
    assert len(hotline.event(number="GD-2", address="路" * 200).address) == 120
    assert HotlineOrder.objects.get(number="GD-2").address == "路" * 200


def test_where_it_belongs(hotline: Hotline) -> None:
    shape = shapely.box(113.08, 27.82, 113.09, 27.83)
    save({hotline.town.grid: shape}, on=START, report=Report(), actor=SYSTEM, source="test")
    Place.objects.filter(code=COMMUNITY).update(name="大湖塘居委会")
    lat, lon = wgs84_to_gcj02(27.825, 113.085)
    ways: list[tuple[dict[str, Any], str, str]] = [
        ({"lat": lat, "lon": lon}, GRID, "point"),
        ({"community": "大湖塘社区"}, COMMUNITY, "name"),
        ({"community": "大湖塘"}, COMMUNITY, "name"),
        ({"community": "", "address": "天元区大湖塘社区三栋"}, COMMUNITY, "address"),
        ({"community": "", "address": "某处"}, "430211", "nothing"),
        ({"community": "大湖塘", "lat": 30, "lon": 120}, COMMUNITY, "name"),
        ({"community": "", "address": "", "lat": 30, "lon": 120}, "430211", "nothing"),
    ]
    for number, (more, code, by) in enumerate(ways):
        (item,) = hotline.bring(order(f"GD-{number}", **more))
        assert (item["place"], item["placed_by"]) == (code, by), more
    assert Event.objects.filter(is_outside=True).count() == 2
    nowhere = Task.objects.filter(code="430211").first()
    assert nowhere is not None
    assert nowhere.holder.startswith("dispatcher:")


def test_categories_go_by_the_table_then_by_name_then_by_the_fallback(hotline: Hotline) -> None:
    words = {"市政设施/路灯": "lamp", "路灯": "lamp", "没听过": "other", "": "other"}
    for number, (theirs, ours) in enumerate(words.items()):
        assert hotline.event(number=f"GD-{number}", category=theirs).category.code == ours


def test_the_door(hotline: Hotline) -> None:
    body = {"orders": [order()]}
    assert program(hotline.user, scopes=[Scope.WRITE]).post("hotline/orders", body).json()["code"] == "scope_missing"
    assert program(hotline.town.clerk).post("hotline/orders", body).json()["code"] == "no_source"
    assert program(hotline.user, scopes=[Scope.HOTLINE]).get("events").json()["code"] == "scope_missing"
    post = hotline.program.post
    assert post("hotline/orders", {"orders": []}).status_code == 422
    assert post("hotline/orders", {"orders": [order(str(n)) for n in range(101)]}).status_code == 422
    assert post("hotline/orders", {"order": [order()]}).status_code == 422
    hotline.source.is_active = False
    hotline.source.save()
    assert post("hotline/orders", body).status_code == 403
    assert not HotlineOrder.objects.exists()


def test_the_desk_finds_out_where_it_is(hotline: Hotline) -> None:
    """Then it is counted no more among those without a place."""
    hotline.bring(order(community="", address="某处"))
    town, found = hotline.town, HotlineOrder.objects.get()
    chief = towns.user("区中心")
    towns.post(chief, Role.DISPATCHER, town.district)
    EVENT.make(found.event, "relocate", actor=town.actor(chief), data=Relocation(town.grid))
    found.refresh_from_db()
    assert (found.placed_by, found.event.path) == ("desk", GRID)
