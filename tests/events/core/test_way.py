"""One event all the way through, and what may not happen on the way."""

import datetime
from typing import Any

import pytest
import time_machine

from linli.audit.models import Entry
from linli.events.core.flows import EVENT
from linli.events.core.models import Event, Reporter
from linli.events.core.payloads import Dispatch, Evidence, Rate
from linli.events.core.reporters import ReporterActor, find
from linli.events.core.states import EventState
from linli.flow import timeline
from linli.inbox.models import Message, Task
from linli.kernel.problems import Conflict, Forbidden, Invalid, NotFound
from linli.people import holders
from linli.people.roles import Role
from linli.people.staffing import words_of
from tests.events import town as towns
from tests.events.town import Town

NOTHING = Evidence(photos=[])


def make(town: Town, event: Event, name: str, user: Any, **more: Any) -> Event:
    actor = user if not hasattr(user, "username") else town.actor(user)
    return EVENT.make(event, name, actor=actor, **more)


def test_the_whole_way(town: Town) -> None:
    receipt = town.report(phone="+8613812345678")
    event = receipt.event
    assert (event.state, event.path, event.channel) == (EventState.REPORTED, town.grid.code, "resident")
    assert Task.objects.get(pk=event.pk).holder == holders.of_role(Role.GRID_WORKER, town.grid.pk)
    event = make(town, event, "accept", town.worker)
    event = make(town, event, "dispatch", town.clerk, data=Dispatch(town.urban))
    assert Task.objects.get(pk=event.pk).holder == holders.of_unit(town.urban.pk)
    event = make(town, event, "start", town.handler)
    event = make(town, event, "finish", town.handler, data=NOTHING, note="换了灯泡")
    event = make(town, event, "check", town.worker)
    event = make(town, event, "close", town.clerk)
    assert event.ended_at
    assert not Task.objects.filter(pk=event.pk).exists()
    me = ReporterActor(record_id=event.pk)
    event = make(town, event, "reopen", me, note="还是不亮")
    assert (event.state, event.lead_unit, event.ended_at, event.reopened) == (EventState.ACCEPTED, None, None, 1)
    event = make(town, event, "dispatch", town.clerk, data=Dispatch(town.power))
    assert event.version == 9


def test_rating_is_given_once_by_the_reporter(town: Town) -> None:
    event = town.event()
    event = make(town, event, "solve", town.worker, data=NOTHING, note="拧紧了")
    assert event.state == EventState.CLOSED
    me = ReporterActor(record_id=event.pk)
    event = make(town, event, "rate", me, data=Rate(4, "谢谢"))
    assert (event.rating, event.rating_words, event.state) == (4, "谢谢", EventState.CLOSED)
    with pytest.raises(Forbidden):
        make(town, event, "rate", me, data=Rate(5, ""))
    with pytest.raises(Forbidden):
        make(town, event, "rate", town.worker, data=Rate(5, ""))


def test_a_move_from_another_state_is_a_conflict(town: Town) -> None:
    event = town.event()
    with pytest.raises(Conflict) as caught:
        make(town, event, "close", town.clerk)
    assert caught.value.code == "not_from_this_state"
    with pytest.raises(NotFound):
        make(town, event, "vanish", town.clerk)


def test_somebody_who_saw_an_older_version_is_told(town: Town) -> None:
    event = town.event()
    make(town, event, "comment", town.worker, note="现场看过")
    with pytest.raises(Conflict) as caught:
        make(town, event, "accept", town.worker, seen=event.version)
    assert caught.value.code == "stale"
    assert make(town, event, "accept", town.worker, seen=event.version + 1).state == EventState.ACCEPTED


def test_a_refusal_needs_its_reason(town: Town) -> None:
    event = town.event()
    with pytest.raises(Invalid) as caught:
        make(town, event, "reject", town.worker, note="  ")
    assert "note" in caught.value.errors
    event.refresh_from_db()
    assert event.state == EventState.REPORTED


@pytest.mark.parametrize(
    ("move", "who"),
    [
        ("accept", "handler"),
        ("accept", "stranger"),
        ("accept", "leader"),
        ("dispatch", "worker"),
        ("dispatch", "stranger"),
        ("start", "clerk"),
        ("close", "worker"),
        ("check", "stranger"),
    ],
)
def test_who_may_not(town: Town, move: str, who: str) -> None:
    event = town.event()
    with pytest.raises(Forbidden):
        make(town, event, move, getattr(town, who))


def test_send_back_returns_it_to_the_desk(town: Town) -> None:
    event = make(town, town.event(), "accept", town.worker)
    event = make(town, event, "dispatch", town.dispatcher, data=Dispatch(town.urban))
    event = make(town, event, "send_back", town.handler, note="小区内部路灯，不归我们")
    assert event.state == EventState.ACCEPTED
    assert event.lead_unit is None
    assert not Event.objects.visible_to(town.actor(town.handler)).exists()


