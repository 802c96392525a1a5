"""The pages of incubation, for each kind of reader, in a fixed number of queries."""

import datetime
import json
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from linli.organisations.incubation.actions.catalogue import add_centre, add_service
from linli.organisations.incubation.actions.evidence import Returned, Sent, send_evidence
from linli.organisations.incubation.actions.finding import Found, find
from linli.organisations.incubation.actions.incubations import Dropped, HandedOver
from linli.organisations.incubation.actions.mentoring import make_visits
from linli.organisations.incubation.figures import median_of
from linli.organisations.incubation.flows.incubations import EVIDENCE, INCUBATION
from linli.organisations.incubation.models import (
    Centre,
    CentreService,
    Evidence,
    Finding,
    Incubation,
    ServiceRequest,
    Step,
    Target,
    Training,
)
from linli.organisations.registry.actions import Filed
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.registry.models import Member, Organisation
from linli.people.roles import Role
from tests.events.core.api import program
from tests.events.town import post
from tests.organisations.incubation.world import accept, go_through, incubate, send, step
from tests.organisations.world import NEXT_DOOR, World
from tests.people.factories import signed_in

PAGES = (
    "/incubation/",
    "/incubation/figures/",
    "/incubation/list/",
    "/incubation/found/",
    "/incubation/visits/",
    "/incubation/trainings/",
    "/incubation/services/",
    "/incubation/steps/",
)


def picture(name: str = "a.png") -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/png")


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def hub(world: World) -> Organisation:
    found = world.organisation(name="街道联合会", role="hub", place=world.subdistrict)
    data = Filed("1", datetime.date(2026, 1, 5))
    return ORGANISATION.make(found, "enter_filing", actor=world.actor(world.officer), data=data)


@pytest.mark.parametrize("address", PAGES)
def test_staff_open_every_page_and_others_do_not(world: World, address: str) -> None:
    incubate(world)
    make_visits()
    for who in (world.bureau, world.officer, world.incubator, world.clerk, world.leader):
        text(signed_in(who), address)
    is_for_all = address in ("/incubation/trainings/", "/incubation/steps/")
    assert signed_in(world.teacher).get(address).status_code == (200 if is_for_all else 404)
    assert "login" in Client().get(address)["Location"]


def test_the_neighbour_sees_none_of_it(world: World) -> None:
    incubation = incubate(world)
    client = signed_in(world.stranger)
    for address in ("/incubation/", "/incubation/list/", "/incubation/found/"):
        assert "邻里读书会" not in text(client, address)
    assert client.get(incubation.get_absolute_url()).status_code == 404


def test_the_board_has_a_column_for_each_stage_and_leads_to_what_is_in_it(world: World) -> None:
    go_through(world, incubate(world), 2)
    page = text(signed_in(world.incubator), "/incubation/")
    assert "邻里读书会" in page
    assert "state=open&amp;stage=2&amp;role=functional" in page
    assert "邻里读书会" in text(signed_in(world.incubator), "/incubation/list/?state=open&stage=2&role=functional")
    assert "邻里读书会" not in text(signed_in(world.incubator), "/incubation/list/?state=open&stage=1")


def test_each_figure_opens_what_is_behind_it(world: World, hub: Organisation) -> None:
    incubator, year = world.actor(world.incubator), datetime.date.today().year
    gone = incubate(world, organisation=world.organisation(name="散了的"))
    INCUBATION.make(gone, "drop", actor=incubator, data=Dropped("no_leader"), note="没人")
    done = go_through(world, incubate(world))
    INCUBATION.make(done, "graduate", actor=incubator, data=HandedOver(hub))
    Target.objects.create(place=world.subdistrict, year=year, role="functional", number=90)
    client = signed_in(world.incubator)
    page = text(client, "/incubation/figures/")
    assert "1 / 90" in page
    assert "没有带头人" in page
    assert "散了的" in text(client, f"/incubation/list/?state=dropped&reason=no_leader&ended={year}")
    assert "邻里读书社" in text(client, f"/incubation/list/?state=graduated&role=functional&ended={year}")
    passed = text(client, "/incubation/list/?passed=3")
    assert "邻里读书社" in passed
    assert "散了的" not in passed


