"""Events that happened elsewhere are written at once, and stand there as if the flow had made them."""

import datetime
import uuid
from typing import Any

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from linli.audit.models import Entry
from linli.audit.sealing import seal
from linli.audit.verification import verify as verify_trail
from linli.events.core.adopting import PastEvent, adopt
from linli.events.core.flows import EVENT
from linli.events.core.models import Event, PriorSystem
from linli.events.core.payloads import Dispatch, Evidence
from linli.events.core.states import Channel, EventState
from linli.events.figures.counting import count
from linli.events.figures.days import reckon
from linli.events.figures.models import Figure, FigureDay
from linli.events.figures.verification import verify as verify_figures
from linli.flow import timeline
from linli.flow.backfill import Step
from linli.flow.flow import BEGIN
from linli.inbox.models import Message, Task
from linli.inbox.sweep import sweep
from linli.kernel.actor import SYSTEM
from linli.kernel.numbers import next_number, next_numbers
from linli.kernel.worktime import ZONE
from linli.people import holders
from tests.events import town as towns
from tests.events.town import Town
from tests.races import ON_POSTGRESQL, at_once

MONDAY = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
MOVES = ("accept", "dispatch", "start", "finish", "check", "close")


def steps(*moves: str, begin: datetime.datetime = MONDAY, minutes: int = 30, **more: Any) -> list[Step]:
    """The begin, and each move half an hour after the one before."""
    moments = (begin + datetime.timedelta(minutes=minutes * number) for number in range(len(moves) + 1))
    return [Step(move, at, **more) for move, at in zip((BEGIN, *moves), moments, strict=True)]


def past(town: Town, **more: Any) -> PastEvent:
    values: dict[str, Any] = {
        "category": town.lamps,
        "place_id": town.grid.pk,
        "path": town.grid.code,
        "text": "三栋门口路灯不亮",
        "channel": Channel.IMPORT,
        "reached": EventState.CLOSED,
        "steps": steps(*MOVES),
        "lead_unit": town.urban,
    }
    return PastEvent(**(values | more))


@transaction.atomic
def take_in(*pasts: PastEvent, **more: Any) -> list[Event]:
    return adopt(pasts, actor=SYSTEM, **more)


def test_it_stands_as_the_flow_would_have_left_it(town: Town) -> None:
    """Beside one that went the same way through the flow, but for what tells one from another."""
    (adopted,) = take_in(past(town, channel=Channel.RESIDENT))
    event = town.event()
    event = EVENT.make(event, "accept", actor=town.actor(town.clerk))
    event = EVENT.make(event, "dispatch", actor=town.actor(town.clerk), data=Dispatch(town.urban))
    event = EVENT.make(event, "start", actor=town.actor(town.handler))
    event = EVENT.make(event, "finish", actor=town.actor(town.handler), data=Evidence(photos=[]), note="换了灯泡")
    event = EVENT.make(event, "check", actor=town.actor(town.worker))
    event = EVENT.make(event, "close", actor=town.actor(town.clerk))
    own = {"id", "number", "created_at", "changed_at", "dispatched_at", "solve_due", "close_due", "ended_at"}
    for field in Event._meta.concrete_fields:
        if field.name not in own:
            assert getattr(adopted, field.attname) == getattr(event, field.attname), field.name
    adopted.refresh_from_db()
    assert adopted.dispatched_at == MONDAY + datetime.timedelta(minutes=60)
    assert adopted.close_due == datetime.datetime(2026, 3, 9, 16, 30, tzinfo=ZONE)
    assert adopted.number.startswith("EV-2026-")


def test_late_is_late(town: Town) -> None:
    (event,) = take_in(past(town, steps=steps(*MOVES, minutes=60 * 24 * 3)))
    assert (event.is_accepted_in_time, event.is_done_in_time) == (False, False)
    assert event.ended_at is not None
    assert event.close_due is not None
    assert event.ended_at > event.close_due


def test_counters_trail_and_chain_follow(town: Town) -> None:
    take_in(*(past(town) for _ in range(5)), past(town, reached=EventState.REJECTED, steps=steps("reject")))
    assert count() == 6
    assert sum(Figure.objects.filter(path=towns.DISTRICT).values_list("closed", flat=True)) == 5
    assert verify_figures() == []
    seal()
    assert verify_trail() == []
    assert Entry.objects.filter(action="event.adopt").count() == 6


