"""Departments that answer at the same moment, on PostgreSQL; and without the lock, where an outcome is lost."""

import contextlib
import threading
import time
from dataclasses import replace
from typing import Any

import pytest
from django.db.models import QuerySet

from linli.audit.models import Entry
from linli.inbox.models import Task
from linli.kernel.problems import Conflict, Invalid
from linli.organisations.applications.actions import deciding, opinions
from linli.organisations.applications.actions.applications import Applying, apply
from linli.organisations.applications.actions.deciding import Refusal
from linli.organisations.applications.actions.opinions import Saying
from linli.organisations.applications.flows import APPLICATION, OPINION
from linli.organisations.applications.models import Application, Department, Opinion, ServiceDepartment
from tests.organisations import world as worlds
from tests.organisations.applications.world import OneStop, build
from tests.races import ON_POSTGRESQL, at_once

pytestmark = ON_POSTGRESQL


def _last_two(monkeypatch: pytest.MonkeyPatch) -> tuple[Application, list[Any]]:
    """Each looks, before it says that it is the last, until the other one has looked as well, or a second."""
    one = build(worlds.build())
    asked = one.agree(one.asked(), "civil", "police", "culture", "party_organisation")
    both, exists = threading.Barrier(2), QuerySet.exists

    def slowly(self: Any) -> bool:
        found: bool = exists(self)
        if self.model is Opinion:
            with contextlib.suppress(threading.BrokenBarrierError):
                both.wait(timeout=3)
        return found

    monkeypatch.setattr(QuerySet, "exists", slowly)
    outcomes = at_once(*(_agree(one, asked, code) for code in ("fire", "women")))
    return Application.objects.get(pk=asked.pk), outcomes


def _agree(one: OneStop, application: Application, code: str) -> Any:
    opinion, actor = one.opinion(application, code), one.actor(code)
    return lambda: OPINION.make(opinion, "agree", actor=actor, data=Saying(code))


def test_of_the_last_two_one_knows_that_it_is_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    application, outcomes = _last_two(monkeypatch)
    assert [outcome.state for outcome in outcomes] == ["agreed", "agreed"]
    assert application.state == "collected"


def test_without_the_lock_neither_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Opinion, "lock_parents", lambda self: None)
    application, outcomes = _last_two(monkeypatch)
    assert [outcome.state for outcome in outcomes] == ["agreed", "agreed"]
    assert application.state == "asked"  # all have answered, and it waits for ever


def test_52_departments_at_once_and_nothing_is_lost() -> None:
    one = build(worlds.build())
    one.item.departments.all().delete()
    departments = list(Department.objects.all())
    ServiceDepartment.objects.bulk_create(
        ServiceDepartment(item=one.item, department=department, days=5) for department in departments
    )
    asked = one.asked()
    outcomes = at_once(*(_agree(one, asked, department.code) for department in departments))
    assert [getattr(outcome, "state", outcome) for outcome in outcomes] == ["agreed"] * 52
    asked.refresh_from_db()
    opinions = list(Opinion.objects.filter(application=asked))
    assert asked.state == "collected"
    assert {opinion.words for opinion in opinions} == {department.code for department in departments}
    assert Entry.objects.filter(action="application.collect", subject_id=asked.pk).count() == 1
    assert Entry.objects.filter(action="opinion.agree").count() == 52
    assert list(Task.objects.values_list("pk", flat=True)) == [asked.pk]


def _answer_and_refuse(monkeypatch: pytest.MonkeyPatch) -> tuple[Opinion, list[Any]]:
    """One of two late departments answers while the officer decides; both have read before either writes."""
    one = build(worlds.build())
    asked = one.agree(one.asked(), "civil", "police", "culture", "party_organisation")
    Task.objects.filter(record_kind="opinion").update(due_at=asked.created_at)
    both, in_time, agree = threading.Barrier(2), deciding._in_time, OPINION.moves["agree"]

    def meet() -> None:
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(timeout=3)

    def give(record: Opinion, **options: Any) -> Any:
        facts = opinions.give(record, **options)
        meet()
        time.sleep(0.3)  # the decision comes first, if nothing holds it up
        return facts

    def looking(*args: Any) -> list[Opinion]:
        found = in_time(*args)
        meet()
        return found

    opinion = one.opinion(asked, "fire")
    refuse = Refusal("场所不合格", "换一处", "消防逾期")
    officer, fire = one.officer, one.actor("fire")
    monkeypatch.setitem(OPINION.moves, "agree", replace(agree, do=give))
    monkeypatch.setattr(deciding, "_in_time", looking)
    outcomes = at_once(
        lambda: APPLICATION.make(asked, "refuse", actor=officer, data=refuse),
        lambda: OPINION.make(opinion, "agree", actor=fire, data=Saying("同意")),
    )
    opinion.refresh_from_db()
    return opinion, outcomes


def test_an_answer_comes_before_the_decision_or_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    opinion, outcomes = _answer_and_refuse(monkeypatch)
    refused, answered = outcomes
    assert refused.state == "refused"
    if isinstance(answered, Conflict):
        assert opinion.state == "released"
    else:
        assert opinion.state == "agreed"


def test_without_the_lock_it_would_be_answered_after_the_decision(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    opinion, outcomes = _answer_and_refuse(monkeypatch)
    assert [outcome.state for outcome in outcomes] == ["refused", "agreed"]
    ends = Entry.objects.filter(subject_id=opinion.pk, action__in=("opinion.agree", "opinion.release"))
    assert ends.count() == 2


def test_two_drafts_of_the_same_at_once_are_one() -> None:
    one = build(worlds.build())
    actor, applying = one.teacher, Applying(one.world.club, one.item)
    outcomes = at_once(*(lambda: apply(applying, actor=actor) for _ in range(4)))
    assert sum(isinstance(outcome, Application) for outcome in outcomes) == 1
    assert [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)] == [Invalid] * 3
    assert Application.objects.count() == 1
