"""One act on many events: what the preview says, what is done, and what is not done is told."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from linli.audit.models import Entry
from linli.events.core.flows import EVENT
from linli.events.core.models import Category, Event
from linli.events.core.states import EventState
from tests.events.core.test_board import dispatched
from tests.events.town import Town
from tests.people.factories import signed_in

ADDRESS = "event_bulk"


def accepted(town: Town, **more: Any) -> Event:
    return EVENT.make(town.event(**more), "accept", actor=town.actor(town.worker))


def ask(browser: Client, move: str, *events: Event | str) -> Any:
    numbers = [event if isinstance(event, str) else event.number for event in events]
    return browser.get(reverse(ADDRESS), {"move": move, "number": numbers, "back": reverse("events")})


def form_of(page: str, **more: Any) -> dict[str, Any]:
    """What the button of a preview sends."""
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    found: dict[str, Any] = {name: value for name, value in hidden if name != "csrfmiddlewaretoken"}
    return found | {"pick": [value for name, value in hidden if name == "pick"], "note": ""} | more


def states(*events: Event) -> list[str]:
    rows = dict(Event.objects.filter(pk__in=[event.pk for event in events]).values_list("pk", "state"))
    return [rows[event.pk] for event in events]


def test_dispatch_of_several_with_a_preview_and_a_result(town: Town) -> None:
    ready, other, early = accepted(town), accepted(town, text="另一盏"), town.event(text="还没受理")
    clerk = signed_in(town.clerk)
    page = ask(clerk, "dispatch", ready, early, other).content.decode()
    assert "可以办 2 件" in page
    assert "现在是“待受理”，不能派单" in page
    assert f'<option value="{town.urban.pk}" selected>' in page, "the unit that answers is proposed"
    answer = clerk.post(reverse(ADDRESS), form_of(page, unit=str(town.urban.pk), note="请一并处理"))
    assert "派单：办成 2 件" in answer.content.decode()
    assert states(ready, other, early) == [EventState.DISPATCHED, EventState.DISPATCHED, EventState.REPORTED]
    assert Event.objects.filter(lead_unit=town.urban).count() == 2
    assert Entry.objects.filter(action="event.dispatch", actor_id=town.clerk.pk).count() == 2


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_done(town: Town) -> None:
    event = accepted(town)
    clerk = signed_in(town.clerk)
    page = ask(clerk, "dispatch", event).content.decode()
    answer = clerk.post(reverse(ADDRESS), form_of(page, note="写好的话"))
    assert answer.status_code == 422
    assert "请选择主办单位" in answer.content.decode()
    assert "写好的话" in answer.content.decode()
    answer = clerk.post(reverse(ADDRESS), form_of(ask(clerk, "comment", event).content.decode(), note="  "))
    assert answer.status_code == 422
    assert "请写明理由" in answer.content.decode()
    assert states(event) == [EventState.ACCEPTED]
    page = ask(clerk, "comment", event).content.decode()
    assert "办成 1 件" in clerk.post(reverse(ADDRESS), form_of(page, note="已联系")).content.decode()


def test_the_same_form_twice_is_done_once_and_answers_the_same(town: Town) -> None:
    events = [accepted(town), accepted(town)]
    clerk = signed_in(town.clerk)
    sent = form_of(ask(clerk, "comment", *events).content.decode(), note="同一句话")
    first, second = clerk.post(reverse(ADDRESS), sent), clerk.post(reverse(ADDRESS), sent)
    assert "办成 2 件" in first.content.decode()
    assert "办成 2 件" in second.content.decode()
    assert Entry.objects.filter(action="event.comment").count() == 2
    other = clerk.post(reverse(ADDRESS), sent | {"note": "另一句话"}).content.decode()
    assert "办成 0 件" in other
    assert "这个幂等键已用于另一份内容" in other
    assert Entry.objects.filter(action="event.comment").count() == 2


def test_a_form_cut_short_goes_on_where_it_was(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = accepted(town), accepted(town)
    clerk = signed_in(town.clerk)
    sent = form_of(ask(clerk, "comment", first, second).content.decode(), note="说明")
    make = EVENT.make

    def broken(record: Event, *args: Any, **more: Any) -> Event:
        if record.pk == second.pk:
            raise RuntimeError("the disk is full")
        return make(record, *args, **more)

    with monkeypatch.context() as patch:
        patch.setattr(EVENT, "make", broken)
        page = clerk.post(reverse(ADDRESS), sent).content.decode()
    assert "办成 1 件" in page
    assert "系统出了问题" in page
    assert Entry.objects.filter(action="event.comment").count() == 1
    assert "办成 2 件" in clerk.post(reverse(ADDRESS), sent).content.decode()
    assert Entry.objects.filter(action="event.comment").count() == 2


def test_what_moved_since_the_preview_is_told_and_the_others_are_done(town: Town) -> None:
    moved, changed, still = accepted(town), accepted(town), accepted(town)
    clerk = signed_in(town.clerk)
    sent = form_of(ask(clerk, "dispatch", moved, changed, still).content.decode(), unit=str(town.urban.pk))
    form = EVENT.moves["dispatch"].form
    assert form is not None
    data = form({"unit": str(town.power.pk)}, record=moved, actor=town.actor(town.dispatcher))
    assert data.is_valid()
    EVENT.make(moved, "dispatch", actor=town.actor(town.dispatcher), data=data.payload())
    EVENT.make(changed, "comment", actor=town.actor(town.worker), note="等一等")
    page = clerk.post(reverse(ADDRESS), sent).content.decode()
    assert "办成 1 件" in page
    assert "记录现在是“已派单”" in page
    assert "记录已被别人改动" in page
    assert states(moved, changed, still) == [EventState.DISPATCHED, EventState.ACCEPTED, EventState.DISPATCHED]
    moved.refresh_from_db()
    assert moved.lead_unit == town.power


def test_somebody_elses_number_is_as_if_it_were_not_there(town: Town) -> None:
    event = town.event()
    stranger = signed_in(town.stranger)
    page = ask(stranger, "accept", event, "EV-2026-999999").content.decode()
    assert "勾选的里面没有可以办的" in page
    assert reverse("event", args=[event.number]) not in page
    assert event.text not in page
    sent = {"move": "accept", "pick": [f"{event.number}:1", "EV-2026-999999:1"], "key": "k", "note": ""}
    page = stranger.post(reverse(ADDRESS), sent).content.decode()
    assert page.count("没有这条记录") == 2
    assert event.text not in page
    assert states(event) == [EventState.REPORTED]


def test_what_a_post_does_not_allow_is_said(town: Town) -> None:
    event = town.event()
    page = ask(signed_in(town.leader), "accept", event).content.decode()
    assert "您没有做这件事的权限" in page
    assert 'name="pick"' not in page
    sent = {"move": "accept", "pick": [f"{event.number}:1"], "key": "k", "note": ""}
    assert "您没有做这件事的权限" in signed_in(town.leader).post(reverse(ADDRESS), sent).content.decode()
    assert states(event) == [EventState.REPORTED]


def test_where_a_photo_is_needed_each_is_done_by_itself(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EVENT.moves, "finish", replace(EVENT.moves["finish"], for_several=True))
    Category.objects.filter(pk=town.lamps.pk).update(needs_photo=True)
    plain = Category.objects.create(code="noise", name="噪音")
    with_photo, without = (
        EVENT.make(dispatched(town, **more), "start", actor=town.actor(town.handler))
        for more in ({}, {"category": plain})
    )
    handler = signed_in(town.handler)
    page = ask(handler, "finish", with_photo, without).content.decode()
    assert "须附上处理后的照片，请单独办理" in page
    assert 'type="file"' not in page
    assert "办成 1 件" in handler.post(reverse(ADDRESS), form_of(page, note="已处理")).content.decode()
    assert states(with_photo, without) == [EventState.IN_PROGRESS, EventState.DONE]
    picks = [f"{with_photo.number}:{with_photo.version}", f"{without.number}:{without.version}"]
    page = handler.post(
        reverse(ADDRESS), {"move": "finish", "pick": picks, "key": "x", "note": "硬来"}
    ).content.decode()
    assert "请附上照片" in page
    assert states(with_photo) == [EventState.IN_PROGRESS]


def test_at_most_a_hundred(town: Town) -> None:
    clerk = signed_in(town.clerk)
    numbers = [f"EV-2026-{number:06d}" for number in range(101)]
    answer = ask(clerk, "accept", *numbers)
    assert answer.status_code == 422
    assert "一次最多办 100 件，您勾选了 101 件" in answer.content.decode()
    sent = {"move": "accept", "pick": [f"{number}:1" for number in numbers], "key": "k"}
    assert clerk.post(reverse(ADDRESS), sent).status_code == 422
    assert ask(clerk, "accept", *numbers[:100]).status_code == 200


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"move": "accept"}, 302),
        ({"pick": "EV-2026-000001:1"}, 302),
        ({"move": "reject", "pick": "EV-2026-000001:1"}, 404),
        ({"move": "nothing", "pick": "EV-2026-000001:1"}, 404),
        ({"move": "accept", "pick": "EV-2026-000001"}, 400),
        ({"move": "accept", "pick": "EV-2026-000001:-1"}, 400),
        ({"move": "accept", "pick": f"{'9' * 40}:1"}, 400),
        ({"move": "accept", "pick": "EV-2026-000001:99999999999"}, 400),
    ],
)
def test_what_makes_no_sense_is_refused(town: Town, sent: dict[str, str], status: int) -> None:
    assert signed_in(town.clerk).post(reverse(ADDRESS), sent).status_code == status


def test_lists_offer_what_somebody_can_do_with_what_is_on_them(town: Town) -> None:
    town.event()
    for name in ("events", "event_board"):
        clerks = signed_in(town.clerk).get(reverse(name)).content.decode()
        assert 'name="move" value="accept"' in clerks
        assert 'name="move" value="dispatch"' not in clerks
        assert 'class="tick"' in clerks
        leaders = signed_in(town.leader).get(reverse(name)).content.decode()
        assert 'class="tick"' not in leaders


def test_each_has_a_transaction_of_its_own(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the second begins, nothing of the first is open any more, and none is around them both."""
    events = [accepted(town), accepted(town)]
    clerk = signed_in(town.clerk)
    sent = form_of(ask(clerk, "comment", *events).content.decode(), note="说明")
    before, depths = len(connection.savepoint_ids), []
    make = EVENT.make

    def watched(*args: Any, **more: Any) -> Event:
        depths.append(len(connection.savepoint_ids) - before)
        return make(*args, **more)

    monkeypatch.setattr(EVENT, "make", watched)
    clerk.post(reverse(ADDRESS), sent)
    assert depths == [1, 1]


def test_the_preview_costs_the_same_however_many(town: Town, django_assert_max_num_queries: Any) -> None:
    clerk = signed_in(town.clerk)
    events = [accepted(town) for _ in range(30)]
    ask(clerk, "dispatch", *events[:2])
    with django_assert_max_num_queries(12) as few:
        ask(clerk, "dispatch", *events[:2])
    with django_assert_max_num_queries(len(few.captured_queries)):
        ask(clerk, "dispatch", *events)


def test_which_moves_are_for_several() -> None:
    several = [move.name for move in EVENT.moves.values() if move.is_for_several]
    assert several == ["accept", "dispatch", "start", "close", "comment"]
