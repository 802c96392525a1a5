"""A grid is merged while something happens in it, on PostgreSQL; with the lock taken away the race must show."""

import threading
from contextlib import suppress
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from linli.events.core.flows import EVENT
from linli.events.core.models import Event
from linli.events.core.payloads import Dispatch
from linli.inbox.models import Task
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.problems import Conflict, Invalid
from linli.people import holders
from linli.people.actions.posts import grant_post
from linli.people.models import Post
from linli.people.roles import Role
from linli.places.models import Place
from linli.places.redrawing import buildings, merging
from linli.places.redrawing.late_arrivals import follow_up
from linli.places.redrawing.merging import merge_grids
from linli.places.verification import verify
from tests.events import town as towns
from tests.events.town import COMMUNITY
from tests.places.factories import make_place
from tests.races import ON_POSTGRESQL, at_once

pytestmark = ON_POSTGRESQL


def _merged_while_dispatched(monkeypatch: pytest.MonkeyPatch) -> tuple[Event, Place, towns.Town, list[Any]]:
    """The dispatch has read its event; then the grid is merged; then the dispatch writes."""
    town = towns.build()
    into = make_place(f"{COMMUNITY}001")
    event = EVENT.make(town.event(), "accept", actor=town.actor(town.worker))
    has_read, is_merged = threading.Event(), threading.Event()

    def dispatch(record: Event, *, actor: Actor, data: Dispatch) -> dict[str, object]:
        has_read.set()
        is_merged.wait(timeout=2)
        record.lead_unit, record.dispatched_at = data.unit, timezone.now()
        return {}

    move = EVENT.moves["dispatch"]
    monkeypatch.setitem(EVENT.moves, "dispatch", type(move)(**{**move.__dict__, "do": dispatch}))

    def merge() -> Place:
        has_read.wait(timeout=5)
        try:
            return merge_grids(into, [town.grid], name="合并网格", takes_posts=True, actor=SYSTEM)
        finally:
            is_merged.set()

    clerk = town.actor(town.clerk)
    outcomes = at_once(
        lambda: EVENT.make(event, "dispatch", actor=clerk, data=Dispatch(town.urban)),
        merge,
    )
    event.refresh_from_db()
    return event, into, town, outcomes


def test_a_grid_merged_while_its_event_is_dispatched(monkeypatch: pytest.MonkeyPatch) -> None:
    event, into, town, outcomes = _merged_while_dispatched(monkeypatch)
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert (event.place, event.path, event.state) == (into, into.code, "dispatched")
    task = Task.objects.get(pk=event.pk)
    assert (task.code, task.holder) == (into.code, holders.of_unit(town.urban.pk))
    assert verify() == []
    assert follow_up() == 0, "nothing was left behind"


def test_without_the_lock_the_event_stays_at_the_grid_that_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    event, _into, town, outcomes = _merged_while_dispatched(monkeypatch)
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert event.place == town.grid
    assert Place.objects.get(pk=town.grid.pk).ended_on is not None


def test_an_event_that_comes_in_meanwhile_is_taken_along_a_little_later() -> None:
    town = towns.build()
    into = make_place(f"{COMMUNITY}001")
    both = threading.Barrier(2)

    def report() -> Event:
        both.wait(timeout=5)
        return town.event()

    def merge() -> Place:
        both.wait(timeout=5)
        return merge_grids(into, [town.grid], name="合并网格", takes_posts=True, actor=SYSTEM)

    event, merged = at_once(report, merge)
    assert isinstance(event, Event), event
    assert isinstance(merged, Place), merged
    follow_up()
    event.refresh_from_db()
    assert (event.place, event.path) == (into, into.code)
    assert Task.objects.get(pk=event.pk).holder == holders.of_role(Role.GRID_WORKER, into.pk)


def _merged_into_each_other(monkeypatch: pytest.MonkeyPatch) -> tuple[list[Place], list[Any]]:
    """Two administrators, each merging the other one's grid into their own."""
    town = towns.build()
    one, other = town.grid, make_place(f"{COMMUNITY}001")
    both = threading.Barrier(2)

    def take_over(*args: Any, **options: Any) -> int:
        with suppress(threading.BrokenBarrierError):
            both.wait(timeout=1)
        return buildings.take_over(*args, **options)

    monkeypatch.setattr(merging, "take_over", take_over)
    outcomes = at_once(
        lambda: merge_grids(one, [other], name=one.name, takes_posts=False, actor=SYSTEM),
        lambda: merge_grids(
            Place.objects.get(pk=other.pk),
            [Place.objects.get(pk=one.pk)],
            name=other.name,
            takes_posts=False,
            actor=SYSTEM,
        ),
    )
    return list(Place.objects.filter(pk__in=[one.pk, other.pk])), outcomes


def test_two_grids_merged_into_each_other_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    grids, outcomes = _merged_into_each_other(monkeypatch)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert [isinstance(outcome, Invalid | Conflict) for outcome in refused] == [True]
    assert len([grid for grid in grids if grid.ended_on is None]) == 1


def test_without_the_lock_both_grids_would_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    grids, _outcomes = _merged_into_each_other(monkeypatch)
    assert [grid for grid in grids if grid.ended_on is None] == []


def test_a_post_granted_while_its_grid_ends() -> None:
    town = towns.build()
    into = make_place(f"{COMMUNITY}001")
    both = threading.Barrier(2)

    def grant() -> Post:
        both.wait(timeout=5)
        return grant_post(
            user=town.handler,
            role=Role.GRID_WORKER,
            place=town.grid,
            valid_from=timezone.localdate(),
            actor=SYSTEM,
        )

    def merge() -> Place:
        both.wait(timeout=5)
        return merge_grids(into, [town.grid], name="合并网格", takes_posts=True, actor=SYSTEM)

    granted, merged = at_once(grant, merge)
    assert isinstance(merged, Place), merged
    assert isinstance(granted, Post | Invalid), granted
    here = Post.objects.filter(place=town.grid, valid_to=None)
    assert not here.exists(), "a post at a grid that ended would hold tasks for ever"
