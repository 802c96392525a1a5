"""Two take the same file in at once, on PostgreSQL; and without the lock, where both begin."""

import contextlib
import threading
from typing import Any

import pytest
from django.db.models import QuerySet

from linli.kernel.problems import Conflict
from linli.organisations.registry import actions as registry
from linli.organisations.registry.imports import actions, reading
from linli.organisations.registry.imports.actions import look_at, take_in
from linli.organisations.registry.models import Organisation, OrganisationImport
from linli.people.actors import actor_of
from linli.people.roles import Role
from linli.people.staffing import staffing
from tests.events.town import post, user
from tests.places.factories import make_place
from tests.races import ON_POSTGRESQL, at_once

pytestmark = ON_POSTGRESQL


def _both(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Each waits, after it has read the file's row, until the other has as well, or half a second."""
    community = make_place("430211002001")
    officer = user("周专员")
    post(officer, Role.ORGANISATION_OFFICER, community)
    staffing.touch()
    actor, sheet = actor_of(officer), f"名称,社区\n合唱团,{community.code}\n".encode()
    run = look_at(sheet, file_name="x.csv", place=community, actor=actor)
    both = threading.Barrier(2)

    def slowly(*args: Any) -> Any:
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(timeout=0.5)
        return reading.read(*args)

    monkeypatch.setattr(actions, "read", slowly)
    return at_once(lambda: take_in(run, actor=actor), lambda: take_in(run, actor=actor))


def test_one_of_them_is_told_that_it_was_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = _both(monkeypatch)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    assert [outcome.code for outcome in refused] == ["taken_in"]
    assert sum(isinstance(outcome, OrganisationImport) for outcome in outcomes) == 1
    assert Organisation.objects.filter(name="合唱团").count() == 1


def test_without_the_lock_both_would_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    """What then keeps the second out is only the constraint on names."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    outcomes = _both(monkeypatch)
    assert [outcome.code for outcome in outcomes if isinstance(outcome, Conflict)] == ["stale"]
    assert Organisation.objects.filter(name="合唱团").count() == 1


def test_of_two_of_one_name_listed_at_once_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has looked before the other wrote: the constraint has the last word."""
    community = make_place("430211002001")
    officer = user("周专员")
    post(officer, Role.ORGANISATION_OFFICER, community)
    staffing.touch()
    both, check = threading.Barrier(2), registry.check_name

    def slowly(organisation: Organisation) -> None:
        check(organisation)
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(timeout=0.5)

    monkeypatch.setattr(registry, "check_name", slowly)
    listing, actor = registry.Listing(community, {"name": "合唱团", "legal_kind": "group"}, []), actor_of(officer)
    outcomes = at_once(*(lambda: registry.list_organisation(listing, actor=actor) for _ in range(2)))
    assert [outcome.code for outcome in outcomes if isinstance(outcome, Conflict)] == ["name_taken"]
    assert Organisation.objects.filter(name="合唱团").count() == 1