def test_survivors_are_those_who_graduated_a_year_ago_and_are_still_there(world: World, hub: Organisation) -> None:
    done = go_through(world, incubate(world))
    INCUBATION.make(done, "graduate", actor=world.actor(world.incubator), data=HandedOver(hub))
    client = signed_in(world.incubator)
    assert "邻里读书社" not in text(client, "/incubation/list/?survived=yes")
    Incubation.objects.update(ended_on=datetime.date.today() - datetime.timedelta(days=366))
    assert "邻里读书社" in text(client, "/incubation/list/?survived=yes")
    assert "100%" in text(client, "/incubation/figures/")


@pytest.mark.parametrize(
    ("counts", "median"),
    [({3: 1}, 3), ({1: 1, 2: 1}, Fraction(3, 2)), ({1: 3, 9: 1}, 1), ({1: 2, 9: 2}, 5), ({5: 1, 6: 1, 9: 1}, 6)],
)
def test_the_median(counts: dict[int, int], median: Any) -> None:
    assert median_of(counts) == median


@pytest.mark.parametrize("address", ["/incubation/", "/incubation/list/", "/incubation/found/", "/incubation/visits/"])
def test_lists_ask_the_same_however_long(world: World, address: str) -> None:
    client = signed_in(world.incubator)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            text(client, address)
        return len(queries)

    def more(number: int) -> None:
        for count in range(number):
            club = world.organisation(name=f"第{number}{count}")
            find(Found("visit", "张三", "", organisation=club), actor=world.actor(world.clerk))
            incubate(world, organisation=club)
        make_visits()

    more(1)
    asked()
    once = asked()
    more(5)
    assert asked() == once


# What its people see and do.


def test_its_people_see_what_to_do_next_and_why_evidence_came_back(world: World) -> None:
    client = signed_in(world.teacher)
    assert "您的组织不在孵化中" in text(client, "/incubation/mine/")
    incubation = incubate(world)
    page = text(client, "/incubation/mine/")
    assert "访谈和问卷" in page
    assert f"/records/evidence/new/?incubation={incubation.number}&amp;step=1" in page
    evidence = send(world, incubation, 1)
    assert "孵化专员正在看" in text(client, "/incubation/mine/")
    EVIDENCE.make(evidence, "return", actor=world.actor(world.incubator), data=Returned("请附照片"))
    page = text(client, "/incubation/mine/")
    assert "请附照片" in page
    assert "重新交材料" in page
    assert signed_in(world.clerk).get("/incubation/mine/").status_code == 404


def test_evidence_is_sent_by_page_with_the_numbers_and_files_its_step_asks(world: World) -> None:
    incubation, client = incubate(world), signed_in(world.teacher)
    address = f"/records/evidence/new/?incubation={incubation.number}&step=1"
    page = text(client, address)
    assert "访谈人数" in page
    assert "id_leaders" not in page
    assert "小组讨论" not in page
    values = {"incubation": incubation.number, "step": "1", "text": "问了 23 家"}
    wrong = client.post("/records/evidence/new/", values)
    assert wrong.status_code == 422
    answer = client.post(
        "/records/evidence/new/",
        values | {"number_1": "12", "number_2": "23", "photos": [picture()], "document": picture()},
    )
    evidence = Evidence.objects.get()
    assert answer["Location"].endswith(f"#{evidence.number}")
    assert evidence.numbers == {"访谈人数": 12, "问卷份数": 23}
    assert sorted(evidence.files.values_list("what", flat=True)) == ["document", "photo"]
    file = evidence.files.earliest("id")
    where = f"/incubation/evidence/{evidence.number}/{file.pk}/"
    assert client.get(where)["Content-Type"] == "image/jpeg"
    assert signed_in(world.incubator).get(where + "?thumb").status_code == 200
    assert signed_in(world.stranger).get(where).status_code == 404


def test_evidence_of_a_later_stage_is_told_so_by_the_field(world: World) -> None:
    incubation = incubate(world)
    values = {"incubation": incubation.number, "step": "4", "text": "x", "number_1": "1", "number_2": "1"}
    answer = signed_in(world.teacher).post("/records/evidence/new/", values)
    assert answer.status_code == 422
    assert "请先完成" in answer.content.decode()


