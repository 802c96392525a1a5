"""Mentors' visits and calls by rule; trainings with so many seats; services asked for and given."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from linli.inbox.models import Task
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.incubation.actions.catalogue import add_centre, add_service, offer_service
from linli.organisations.incubation.actions.centres import (
    Asked,
    Attended,
    Session,
    SignedUp,
    ask_service,
    plan_training,
)
from linli.organisations.incubation.actions.incubations import Dropped, Mentors
from linli.organisations.incubation.actions.mentoring import Visited, first_day, make_visits
from linli.organisations.incubation.figures import hours_of
from linli.organisations.incubation.flows.centres import SERVICE_REQUEST, TRAINING
from linli.organisations.incubation.flows.incubations import INCUBATION, MENTOR_VISIT
from linli.organisations.incubation.forms.choices import services
from linli.organisations.incubation.models import Incubation, MentorVisit, ServiceRequest, Training
from linli.people import holders
from linli.places.models import RuleOverride
from linli.places.rules import overrides
from tests.organisations.incubation.world import go_through, incubate
from tests.organisations.world import World, build

TUESDAY = datetime.datetime(2026, 11, 3, 1, 0, tzinfo=datetime.UTC)


def at(day: datetime.date) -> Any:
    return time_machine.travel(datetime.datetime(day.year, day.month, day.day, 2, tzinfo=datetime.UTC), tick=False)


@pytest.fixture
def world(db: None) -> World:
    with time_machine.travel(TUESDAY, tick=False):
        return build()


@pytest.fixture
def incubation(world: World) -> Incubation:
    with time_machine.travel(TUESDAY, tick=False):
        return incubate(world)


def rule(world: World, name: str, value: str) -> None:
    RuleOverride.objects.create(
        rule=name, place=world.community, value=value, valid_from=datetime.date(2026, 1, 1), source="x"
    )
    overrides.touch()


def due() -> list[tuple[str, datetime.date]]:
    return list(MentorVisit.objects.filter(state="due").order_by("due_on").values_list("what", "due_on"))


def test_a_visit_a_month_and_a_call_a_week_are_due_once(world: World, incubation: Incubation) -> None:
    with at(datetime.date(2026, 11, 3)):
        assert make_visits() == 2
        assert make_visits() == 0
    assert due() == [("call", datetime.date(2026, 11, 6)), ("visit", datetime.date(2026, 11, 25))]
    for visit in MentorVisit.objects.all():
        assert Task.objects.get(pk=visit.pk).holder == holders.of_user(world.incubator.pk)
    with at(datetime.date(2026, 11, 9)):
        assert make_visits() == 1
    with at(datetime.date(2026, 12, 1)):
        make_visits()
    assert MentorVisit.objects.filter(what="visit").count() == 2


def test_the_place_says_by_when_or_that_none_is_asked(world: World, incubation: Incubation) -> None:
    rule(world, "incubation.call_by", "0")
    rule(world, "incubation.visit_by", "31")
    with at(datetime.date(2026, 11, 3)):
        make_visits()
    assert due() == [("visit", datetime.date(2026, 11, 30))]


def test_nothing_is_due_before_there_was_a_mentor(world: World) -> None:
    with at(datetime.date(2026, 11, 28)):
        incubate(world)
        assert make_visits() == 0


def test_a_visit_is_written_down_within_its_time(world: World, incubation: Incubation) -> None:
    with at(datetime.date(2026, 11, 3)):
        make_visits()
    call = MentorVisit.objects.get(what="call")
    mentor = world.actor(world.incubator)
    with at(datetime.date(2026, 11, 5)):
        for wrong in (datetime.date(2026, 11, 1), datetime.date(2026, 11, 6)):
            with pytest.raises(Invalid):
                MENTOR_VISIT.make(call, "write_down", actor=mentor, data=Visited(wrong, "谈了"))
        today = Visited(datetime.date(2026, 11, 5), "谈了")
        with pytest.raises(Forbidden):
            MENTOR_VISIT.make(call, "write_down", actor=world.actor(world.teacher), data=today)
        done = MENTOR_VISIT.make(call, "write_down", actor=mentor, data=today)
    assert (done.state, done.words) == ("done", "谈了")
    assert not Task.objects.filter(pk=call.pk).exists()


def test_an_overdue_call_stays_to_be_made_up_and_then_counts_as_missed(world: World, incubation: Incubation) -> None:
    with at(datetime.date(2026, 11, 3)):
        make_visits()
    with at(datetime.date(2026, 11, 20)):
        make_visits()
    assert MentorVisit.objects.get(what="call", due_on="2026-11-06").state == "due"
    with at(datetime.date(2026, 11, 21)):
        make_visits()
    assert MentorVisit.objects.get(what="call", due_on="2026-11-06").state == "missed"


def test_a_new_mentor_takes_what_is_due(world: World, incubation: Incubation) -> None:
    with at(datetime.date(2026, 11, 3)):
        make_visits()
        INCUBATION.make(incubation, "name_mentors", actor=world.actor(world.incubator), data=Mentors([world.clerk]))
    assert {visit.mentor for visit in MentorVisit.objects.all()} == {world.clerk}
    visit = MentorVisit.objects.get(what="visit")
    assert Task.objects.get(pk=visit.pk).holder == holders.of_user(world.clerk.pk)


def test_pausing_and_graduating_end_what_is_due(world: World, incubation: Incubation) -> None:
    incubator = world.actor(world.incubator)
    with at(datetime.date(2026, 11, 3)):
        make_visits()
        INCUBATION.make(incubation, "pause", actor=incubator, note="过年")
        assert due() == []
    with at(datetime.date(2026, 11, 10)):
        assert make_visits() == 0
        INCUBATION.make(incubation, "resume", actor=incubator)
        assert make_visits() == 1


def test_weeks_begin_on_monday() -> None:
    assert first_day("call", datetime.date(2026, 11, 8)) == datetime.date(2026, 11, 2)


# Trainings.


def session(world: World, capacity: int = 2) -> Training:
    values = {
        "what": "training",
        "topic": "项目书怎么写",
        "where": "街道三楼",
        "starts_at": TUESDAY,
        "hours": Decimal("2.5"),
        "capacity": capacity,
    }
    return plan_training(Session(world.subdistrict, values), actor=world.actor(world.incubator))


def test_there_are_no_more_seats_than_places(world: World) -> None:
    training, teacher = session(world), world.actor(world.teacher)
    TRAINING.make(training, "sign_up", actor=teacher, data=SignedUp(world.club, ["郑老师"]))
    with pytest.raises(Invalid):
        TRAINING.make(training, "sign_up", actor=teacher, data=SignedUp(world.club, ["王阿姨", "李阿姨"]))
    other = world.organisation(name="别人的")
    with pytest.raises(Forbidden):
        TRAINING.make(training, "sign_up", actor=teacher, data=SignedUp(other, ["王阿姨"]))


def test_who_came_is_counted_in_hours(world: World) -> None:
    training, incubator = session(world), world.actor(world.incubator)
    signed = SignedUp(world.club, ["郑老师", "王阿姨"])
    TRAINING.make(training, "sign_up", actor=world.actor(world.teacher), data=signed)
    came = Attended([training.seats.all()[0]], Decimal("2.5"))
    with at(datetime.date(2026, 11, 1)), pytest.raises(Conflict):
        TRAINING.make(training, "hold", actor=incubator, data=came)
    assert TRAINING.make(training, "hold", actor=incubator, data=came).state == "held"
    assert hours_of(world.club) == Decimal("2.5")
    with pytest.raises(Conflict):
        TRAINING.make(training, "sign_up", actor=world.actor(world.teacher), data=signed)


def test_who_sees_a_training(world: World) -> None:
    training = session(world)

    def sees(who: Any) -> bool:
        return Training.objects.visible_to(world.actor(who)).filter(pk=training.pk).exists()

    assert all(sees(who) for who in (world.incubator, world.clerk, world.teacher, world.bureau))
    assert not sees(world.stranger)
    with pytest.raises(Forbidden):
        plan_training(Session(world.subdistrict, {}), actor=world.actor(world.stranger))


# Services.


def test_a_service_is_asked_for_given_and_counted(world: World) -> None:
    incubator = world.actor(world.incubator)
    centre = add_centre(world.subdistrict, {"name": "街道孵化中心"}, actor=incubator)
    service = add_service(centre, {"name": "会议室", "is_shared": True}, actor=incubator)
    incubation = incubate(world)
    asked = ask_service(Asked(incubation, service, "周六上午"), actor=world.actor(world.teacher))
    assert Task.objects.get(pk=asked.pk).holder == holders.of_role("incubator", world.subdistrict.pk)
    assert SERVICE_REQUEST.make(asked, "give", actor=incubator).state == "given"
    assert service.requests.filter(state="given").count() == 1
    with pytest.raises(Forbidden):
        ask_service(Asked(incubation, service, ""), actor=world.actor(world.clerk))


def test_a_service_that_is_no_longer_offered_cannot_be_chosen(world: World) -> None:
    incubator = world.actor(world.incubator)
    centre = add_centre(world.subdistrict, {"name": "街道孵化中心"}, actor=incubator)
    service = add_service(centre, {"name": "会议室"}, actor=incubator)
    with pytest.raises(Invalid):
        add_service(centre, {"name": "会议室"}, actor=incubator)
    incubation = incubate(world)
    assert list(services(incubation)) == [service]
    offer_service(service, False, actor=incubator)
    assert list(services(incubation)) == []
    with pytest.raises(Forbidden):
        offer_service(service, True, actor=world.actor(world.stranger))


def test_the_end_releases_what_was_asked(world: World) -> None:
    incubator = world.actor(world.incubator)
    centre = add_centre(world.subdistrict, {"name": "街道孵化中心"}, actor=incubator)
    service = add_service(centre, {"name": "会议室"}, actor=incubator)
    incubation = go_through(world, incubate(world), 1)
    ask_service(Asked(incubation, service, ""), actor=world.actor(world.teacher))
    INCUBATION.make(incubation, "drop", actor=incubator, data=Dropped("no_need"), note="不做了")
    assert ServiceRequest.objects.get().state == "released"
