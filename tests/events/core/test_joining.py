"""Two reports of one matter: found, joined, split again, closed together."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from linli.events.core.flows import EVENT
from linli.events.core.likeness.duplicates import _alike, similar
from linli.events.core.models import Category, Event
from linli.events.core.payloads import Dispatch, Evidence, Join, Rate
from linli.events.core.reporters import ReporterActor
from linli.events.core.show import TONES, public_stage
from linli.events.core.states import EventState
from linli.inbox.models import Task
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.people.models import User
from tests.events.town import Town

POINT = {"lat": 27.8275, "lon": 113.0823}
FORTY_METRES_NORTH = {"lat": 27.82786, "lon": 113.0823}
FAR = {"lat": 27.8375, "lon": 113.0823}


def make(town: Town, event: Event, name: str, user: User, **more: Any) -> Event:
    return EVENT.make(event, name, actor=town.actor(user), **more)


def found(town: Town, event: Event) -> list[str]:
    return [twin.event.number for twin in similar(event, Event.objects.visible_to(town.actor(town.clerk)))]


def test_near_in_place_time_and_words_is_shown(town: Town) -> None:
    first, second = town.event(**POINT), town.event(text="门口的路灯不亮了", **FORTY_METRES_NORTH)
    assert found(town, second) == [first.number]
    (twin,) = similar(second, Event.objects.all())
    assert twin.metres == 40
    assert 0.4 < twin.alike < 1


def test_far_away_other_matters_and_what_is_over_are_not(town: Town) -> None:
    order = Category.objects.create(code="order", name="秩序")
    other = Category.objects.create(code="noise", name="噪音", parent=order)
    town.event(**FAR)
    town.event(category=other, text="三栋门口半夜施工", **POINT)
    closed = town.event(**POINT)
    make(town, closed, "solve", town.worker, data=Evidence([]), note="好了")
    assert found(town, town.event(**POINT)) == []


def test_of_the_same_main_category_the_words_decide(town: Town) -> None:
    sibling = Category.objects.create(code="wires", name="电线", parent=town.lamps.parent)
    alike = town.event(category=sibling, text="三栋门口路灯不亮，电线垂下来", **POINT)
    town.event(category=sibling, text="变压器漏油", **POINT)
    assert found(town, town.event(**POINT)) == [alike.number]


def test_what_the_asker_may_not_see_is_not_told(town: Town) -> None:
    first, second = town.event(**POINT), town.event(**POINT)
    assert first.number in found(town, second)
    assert similar(second, Event.objects.visible_to(town.actor(town.stranger))) == []


def test_one_query_however_many(town: Town) -> None:
    events = [town.event(**POINT) for _ in range(8)]
    with CaptureQueriesContext(connection) as queries:
        assert len(similar(events[0], Event.objects.all())) == 5
    assert len(queries) == 1


@given(st.text(), st.text())
def test_likeness_is_symmetric_and_between_none_and_all(one: str, other: str) -> None:
    assert 0 <= _alike(one, other) == _alike(other, one) <= 1
    assert _alike(one, one) in (0, 1)


def joined(town: Town) -> tuple[Event, Event]:
    main, twin = town.event(), town.event()
    twin = make(town, twin, "join", town.worker, data=Join(main))
    return main, twin


def test_joined_it_waits_for_nobody_and_is_closed_with_the_other(town: Town) -> None:
    main, twin = joined(town)
    assert (twin.state, twin.joined_to) == (EventState.JOINED, main)
    assert not Task.objects.filter(pk=twin.pk).exists()
    main = make(town, main, "accept", town.worker)
    main = make(town, main, "dispatch", town.clerk, data=Dispatch(town.urban))
    main = make(town, main, "start", town.handler)
    main = make(town, main, "finish", town.handler, data=Evidence([]), note="换了灯泡")
    main = make(town, main, "check", town.worker)
    make(town, main, "close", town.clerk)
    twin.refresh_from_db()
    assert (twin.state, twin.joined_to) == (EventState.CLOSED, main)
    assert twin.ended_at
    me = ReporterActor(record_id=twin.pk)
    EVENT.make(twin, "rate", actor=me, data=Rate(2, ""))
    again = EVENT.make(twin, "reopen", actor=me, note="我这边还不亮")
    assert (again.state, again.joined_to) == (EventState.ACCEPTED, None)


def test_split_it_goes_on_by_itself(town: Town) -> None:
    _main, twin = joined(town)
    twin = make(town, twin, "split", town.clerk, note="是另一盏灯")
    assert (twin.state, twin.joined_to) == (EventState.ACCEPTED, None)
    assert Task.objects.filter(pk=twin.pk).exists()


def test_no_joining_to_itself_to_what_is_over_or_in_a_ring(town: Town) -> None:
    event = town.event()
    with pytest.raises(Invalid):
        make(town, event, "join", town.worker, data=Join(event))
    closed = make(town, town.event(), "solve", town.worker, data=Evidence([]), note="好了")
    with pytest.raises(Conflict):
        make(town, event, "join", town.worker, data=Join(closed))
    main, twin = joined(town)
    with pytest.raises(Conflict):
        make(town, event, "join", town.worker, data=Join(twin))
    with pytest.raises(Conflict):
        make(town, main, "join", town.worker, data=Join(event))
    with pytest.raises(Forbidden):
        make(town, event, "join", town.stranger, data=Join(main))


def test_whoever_reported_the_joined_one_sees_how_far_the_other_is(town: Town) -> None:
    main, twin = joined(town)
    assert public_stage(twin) == 0
    make(town, main, "accept", town.worker)
    assert public_stage(Event.objects.get(pk=twin.pk)) == 1


def test_every_state_has_its_colour(town: Town) -> None:
    assert set(TONES) == set(EventState)
