"""Orders by file: looked at first, then taken in by batches, each row once."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from linli.events.core.models import Event
from linli.events.hotline import files
from linli.events.hotline.actions import take_in
from linli.events.hotline.models import FileStage, HotlineOrder, OrderFile, OrderSource, Via
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.kernel.worktime import ZONE
from tests.events.hotline import world as hotlines
from tests.events.hotline.world import NOW, Hotline
from tests.kernel.workbooks import xlsx

pytestmark = pytest.mark.django_db

HEAD = ("工单编号", "受理时间", "办理期限", "诉求内容", "诉求类型", "所属社区", "联系电话", "是否保密")


@pytest.fixture
def hotline() -> Iterator[Hotline]:
    with time_machine.travel(NOW):
        yield hotlines.build()


def line(number: str, **more: Any) -> list[Any]:
    values = {
        "工单编号": number,
        "受理时间": "2026/3/2 9:00",
        "办理期限": datetime.datetime(2026, 3, 6, 18),
        "诉求内容": "路灯不亮",
        "诉求类型": "市政设施/路灯",
        "所属社区": "430211002001",
        "联系电话": 13800138000,
        "是否保密": "是",
    } | more
    return [values[head] for head in HEAD]


def table(count: int) -> bytes:
    return xlsx([("12345 转办工单",), HEAD, *(line(f"GD-{number}") for number in range(count))])


def uploaded(hotline: Hotline, data: bytes) -> OrderFile:
    return files.upload(hotline.source, "工单.xlsx", data, actor=hotline.town.actor(hotline.carrier))


def looked_at(hotline: Hotline, data: bytes) -> OrderFile:
    file = uploaded(hotline, data)
    files.look_at(file, file.columns)
    files.work()
    file.refresh_from_db()
    return file


def taken(file: OrderFile) -> OrderFile:
    files.take(file)
    files.work()
    file.refresh_from_db()
    return file


def counts(file: OrderFile) -> tuple[int, int, int, int]:
    return file.new, file.same, file.changed, len(file.wrong)


def test_a_file_is_looked_at_then_taken_in(hotline: Hotline) -> None:
    file = looked_at(hotline, table(3))
    assert (file.stage, counts(file)) == (FileStage.CHECKED, (3, 0, 0, 0))
    assert not HotlineOrder.objects.exists()
    assert (taken(file).stage, counts(file)) == (FileStage.DONE, (3, 0, 0, 0))
    order = HotlineOrder.objects.get(number="GD-1")
    assert (order.caller_phone, order.hides_caller, order.via) == ("13800138000", True, Via.FILE)
    assert order.event.category == hotline.town.lamps
    assert OrderSource.objects.get().columns["caller_phone"] == "联系电话"


def test_the_same_file_again_is_the_one_that_is_there_and_the_same_rows_are_the_same_orders(hotline: Hotline) -> None:
    sheet = table(3)  # made again, it would hold another second
    file = taken(looked_at(hotline, sheet))
    assert uploaded(hotline, sheet).pk == file.pk
    more = taken(looked_at(hotline, table(4)))
    assert counts(more) == (1, 3, 0, 0)
    assert Event.objects.count() == 4


def test_the_same_order_by_file_and_by_api_is_one(hotline: Hotline) -> None:
    taken(looked_at(hotline, table(1)))
    hotline.bring(
        {
            "number": "GD-0",
            "received_at": "2026-03-02T01:00:00Z",
            "due_at": "2026-03-06T18:00:00+08:00",
            "text": "路灯不亮",
            "category": "市政设施/路灯",
            "community": "430211002001",
            "caller_phone": "13800138000",
            "hides_caller": True,
        }
    )
    assert HotlineOrder.objects.get().version == 1


def test_thirty_seven_wrong_rows_come_back_with_their_reasons(hotline: Hotline) -> None:
    bad: list[dict[str, Any]] = [
        *({"办理期限": "很快"},) * 10,
        *({"诉求内容": "  "},) * 10,
        *({"诉求内容": "长" * 5001},) * 5,
        *({"是否保密": "也许"},) * 5,
        *({"工单编号": 20261125000123456},) * 2,
        *({"工单编号": "#N/A"},) * 2,
        *({"工单编号": "GD-OK-1"},) * 3,
    ]
    rows = [HEAD, *(line(f"GD-OK-{n}") for n in range(20)), *(line(f"GD-{n}") for n in range(len(bad)))]
    for number, change in enumerate(bad):
        rows[21 + number] = line(number=f"GD-{number}", **change)
    file = looked_at(hotline, xlsx(rows))
    assert counts(file) == (20, 0, 0, 37)
    assert [number for number, *_rest in file.wrong] == list(range(22, 59))
    assert "第 3 行已有" in file.wrong[-1][2][0]
    assert counts(taken(file)) == (20, 0, 0, 37)
    with files.wrong_rows(file) as sheet:
        back = CalamineWorkbook.from_filelike(sheet).get_sheet_by_index(0).to_python()
    assert len(back) == 38
    assert back[0][: len(HEAD)] == list(HEAD)
    assert back[1][-2:] == [22.0, "办理期限：看不懂时间“很快”，请写成 2026-11-25 08:30"]


def test_gb18030_with_tabs(hotline: Hotline) -> None:
    text = "工单号\t截止时间\t问题描述\nGD-9\t2026年3月6日\t井盖松动\n"
    file = taken(looked_at(hotline, text.encode("gb18030")))
    assert counts(file) == (1, 0, 0, 0)
    order = HotlineOrder.objects.get()
    assert f"{order.due_at.astimezone(ZONE):%m-%d %H:%M}" == "03-06 23:59"
    assert (order.event.category.code, order.event.path) == ("other", "430211")


def test_columns_nobody_recognises_have_to_be_chosen(hotline: Hotline) -> None:
    file = uploaded(hotline, "甲,乙,丙\nGD-1,2026-03-06,路灯\n".encode())
    assert file.columns == {}
    with pytest.raises(Invalid) as refused:
        files.look_at(file, {"number": "甲"})
    assert set(refused.value.errors) == {"due_at", "text"}
    files.look_at(file, {"number": "甲", "due_at": "乙", "text": "丙"})
    files.work()
    file.refresh_from_db()
    assert counts(taken(file)) == (1, 0, 0, 0)
    hotline.source.refresh_from_db()
    assert uploaded(hotline, "甲,乙,丙\nGD-2,2026-03-06,路灯\n".encode()).columns["text"] == "丙"


class Killed(Exception):
    pass


def test_a_killed_worker_goes_on_where_it_stopped(hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "BATCH", 4)
    file = looked_at(hotline, table(10))
    files.take(file)
    calls: list[str] = []

    def dying(content: Any, **more: Any) -> Any:
        calls.append(content.number)
        if len(calls) == 7:
            raise Killed
        return take_in(content, **more)

    monkeypatch.setattr(files, "take_in", dying)
    with pytest.raises(Killed):
        files.work()
    assert HotlineOrder.objects.count() == 4
    files.work()
    file.refresh_from_db()
    assert (file.stage, counts(file), HotlineOrder.objects.count()) == (FileStage.DONE, (10, 0, 0, 0), 10)
    # Only the batch that was cut off was begun again.
    assert calls == [f"GD-{n}" for n in (0, 1, 2, 3, 4, 5, 6, 4, 5, 6, 7, 8, 9)]


def test_a_long_file_lets_other_work_in_between(hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "BATCH", 4)
    monkeypatch.setattr(files, "SECONDS_AT_ONCE", -1)
    file = looked_at(hotline, table(10))
    files.take(file)
    assert [files.work() for _ in range(4)] == [4, 4, 2, 0]
    file.refresh_from_db()
    assert (file.stage, counts(file)) == (FileStage.DONE, (10, 0, 0, 0))


def test_a_file_that_fails_does_not_hold_up_the_others(hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = uploaded(hotline, table(1)), uploaded(hotline, table(2))
    for file in (first, second):
        files.look_at(file, file.columns)
    real = files.read_rows
    monkeypatch.setattr(files, "read_rows", lambda file, **more: 1 / 0 if file.pk == first.pk else real(file))
    with pytest.raises(ZeroDivisionError):
        files.work()
    second.refresh_from_db()
    assert second.stage == FileStage.CHECKED


def test_two_workers_at_one_file_do_each_batch_once(hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "BATCH", 3)
    file = looked_at(hotline, table(9))
    files.take(file)
    late = OrderFile.objects.select_related("source__place", "source__fallback", "uploaded_by").get(pk=file.pk)
    files.work()
    assert files._work_on(late) == 0
    assert OrderFile.objects.get(pk=file.pk).new == 9


def test_a_file_that_turns_out_damaged_says_so(hotline: Hotline) -> None:
    data = "工单编号,办理期限,诉求内容\nGD-1,2026-03-06,好\n".encode() + b"GD-2,2026-03-06," + b"x" * 40_000
    file = looked_at(hotline, data)
    assert file.stage == FileStage.FAILED
    assert "第 3 行" in file.problem


def test_what_cannot_be_now(hotline: Hotline) -> None:
    file = uploaded(hotline, table(1))
    with pytest.raises(Conflict):
        files.take(file)
    files.drop(file)
    assert OrderFile.objects.get().content is None
    with pytest.raises(Forbidden):
        files.upload(hotline.source, "x", table(1), actor=hotline.town.actor(hotline.town.clerk))
    with pytest.raises(Invalid):
        uploaded(hotline, b"x" * (files.MOST_BYTES + 1))


def test_callers_are_let_go_of(hotline: Hotline) -> None:
    file = taken(looked_at(hotline, table(1)))
    assert files.forget_old() == 0
    with time_machine.travel(NOW + files.KEPT_FOR + datetime.timedelta(days=1)):
        assert files.forget_old() == 1
        assert files.forget_old() == 0
    assert OrderFile.objects.get(pk=file.pk).content is None
