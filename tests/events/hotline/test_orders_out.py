"""What became of an order goes back once, by API or by file, and what the platform says to it is done."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from linli.events.core.flows import EVENT
from linli.events.core.models import Event
from linli.events.core.parts.flows import EXTENSION
from linli.events.core.payloads import Join, MoreTime
from linli.events.core.states import EventState
from linli.events.hotline import batches, replies
from linli.events.hotline.models import HotlineOrder, OrderResult, OrderSource, Reply, ReplyBatch, ReplyOutcome
from linli.inbox.models import Task
from linli.kernel.problems import Conflict, Forbidden
from linli.kernel.worktime import ZONE
from tests.events.hotline import world as hotlines
from tests.events.hotline.world import NOW, Hotline

pytestmark = pytest.mark.django_db


@pytest.fixture
def hotline() -> Iterator[Hotline]:
    with time_machine.travel(NOW):
        yield hotlines.build()


def result_of(event: Event) -> str:
    return HotlineOrder.objects.get(event=event).result


def test_a_closed_event_is_told_in_public_words_and_once(hotline: Hotline) -> None:
    event = hotline.close(hotline.event())
    (item,) = hotline.results()["items"]
    assert (item["number"], item["event"], item["kind"], item["state"]) == ("GD-1", event.number, "result", "closed")
    assert (item["words"], item["is_in_time"], item["rating"]) == ("已换灯，夜间复查正常", True, None)
    assert result_of(event) == OrderResult.TO_SEND
    # Reading changes nothing: a program that dies here reads it again.
    assert hotline.results()["items"] == [item]
    for _ in range(3):
        assert hotline.acknowledge({"id": item["id"], "outcome": "sent"}) == [
            {"id": item["id"], "is_taken": True, "outcome": "sent", "code": "", "detail": "", "errors": {}}
        ]
    assert hotline.results()["items"] == []
    assert result_of(event) == OrderResult.SENT


def test_a_long_list_goes_by_position(hotline: Hotline) -> None:
    for number in range(5):
        hotline.go(hotline.event(number=f"GD-{number}"), "reject")
    first = hotline.results(size=2)
    second = hotline.results(size=2, after=first["next"])
    third = hotline.results(size=2, after=second["next"])
    found = [item["number"] for page in (first, second, third) for item in page["items"]]
    assert found == [f"GD-{number}" for number in range(5)]
    assert third["next"] is None


def test_what_is_not_ours_is_returned_with_its_reason(hotline: Hotline) -> None:
    event = hotline.go(hotline.event(), "reject")
    (item,) = hotline.results()["items"]
    assert (item["kind"], item["words"]) == ("return", "不属于本区，请转市级部门")
    hotline.acknowledge({"id": item["id"], "outcome": "refused", "words": "属于你区"})
    event.refresh_from_db()
    assert (event.state, result_of(event)) == (EventState.ACCEPTED, OrderResult.REFUSED)


def test_a_refused_result_goes_back_to_the_desk_however_late_and_the_next_one_out_again(hotline: Hotline) -> None:
    event = hotline.close(hotline.event())
    (item,) = hotline.results()["items"]
    with time_machine.travel(NOW + datetime.timedelta(days=60)):
        refusing = {"id": item["id"], "outcome": "refused", "words": "来电人说没有修"}
        assert [hotline.acknowledge(refusing)[0]["is_taken"] for _ in range(2)] == [True, True]
        event.refresh_from_db()
        assert (event.state, event.reopened, result_of(event)) == (EventState.ACCEPTED, 1, OrderResult.REFUSED)
        assert Task.objects.get(pk=event.pk).holder.startswith("community_worker:")
        hotline.go(event, "dispatch", "start", "finish", "check", "close")
        (again,) = hotline.results()["items"]
        assert again["position"] > item["position"]
        hotline.acknowledge({"id": again["id"], "outcome": "confirmed", "rating": 5, "words": "很满意"})
    event.refresh_from_db()
    assert (event.rating, result_of(event)) == (5, OrderResult.CONFIRMED)
    # It asked the caller itself, and need not be told.
    assert hotline.results()["items"] == []


def test_what_was_overtaken_before_it_went_out_does_not_go(hotline: Hotline) -> None:
    event = hotline.close(hotline.event())
    EVENT.cause(event, "reopen", actor=hotline.town.actor(hotline.town.clerk), note="没修好")
    assert hotline.results()["items"] == []
    assert result_of(event) == OrderResult.OPEN
    assert Reply.objects.get().outcome == ReplyOutcome.DROPPED


def test_a_joined_order_is_answered_with_the_event_it_was_joined_to(hotline: Hotline) -> None:
    main, twin = hotline.event(), hotline.event(number="GD-2")
    clerk = hotline.town.actor(hotline.town.clerk)
    EVENT.make(twin, "join", actor=clerk, data=Join(main))
    hotline.close(main)
    assert {item["number"]: item["words"] for item in hotline.results()["items"]} == {
        "GD-1": "已换灯，夜间复查正常",
        "GD-2": "已换灯，夜间复查正常",
    }


def test_time_is_asked_of_the_platform_and_what_it_grants_is_the_deadline(hotline: Hotline) -> None:
    event = hotline.go(hotline.event(due_at="2026-03-03 12:00"), "accept", "dispatch", "start")
    town, order = hotline.town, HotlineOrder.objects.get()
    until = datetime.datetime(2026, 3, 10, 18, tzinfo=ZONE)
    EVENT.make(event, "ask_time", actor=town.actor(town.handler), data=MoreTime(until), note="等配件")
    extension = event.extensions.get()
    with pytest.raises(Conflict) as refused:
        EXTENSION.make(extension, "allow", actor=town.actor(town.clerk))
    assert refused.value.code == "beyond_their_due"
    replies.ask_for_time(order, until=until, reason="等配件")
    with pytest.raises(Conflict):
        replies.ask_for_time(order, until=until, reason="等配件")
    (item,) = hotline.results()["items"]
    assert (item["kind"], item["words"], item["until"]) == ("extension", "等配件", until.isoformat())
    assert result_of(event) == OrderResult.OPEN
    hotline.acknowledge({"id": item["id"], "outcome": "confirmed"})
    event.refresh_from_db()
    assert (event.their_due, HotlineOrder.objects.get().due_at) == (until, until)
    EXTENSION.make(extension, "allow", actor=town.actor(town.clerk))
    event.refresh_from_db()
    assert event.solve_due == until == Task.objects.get(pk=event.pk).due_at


def test_refused_time_moves_nothing(hotline: Hotline) -> None:
    event, order = hotline.event(), HotlineOrder.objects.get()
    replies.ask_for_time(order, until=order.due_at + datetime.timedelta(days=3), reason="x")
    (item,) = hotline.results()["items"]
    assert hotline.acknowledge({"id": item["id"], "outcome": "refused"})[0]["errors"].keys() == {"words"}
    hotline.acknowledge({"id": item["id"], "outcome": "refused", "words": "不同意"})
    answered = hotline.acknowledge({"id": item["id"], "outcome": "confirmed"})
    assert answered[0]["code"] == "answered_already"
    assert HotlineOrder.objects.get().due_at == order.due_at == event.their_due


def test_replies_of_other_platforms_are_not_there(hotline: Hotline) -> None:
    hotline.go(hotline.event(), "reject")
    key = str(Reply.objects.get().pk)
    hotline.source.user = hotline.town.stranger
    hotline.source.save()
    other = OrderSource.objects.create(
        code="mayor", name="市长信箱", place=hotline.town.district, user=hotline.user, fallback=hotline.town.lamps
    )
    assert other.pk
    assert hotline.results()["items"] == []
    assert hotline.acknowledge({"id": key, "outcome": "sent"})[0]["code"] == "not_found"


def rows_of(batch: ReplyBatch) -> list[list[Any]]:
    with batches.file_of(batch) as file:
        return CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()


def test_a_batch_is_the_same_each_time_and_sent_when_it_was_handed_over(hotline: Hotline) -> None:
    carrier = hotline.town.actor(hotline.carrier)
    one, two = hotline.event(), hotline.event(number="GD-2")
    hotline.close(one)
    hotline.go(two, "reject")
    batch = batches.make_batch(hotline.source, actor=carrier)
    with batches.file_of(batch) as first, batches.file_of(batch) as second:
        assert first.read() == second.read()
    assert [row[:4] for row in rows_of(batch)[1:]] == [
        ["GD-1", "办理结果", "已结案", "已换灯，夜间复查正常"],
        ["GD-2", "退单", "不予受理", "不属于本区，请转市级部门"],
    ]
    # Nothing goes both ways, and fetching the file sends nothing.
    assert hotline.results()["items"] == []
    assert result_of(one) == OrderResult.TO_SEND
    with pytest.raises(Conflict):
        batches.make_batch(hotline.source, actor=carrier)
    for _ in range(2):
        batches.hand_over(batch, actor=carrier)
    assert {result_of(one), result_of(two)} == {OrderResult.SENT}
    assert len(rows_of(batch)) == 3
    with pytest.raises(Conflict):
        batches.dissolve(batch, actor=carrier)


def test_a_dissolved_batch_waits_again_without_what_was_overtaken(hotline: Hotline) -> None:
    carrier = hotline.town.actor(hotline.carrier)
    one = hotline.close(hotline.event())
    hotline.go(hotline.event(number="GD-2"), "reject")
    batch = batches.make_batch(hotline.source, actor=carrier)
    EVENT.cause(one, "reopen", actor=carrier, note="没修好")
    one.refresh_from_db()
    hotline.go(one, "dispatch", "start", "finish", "check", "close")
    batches.dissolve(batch, actor=carrier)
    assert sorted(item["number"] for item in hotline.results()["items"]) == ["GD-1", "GD-2"]


def test_what_is_said_to_a_result_of_before_the_event_went_on_is_noted_and_no_more(hotline: Hotline) -> None:
    carrier, event = hotline.town.actor(hotline.carrier), hotline.close(hotline.event())
    batch = batches.make_batch(hotline.source, actor=carrier)
    event = EVENT.cause(event, "reopen", actor=carrier, note="没修好")
    batches.hand_over(batch, actor=carrier)
    reply = Reply.objects.get()
    for outcome in (ReplyOutcome.SENT, ReplyOutcome.CONFIRMED):
        replies.answer(reply.pk, outcome=outcome, words="", actor=carrier)
        assert result_of(event) == OrderResult.OPEN
    assert Reply.objects.get().outcome == ReplyOutcome.CONFIRMED


def test_only_the_dispatcher_of_the_source_carries_files(hotline: Hotline) -> None:
    hotline.go(hotline.event(), "reject")
    for user in (hotline.town.clerk, hotline.town.dispatcher, hotline.town.handler):
        with pytest.raises(Forbidden):
            batches.make_batch(hotline.source, actor=hotline.town.actor(user))
