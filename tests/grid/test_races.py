"""Two at once, on PostgreSQL; each with the lock taken away, where the race must show."""

import contextlib
import threading
from typing import Any

import pytest
from django.db.models import QuerySet

from linli.grid.flows import EVENT
from linli.grid.models import Event
from linli.grid.payloads import Dispatch
from linli.kernel.idempotency import once
from linli.kernel.models import IdempotencyKey
from linli.kernel.problems import Conflict
from tests.grid import town as towns
from tests.races import ON_POSTGRESQL, at_once

pytestmark = ON_POSTGRESQL


def _two_dispatchers(monkeypatch: pytest.MonkeyPatch) -> tuple[Event, list[Any]]:
    """Both have read the record before either writes: the second waits in its action for the first to get there."""
    town = towns.build()
    event = EVENT.make(town.event(), "accept", actor=town.actor(town.worker))
    both_inside = threading.Barrier(2)

    def dispatch(record: Event, *, actor: Any, data: Dispatch) -> dict[str, object]:
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
