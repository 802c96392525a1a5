"""The pages of bringing in and taking out: from a file to events and back to the same file."""

import datetime
import io
from typing import Any

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.audit.models import Entry
from linli.events.core.flows import EVENT
from linli.events.core.models import Event
from linli.events.core.payloads import Dispatch, Evidence, Join, Rate
from linli.events.core.reporters import ReporterActor
from linli.events.figures.counting import count
from linli.events.figures.measures import MEASURES
from linli.events.figures.models import Counted, Figure, Uncounted
from linli.events.imports import running
from linli.events.imports.models import EventImport
from linli.events.imports.states import ImportStage
from linli.inbox.models import Task
from linli.kernel.actor import Actor
from tests.events.core.test_backfill import MOVES, past, steps, take_in
from tests.events.imports.world import csv_of, importer, row, taken_in
from tests.events.town import Town
from tests.people.factories import signed_in


@pytest.fixture
def client(town: Town) -> Client:
    return signed_in(importer(town))


def sent(client: Client, data: bytes, *, name: str = "2025.csv") -> Any:
    values = {"system": "数字城管", "file": SimpleUploadedFile(name, data)}
    return client.post(reverse("event_imports"), values)


def test_from_the_file_to_the_events(town: Town, client: Client) -> None:
    data = csv_of([row("A-1"), row("A-2", 案件小类="灯具"), row("A-3", 上报时间="昨天")])
    response = sent(client, data)
    run = EventImport.objects.get()
    address = reverse("event_import", args=[run.pk])
    assert response["Location"] == address
    page = client.get(address).content.decode()
    assert '<option value="任务号" selected>' in page
    assert '<option value="联系电话" selected>' not in page, "personal columns only where somebody says so"
    columns = {"former_number": "任务号", "category": "案件小类", "text": "问题描述", "reported_at": "上报时间"}
    columns |= {"state": "案件状态", "place": "所属网格", "unit": "处置部门", "ended_at": "结案时间"}
    client.post(reverse("event_import_columns", args=[run.pk]), columns)
    assert 'hx-trigger="every 2s"' in client.get(address).content.decode()
    running.work()
    page = client.get(address).content.decode()
    assert "类别：灯具" in page
    assert "看不懂时间" in page
    assert "2026-03" in page
    client.post(reverse("event_import_words", args=[run.pk]), {"w0": "lamp"})
    running.work()
    page = client.get(address).content.decode()
    assert "导入 2 件" in page
    book = client.get(reverse("event_import_errors", args=[run.pk])).getvalue()
    sheet = python_calamine.load_workbook(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert sheet[0][:3] == ["行号", "原因", "任务号"]
    assert (sheet[1][0], sheet[1][2]) == (4, "A-3")
    client.post(reverse("event_import_start", args=[run.pk]))
    running.work()
    run.refresh_from_db()
    assert (run.stage, run.new, run.wrong) == (ImportStage.DONE, 2, 1)
    assert "A-1" in client.get(reverse("event", args=[Event.objects.get(former_number="A-1").number])).content.decode()
    assert client.post(reverse("event_import_start", args=[run.pk])).status_code == 409
    assert not run.file.exists()


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"PK\x03\x04broken", b"one column\r\nx\r\n"])
def test_what_is_no_table_is_said_by_the_field(town: Town, client: Client, data: bytes) -> None:
    response = sent(client, data)
    assert response.status_code == 422
    assert not EventImport.objects.exists()


def test_a_column_chosen_twice_is_refused(town: Town, client: Client) -> None:
    sent(client, csv_of([row("A-1")]))
    run = EventImport.objects.get()
    values = dict.fromkeys(("former_number", "category", "text", "reported_at", "state", "place"), "任务号")
    response = client.post(reverse("event_import_columns", args=[run.pk]), values)
    assert response.status_code == 422
    assert "选了两次" in response.content.decode()


def test_a_column_that_asks_the_contrary_is_refused(town: Town, client: Client) -> None:
    sent(client, csv_of([row("A-1")]).replace("任务号".encode(), "任务号,是否超期".encode(), 1))
    run = EventImport.objects.get()
    address = reverse("event_import", args=[run.pk])
    assert '<option value="是否超期" selected>' not in client.get(address).content.decode()
    response = client.post(reverse("event_import_columns", args=[run.pk]), {"is_done_in_time": "是否超期"})
    assert "问的是相反的事" in response.content.decode()


