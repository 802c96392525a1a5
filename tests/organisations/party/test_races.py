"""A branch is put into two groups at once, on PostgreSQL; and without what stops it, where it shows."""

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from linli.flow.flow import Flow
from linli.kernel.problems import Invalid
from linli.organisations.party.actions.parties import Founding, Joined, found_party
from linli.organisations.party.actions.planning import keep_rotas
from linli.organisations.party.flows import PARTY
from linli.organisations.party.models import Coverage, GroupMembership, Hosting, PartyOrganisation
from tests.organisations import world as worlds
from tests.organisations.party.world import FOUNDED, branch, group
from tests.races import ON_POSTGRESQL, at_once

pytestmark = ON_POSTGRESQL


def _both_join(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Each waits, once it has passed the flow's checks, for the other to come as far, or half a second."""
    world, meet, check = worlds.build(), threading.Barrier(2), Flow._check
    one, groups = branch(world, "甲"), [group(world, name=name) for name in "一二"]

    def slowly(self: Any, *args: Any) -> None:
        check(self, *args)
        if self is PARTY:
            with contextlib.suppress(threading.BrokenBarrierError):
                meet.wait(timeout=0.5)

    monkeypatch.setattr(Flow, "_check", slowly)
    actor = world.actor(world.bureau)
    return at_once(*(lambda to=to: PARTY.make(one, "join_group", actor=actor, data=Joined(to)) for to in groups))


def _without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    lock = Flow._lock
    monkeypatch.setattr(
        Flow,
        "_lock",
        lambda self, record, move, data: (
            self.model._default_manager.get(pk=record.pk) if self is PARTY else lock(self, record, move, data)
        ),
    )


@pytest.fixture
def no_constraint() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX party_membership_one_group")
    yield
    GroupMembership.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(
            GroupMembership,
            next(one for one in GroupMembership._meta.constraints if one.name == "party_membership_one_group"),
        )


def _one_was_told(outcomes: list[Any]) -> bool:
    refused = [outcome for outcome in outcomes if isinstance(outcome, Invalid)]
    return len(refused) == 1 and "group" in refused[0].errors


def test_the_second_is_told_that_it_is_in_a_group(monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = _both_join(monkeypatch)
    assert _one_was_told(outcomes), outcomes
    assert GroupMembership.objects.count() == 1


def test_without_the_lock_the_constraint_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    _without_lock(monkeypatch)
    outcomes = _both_join(monkeypatch)
    assert _one_was_told(outcomes), outcomes
    assert GroupMembership.objects.count() == 1


def test_without_both_it_would_be_in_two(monkeypatch: pytest.MonkeyPatch, no_constraint: None) -> None:
    _without_lock(monkeypatch)
    _both_join(monkeypatch)
    assert GroupMembership.objects.filter(left_on=None).count() == 2


def test_two_branches_of_one_organisation_founded_at_once() -> None:
    world = worlds.build()
    actor = world.actor(world.bureau)

    def found(name: str) -> Any:
        values = {"name": name, "kind_of_party": "branch", "parent": None, "members": 1, "founded_on": FOUNDED}
        return found_party(Founding(world.community, values, [world.club], None), actor=actor)

    outcomes = at_once(lambda: found("一"), lambda: found("二"))
    assert sum(isinstance(outcome, Invalid) for outcome in outcomes) == 1, outcomes
    assert (Coverage.objects.count(), PartyOrganisation.objects.count()) == (1, 1)


def test_leaving_while_the_rota_is_kept_leaves_no_turn_behind() -> None:
    world = worlds.build()
    one, two = branch(world, "甲"), branch(world, "乙")
    group(world, one, two)
    Hosting.objects.all().delete()
    actor = world.actor(world.bureau)
    outcomes = at_once(keep_rotas, lambda: PARTY.make(one, "dissolve", actor=actor, note="x"))
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
    assert not Hosting.objects.standing().filter(branch=one).exists()
    assert Hosting.objects.standing().filter(branch=two).count() == 4
