"""Two begin the incubation of one organisation at once, on PostgreSQL; and without what guards it, where it shows."""

import contextlib
import threading
from typing import Any

import pytest
from django.db import connection

from linli.kernel.problems import Conflict, Invalid
from linli.organisations.incubation.actions import incubations
from linli.organisations.incubation.actions.evidence import Returned, Sent, send_evidence
from linli.organisations.incubation.actions.incubations import Beginning
from linli.organisations.incubation.flows.incubations import EVIDENCE
from linli.organisations.incubation.models import Evidence, Incubation
from linli.organisations.registry.models import Organisation, OrganisationQuerySet
from tests.organisations.incubation.world import incubate, send, step
from tests.organisations.world import World, build
from tests.races import ON_POSTGRESQL, at_once

pytestmark = ON_POSTGRESQL


def _both_begin(world: World, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Each waits, after it has looked whether there is one, until the other has as well, or half a second."""
    both, check = threading.Barrier(2), incubations._check_one

    def slowly(organisation: Organisation) -> None:
        check(organisation)
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(timeout=0.5)

    monkeypatch.setattr(incubations, "_check_one", slowly)
    beginning = Beginning(world.club, "outside", None, [world.incubator])
    people = (world.actor(world.incubator), world.actor(world.officer))
    return at_once(*(lambda actor=actor: incubations.begin_incubation(beginning, actor=actor) for actor in people))


def _unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OrganisationQuerySet, "locked", lambda self, key: self.select_related("place").get(pk=key))


def test_one_of_them_is_told_that_it_is_incubated_already(monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = _both_begin(build(), monkeypatch)
    assert sum(isinstance(outcome, Invalid) for outcome in outcomes) == 1
    assert Incubation.objects.count() == 1


def test_also_without_the_lock_for_the_constraint_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    _unlocked(monkeypatch)
    outcomes = _both_begin(build(), monkeypatch)
    assert [outcome.code for outcome in outcomes if isinstance(outcome, Conflict)] == ["second"]
    assert Incubation.objects.count() == 1


def test_without_lock_and_constraint_there_would_be_two(monkeypatch: pytest.MonkeyPatch) -> None:
    constraint = next(one for one in Incubation._meta.constraints if one.name == "incubation_incubation_one")
    _unlocked(monkeypatch)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Incubation, constraint)
    try:
        outcomes = _both_begin(build(), monkeypatch)
        assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        assert Incubation.objects.count() == 2
    finally:
        Incubation.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Incubation, constraint)


def test_evidence_is_accepted_or_taken_back_never_both() -> None:
    world = build()
    incubation = incubate(world)
    evidence = send(world, incubation, 1)
    outcomes = at_once(
        lambda: EVIDENCE.make(evidence, "accept", actor=world.actor(world.incubator)),
        lambda: EVIDENCE.make(evidence, "return", actor=world.actor(world.officer), data=Returned("再看")),
    )
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1
    evidence.refresh_from_db()
    incubation.refresh_from_db()
    assert incubation.step.position == (2 if evidence.state == "accepted" else 1)


def test_evidence_for_a_step_is_sent_once() -> None:
    world = build()
    incubation, teacher = incubate(world), world.actor(world.teacher)
    sent = Sent(incubation, step(1), "做了")
    outcomes = at_once(*[lambda: send_evidence(sent, actor=teacher)] * 2)
    assert sum(isinstance(outcome, Invalid) for outcome in outcomes) == 1
    assert Evidence.objects.count() == 1
