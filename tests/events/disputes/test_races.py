"""Two mediators record the agreement and the failure at once, on PostgreSQL; and without the lock, where it shows."""

import contextlib
import threading
from typing import Any

import pytest

from linli.events.disputes.flows import DISPUTE
from linli.events.disputes.models import Agreement, Dispute
from linli.events.disputes.payloads import Agreed, Referred
from linli.events.disputes.states import DisputeState
from linli.flow.flow import Flow
from linli.flow.moves import Move
from linli.kernel.problems import Conflict
from tests.events import town as towns
from tests.events.disputes.world import Mediation, mediation
from tests.races import ON_POSTGRESQL, at_once

pytestmark = ON_POSTGRESQL


def _both(found: Mediation, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Each waits, after it has read the dispute, until the other has as well, or half a second."""
    town, dispute, both, check = found.town, found.dispute, threading.Barrier(2), Flow._check

    def slowly(self: Any, move: Move, *args: Any) -> None:
        if self is DISPUTE:
            with contextlib.suppress(threading.BrokenBarrierError):
                both.wait(timeout=0.5)
        check(self, move, *args)

    monkeypatch.setattr(Flow, "_check", slowly)
    mediator, worker = town.actor(found.mediator), town.actor(town.worker)
    return at_once(
        lambda: DISPUTE.make(dispute, "agree", actor=mediator, data=Agreed("各让一步")),
        lambda: DISPUTE.make(dispute, "fail", actor=worker, data=Referred(found.court), note="谈不拢"),
    )


def test_one_of_them_is_told_that_it_was_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    found = mediation(towns.build())
    outcomes = _both(found, monkeypatch)
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1
    (done,) = (outcome for outcome in outcomes if isinstance(outcome, Dispute))
    assert found.dispute.state == done.state
    assert Agreement.objects.exists() == (done.state == DisputeState.AGREED)
    assert found.event.state == ("mediating" if done.state == DisputeState.AGREED else "closed")


def test_without_the_lock_it_would_be_settled_and_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = mediation(towns.build())
    lock = Flow._lock
    monkeypatch.setattr(
        Flow,
        "_lock",
        lambda self, record, move, data: (
            self.model._default_manager.get(pk=record.pk) if self is DISPUTE else lock(self, record, move, data)
        ),
    )
    outcomes = _both(found, monkeypatch)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert Agreement.objects.exists()
    assert {outcome.state for outcome in outcomes} == {DisputeState.AGREED, DisputeState.FAILED}
