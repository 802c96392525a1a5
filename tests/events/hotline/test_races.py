"""The same order twice at once, on PostgreSQL; and without the constraint that makes it one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from linli.events.core.flows import EVENT
from linli.events.core.models import Event
from linli.events.hotline import actions
from linli.events.hotline.actions import Verdict, take_in
from linli.events.hotline.forms import OrderForm
from linli.events.hotline.models import HotlineOrder, Reply, Via
from linli.events.hotline.placing import Gazetteer
from tests.events.hotline import world as hotlines
from tests.races import ON_POSTGRESQL, at_once

pytestmark = ON_POSTGRESQL


def _twice_at_once(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    hotline = hotlines.build()
    form = OrderForm(hotlines.order(received_at="", due_at="2099-01-01"))
    assert form.is_valid()
    content, gazetteer = form.payload(), Gazetteer(hotline.source)
    both, find = threading.Barrier(2), actions.find

    def together(*args: Any) -> Any:
        known = find(*args)
        if known is None:
            both.wait(timeout=10)
        return known

    monkeypatch.setattr(actions, "find", together)

    def take() -> Verdict:
        actor = hotline.town.actor(hotline.user)
        taken = take_in(content, source=hotline.source, actor=actor, via=Via.API, gazetteer=gazetteer)
        return taken.verdict

    return at_once(take, take)


def test_the_same_order_twice_at_once_is_one_event(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sorted(_twice_at_once(monkeypatch)) == [Verdict.NEW, Verdict.SAME]
    assert Event.objects.count() == HotlineOrder.objects.count() == 1


@contextmanager
def without_the_constraint() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE hotline_hotlineorder DROP CONSTRAINT hotline_order_number")
        try:
            yield
        finally:
            cursor.execute("DELETE FROM hotline_orderversion")
            cursor.execute("DELETE FROM hotline_hotlineorder")
            cursor.execute(
                "ALTER TABLE hotline_hotlineorder ADD CONSTRAINT hotline_order_number UNIQUE (source_id, number)"
            )


def test_without_the_constraint_it_would_be_two(monkeypatch: pytest.MonkeyPatch) -> None:
    with without_the_constraint():
        assert _twice_at_once(monkeypatch) == [Verdict.NEW, Verdict.NEW]
        assert HotlineOrder.objects.count() == 2


def test_replies_written_at_once_become_visible_in_the_order_of_their_positions() -> None:
    """Whoever has read up to a position has missed none before it: the later one waits for the earlier one's end."""
    hotline = hotlines.build()
    events = [hotline.event(number=f"GD-{n}", received_at="", due_at="2099-01-01") for n in range(6)]
    clerk = hotline.town.actor(hotline.town.clerk)
    seen: list[list[int]] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.append(list(Reply.objects.order_by("position").values_list("position", flat=True)))

    def reject(event: Event) -> None:
        EVENT.make(event, "reject", actor=clerk, note="不归我们管")

    def all_rejected() -> None:
        at_once(*[lambda event=event: reject(event) for event in events])
        stop.set()

    at_once(read, all_rejected)
    assert list(Reply.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert all(positions == list(range(1, len(positions) + 1)) for positions in seen)
