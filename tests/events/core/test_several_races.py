"""The same form for several events sent twice at once, on PostgreSQL; and without its key, where it must show."""

import contextlib
import threading
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linli.audit.models import Entry
from linli.events.core.flows import EVENT
from tests.events import town as towns
from tests.events.core.test_several import ask, form_of
from tests.people.factories import signed_in
from tests.races import ON_POSTGRESQL, at_once

pytestmark = ON_POSTGRESQL


def _twice_at_once(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> list[str]:
    """What both pages say; the first waits for the second to be on its way, or for half a second."""
    town = towns.build()
    events = [town.event() for _ in range(3)]
    clerk = signed_in(town.clerk)
    sent = form_of(ask(clerk, "comment", *events).content.decode(), note="一并处理") | changes
    both, make = threading.Barrier(2), EVENT.make

    def slowly(*args: Any, **more: Any) -> Any:
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(timeout=0.5)
        return make(*args, **more)

    monkeypatch.setattr(EVENT, "make", slowly)
    cookies = clerk.cookies

    def post() -> str:
        browser = Client()
        browser.cookies = cookies
        return browser.post(reverse("event_bulk"), sent).content.decode()

    pages = at_once(post, post)
    assert Entry.objects.filter(action="event.comment").count() == 3
    return pages


def test_the_same_form_twice_at_once_is_done_once_and_both_are_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ["办成 3 件" in page for page in _twice_at_once(monkeypatch)] == [True, True]


def test_without_the_key_the_second_would_be_told_that_it_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = _twice_at_once(monkeypatch, key="")
    assert ["办成 3 件" in page for page in pages] != [True, True]
    assert any("记录已被别人改动" in page for page in pages)
