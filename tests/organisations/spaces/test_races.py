"""Two deliveries of one period confirmed at once, on PostgreSQL; and without the whole's lock, where one is lost."""

import contextlib
import datetime
import threading
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from linli.organisations.spaces import actions
from linli.organisations.spaces.actions import Proposed, propose
from linli.organisations.spaces.flows import DELIVERY, SPACE_AGREEMENT
from linli.organisations.spaces.models import SpaceAgreement, SpacePart, SpacePeriod
from linli.organisations.spaces.rounds import verify
from linli.organisations.spaces.states import Measure, Rhythm
from linli.places.models import Premises, PremisesKind
from tests.organisations import world as worlds
from tests.organisations.spaces.test_spaces import deliver
from tests.races import ON_POSTGRESQL, at_once

pytestmark = ON_POSTGRESQL
TODAY = datetime.date(2026, 4, 1)


def _both(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Each waits, after it has read the period, until the other has as well, or half a second."""
    with time_machine.travel(datetime.datetime(2026, 4, 1, 2, tzinfo=datetime.UTC), tick=False):
        world = worlds.build()
        premises = Premises.objects.create(community=world.community, name="活动室", kind=PremisesKind.CANTEEN, area=60)
        offer = Proposed(
            *(world.club, premises, "读报", Measure.HOURS, Rhythm.QUARTER, Decimal(30)),
            valid_from=TODAY,
            valid_to=TODAY + datetime.timedelta(days=300),
        )
        agreement: SpaceAgreement = propose(offer, actor=world.actor(world.clerk))
        SPACE_AGREEMENT.make(agreement, "accept", actor=world.actor(world.teacher))
        told = [deliver(world, agreement, amount, TODAY) for amount in ("3", "4")]
        clerk, both, save = world.actor(world.clerk), threading.Barrier(2), SpacePeriod.save

        def slowly(self: SpacePeriod, *args: Any, **options: Any) -> None:
            with contextlib.suppress(threading.BrokenBarrierError):
                both.wait(timeout=0.5)
            save(self, *args, **options)

        monkeypatch.setattr(SpacePeriod, "save", slowly)
        return at_once(*(lambda one=one: DELIVERY.make(one, "confirm", actor=clerk) for one in told))


def test_both_count(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [outcome.state for outcome in _both(monkeypatch)] == ["confirmed", "confirmed"]
    assert SpacePeriod.objects.get().delivered == 7
    assert verify() == []


def test_without_the_locks_one_would_be_lost_and_verify_would_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SpacePart, "lock_parents", lambda self: None)
    monkeypatch.setattr(actions, "_running", lambda delivery: SpacePeriod.objects.get(pk=delivery.period_id))
    assert [outcome.state for outcome in _both(monkeypatch)] == ["confirmed", "confirmed"]
    assert SpacePeriod.objects.get().delivered in (3, 4)
    assert len(verify()) == 1