def test_leaders_and_council_are_sent_by_page(world: World) -> None:
    incubation, client = go_through(world, incubate(world), 4), signed_in(world.teacher)
    values = {"incubation": incubation.number, "step": "5", "text": "推选", "number_1": "9"}
    too_many = client.post("/records/evidence/new/", values | {"leaders": "甲\n乙\n丙"})
    assert "最多填两位" in too_many.content.decode()
    no_phone = client.post("/records/evidence/new/", values | {"leaders": "郑老师 123"})
    assert "不像一个电话号码" in no_phone.content.decode()
    client.post("/records/evidence/new/", values | {"leaders": "郑老师 13800138000\n王阿姨"})
    accept(world, Evidence.objects.get(state="sent"))
    council = {
        "step": "6",
        "number_1": "9",
        "number_2": "8",
        "council": "赵大明\n乙",
        "supervisors": "丙",
        "name": "读书社",
    }
    client.post("/records/evidence/new/", values | council | {"logo": picture()})
    evidence = Evidence.objects.get(state="sent")
    accept(world, evidence)
    assert Organisation.objects.get(pk=world.club.pk).name == "读书社"
    assert Member.objects.filter(left_on=None).count() == 5
    page = text(signed_in(world.incubator), incubation.get_absolute_url())
    assert "赵大明" not in page
    assert "赵" in page


def test_the_whole_goes_by_page(world: World, hub: Organisation) -> None:
    clerk, incubator = signed_in(world.clerk), signed_in(world.incubator)
    clerk.post("/records/finding/new/", {"organisation": world.club.number, "how": "visit", "leader_name": "郑老师"})
    finding = Finding.objects.get()
    clerk.post(f"/records/finding/{finding.number}/invite/")
    page = text(incubator, world.club.get_absolute_url())
    assert "接受邀请，开始孵化" in page
    incubator.post(
        f"/records/finding/{finding.number}/accept/", {"way": "outside", "mentors": [str(world.incubator.pk)]}
    )
    incubation = go_through(world, Incubation.objects.get())
    page = text(incubator, incubation.get_absolute_url())
    assert "出壳，交给枢纽" in page
    incubator.post(f"/records/incubation/{incubation.number}/graduate/", {"hub": hub.number})
    incubation.refresh_from_db()
    assert incubation.state == "graduated"
    assert hub.name in text(signed_in(world.teacher), world.club.get_absolute_url())


def test_in_house_asks_for_the_centre(world: World) -> None:
    client = signed_in(world.incubator)
    values = {"organisation": world.club.number, "way": "in_house"}
    assert client.post("/records/incubation/new/", values).status_code == 422
    client.post("/incubation/centres/new/", {"name": "街道孵化中心", "place": world.subdistrict.code})
    client.post("/records/incubation/new/", values | {"centre": str(Centre.objects.get().pk)})
    assert Incubation.objects.get().centre == Centre.objects.get()


def test_taking_back_is_not_offered_where_it_would_be_refused(world: World) -> None:
    incubation = go_through(world, incubate(world), 1)
    client = signed_in(world.teacher)
    assert "撤回" in text(client, incubation.get_absolute_url())
    go_through(world, incubation, 2)
    assert "撤回" not in text(client, incubation.get_absolute_url())


def test_the_organisations_page_says_where_it_is(world: World) -> None:
    incubate(world)
    make_visits()
    for who in (world.teacher, world.incubator, world.clerk):
        page = text(signed_in(who), world.club.get_absolute_url())
        assert "访谈和问卷" in page
        assert "吴悦" in page
    ORGANISATION.make(
        world.club, "enter_filing", actor=world.actor(world.officer), data=Filed("1", datetime.date(2026, 1, 5))
    )
    assert "访谈和问卷" not in text(signed_in(world.stranger), world.club.get_absolute_url())


# What the office keeps.


def test_services_are_kept_and_counted(world: World) -> None:
    client, teacher = signed_in(world.incubator), signed_in(world.teacher)
    centre = add_centre(world.subdistrict, {"name": "街道孵化中心"}, actor=world.actor(world.incubator))
    for _time in range(2):
        answer = client.post(f"/incubation/centres/{centre.pk}/new/", {"name": "会议室", "is_shared": "1"})
    assert "已有同名的服务" in answer.content.decode()
    service = CentreService.objects.get()
    incubation = incubate(world)
    teacher.post("/records/service_request/new/", {"incubation": incubation.number, "service": str(service.pk)})
    asked = ServiceRequest.objects.get()
    client.post(f"/records/service_request/{asked.number}/give/")
    assert "邻里读书会" in text(client, f"/incubation/services/{service.pk}/requests/?state=given")
    client.post(f"/incubation/services/{service.pk}/", {"offered": "0"})
    service.refresh_from_db()
    assert not service.is_active
    assert signed_in(world.stranger).post(f"/incubation/services/{service.pk}/").status_code == 404
    assert signed_in(world.stranger).get(f"/incubation/centres/{centre.pk}/new/").status_code == 404


