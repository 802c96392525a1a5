"""Warnings, escalations, mail and the ticker: nothing lost, nothing twice, whoever is killed."""

import datetime
import smtplib
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from linli.audit.models import Entry
from linli.inbox import outbox, sweep, ticker
from linli.inbox.models import EmailState, Job, Message, MessageKind, Task
from linli.inbox.morning import morning_of
from linli.kernel.registry import Periodic, periodic
from linli.people.actors import actor_of
from tests.events import town as towns
from tests.people.factories import signed_in
from tests.races import ON_POSTGRESQL, at_once

MONDAY = datetime.datetime(2026, 3, 2, 1, tzinfo=datetime.UTC)
"""Nine o'clock in Asia/Shanghai on a working day; two hours to accept end at eleven."""


@pytest.fixture
def town(db: None) -> towns.Town:
    return towns.build()


def at(hours: float) -> Any:
    return time_machine.travel(MONDAY + datetime.timedelta(hours=hours), tick=False)


def test_warned_before_then_late_and_escalated_each_once(town: towns.Town) -> None:
    with at(0):
        event = town.event()
    with at(1):
        assert sweep.sweep() == 0
    with at(1.6):
        assert (sweep.sweep(), sweep.sweep()) == (1, 0)
    with at(2.1):
        assert (sweep.sweep(), sweep.sweep()) == (1, 0)
    told = {(m.user.name, m.kind) for m in Message.objects.filter(number=event.number)}
    assert told == {("周芳", "new"), ("周芳", "warning"), ("周芳", "late"), ("陈静", "late")}
    assert Message.objects.filter(number=event.number).count() == 4
    assert Entry.objects.filter(subject_id=event.pk, action="task.late").count() == 1
    with at(2.2):
        assert [t.number for t in morning_of(actor_of(town.worker)).late] == [event.number]
        assert [t.number for t in morning_of(actor_of(town.clerk)).from_below] == [event.number]


def test_what_is_late_already_is_not_warned_of(town: towns.Town) -> None:
    with at(0):
        event = town.event()
    with at(30):
        sweep.sweep()
    assert not Message.objects.filter(number=event.number, kind=MessageKind.WARNING).exists()


def test_a_sweep_killed_in_the_middle_does_its_rest_later_and_nothing_twice(
    town: towns.Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at(0):
        events = [town.event() for _ in range(5)]
    monkeypatch.setattr(sweep, "BATCH", 2)
    real, calls = sweep._escalate, []

    def killed_at_the_second_batch(now: datetime.datetime) -> int:
        calls.append(now)
        if len(calls) == 2:
            raise SystemExit
        return real(now)

    with at(2.1):
        monkeypatch.setattr(sweep, "_escalate", killed_at_the_second_batch)
        with pytest.raises(SystemExit):
            sweep.sweep()
        monkeypatch.setattr(sweep, "_escalate", real)
        sweep.sweep()
    late = Message.objects.filter(kind=MessageKind.LATE, user=town.worker)
    assert sorted(late.values_list("number", flat=True)) == sorted(event.number for event in events)


def test_the_mail_goes_out_once_and_names_nobody(town: towns.Town) -> None:
    event = town.event(phone="+8613812345678")
    assert outbox.deliver() == 1
    assert outbox.deliver() == 0
    (sent,) = mail.outbox
    assert sent.to == [town.worker.email]
    assert event.number in sent.subject
    assert "13812345678" not in f"{sent.subject} {sent.body}"


def test_the_mail_server_is_down_for_an_hour(town: towns.Town, monkeypatch: pytest.MonkeyPatch) -> None:
    with at(0):
        event = town.event()
        Message.objects.filter(number=event.number).update(email_next_at=timezone.now())
        with monkeypatch.context() as patch:

            def down(message: Any, fail_silently: bool = False) -> int:
                raise smtplib.SMTPServerDisconnected("down")

            patch.setattr("django.core.mail.EmailMessage.send", down)
            assert outbox.deliver() == 0
        message = Message.objects.get(number=event.number)
        assert (message.email_state, message.email_attempts) == (EmailState.WAITING, 1)
        assert outbox.deliver() == 0  # not before its next time
    with at(1.1):
        assert outbox.deliver() == 1
    message.refresh_from_db()
    assert message.email_state == EmailState.SENT
    assert len(mail.outbox) == 1


def test_who_wants_no_mail_gets_none(town: towns.Town) -> None:
    signed_in(town.worker).post(reverse("messages_email"), {"wants": "no"})
    town.event()
    assert outbox.deliver() == 0
    assert Message.objects.filter(user=town.worker).exists()


@pytest.fixture
def job(db: None) -> Iterator[str]:
    periodic.add("test.job", Periodic(datetime.timedelta(minutes=5), lambda: 1))
    try:
        ticker.register_jobs()
        Job.objects.exclude(name="test.job").update(next_at=timezone.now() + datetime.timedelta(days=1))
        yield "test.job"
    finally:
        periodic.remove("test.job")


def test_a_job_runs_when_due_and_not_before(job: str) -> None:
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=1), tick=False) as clock:
        assert ticker.run_one("a")
        assert not ticker.run_one("b")
        clock.shift(datetime.timedelta(minutes=6))
        assert ticker.run_one("b")


def test_what_a_killed_worker_left_is_taken_when_its_lease_ends(job: str) -> None:
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=1), tick=False) as clock:
        assert ticker._claim("killed") is not None
        assert not ticker.run_one("other")
        clock.shift(ticker.LEASE)
        assert ticker.run_one("other")
        assert Job.objects.get(name=job).worker == "other"


def test_a_job_that_fails_is_recorded_and_tried_again(job: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> int:
        raise ValueError("broken")

    monkeypatch.setitem(periodic._items, job, Periodic(datetime.timedelta(minutes=5), fail))
    assert ticker.run_one("a")
    row = Job.objects.get(name=job)
    assert "broken" in row.error
    assert row.lease_until is None
    assert row.next_at > timezone.now()


class TestTwoAtOnce:
    pytestmark = ON_POSTGRESQL

    def _sweep_twice(self) -> int:
        with at(0):
            town = towns.build()
            for _ in range(20):
                town.event()
        now = MONDAY + datetime.timedelta(hours=3)
        at_once(lambda: sweep._escalate(now), lambda: sweep._escalate(now), lambda: sweep._escalate(now))
        assert not Task.objects.filter(escalated_at=None).exists()
        return Message.objects.filter(kind=MessageKind.LATE, user=town.worker).count()

    def test_each_task_is_escalated_once(self) -> None:
        assert self._sweep_twice() == 20

    def test_without_the_lock_it_would_be_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
        assert connection.vendor == "postgresql"
        assert self._sweep_twice() > 20
