"""Other units: whistled for, assisting, asking for time; each with its own holder and clock."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from linli.events.core.flows import EVENT
from linli.events.core.models import Assist, Event, Extension, WhistleAnswer
from linli.events.core.parts.flows import ASSIST, EXTENSION, WHISTLE
from linli.events.core.parts.payloads import Arrival
from linli.events.core.parts.show import parts_of
from linli.events.core.payloads import Dispatch, Evidence, MoreTime, Units
from linli.events.core.reporters import ReporterActor
from linli.events.core.states import AnswerState, AssistState, EventState, ExtensionState
from linli.flow import timeline
from linli.inbox.models import Task
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.people import holders
from linli.people.models import Unit, User
from linli.people.roles import Role
from linli.people.staffing import staffing
from linli.places.levels import Level
from linli.places.models import Place
from tests.events import town as towns
from tests.events.town import Town

DAY = datetime.timedelta(days=1)


def make(town: Town, event: Event, name: str, user: User, **more: Any) -> Event:
    return EVENT.make(event, name, actor=town.actor(user), **more)


def accepted(town: Town) -> Event:
    return make(town, town.event(), "accept", town.worker)


def dispatched(town: Town) -> Event:
    return make(town, accepted(town), "dispatch", town.clerk, data=Dispatch(town.urban))


@pytest.fixture
def engineer(town: Town) -> User:
    """Sits at the power company."""
    engineer = towns.user("邓伟")
    towns.post(engineer, Role.HANDLER, town.power)
    staffing.touch()
    return engineer


def whistled(town: Town, *units: Unit) -> tuple[Event, list[WhistleAnswer]]:
    event = make(town, accepted(town), "whistle", town.clerk, data=Units(list(units)), note="路面塌陷")
    return event, list(WhistleAnswer.objects.filter(event=event).order_by("unit__name"))


def test_each_department_has_its_own_answer_and_clock(town: Town, engineer: User) -> None:
    event, answers = whistled(town, town.urban, town.power)
    assert event.state == EventState.ACCEPTED
    tasks = Task.objects.in_bulk([answer.pk for answer in answers])
    assert {task.holder for task in tasks.values()} == {holders.of_unit(u.pk) for u in (town.urban, town.power)}
    assert Task.objects.get(pk=event.pk).holder == holders.of_role(Role.COMMUNITY_WORKER, town.community.pk)
    mine = next(answer for answer in answers if answer.unit == town.power)
    assert list(Event.objects.visible_to(town.actor(engineer))) == [event]
    answered = WHISTLE.make(mine, "answer", actor=town.actor(engineer))
    due, first_due = Task.objects.get(pk=mine.pk).due_at, tasks[mine.pk].due_at
    assert due
    assert first_due
    assert due > first_due
    arrived = WHISTLE.make(answered, "arrive", actor=town.actor(engineer), note="已到现场")
    event.refresh_from_db()
    assert event.highest == Level.DISTRICT
    rated = WHISTLE.make(arrived, "rate", actor=town.actor(town.clerk), data=Arrival(4))
    assert (rated.state, rated.rating) == (AnswerState.RATED, 4)
    assert not Task.objects.filter(pk=mine.pk).exists()
    other = WhistleAnswer.objects.get(unit=town.urban)
    assert other.state == AnswerState.CALLED


def test_only_the_unit_answers_and_it_never_rates_itself(town: Town, engineer: User) -> None:
    _event, (answer,) = whistled(town, town.power)
    for user in (town.clerk, town.handler, town.stranger):
        with pytest.raises(Forbidden):
            WHISTLE.make(answer, "answer", actor=town.actor(user))
    answer = WHISTLE.make(answer, "answer", actor=town.actor(engineer))
    answer = WHISTLE.make(answer, "arrive", actor=town.actor(engineer), note="到了")
    towns.post(engineer, Role.COMMUNITY_WORKER, town.community)
    with pytest.raises(Forbidden):
        WHISTLE.make(answer, "rate", actor=town.actor(engineer), data=Arrival(5))


def refusal(town: Town, event: Event, move: str, unit: Unit) -> str:
    with pytest.raises(Invalid) as caught:
        make(town, event, move, town.clerk, data=Units([unit]), note="一起来")
    return caught.value.errors["units"][0]


@pytest.mark.parametrize("move", ["whistle", "assist"])
def test_nobody_asks_themself_the_lead_unit_or_the_same_unit_twice(town: Town, move: str) -> None:
    event = dispatched(town)
    assert "主办" in refusal(town, event, move, town.urban)
    estate = Unit.objects.create(name="物业", kind="company", place=town.community)
    towns.post(town.clerk, Role.HANDLER, estate)
    assert "自己" in refusal(town, event, move, estate)
    event = make(town, event, move, town.clerk, data=Units([town.power]), note="一起来")
    assert "已经请过" in refusal(town, event, move, town.power)
    assert Assist.objects.count() + WhistleAnswer.objects.count() == 1


def test_a_refused_whistle_leaves_nothing(town: Town) -> None:
    event = dispatched(town)
    with pytest.raises(Invalid):
        make(town, event, "whistle", town.clerk, data=Units([town.power, town.urban]), note="x")
    assert not WhistleAnswer.objects.exists()
    event.refresh_from_db()
    assert event.version == 3


def test_an_assisting_unit_finishes_or_declines_and_the_event_goes_on(town: Town, engineer: User) -> None:
    event = make(town, dispatched(town), "assist", town.clerk, data=Units([town.power]))
    (assist,) = Assist.objects.filter(event=event)
    assert Task.objects.get(pk=assist.pk).holder == holders.of_unit(town.power.pk)
    with pytest.raises(Invalid):
        ASSIST.make(assist, "decline", actor=town.actor(engineer))
    assist = ASSIST.make(assist, "finish", actor=town.actor(engineer), note="已断电")
    assert assist.state == AssistState.DONE
    event.refresh_from_db()
    assert event.state == EventState.DISPATCHED
    steps = [(line.action, str(line.about)) for line in timeline.for_staff(event, parts_of(event))]
    assert steps[-2:] == [("assist", "电力公司"), ("finish", "电力公司")]
    assert all(not line.who for line in timeline.for_public(event, parts_of(event)))


def test_closing_releases_whoever_was_still_asked(town: Town, engineer: User) -> None:
    event = make(town, dispatched(town), "assist", town.clerk, data=Units([town.power]))
    event = make(town, event, "start", town.handler)
    event = make(town, event, "finish", town.handler, data=Evidence([]), note="好了")
    event = make(town, event, "check", town.worker)
    make(town, event, "close", town.clerk)
    assist = Assist.objects.get(event=event)
    assert assist.state == AssistState.RELEASED
    assert not Task.objects.exists()
    with pytest.raises(Conflict):
        ASSIST.make(assist, "finish", actor=town.actor(engineer), note="迟了")


def test_the_desk_calls_off_whom_it_asked_and_says_why(town: Town, engineer: User) -> None:
    event, (answer,) = whistled(town, town.power)
    for user in (engineer, town.handler, town.stranger):
        with pytest.raises(Forbidden):
            WHISTLE.make(answer, "call_off", actor=town.actor(user), note="不用来了")
    with pytest.raises(Invalid):
        WHISTLE.make(answer, "call_off", actor=town.actor(town.clerk))
    Task.objects.filter(pk=answer.pk).update(due_at=timezone.now() - datetime.timedelta(minutes=1))
    answer = WHISTLE.make(answer, "call_off", actor=town.actor(town.clerk), note="水已经退了")
    assert (answer.state, answer.is_answered_in_time) == (AnswerState.RELEASED, False), "late is late"
    assert not Task.objects.filter(pk=answer.pk).exists()
    again = make(town, event, "whistle", town.clerk, data=Units([town.power]), note="又积水了")
    assert WhistleAnswer.objects.filter(event=again).count() == 2


def test_a_reporter_who_withdraws_releases_them_too(town: Town) -> None:
    event, (answer,) = whistled(town, town.power)
    EVENT.make(event, "withdraw", actor=ReporterActor(record_id=event.pk))
    answer.refresh_from_db()
    assert answer.state == AnswerState.RELEASED


def test_more_time_is_asked_by_the_unit_and_allowed_by_the_desk(town: Town) -> None:
    event = make(town, dispatched(town), "start", town.handler)
    until = timezone.now() + 20 * DAY
    with pytest.raises(Forbidden):
        make(town, event, "ask_time", town.clerk, data=MoreTime(until), note="等配件")
    event = make(town, event, "ask_time", town.handler, data=MoreTime(until), note="等配件")
    (request,) = Extension.objects.filter(event=event)
    due = Task.objects.get(pk=event.pk).due_at
    with pytest.raises(Forbidden):
        EXTENSION.make(request, "allow", actor=town.actor(town.handler))
    with pytest.raises(Invalid):
        make(town, event, "ask_time", town.handler, data=MoreTime(until + DAY), note="再等")
    request = EXTENSION.make(request, "allow", actor=town.actor(town.clerk))
    assert request.state == ExtensionState.ALLOWED
    task = Task.objects.get(pk=event.pk)
    assert due
    assert task.due_at == until > due
    assert task.warn_at
    assert timezone.now() < task.warn_at < until
    event.refresh_from_db()
    assert (event.extended_until, event.solve_due) == (until, until)


def test_refused_time_changes_nothing(town: Town) -> None:
    event = make(town, dispatched(town), "start", town.handler)
    due = Task.objects.get(pk=event.pk).due_at
    event = make(town, event, "ask_time", town.handler, data=MoreTime(timezone.now() + 20 * DAY), note="等配件")
    EXTENSION.make(Extension.objects.get(), "refuse", actor=town.actor(town.dispatcher), note="不能再拖")
    assert Task.objects.get(pk=event.pk).due_at == due


@pytest.mark.parametrize("days", [-1, 0, 31])
def test_time_that_makes_no_sense_is_refused(town: Town, days: int) -> None:
    event = dispatched(town)
    with pytest.raises(Invalid):
        make(town, event, "ask_time", town.handler, data=MoreTime(timezone.now() + days * DAY), note="等配件")


def test_a_request_for_time_ends_with_what_it_was_for(town: Town) -> None:
    event = make(town, dispatched(town), "start", town.handler)
    event = make(town, event, "ask_time", town.handler, data=MoreTime(timezone.now() + 20 * DAY), note="等配件")
    make(town, event, "send_back", town.handler, note="不归我们")
    assert Extension.objects.get().state == ExtensionState.RELEASED


def test_parts_of_events_one_does_not_see_are_not_there(town: Town) -> None:
    whistled(town, town.power)
    assert not WhistleAnswer.objects.visible_to(town.actor(town.stranger)).exists()
    assert WhistleAnswer.objects.visible_to(town.actor(town.clerk)).count() == 1
    assert Place.objects.get(pk=WhistleAnswer.objects.get().place_id) == town.grid