def test_targets_are_set_for_ones_own_places(world: World) -> None:
    values = {"place": world.subdistrict.code, "year": "2026", "comprehensive": "10", "hub": "30", "functional": "90"}
    assert signed_in(world.stranger).post("/incubation/targets/", values).status_code == 200
    assert not Target.objects.exists()
    signed_in(world.officer).post("/incubation/targets/", values)
    signed_in(world.officer).post("/incubation/targets/", values | {"hub": "31"})
    assert dict(Target.objects.values_list("role", "number")) == {"comprehensive": 10, "hub": 31, "functional": 90}
    assert signed_in(world.incubator).get("/incubation/targets/").status_code == 404


def test_steps_are_changed_by_the_system_administrator(world: World) -> None:
    post(world.bureau, Role.SYSTEM_ADMIN, world.district)
    address = f"/incubation/steps/{step(1).pk}/"
    assert signed_in(world.officer).get(address).status_code == 404
    client = signed_in(world.bureau)
    text(client, address)
    values = {"name": "访谈", "asks": "问", "numbers": "人数", "source": "区里", "valid_from": "2015-01-01"}
    assert client.post(address, values).status_code == 200
    client.post(address, values | {"valid_from": "2030-01-01"})
    assert Step.objects.get(position=1, valid_to=None).numbers == ["人数"]
    assert "访谈和问卷" in text(client, "/incubation/steps/")


def test_a_training_by_page(world: World) -> None:
    client, teacher = signed_in(world.incubator), signed_in(world.teacher)
    values = {
        "what": "exchange",
        "topic": "去海宁看看",
        "place": world.subdistrict.code,
        "where": "海宁",
        "starts_at": "2026-01-10T09:00",
        "hours": "6",
        "capacity": "20",
    }
    client.post("/records/training/new/", values)
    training = Training.objects.get()
    teacher.post(
        f"/records/training/{training.number}/sign_up/", {"organisation": world.club.number, "names": "郑老师\n王阿姨"}
    )
    page = text(client, training.get_absolute_url())
    assert "邻里读书会" in page
    assert "王阿姨" not in page
    seats = [str(seat.pk) for seat in training.seats.all()]
    client.post(f"/records/training/{training.number}/hold/", {"seats": seats[:1], "hours": "6"})
    assert training.seats.filter(hours=6).count() == 1
    assert signed_in(world.stranger).get(training.get_absolute_url()).status_code == 404
    text(teacher, training.get_absolute_url())


def test_the_api_tells_all_of_it_and_masks(world: World) -> None:
    incubation = go_through(world, incubate(world), 5)
    client = program(world.incubator)
    shown = json.loads(client.get(f"records/incubation/{incubation.number}").content)
    assert shown["facts"]["step"]["position"] == 6
    listed = json.loads(client.get("records/evidence").content)
    numbers = [line["number"] for line in listed["items"]]
    bodies = [client.get(f"records/evidence/{number}").content.decode() for number in numbers]
    assert not any("郑老师" in body for body in bodies)
    for kind in ("finding", "mentor_visit", "service_request", "training"):
        assert client.get(f"records/{kind}").status_code == 200


def test_evidence_names_no_file_of_another(world: World) -> None:
    incubation = incubate(world)
    sent = Sent(incubation, step(1), "x")
    evidence = send_evidence(sent, actor=world.actor(world.teacher))
    other = "00000000-0000-0000-0000-000000000000"
    assert signed_in(world.teacher).get(f"/incubation/evidence/{evidence.number}/{other}/").status_code == 404


def test_a_service_of_no_centre_near_is_not_seen(world: World) -> None:
    centre = add_centre(world.subdistrict, {"name": "街道孵化中心"}, actor=world.actor(world.incubator))
    add_service(centre, {"name": "会议室"}, actor=world.actor(world.incubator))
    assert "会议室" in text(signed_in(world.clerk), "/incubation/services/")
    assert "会议室" not in text(signed_in(world.stranger), "/incubation/services/")


def test_targets_of_another_place_are_not_there(world: World) -> None:
    officer, address = signed_in(world.officer), "/incubation/targets/"
    assert officer.get(address).status_code == 200
    assert officer.get(address, {"place": world.subdistrict.code}).status_code == 200
    assert officer.get(address, {"place": NEXT_DOOR}).status_code == 404
    assert officer.get(address, {"place": world.district.code}).status_code == 404
