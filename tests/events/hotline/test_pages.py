"""The desk's pages of orders, clicked through."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from linli.audit.models import Entry
from linli.events.core.models import Event
from linli.events.hotline import files
from linli.events.hotline.models import HotlineOrder, OrderFile, OrderResult, OrderSource, Reply
from linli.events.hotline.policies import can_see_caller
from linli.people.models import User
from linli.people.roles import Role
from linli.people.staffing import staffing
from tests.events import town as towns
from tests.events.hotline import world as hotlines
from tests.events.hotline.test_files import table
from tests.events.hotline.world import NOW, Hotline
from tests.people.factories import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hotline() -> Iterator[Hotline]:
    with time_machine.travel(NOW):
        yield hotlines.build()


def read(who: User, name: str, *args: Any, **query: str) -> str:
    answer = signed_in(who).get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.content
    return html.unescape(answer.content.decode())


def press(who: User, name: str, /, *args: Any, **content: Any) -> Any:
    return signed_in(who).post(reverse(name, args=args), content, follow=True)


def test_the_list_goes_by_the_platforms_deadlines(hotline: Hotline) -> None:
    for number, due in (("GD-1", "2026-03-05"), ("GD-2", "2026-03-02 11:00"), ("GD-3", "2026-03-02 09:00")):
        hotline.event(number=number, due_at=due, received_at="")
    shown = read(hotline.town.clerk, "orders")
    assert re.findall(r"GD-\d", shown) == ["GD-3", "GD-2", "GD-1"]
    hotline.close(Event.objects.get(order__number="GD-1"))
    assert re.findall(r"GD-\d", read(hotline.town.clerk, "orders", show="to_send")) == ["GD-1"]
    assert "GD-" not in read(hotline.town.stranger, "orders", show="all")


def test_the_list_takes_as_many_queries_for_twenty_as_for_two(
    hotline: Hotline, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        hotline.event(number=f"GD-{number}")
    clerk = signed_in(hotline.town.clerk)
    clerk.get(reverse("orders"))
    with django_assert_max_num_queries(12):
        clerk.get(reverse("orders"))


def test_the_event_shows_the_order_and_the_caller_masked(hotline: Hotline) -> None:
    event = hotline.event()
    shown = read(hotline.town.clerk, "event", event.number)
    assert "市12345热线 GD-1" in shown
    assert "孙** 138****8000" in shown
    assert "13800138000" not in shown


def test_the_caller_is_read_in_full_for_a_reason(hotline: Hotline) -> None:
    event = hotline.event()
    clerk = hotline.town.clerk
    assert "13800138000" not in read(clerk, "order_caller", event.number)
    refused = press(clerk, "order_caller", event.number, note=" ")
    assert refused.status_code == 422
    assert "13800138000" not in refused.content.decode()
    assert not Entry.objects.filter(action="order.caller").exists()
    opened = press(clerk, "order_caller", event.number, note="约时间上门")
    assert "13800138000" in opened.content.decode()
    assert "no-store" in opened["Cache-Control"]
    entry = Entry.objects.get(action="order.caller")
    assert (entry.subject_id, entry.actor_id, entry.words["note"]) == (event.pk, clerk.pk, "约时间上门")


def test_no_handler_sees_who_called_and_a_hidden_caller_is_the_dispatchers_alone(hotline: Hotline) -> None:
    town = hotline.town
    event = hotline.go(hotline.event(hides_caller=True), "accept", "dispatch")
    towns.post(town.handler, Role.COMMUNITY_WORKER, town.community)
    staffing.touch()
    for who in (town.handler, town.clerk):
        shown = read(who, "event", event.number)
        assert "GD-1" in shown
        assert "孙" not in shown
        assert press(who, "order_caller", event.number, note="想知道").status_code == 404
    assert "13800138000" in press(town.dispatcher, "order_caller", event.number, note="回电").content.decode()


def test_a_callers_orders_are_found_by_the_whole_number_however_it_is_written(hotline: Hotline) -> None:
    hotline.event()
    hotline.event(number="GD-2", caller_phone="+86 138 0013 8000")
    hotline.event(number="GD-3", caller_phone="13800138001")
    clerk = hotline.town.clerk
    found = press(clerk, "orders_of_caller", phone="138-0013-8000")
    assert set(re.findall(r"GD-\d", found.content.decode())) == {"GD-1", "GD-2"}
    assert "13800138000" not in f"{found.redirect_chain}{found.content.decode()}"
    assert "GD-" not in press(clerk, "orders_of_caller", phone="138001380").content.decode()
    assert Entry.objects.filter(action="order.look_for_caller", actor_id=clerk.pk).count() == 2


def test_nobody_finds_by_the_number_whom_they_may_not_read(hotline: Hotline) -> None:
    town = hotline.town
    hotline.event(hides_caller=True)
    hotline.go(hotline.event(number="GD-2"), "accept", "dispatch")
    towns.post(town.handler, Role.COMMUNITY_WORKER, town.community)
    staffing.touch()
    found = {}
    for who in (town.clerk, town.handler, town.dispatcher):
        shown = press(who, "orders_of_caller", phone="13800138000").content.decode()
        found[who] = set(re.findall(r"GD-\d", shown))
        for order in HotlineOrder.objects.select_related("event"):
            assert (order.number in found[who]) == (can_see_caller(town.actor(who), order) is not None)
    assert found == {town.clerk: {"GD-2"}, town.handler: set(), town.dispatcher: {"GD-1", "GD-2"}}
    assert press(town.leader, "orders_of_caller", phone="13800138000").status_code == 404


def test_both_deadlines_are_on_the_morning(hotline: Hotline) -> None:
    hotline.event()
    assert "热线期限 03-06 18:00" in read(hotline.town.clerk, "morning")


def test_time_asked_and_the_answer_noted_by_hand(hotline: Hotline) -> None:
    event = hotline.event()
    clerk = hotline.town.clerk
    late = press(clerk, "order_time", event.number, until="2026-03-06T10:00", words="等配件")
    assert late.status_code == 422
    press(clerk, "order_time", event.number, until="2026-03-09T10:00", words="等配件", key="k")
    reply = Reply.objects.get()
    assert press(clerk, "reply_answer", event.number, reply.pk, outcome="refused").status_code == 422
    press(clerk, "reply_answer", event.number, reply.pk, outcome="confirmed", words="可以")
    assert f"{HotlineOrder.objects.get().due_at:%d}" == "09"
    assert "平台同意" in read(clerk, "event", event.number)


def test_a_file_from_upload_to_the_list(hotline: Hotline) -> None:
    who = hotline.carrier
    upload = SimpleUploadedFile("工单.xlsx", table(3))
    shown = press(who, "order_files", source="city", file=upload)
    file = OrderFile.objects.get()
    assert "每一项在哪一列" in shown.content.decode()
    columns = {**file.columns}
    assert press(who, "order_file", file.pk, **(columns | {"text": ""})).status_code == 422
    assert "hx-trigger" in press(who, "order_file", file.pk, **columns).content.decode()
    files.work()
    assert "导入这 3 件" in read(who, "order_file", file.pk)
    press(who, "order_file_take", file.pk)
    files.work()
    assert "去看工单" in read(who, "order_file", file.pk)
    assert HotlineOrder.objects.count() == 3
    bad = press(who, "order_files", source="city", file=SimpleUploadedFile("x.xls", b"\xd0\xcf\x11\xe0"))
    assert (bad.status_code, "旧版 Excel" in bad.content.decode()) == (422, True)


def test_wrong_rows_are_fetched_on_the_trail(hotline: Hotline) -> None:
    who = hotline.carrier
    data = "工单编号,办理期限,诉求内容,电话\nGD-1,很快,路灯,13800138000\n".encode()
    press(who, "order_files", source="city", file=SimpleUploadedFile("x.csv", data))
    file = OrderFile.objects.get()
    press(who, "order_file", file.pk, **file.columns)
    files.work()
    assert "看不懂时间" in read(who, "order_file", file.pk)
    sheet = signed_in(who).get(reverse("order_file_wrong", args=[file.pk]))
    assert b"".join(sheet).startswith(b"PK")
    assert Entry.objects.filter(action="hotline.wrong_rows").exists()
    press(who, "order_file_drop", file.pk)
    assert signed_in(who).get(reverse("order_file_wrong", args=[file.pk])).status_code == 404


def test_a_batch_from_the_list_to_the_platform(hotline: Hotline) -> None:
    event, who = hotline.close(hotline.event()), hotline.carrier
    assert "1 件等待回传" in read(who, "reply_batches")
    shown = press(who, "reply_batches", source="city")
    assert "下载不算回传" in shown.content.decode()
    batch = hotline.source.batches.get()
    first, second = (b"".join(signed_in(who).get(reverse("reply_batch_file", args=[batch.pk]))) for _ in range(2))
    assert first == second
    assert HotlineOrder.objects.get(event=event).result == OrderResult.TO_SEND
    press(who, "reply_batch_hand_over", batch.pk)
    assert HotlineOrder.objects.get(event=event).result == OrderResult.SENT
    assert press(who, "reply_batch_dissolve", batch.pk).status_code == 409


def test_platforms_are_set_up_with_their_words(hotline: Hotline) -> None:
    admin = towns.user("系统")
    towns.post(admin, Role.SYSTEM_ADMIN, hotline.town.district)
    values = {
        "code": "mayor",
        "name": "市长信箱",
        "place": "430211",
        "coordinates": "bd09",
        "fallback": "other",
        "categories": "路灯问题 = lamp\n照明=lamp",
        "is_active": "on",
    }
    press(admin, "order_source_new", **values)
    source = OrderSource.objects.get(code="mayor")
    assert source.categories == {"路灯问题": "lamp", "照明": "lamp"}
    assert "照明 = lamp" in read(admin, "order_source", "mayor")
    assert press(admin, "order_source", "mayor", **(values | {"categories": "照明 lamp"})).status_code == 422
    assert press(admin, "order_source_new", **(values | {"code": "city"})).status_code == 422
    assert press(admin, "order_source", "mayor", **(values | {"user": hotline.user.username})).status_code == 422
    assert Entry.objects.filter(action="hotline.source").count() == 1
