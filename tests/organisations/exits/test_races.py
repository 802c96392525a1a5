"""Two warn one organisation at once, on PostgreSQL; and without the lock, where the constraint has the last word."""

import contextlib
import datetime
import threading

import pytest
from django.db.models import QuerySet

from linli.kernel.problems import Conflict
from linli.organisations.exits import actions
from linli.organisations.exits.models import ExitWarning
from linli.organisations.exits.states import WarningCause
from tests.organisations import world as worlds
from tests.races import ON_POSTGRESQL, at_once

pytestmark = ON_POSTGRESQL


def _refused(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each waits, after it has looked for a warning, until the other has as well, or half a second."""
    world = worlds.build()
    both, until = threading.Barrier(2), actions._until

    def slowly(path: str) -> datetime.date:
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(timeout=0.5)
        return until(path)

    monkeypatch.setattr(actions, "_until", slowly)
    data, actor = actions.Warned(world.club, WarningCause.BREACH, "x"), world.actor(world.officer)
    outcomes = at_once(*(lambda: actions.warn(data, actor=actor) for _ in range(2)))
    assert ExitWarning.objects.count() == 1
    return [outcome.code for outcome in outcomes if isinstance(outcome, Conflict)]


def test_it_is_warned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _refused(monkeypatch) == ["warned_already"]


def test_without_the_lock_the_constraint_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    assert _refused(monkeypatch) == ["warned_already"]
