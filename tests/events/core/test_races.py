"""Two at once, on PostgreSQL; each with the lock taken away, where the race must show."""

import contextlib
import datetime
import threading
from typing import Any

import pytest
from django.db import OperationalError
from django.db.models import QuerySet
from django.utils import timezone

from linli.audit.models import Entry
from linli.events.core import actions
from linli.events.core.flows import EVENT
from linli.events.core.models import Event, Extension, WhistleAnswer
from linli.events.core.parts.flows import EXTENSION, WHISTLE
from linli.events.core.payloads import Dispatch, Join, MoreTime, Units
from linli.inbox.models import Task
from linli.kernel.actor import Actor
from linli.kernel.idempotency import once
from linli.kernel.models import IdempotencyKey
from linli.kernel.problems import Conflict
from linli.people.models import Unit
from linli.people.roles import Role
from linli.people.staffing import staffing
from tests.events import town as towns
from tests.races import ON_POSTGRESQL, at_once

pytestmark = ON_POSTGRESQL


def _two_dispatchers(monkeypatch: pytest.MonkeyPatch) -> tuple[Event, list[Any]]:
    """Both have read the record before either writes: the second waits in its action for the first to get there."""
    town = towns.build()
    event = EVENT.make(town.event(), "accept", actor=town.actor(town.worker))
    both_inside = threading.Barrier(2)

    def dispatch(record: Event, *, actor: Actor, data: Dispatch) -> dict[str, object]:
        with contextlib.suppress(threading.BrokenBarrierError):
            both_inside.wait(timeout=2)
        record.lead_unit = data.unit
        return {}

    move = EVENT.moves["dispatch"]
    monkeypatch.setitem(EVENT.moves, "dispatch", type(move)(**{**move.__dict__, "do": dispatch}))
    actors = [town.actor(town.clerk), town.actor(town.dispatcher)]
    units = [town.urban, town.power]
    outcomes = at_once(
        *(
            lambda actor=actor, unit=unit: EVENT.make(event, "dispatch", actor=actor, data=Dispatch(unit))
            for actor, unit in zip(actors, units, strict=True)
        )
    )
    return event, outcomes


def test_two_dispatchers_at_once_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    event, outcomes = _two_dispatchers(monkeypatch)
    assert [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)] == [Conflict]
    event.refresh_from_db()
    assert event.version == 3


def test_without_the_lock_both_would_dispatch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    event, outcomes = _two_dispatchers(monkeypatch)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    event.refresh_from_db()
    assert event.version == 3  # two acts, one counted: the lost update that the lock prevents


def test_the_same_key_at_once_acts_once() -> None:
    acted: list[int] = []
    slowly = threading.Event()

    def act() -> tuple[int, str]:
        acted.append(1)
        slowly.wait(0.5)
        return 201, "EV-1"

    answers = at_once(*(lambda: once(scope="token:1", key="k", body=b"{}", act=act) for _ in range(4)))
    assert [answer.body for answer in answers] == ["EV-1"] * 4
    assert len(acted) == 1
    assert sum(answer.is_repeated for answer in answers) == 3


def test_without_the_key_all_would_act() -> None:
    acted: list[int] = []

    def act() -> tuple[int, str]:
        acted.append(1)
        return 201, "EV-1"

    at_once(*(lambda key=key: once(scope="token:1", key=key, body=b"{}", act=act) for key in "abcd"))
    assert len(acted) == 4
    assert IdempotencyKey.objects.count() == 4


def _crossed(monkeypatch: pytest.MonkeyPatch) -> tuple[list[Event], list[Any]]:
    """Two people join two events to each other: each has looked at the other one before either writes."""
    town = towns.build()
    one, other = town.event(), town.event()
    worker, clerk = town.actor(town.worker), town.actor(town.clerk)
    both_inside = threading.Barrier(2)

    def join(record: Event, *, actor: Actor, data: Join) -> Any:
        facts = actions.join(record, actor=actor, data=data)
        with contextlib.suppress(threading.BrokenBarrierError):
            both_inside.wait(timeout=1)
        return facts

    move = EVENT.moves["join"]
    monkeypatch.setitem(EVENT.moves, "join", type(move)(**{**move.__dict__, "do": join}))
    outcomes = at_once(
        *(
            lambda event=event, into=into, actor=actor: EVENT.make(event, "join", actor=actor, data=Join(into))
            for event, into, actor in ((one, other, worker), (other, one, clerk))
        )
    )
    return [Event.objects.get(pk=event.pk) for event in (one, other)], outcomes


def test_joined_to_each_other_at_once_one_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    events, outcomes = _crossed(monkeypatch)
    assert [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)] == [Conflict]
    assert sorted(event.state for event in events) == ["joined", "reported"]


def test_without_the_locks_they_would_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    events, outcomes = _crossed(monkeypatch)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert [event.state for event in events] == ["joined", "joined"]  # a ring that nobody works on


def test_all_departments_answer_one_whistle_at_once() -> None:
    town, count = towns.build(), 8
    units = [Unit.objects.create(name=f"部门{n}", kind="department", place=town.district) for n in range(count)]
    people = [towns.user(f"承办{n}") for n in range(count)]
    for person, unit in zip(people, units, strict=True):
        towns.post(person, Role.HANDLER, unit)
    staffing.touch()
    event = EVENT.make(town.event(), "accept", actor=town.actor(town.worker))
    EVENT.make(event, "whistle", actor=town.actor(town.clerk), data=Units(units), note="都来")
    actors = [town.actor(person) for person in people]
    answers = {answer.unit_id: answer for answer in WhistleAnswer.objects.filter(event=event)}
    outcomes = at_once(
        *(
            lambda answer=answers[unit.pk], actor=actor: WHISTLE.make(answer, "answer", actor=actor)
            for actor, unit in zip(actors, units, strict=True)
        )
    )
    assert [outcome.state for outcome in outcomes] == ["answered"] * count
    assert Entry.objects.filter(action="whistle.answer").count() == count


def test_more_time_is_allowed_while_the_event_is_closed() -> None:
    """Both hold the event's row first, so that neither waits for the other for ever."""
    town = towns.build()
    event = EVENT.make(town.event(), "accept", actor=town.actor(town.worker))
    event = EVENT.make(event, "dispatch", actor=town.actor(town.clerk), data=Dispatch(town.urban))
    until = timezone.now() + datetime.timedelta(days=20)
    event = EVENT.make(event, "ask_time", actor=town.actor(town.handler), data=MoreTime(until), note="等配件")
    request = Extension.objects.get(event=event)
    outcomes = at_once(
        lambda: EXTENSION.make(request, "allow", actor=town.actor(town.clerk)),
        lambda: EVENT.make(event, "send_back", actor=town.actor(town.handler), note="不归我们"),
    )
    assert all(outcome is not None and not isinstance(outcome, OperationalError) for outcome in outcomes)
    request.refresh_from_db()
    event.refresh_from_db()
    assert (request.state, event.state) in {("allowed", "accepted"), ("released", "accepted")}
    assert not Task.objects.filter(pk=request.pk).exists()