def test_the_timeline_tells_every_step_and_the_public_one_no_names(town: Town) -> None:
    prior = PriorSystem.objects.create(name="数字城管")
    told = steps(*MOVES, who=town.clerk.pk, role="community_worker", note="里面写的话")
    (event,) = take_in(past(town, steps=told, former_number="A-1"), prior=prior)
    lines = timeline.for_staff(event)
    assert [line.action for line in lines] == [BEGIN, *MOVES, "adopt"]
    assert lines[0].at == MONDAY
    assert lines[1].who == town.clerk.name
    assert lines[-1].about == "数字城管"
    public = timeline.for_public(event)
    assert {line.who for line in public} == {""}
    assert [line.action for line in public if line.note] == ["finish"], "only what the table makes public"


def test_what_is_still_open_waits_for_who_has_it_and_nobody_is_told(town: Town) -> None:
    late = past(town, reached=EventState.DISPATCHED, steps=steps("accept", "dispatch"))
    now = timezone.now()
    fresh = past(town, reached=EventState.REPORTED, steps=[Step(BEGIN, now)], lead_unit=None)
    event, new = take_in(late, fresh)
    task, other = Task.objects.get(pk=event.pk), Task.objects.get(pk=new.pk)
    assert task.holder == holders.of_unit(town.urban.pk)
    assert task.escalated_at is not None
    assert other.holder == holders.of_role("grid_worker", town.grid.pk)
    assert other.escalated_at is None
    assert sweep() == 0
    assert not Message.objects.exists()
    EVENT.make(event, "start", actor=town.actor(town.handler))


def test_lists_show_it_where_it_belongs_in_time(town: Town) -> None:
    now = town.event()
    old, older = take_in(past(town), past(town, steps=steps(*MOVES, begin=MONDAY - datetime.timedelta(days=40))))
    assert list(Event.objects.order_by("-pk")) == [now, old, older]


def test_the_number_it_had_is_found_and_is_once_in_its_system(town: Town) -> None:
    prior, other = (PriorSystem.objects.create(name=name) for name in ("甲", "乙"))
    take_in(past(town, former_number="HQ2025-0017"), prior=prior)
    take_in(past(town, former_number="HQ2025-0017"), prior=other)
    assert Event.objects.search(" HQ2025-0017 ").count() == 2
    assert not Event.objects.search("HQ2025-0018").exists()
    with pytest.raises(Exception, match=r"core_event_former_once|UNIQUE"), transaction.atomic():
        take_in(past(town, former_number="HQ2025-0017"), prior=prior)


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_nothing_is_written() -> None:
    with pytest.raises(TransactionManagementError):
        adopt([], actor=SYSTEM)


@pytest.mark.django_db
def test_numbers_are_reserved_in_one_step() -> None:
    first = next_number("EV")
    many = next_numbers("EV", [2025] * 3)
    numbers = [int(number.rpartition("-")[2]) for number in (first, *many, next_number("EV"))]
    assert [number.startswith("EV-2025-") for number in many] == [True] * 3
    assert numbers == sorted(set(numbers))


class TestRaces:
    pytestmark = ON_POSTGRESQL

    def test_two_who_reserve_at_once_get_different_numbers(self) -> None:
        one, other = at_once(lambda: next_numbers("EV", [2025] * 2000), lambda: next_numbers("EV", [2025] * 2000))
        assert len({*one, *other}) == 4000


def test_past_days_stand_as_they_would_have_been_kept(town: Town) -> None:
    """Due from its dispatch on, closed from its end on; in the month in which it has to be closed."""
    take_in(
        past(town),
        past(town, steps=steps(*MOVES, begin=MONDAY + datetime.timedelta(days=7))),
        past(town, reached=EventState.IN_PROGRESS, steps=steps("accept", "dispatch", "start")),
    )
    assert reckon(datetime.date(2026, 2, 1), datetime.date(2026, 3, 31)) == 30 * 3
    stood = {
        row.day.day: (row.due, row.closed) for row in FigureDay.objects.filter(place=town.community).order_by("day")
    }
    assert (stood[2], stood[8], stood[9], stood[31]) == ((2, 1), (2, 1), (3, 2), (3, 2))
    assert 1 not in stood
    assert reckon(datetime.date(2026, 2, 1), datetime.date(2026, 3, 31)) == 90, "again: the same"


def test_a_key_of_its_own_is_kept(town: Town) -> None:
    key = uuid.uuid4()
    (event,) = take_in(past(town, key=key, number="EV-2025-900001"))
    assert (event.pk, event.number) == (key, "EV-2025-900001")
