"""What an old system held comes in once, whole, and whatever its file is like."""

import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from linli.audit.models import Entry
from linli.audit.sealing import seal
from linli.audit.verification import verify as verify_trail
from linli.events.core.models import Event, PriorSystem, Reporter
from linli.events.core.states import Channel, EventState
from linli.events.figures.counting import count
from linli.events.figures.models import FigureDay
from linli.events.figures.verification import verify as verify_figures
from linli.events.imports import batches, running
from linli.events.imports.actions import say_words, start
from linli.events.imports.models import EventImport
from linli.events.imports.states import ImportStage
from linli.flow import timeline
from linli.inbox.models import Message, Task
from linli.kernel.problems import Conflict
from linli.kernel.worktime import ZONE
from linli.people.staffing import staffing
from linli.places.coordinates import Coordinates, wgs84_to_gcj02
from linli.places.models import Place
from tests.events import town as towns
from tests.events.imports.world import COMMUNITY, csv_of, importer, received, row, taken_in
from tests.events.town import Town
from tests.races import ON_POSTGRESQL, at_once


def outcomes(run: EventImport) -> tuple[int, int, int, int]:
    return run.new, run.known, run.changed, run.wrong


def test_a_year_of_another_system_comes_in(town: Town) -> None:
    run = taken_in(
        town,
        csv_of(
            [
                row("A-1"),
                row("A-2", 案件状态="处置中", 处置时间="", 结案时间=""),
                row("A-3", 案件状态="作废", 处置部门="", 立案时间="", 派遣时间="", 处置时间=""),
            ]
        ),
    )
    assert (run.stage, outcomes(run)) == (ImportStage.DONE, (3, 0, 0, 0))
    closed, going, rejected = Event.objects.order_by("former_number")
    assert (closed.state, going.state, rejected.state) == ("closed", "in_progress", "rejected")
    assert closed.channel == Channel.IMPORT
    assert closed.created_at == datetime.datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
    assert closed.place_id == town.grid.pk
    assert (closed.is_accepted_in_time, closed.is_done_in_time) == (True, True)
    assert list(Task.objects.values_list("number", flat=True)) == [going.number]
    assert not Message.objects.exists()
    assert [line.action for line in timeline.for_staff(closed)][-2:] == ["close", "adopt"]
    assert list(Event.objects.search("A-2")) == [going]
    count()
    seal()
    assert verify_figures() == verify_trail() == []
    assert Entry.objects.filter(action="event.import", detail__contains="数字城管").count() == 1


def test_nobody_personal_comes_along_unless_said_so(town: Town) -> None:
    taken_in(town, csv_of([row("A-1")]))
    assert not Reporter.objects.exists()
    taken_in(town, csv_of([row("B-1")]), phone="联系电话", system="另一个")
    assert Reporter.objects.get().phone == "+8613800138000"
    told = str(list(Entry.objects.values_list("detail", "personal")))
    assert "张三" not in told
    assert "13800138000" not in told
    left = [path for path in Path(settings.DATA / "imports").iterdir() if "张三" in path.read_bytes().decode("latin1")]
    assert not left


def test_the_same_file_adds_nothing_and_what_changed_is_left_alone(town: Town) -> None:
    taken_in(town, csv_of([row("A-1"), row("A-2")]))
    again = taken_in(town, csv_of([row("A-1"), row("A-2", 问题描述="别的话"), row("A-3")]))
    assert outcomes(again) == (1, 1, 1, 0)
    assert Event.objects.get(former_number="A-2").text == "三栋门口路灯不亮"
    assert Event.objects.count() == 3