def lived(town: Town) -> None:
    """Events in many states, made by the flow and brought in."""

    def make(event: Event, name: str, actor: Actor, **more: Any) -> Event:
        return EVENT.make(event, name, actor=actor, **more)

    clerk, worker, handler = (town.actor(one) for one in (town.clerk, town.worker, town.handler))
    done = Evidence(photos=[])
    event = make(make(town.event(text="=1+1"), "accept", clerk), "dispatch", clerk, data=Dispatch(town.urban))
    event = make(make(event, "start", handler), "finish", handler, data=done, note="换了")
    event = make(make(event, "rework", worker, note="没好"), "finish", handler, data=done, note="好了")
    event = make(make(event, "check", worker), "close", clerk)
    event = make(event, "reopen", ReporterActor(record_id=event.pk), note="又坏了")
    twin = make(town.event(), "join", worker, data=Join(event))
    assert twin.joined_to_id == event.pk
    solved = make(town.event(), "solve", worker, data=done, note="拧紧")
    make(solved, "rate", ReporterActor(record_id=solved.pk), data=Rate(5, "好"))
    make(town.event(), "reject", worker, note="不是")
    make(make(town.event(), "accept", clerk), "withdraw", ReporterActor(record_id=Event.objects.latest("number").pk))
    back = make(make(town.event(), "accept", clerk), "dispatch", clerk, data=Dispatch(town.urban))
    make(back, "send_back", handler, note="不归我们")
    town.event()
    now = timezone.now()
    late = steps(*MOVES, begin=now - datetime.timedelta(days=60), minutes=60 * 30)
    take_in(past(town), past(town, steps=late, rating=2, extended=1, reworked=2))


def figures() -> list[tuple[Any, ...]]:
    count()
    rows = Figure.objects.values_list("path", "month", "category__code", "unit", *MEASURES)
    return sorted((tuple(row) for row in rows if any(row[4:])), key=str)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_taken_out_comes_in_again_with_the_same_figures(town: Town, client: Client, kind: str) -> None:
    lived(town)
    before, states = figures(), sorted(Event.objects.values_list("state", "text"))
    asked = {"place": town.district.code, "first": "2020-01-01", "last": str(timezone.localdate()), "kind": kind}
    data = client.get(reverse("event_history"), asked).getvalue()
    assert Entry.objects.filter(action="event.export_history").count() == 1
    for model in (Task, Event, Counted, Figure, Uncounted):
        if model is Event:
            Event.objects.exclude(joined_to=None).delete()
        model._default_manager.all().delete()
    run = taken_in(town, data, system="另一个邻里")
    assert (run.new, run.wrong) == (len(states), 0)
    assert sorted(Event.objects.values_list("state", "text")) == states
    assert figures() == before


def test_only_what_one_sees_is_taken_out(town: Town) -> None:
    town.event()
    asked = {"place": town.community.code, "first": "2020-01-01", "last": str(timezone.localdate()), "kind": "csv"}
    stranger = signed_in(town.stranger)
    assert stranger.get(reverse("event_history"), asked).status_code == 422
    own = signed_in(town.worker).get(reverse("event_history"), asked | {"place": town.grid.code}).getvalue()
    assert own.decode("utf-8-sig").count("三栋门口路灯不亮") == 1
    assert signed_in(town.worker).get(reverse("event_history"), asked | {"first": "x"}).status_code == 422


def test_no_workbook_is_cut_off_in_silence(town: Town, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.events.imports.views.MOST", 1)
    asked = {"place": town.district.code, "first": "2020-01-01", "last": str(timezone.localdate()), "kind": "xlsx"}
    town.event()
    assert client.get(reverse("event_history"), asked).status_code == 200
    town.event()
    refused = client.get(reverse("event_history"), asked)
    assert refused.status_code == 422
    assert "请改用 CSV" in refused.content.decode()
    assert Entry.objects.filter(action="event.export_history").count() == 1
    assert client.get(reverse("event_history"), asked | {"kind": "csv"}).streaming
