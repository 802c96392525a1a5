"""An organisation leaves while somebody decides about it, on PostgreSQL; and without the order of the locks."""

import contextlib
import threading
from dataclasses import replace
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from linli.flow.flow import flows
from linli.kernel.actor import Actor
from linli.organisations.applications.actions.deciding import Approval
from linli.organisations.applications.flows import APPLICATION
from linli.organisations.applications.models import Application
from linli.organisations.registry.actions import Left
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.registry.models import Organisation
from tests.organisations import world as worlds
from tests.organisations.applications import world as onestop
from tests.races import ON_POSTGRESQL, at_once

pytestmark = ON_POSTGRESQL


def _meet_at(monkeypatch: pytest.MonkeyPatch, *moves: tuple[str, str]) -> None:
    """Each of these moves, when it holds its own rows, waits for the other one, or a second."""
    both = threading.Barrier(len(moves))
    for kind, name in moves:
        move = flows[kind].moves[name]

        def slowly(record: Any, *, actor: Actor, data: Any, do: Any = move.do) -> Any:
            with contextlib.suppress(threading.BrokenBarrierError):
                both.wait(timeout=1)
            return do(record, actor=actor, data=data)

        monkeypatch.setitem(flows[kind].moves, name, replace(move, do=slowly))


def _approve_and_take_off(monkeypatch: pytest.MonkeyPatch) -> tuple[Application, Organisation, list[Any]]:
    one = onestop.build(worlds.build())
    collected = one.agree(one.asked())
    _meet_at(monkeypatch, ("application", "approve"), ("organisation", "take_off"))
    officer, left = one.officer, Left("自愿解散", timezone.localdate())
    outcomes = at_once(
        lambda: APPLICATION.make(collected, "approve", actor=officer, data=Approval()),
        lambda: ORGANISATION.make(one.world.club, "take_off", actor=officer, data=left),
    )
    return Application.objects.get(pk=collected.pk), Organisation.objects.get(pk=one.world.club.pk), outcomes


def test_it_is_approved_before_or_ends_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    application, club, outcomes = _approve_and_take_off(monkeypatch)
    assert not [outcome for outcome in outcomes if isinstance(outcome, OperationalError)]
    assert club.state == "left"
    assert application.state in ("approved", "withdrawn")


def test_without_the_organisation_held_first_they_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Application, "lock_parents", lambda self: None)
    _application, _club, outcomes = _approve_and_take_off(monkeypatch)
    assert [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)] == [OperationalError]