WRONG = {
    "before 2000": ({"上报时间": "1999-12-31 08:00"}, "2000"),
    "in the future": ({"结案时间": "2099-01-01"}, "将来"),
    "closed before reported": ({"结案时间": "2026-03-01 08:00"}, "早于"),
    "no moment": ({"上报时间": "上星期"}, "看不懂时间"),
    "open and closed": ({"案件状态": "处置中"}, "却有结案时间"),
    "closed and not": ({"结案时间": ""}, "却没有结案时间"),
    "too long": ({"问题描述": "长" * 5001}, "超过 5000"),
    "no number": ({"任务号": ""}, "没有填"),
    "long number": ({"任务号": "1" * 61}, "原编号超过"),
    "in progress with nobody": ({"案件状态": "处置中", "结案时间": "", "处置部门": ""}, "主办单位"),
    "nowhere": ({"所属社区": "", "所属网格": ""}, "没有地点"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_row_says_why_and_the_others_come_in(town: Town, name: str) -> None:
    cells, why = WRONG[name]
    run = received(town, csv_of([row("A-1"), row("A-2", **cells)]))
    assert run.findings["outcomes"] == {"new": 1, "wrong": 1}
    assert why in run.findings["wrong"][0][2]
    assert run.findings["wrong"][0][0] == 3, "the row that Excel shows"


def test_five_thousand_characters_are_no_fault(town: Town) -> None:
    taken_in(town, csv_of([row("A-1", 问题描述="长" * 5000)]))
    assert len(Event.objects.get().text) == 5000


def test_what_a_spreadsheet_would_run_stays_text(town: Town) -> None:
    taken_in(town, csv_of([row("A-1", 问题描述="=1+1"), row("A-2", 问题描述="'=cmd()")]))
    assert sorted(Event.objects.values_list("text", flat=True)) == ["=1+1", "=cmd()"]


def test_gb18030_and_a_number_twice(town: Town) -> None:
    run = taken_in(town, csv_of([row("A-1"), row("A-1")], encoding="gb18030"))
    assert outcomes(run) == (1, 0, 0, 1)


def test_too_many_rows_are_refused_whole(town: Town) -> None:
    head, line, _end = csv_of([row("A-1", 问题描述="灯", 上报人姓名="", 联系电话="")]).split(b"\r\n")
    run = received(town, b"\r\n".join([head, *[line] * 200_000]))
    assert run.stage == ImportStage.FAILED
    assert "100,000" in run.error
    with pytest.raises(Conflict):
        start(run, actor=town.actor(importer(town)))


def test_unknown_words_are_asked_once_and_remembered(town: Town) -> None:
    strange = {"案件小类": "灯具", "处置部门": "城管一科", "案件状态": "搞定", "所属网格": "三号片", "所属社区": ""}
    run = received(town, csv_of([row("A-1", **strange), row("A-2", **strange)]))
    assert {(name, word): number for name, word, number in run.findings["unknown"]} == {
        ("category", "灯具"): 2,
        ("unit", "城管一科"): 2,
        ("state", "搞定"): 2,
        ("place", "三号片"): 2,
    }
    meaning = {
        "category": {"灯具": "lamp"},
        "unit": {"城管一科": str(town.urban.pk)},
        "state": {"搞定": "closed"},
        "place": {"三号片": town.grid.code},
    }
    say_words(run, meaning)
    running.work()
    run.refresh_from_db()
    assert run.findings["outcomes"] == {"new": 2}
    assert received(town, csv_of([row("A-3", **strange)])).findings["outcomes"] == {"new": 1}
    assert PriorSystem.objects.get().words["state"] == {"搞定": "closed"}


def test_a_mediation_comes_in_as_what_can_be_taken_up(town: Town) -> None:
    """The state alone would be a mediation without a dispute, which nobody could go on with."""
    taken_in(town, csv_of([row("A-1", 案件状态="调解中", 结案时间="")]))
    assert Event.objects.get().state == EventState.ACCEPTED
    run = received(town, csv_of([row("A-2", 案件状态="mediating", 结案时间="")]))
    running.work()
    run.refresh_from_db()
    assert run.findings["unknown"] == [["state", "mediating", 1]]


def test_what_is_joined_may_come_before_what_it_is_joined_to(town: Town) -> None:
    data = csv_of([row("A-2", 案件状态="并案", 主案编号="A-1"), row("A-1"), row("A-3", 案件状态="并案", 主案编号="Z")])
    run = taken_in(town, data)
    assert outcomes(run) == (2, 0, 0, 1)
    joined = Event.objects.get(former_number="A-2")
    assert joined.joined_to == Event.objects.get(former_number="A-1")
    assert joined.state == EventState.JOINED


def test_a_place_that_ended_keeps_what_was_over_and_passes_on_what_is_open(town: Town) -> None:
    other = Place.objects.create(level="grid", code="430211002001004", name="第4网格", parent=town.community)
    Place.objects.filter(pk=town.grid.pk).update(ended_on=timezone.localdate(), successor=other)
    taken_in(town, csv_of([row("A-1"), row("A-2", 案件状态="处置中", 处置时间="", 结案时间="")]))
    places = dict(Event.objects.values_list("former_number", "place"))
    assert places == {"A-1": town.grid.pk, "A-2": other.pk}


def test_of_two_places_of_one_name_the_wider_one_tells_which(town: Town) -> None:
    Place.objects.filter(code__startswith="4302110020", level="grid").update(name="第1网格")
    next_door = Place.objects.get(code="430211002002")
    taken_in(town, csv_of([row("A-1", 所属网格="第1网格"), row("A-2", 所属网格="第1网格", 所属社区=next_door.name)]))
    paths = dict(Event.objects.values_list("former_number", "path"))
    assert (paths["A-1"][:12], paths["A-2"][:12]) == (town.community.code, next_door.code)
    assert received(town, csv_of([row("A-3", 所属网格="第1网格", 所属社区="")])).findings["outcomes"] == {"wrong": 1}


def test_days_of_past_months_are_reckoned(town: Town) -> None:
    day = timezone.localtime() - datetime.timedelta(days=20)
    text = f"{day:%Y-%m-%d} 09:00"
    moments = dict.fromkeys(("上报时间", "立案时间", "派遣时间", "处置时间", "结案时间"), text)
    taken_in(town, csv_of([row("A-1", **moments)]))
    assert FigureDay.objects.filter(place__code=COMMUNITY.removeprefix("地点")).exists()


def test_killed_in_the_middle_it_goes_on_where_it_was(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BATCH", 3)
    run = received(town, csv_of([row(f"A-{number}") for number in range(8)]))
    start(run, actor=town.actor(importer(town)))
    whole, calls = batches.take_in, []

    def dies(*args: object, **more: object) -> object:
        calls.append(1)
        result = whole(*args, **more)  # type: ignore[arg-type]
        if len(calls) == 2:
            raise KeyboardInterrupt
        return result

    monkeypatch.setattr(running, "take_in", dies)
    with pytest.raises(KeyboardInterrupt):
        running.work()
    run.refresh_from_db()
    assert (run.position, Event.objects.count()) == (3, 3)
    monkeypatch.setattr(running, "take_in", whole)
    running.work()
    run.refresh_from_db()
    assert (run.stage, outcomes(run)) == (ImportStage.DONE, (8, 0, 0, 0))
    assert Event.objects.count() == 8
    assert running.work() == 0


class TestRaces:
    pytestmark = ON_POSTGRESQL

    @pytest.mark.parametrize("is_locked", [True, False])
    def test_two_workers_at_once(self, monkeypatch: pytest.MonkeyPatch, is_locked: bool) -> None:
        """With the lock one stops; without it the database stops the second, and its whole batch with it."""
        staffing.forget()
        town = towns.build()
        run = received(town, csv_of([row(f"A-{number}") for number in range(40)]))
        start(run, actor=town.actor(importer(town)))
        if not is_locked:
            monkeypatch.setattr(running, "_position", lambda run: run.position)
        found = at_once(running.work, running.work)
        refused = [one for one in found if isinstance(one, Exception)]
        if is_locked:
            assert all(isinstance(one, Conflict) for one in refused)
        assert Event.objects.count() == 40
        run.refresh_from_db()
        assert run.new == 40


def test_shifted_coordinates_come_in_where_they_are(town: Town) -> None:
    PriorSystem.objects.create(name="数字城管", coordinates=Coordinates.GCJ02)
    lat, lon = wgs84_to_gcj02(27.8275, 113.0823)
    heads = "任务号,案件小类,问题描述,上报时间,案件状态,所属社区,结案时间,纬度,经度"
    taken_in(town, f"{heads}\nA-1,路灯,不亮,2026/3/2 9:00,已结案,{COMMUNITY},2026/3/4 10:00,{lat},{lon}\n".encode())
    event = Event.objects.get()
    assert event.lat == pytest.approx(27.8275, abs=1e-6)
    assert event.lon == pytest.approx(113.0823, abs=1e-6)