def test_the_deputy_acts_and_the_record_says_for_whom(town: Town) -> None:
    event = make(town, town.event(), "accept", town.worker)
    day = datetime.date(2026, 11, 20)
    with time_machine.travel(datetime.datetime(2026, 11, 20, 2, tzinfo=datetime.UTC)):
        with pytest.raises(Forbidden):
            make(town, event, "dispatch", town.deputy, data=Dispatch(town.urban))
        town.absent(town.clerk, day, day)
        assert words_of(holders.of_role(Role.COMMUNITY_WORKER, town.community.pk)) == "何伟（代陈静）"
        event = make(town, event, "dispatch", town.deputy, data=Dispatch(town.urban))
    line = timeline.for_staff(event)[-1]
    assert (line.who, line.on_behalf_of, line.action) == ("何伟", "陈静", "dispatch")


def test_the_public_timeline_names_nobody(town: Town) -> None:
    event = town.event()
    make(town, event, "comment", town.worker, note="内部：住户李某")
    event = make(town, event, "reject", town.worker, note="属于物业维修范围")
    lines = timeline.for_public(event)
    assert [line.who for line in lines] == ["", "", ""]
    assert [line.note for line in lines] == ["", "", "属于物业维修范围"]


def test_number_and_secret_open_it_and_nothing_else_does(town: Town) -> None:
    receipt, other = town.report(), town.report()
    found = find(receipt.event.number.lower(), f" {receipt.secret.lower()} ")
    assert found == receipt.event
    assert find(receipt.event.number, other.secret) is None
    assert find(receipt.event.number, "") is None
    assert find("EV-2026-999999", receipt.secret) is None
    assert receipt.secret not in Reporter.objects.get(event=receipt.event).secret_digest


def test_who_sees_it(town: Town) -> None:
    event = town.event()

    def sees(user: Any) -> bool:
        return Event.objects.visible_to(town.actor(user)).filter(pk=event.pk).exists()

    assert [sees(user) for user in (town.worker, town.clerk, town.dispatcher, town.leader)] == [True] * 4
    assert [sees(user) for user in (town.stranger, town.handler, town.deputy)] == [False] * 3


def test_a_point_in_no_grid_is_kept_and_flagged(town: Town) -> None:
    event = town.event(place=town.community, lat=0.0, lon=150.0)
    assert event.is_outside
    assert event.place == town.community
    assert town.event(place=None, lat=0.0, lon=150.0).place == town.district


def test_deadline_of_a_friday_night_counts_the_make_up_saturday(town: Town) -> None:
    """2026-02-14 is a Saturday worked for the Spring Festival: two working hours from 9 o'clock end at 11."""
    with time_machine.travel(datetime.datetime(2026, 2, 13, 13, 10, tzinfo=datetime.UTC), tick=False):
        event = town.event()
    assert Task.objects.get(pk=event.pk).due_at == datetime.datetime(2026, 2, 14, 3, tzinfo=datetime.UTC)


def test_a_deadline_into_an_unknown_year_says_so(town: Town) -> None:
    with time_machine.travel(datetime.datetime(2030, 3, 1, 1, tzinfo=datetime.UTC)):
        assert not Task.objects.get(pk=town.event().pk).is_due_certain
    with time_machine.travel(datetime.datetime(2026, 3, 2, 1, tzinfo=datetime.UTC)):
        assert Task.objects.get(pk=town.event().pk).is_due_certain


def test_those_it_waits_for_are_told_and_nobody_of_their_own_act(town: Town) -> None:
    event = town.event()
    assert [m.user for m in Message.objects.filter(number=event.number)] == [town.worker]
    make(town, event, "accept", town.clerk)
    assert not Message.objects.filter(user=town.clerk).exists()


def test_the_trail_holds_no_words_in_its_hashed_part(town: Town) -> None:
    event = town.event(phone="+8613812345678")
    event = make(town, event, "reject", town.worker, note="李阿姨的电话是13812345678")
    for entry in Entry.objects.filter(subject_id=event.pk):
        assert "13812345678" not in entry.detail
        assert event.text not in entry.detail


def test_whatever_nobody_staffs_goes_to_the_next_above(town: Town) -> None:
    lonely = town.event(place=town.district)
    assert Task.objects.get(pk=lonely.pk).holder == holders.of_role(Role.DISPATCHER, town.district.pk)


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR])
def test_administrators_see_no_events(town: Town, role: Role) -> None:
    town.event()
    admin = towns.user(role)
    towns.post(admin, role, town.district)
    assert not Event.objects.visible_to(town.actor(admin)).exists()
