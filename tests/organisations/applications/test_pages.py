"""The pages of applications, for each kind of reader."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.audit.models import Entry
from linli.inbox.models import Task
from linli.organisations.applications import figures
from linli.organisations.applications.actions.applications import Revocation
from linli.organisations.applications.actions.deciding import Approval
from linli.organisations.applications.flows import APPLICATION
from linli.organisations.applications.models import (
    Application,
    Certificate,
    Department,
    DepartmentUnit,
    ServiceDepartment,
    ServiceItem,
)
from linli.people.models import User
from linli.people.roles import Role
from tests.events.town import post, user
from tests.organisations.applications.world import PDF, OneStop, build
from tests.organisations.world import World
from tests.people.factories import signed_in

DAY = datetime.timedelta(days=1)


@pytest.fixture
def one(world: World) -> OneStop:
    return build(world)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_the_applicant_goes_the_whole_way_by_page(one: OneStop) -> None:
    client = signed_in(one.world.teacher)
    card = text(client, one.world.club.get_absolute_url())
    begin = f"/records/application/new/?organisation={one.world.club.number}&amp;item=filing"
    assert begin in card
    assert "item=rename" not in card  # not for one that is only listed
    assert "邻里读书会" in text(client, begin.replace("&amp;", "&"))
    answer = client.post("/records/application/new/", {"organisation": one.world.club.number, "item": "filing"})
    draft = Application.objects.get()
    assert answer["Location"] == draft.get_absolute_url()
    moves = f"/records/application/{draft.number}/"
    client.post(f"{moves}fill/", {"statement": "我们每周共读"})
    too_early = client.post(f"{moves}submit/")
    assert too_early.status_code == 422
    assert "还缺材料" in too_early.content.decode()
    for paper in draft.item.papers.filter(is_required=True):
        sent = {"paper": paper.name, "file": SimpleUploadedFile("x.pdf", PDF)}
        assert client.post(f"{moves}add_paper/", sent).status_code == 302
    client.post(f"{moves}submit/")
    draft.refresh_from_db()
    assert draft.state == "submitted"
    officer = signed_in(one.world.officer)
    assert "受理并请部门会办" in text(officer, draft.get_absolute_url())
    officer.post(f"{moves}accept/")
    page = text(client, draft.get_absolute_url())
    assert "区消防部门" in page
    assert "限 5 个工作日" in page


def test_the_departments_page_has_papers_and_its_three_answers(one: OneStop) -> None:
    asked = one.asked()
    opinion = one.opinion(asked, "fire")
    client = signed_in(one.people["fire"])
    assert client.get(f"/records/opinion/{opinion.number}/")["Location"] == opinion.get_absolute_url()
    page = text(client, opinion.get_absolute_url())
    for words in ("同意", "不同意", "请申请人补充", "章程", "打开"):
        assert words in page
    form = text(client, f"/records/opinion/{opinion.number}/agree/")
    assert f'name="papers" value="{asked.papers.count()}"' in form
    client.post(f"/records/opinion/{opinion.number}/ask_more/", {"words": "请补平面图"})
    page = text(signed_in(one.world.teacher), asked.get_absolute_url())
    assert "计时已停" in page
    assert "请补平面图" in page
    assert "还剩 5 个工作日" in page


def test_the_applicant_supplies_by_page_with_a_paper(one: OneStop) -> None:
    asked = one.asked()
    opinion = one.ask_more(asked, "fire")
    client = signed_in(one.world.teacher)
    address = f"/records/opinion/{opinion.number}/supply/"
    file = SimpleUploadedFile("x.pdf", PDF)
    assert "请补平面图" in text(client, address)
    wrong = client.post(address, {"answer": "补上了", "file": file})
    assert wrong.status_code == 422
    assert "哪一份材料" in wrong.content.decode()
    client.post(address, {"answer": "补上了", "paper": "章程", "file": SimpleUploadedFile("x.pdf", PDF)})
    opinion.refresh_from_db()
    assert opinion.state == "asked"
    assert asked.papers.filter(name="章程").count() == 2
    assert "第 2 版" in text(client, asked.get_absolute_url())


def test_who_opens_a_paper_is_on_the_trail_and_others_do_not(one: OneStop) -> None:
    asked = one.asked()
    paper = asked.papers.earliest("pk")
    address = f"/applications/{asked.number}/papers/{paper.pk}/"
    for who in (one.world.teacher, one.world.officer, one.people["fire"]):
        assert signed_in(who).get(address).content == PDF
    assert Entry.objects.filter(action="application.open_paper", subject_id=asked.pk).count() == 3
    for outsider in (one.world.leader, one.world.stranger, one.people["tax"], one.world.clerk):
        assert signed_in(outsider).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert Entry.objects.filter(action="application.open_paper").count() == 3


def test_a_leader_follows_it_without_the_papers(one: OneStop) -> None:
    page = text(signed_in(one.world.leader), one.asked().get_absolute_url())
    assert "区消防部门" in page
    assert "材料只有申请人、受理人和会办的部门打得开" in page
    assert "/papers/" not in page


def test_the_page_asks_as_often_for_fifty_departments_as_for_six(one: OneStop) -> None:
    asked = one.asked()
    client = signed_in(one.world.teacher)
    text(client, asked.get_absolute_url())  # what is kept in memory is there from here on
    with CaptureQueriesContext(connection) as six:
        text(client, asked.get_absolute_url())
    APPLICATION.make(asked, "withdraw", actor=one.teacher, note="换一份")
    one.item.departments.all().delete()
    for department in Department.objects.all():
        ServiceDepartment.objects.create(item=one.item, department=department, days=5)
    asked = one.asked()
    with CaptureQueriesContext(connection) as many:
        assert "区气象部门" in text(client, asked.get_absolute_url())
    assert len(many) == len(six)


def test_the_list_filters_by_state_item_and_lateness(one: OneStop) -> None:
    asked = one.asked()
    client = signed_in(one.world.officer)
    assert asked.number in text(client, "/applications/")
    assert asked.number in text(client, "/applications/?state=asked&item=filing")
    assert asked.number not in text(client, "/applications/?state=draft")
    assert asked.number not in text(client, "/applications/?item=rename")
    assert asked.number not in text(client, "/applications/?late=1")
    Task.objects.filter(pk=one.opinion(asked, "fire").pk).update(due_at=timezone.now() - DAY)
    assert asked.number in text(client, "/applications/?late=1")
    assert asked.number in text(signed_in(one.people["fire"]), "/applications/")
    assert asked.number not in text(signed_in(one.people["tax"]), "/applications/")


def test_the_lists_queries_do_not_grow(one: OneStop) -> None:
    client = signed_in(one.world.officer)
    one.asked()
    text(client, "/applications/")  # what is kept in memory is there from here on
    with CaptureQueriesContext(connection) as first:
        text(client, "/applications/")
    for code in ("consult", "name", "association"):
        one.draft(ServiceItem.objects.get(code=code))
    with CaptureQueriesContext(connection) as second:
        text(client, "/applications/")
    assert len(first) == len(second)


def test_refused_leads_to_applying_again(one: OneStop) -> None:
    asked = one.agree(one.asked())
    officer = signed_in(one.world.officer)
    officer.post(f"/records/application/{asked.number}/refuse/", {"reasons": "场所太小", "to_fix": "换一处"})
    client = signed_in(one.world.teacher)
    page = text(client, asked.get_absolute_url())
    assert "场所太小" in page
    assert "换一处" in page
    again = {"organisation": one.world.club.number, "item": "filing", "again": asked.number}
    client.post("/records/application/new/", again)
    assert Application.objects.get(again_of=asked).papers.count() == asked.papers.count()


def test_the_decision_waits_for_who_has_time_and_says_so(one: OneStop) -> None:
    asked = one.asked()
    officer = signed_in(one.world.officer)
    address = f"/records/application/{asked.number}/approve/"
    assert "为什么先作决定" in text(officer, address)
    answer = officer.post(address, {"override_reason": "急"})
    assert answer.status_code == 422
    assert "还在等" in answer.content.decode()


def test_anybody_verifies_a_certificate_and_learns_that_it_was_revoked(one: OneStop) -> None:
    done = one.approved()
    certificate = Certificate.objects.get(application=done)
    visitor = Client()
    assert "备案编号或验证码" in text(visitor, "/verify/")
    for words in (certificate.number.lower(), f" {certificate.code} "):
        assert visitor.get("/verify/", {"q": words})["Location"] == f"/verify/{certificate.code}/"
    page = text(visitor, f"/verify/{certificate.code}/")
    assert "证书有效" in page
    assert "邻里读书会" in page
    assert "没有这个" in text(visitor, "/verify/?q=BA-2026-999999", 404)
    text(visitor, "/verify/NOTHING/", 404)
    APPLICATION.make(done, "revoke", actor=one.officer, data=Revocation("材料不实"))
    page = text(visitor, f"/verify/{certificate.code}/")
    assert "证书已撤销" in page
    assert "材料不实" in page
    assert "证书有效" not in page


def test_codes_are_not_tried_out(one: OneStop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.organisations.applications.views.verify.LOOKS_PER_HOUR", 2)
    visitor = Client()
    for number in range(2):
        text(visitor, f"/verify/GUESS{number}/", 404)
    assert visitor.get("/verify/GUESS3/").status_code == 429


def test_the_certificate_is_a_pdf_for_who_may_act(one: OneStop) -> None:
    done = one.approved()
    address = f"/applications/{done.number}/certificate.pdf"
    answer = signed_in(one.world.teacher).get(address)
    assert answer.content.startswith(b"%PDF-")
    assert signed_in(one.people["fire"]).get(address).status_code == 404


def test_the_organisations_card_names_missing_reports(one: OneStop) -> None:
    Application.objects.filter(pk=one.draft().pk).update(year=2025, due_on=timezone.localdate() - DAY)
    page = text(signed_in(one.world.officer), one.world.club.get_absolute_url())
    assert "没有按时交年度报告：2025" in page
    card = text(signed_in(one.world.clerk), one.world.club.get_absolute_url())
    assert "/records/application/new/" not in card


def test_figures_by_item_and_department(one: OneStop) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        asked = one.asked()
        one.agree(asked, "civil", "police", "culture", "party_organisation", "women")
        clock.shift(14 * DAY)
        collected = one.agree(asked)
        APPLICATION.make(collected, "approve", actor=one.officer, data=Approval())
        by_department = {line.title: line for line in figures.by_department(one.officer, figures.since())}
        (filing,) = figures.by_item(one.officer, figures.since())
        page = text(signed_in(one.world.officer), "/applications/figures/")
        assert signed_in(one.world.teacher).get("/applications/figures/").status_code == 404
    assert (by_department["民政"].number, by_department["民政"].in_time) == (1, 1)
    assert (by_department["消防"].number, by_department["消防"].in_time) == (1, 0)
    assert by_department["消防"].mean_days > by_department["民政"].mean_days == 0
    assert (filing.title, filing.number, filing.against) == ("社区社会组织备案", 1, 0)
    assert "消防" in page


# Keeping the catalogue


@pytest.fixture
def keeper(one: OneStop) -> User:
    keeper = user("系统员")
    post(keeper, Role.SYSTEM_ADMIN, one.world.district)
    return keeper


def edition(**more: Any) -> dict[str, Any]:
    values = {
        "name": "备案",
        "module": "approval",
        "outcome": "file",
        "change": "",
        "states": ["listed"],
        "legal_kinds": ["group"],
        "within": "8",
        "source": "本地做法",
        "valid_from": str(timezone.localdate()),
        "paper_0": "章程",
        "paper_0_required": "on",
        "days_fire": "3",
        "needed_fire": "on",
    }
    return values | more


def test_a_new_edition_leaves_the_old_applications_as_they_were(one: OneStop, keeper: User) -> None:
    asked = one.asked()
    client = signed_in(keeper)
    assert "社区社会组织备案" in text(client, "/setup/items/")
    assert 'name="days_fire"' in text(client, "/setup/items/filing/")
    assert client.post("/setup/items/filing/", edition()).status_code == 302
    old, new = ServiceItem.objects.filter(code="filing").order_by("valid_from")
    assert old.valid_to == timezone.localdate() - DAY
    assert [row.department.code for row in new.departments.all()] == ["fire"]
    asked.refresh_from_db()
    assert asked.item == old
    assert asked.opinions.count() == 6


def test_a_draft_is_handed_in_under_the_edition_of_that_day(one: OneStop, keeper: User) -> None:
    draft = one.filled()
    signed_in(keeper).post("/setup/items/filing/", edition(paper_1="安全承诺书", paper_1_required="on"))
    answer = signed_in(one.world.teacher).post(f"/records/application/{draft.number}/submit/")
    assert "安全承诺书" in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"change": "name"},
        {"outcome": "change"},
        {"within": "0"},
        {"valid_from": "2020-02-02"},
        {"days_fire": "0"},
        {"states": []},
        {"paper_1": "章程"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_wrong_edition_is_refused(one: OneStop, keeper: User, wrong: dict[str, Any]) -> None:
    assert signed_in(keeper).post("/setup/items/filing/", edition(**wrong)).status_code == 422
    assert ServiceItem.objects.filter(code="filing").count() == 1


def test_an_item_is_made_and_ended(one: OneStop, keeper: User) -> None:
    client = signed_in(keeper)
    client.post("/setup/items/new/", edition(name="新事项"))
    item = ServiceItem.objects.get(name="新事项")
    today = timezone.localdate()
    assert client.post(f"/setup/items/{item.code}/end/", {"last_day": str(today - DAY)}).status_code == 422
    client.post(f"/setup/items/{item.code}/end/", {"last_day": str(today)})
    item.refresh_from_db()
    assert item.valid_to == today
    assert text(client, "/setup/items/nothing/", 404)


def test_departments_get_their_units_by_place(one: OneStop, keeper: User) -> None:
    row = DepartmentUnit.objects.get(department__code="fire")
    client = signed_in(keeper)
    assert "区消防部门" in text(client, "/setup/departments/")
    address = f"/setup/departments/{row.department_id}/unit/"
    assert "消防" in text(client, address)
    tax = DepartmentUnit.objects.get(department__code="tax").unit
    client.post(address, {"place": one.world.subdistrict.code, "unit": str(tax.pk)})
    assert DepartmentUnit.objects.at(one.world.community.code)[row.department_id] == tax
    assert DepartmentUnit.objects.at("430211003001")[row.department_id] == row.unit
    client.post(address, {"place": one.world.subdistrict.code, "unit": ""})
    assert DepartmentUnit.objects.at(one.world.community.code)[row.department_id] == row.unit
    client.post("/setup/departments/new/", {"code": "post", "name": "邮政", "position": "60", "is_active": "on"})
    assert "邮政" in text(client, "/setup/departments/")


def test_a_subdistricts_officer_places_units_there_and_leaves_the_catalogue(one: OneStop) -> None:
    client = signed_in(one.world.officer)
    assert client.get("/setup/items/").status_code == 404
    assert signed_in(one.world.bureau).get("/setup/items/").status_code == 200
    row = DepartmentUnit.objects.get(department__code="fire")
    address = f"/setup/departments/{row.department_id}/unit/"
    assert client.post(address, {"place": one.world.district.code, "unit": ""}).status_code == 422
    assert client.get(f"/setup/departments/{row.department_id}/").status_code == 404


def test_deciding_is_not_offered_while_a_department_has_time(one: OneStop) -> None:
    asked, officer = one.asked(), signed_in(one.world.officer)
    approve, refuse = (f"/records/application/{asked.number}/{name}/" for name in ("approve", "refuse"))
    page = text(officer, asked.get_absolute_url())
    assert approve not in page
    assert refuse not in page
    Task.objects.filter(pk__in=asked.opinions.values("pk")).update(due_at=timezone.now())
    page = text(officer, asked.get_absolute_url())
    assert approve in page, "those who are late are not waited for"
    assert refuse in page
    one.agree(asked)
    assert approve in text(officer, asked.get_absolute_url())
