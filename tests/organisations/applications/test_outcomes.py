"""What follows from an application: changes, certificates, leaving, annual reports."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from linli.inbox.models import Task
from linli.kernel.files import Pdf
from linli.kernel.problems import Forbidden, Invalid
from linli.organisations.applications import rules
from linli.organisations.applications.actions.applications import Filling, Revocation
from linli.organisations.applications.actions.deciding import Approval, AuthorityDecision
from linli.organisations.applications.actions.reports import due_day, open_reports
from linli.organisations.applications.flows import APPLICATION
from linli.organisations.applications.models import Application, Certificate, ServiceItem
from linli.organisations.registry.actions import Filed, Left, Registered
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.registry.models import Member
from linli.people import holders
from tests.organisations.applications.world import PDF, OneStop, build
from tests.organisations.registry.test_registry import GOOD
from tests.organisations.world import World

MONDAY = datetime.datetime(2026, 11, 2, 10, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
DAY = datetime.timedelta(days=1)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def one(clock: Any, world: World) -> OneStop:
    return build(world)


def test_a_change_is_written_into_the_registry(one: OneStop) -> None:
    one.approved()
    one.world.club.refresh_from_db()
    one.approved(item=ServiceItem.objects.get(code="rename"), wanted="泰山路读书社")
    one.world.club.refresh_from_db()
    assert one.world.club.name == "泰山路读书社"
    one.approved(item=ServiceItem.objects.get(code="seal"))
    one.world.club.refresh_from_db()
    assert one.world.club.has_seal is True


def test_a_new_leader_takes_the_place_of_the_old_one(one: OneStop) -> None:
    one.approved()
    one.world.club.refresh_from_db()
    old = Member.objects.create(
        organisation=one.world.club, role="leader", name="郑老师", joined_on=datetime.date(2026, 1, 5)
    )
    one.approved(item=ServiceItem.objects.get(code="leader"), wanted="王小红")
    old.refresh_from_db()
    assert old.left_on == timezone.localdate()
    assert [m.name for m in Member.objects.filter(organisation=one.world.club, left_on=None)] == ["王小红"]


def test_the_authority_registers_and_linli_writes_it_down(one: OneStop) -> None:
    item = ServiceItem.objects.get(code="association")
    collected = one.agree(one.asked(item=item))
    with pytest.raises(Forbidden):
        APPLICATION.make(collected, "approve", actor=one.officer, data=Approval())
    registered = Registered(GOOD, "区民政局", "证-1", timezone.localdate())
    decision = AuthorityDecision(registered, Pdf(PDF + b"c%%EOF"))
    done = APPLICATION.make(collected, "record_registration", actor=one.officer, data=decision)
    one.world.club.refresh_from_db()
    assert (done.state, one.world.club.state, one.world.club.code) == ("approved", "registered", GOOD)
    assert one.world.club.legal_kind == "association", "it was a group until then"
    assert done.papers.filter(name="登记证书").exists()


def test_leaving_ends_the_certificate_with_the_same_reason(one: OneStop) -> None:
    filed = one.approved()
    one.world.club.refresh_from_db()
    one.approved(item=ServiceItem.objects.get(code="closing_file"))
    one.world.club.refresh_from_db()
    certificate = Certificate.objects.get(application=filed)
    assert one.world.club.state == "left"
    assert certificate.revoked_on == timezone.localdate()
    assert certificate.revoked_reason == one.world.club.left_reason == "备案注销"


def test_revoked_it_leaves_the_file_and_cannot_be_revoked_again(one: OneStop) -> None:
    filed = one.approved()
    with pytest.raises(Forbidden):
        APPLICATION.make(filed, "revoke", actor=one.teacher, data=Revocation("x"))
    filed = APPLICATION.make(filed, "revoke", actor=one.officer, data=Revocation("材料不实"))
    one.world.club.refresh_from_db()
    assert (one.world.club.state, one.world.club.left_reason) == ("left", "材料不实")
    with pytest.raises(Invalid):
        APPLICATION.make(filed, "revoke", actor=one.officer, data=Revocation("再来"))


def test_whoever_left_by_hand_takes_the_certificate_along(one: OneStop) -> None:
    filed = one.approved()
    one.world.club.refresh_from_db()
    ORGANISATION.make(one.world.club, "take_off", actor=one.officer, data=Left("散了", timezone.localdate()))
    assert Certificate.objects.get(application=filed).revoked_reason == "散了"


# Annual reports


def _on_file(one: OneStop, since: datetime.date) -> None:
    ORGANISATION.make(one.world.club, "enter_filing", actor=one.officer, data=Filed("旧-1", since))


def test_the_annual_report_is_opened_once_and_missed_in_view(one: OneStop, clock: Any) -> None:
    _on_file(one, datetime.date(2026, 6, 1))
    clock.move_to(MONDAY.replace(year=2027, month=2, day=1))
    assert open_reports() == 0
    clock.move_to(MONDAY.replace(year=2027, month=3, day=5))
    assert open_reports() == 1
    assert open_reports() == 0
    report = Application.objects.get(year=2026)
    task = Task.objects.get(pk=report.pk)
    assert timezone.localdate(task.due_at) == datetime.date(2027, 5, 31)
    assert task.holder == holders.of_unit(one.world.club.unit_id)  # type: ignore[arg-type]
    assert not Application.objects.missing_reports().exists()
    clock.move_to(MONDAY.replace(year=2027, month=6, day=1))
    assert list(Application.objects.missing_reports()) == [report]
    APPLICATION.make(report, "fill", actor=one.teacher, data=Filling("共读 40 次"))
    for name in ("年度工作报告", "财务报告"):
        one.send(report, name)
    APPLICATION.make(report, "submit", actor=one.teacher)
    assert not Application.objects.missing_reports().exists()


def test_who_was_put_on_file_this_year_reports_next_year(one: OneStop, clock: Any) -> None:
    clock.move_to(MONDAY.replace(year=2026, month=3, day=5))
    _on_file(one, datetime.date(2026, 1, 10))
    assert open_reports() == 0


def test_the_day_is_a_rule_and_never_a_day_that_the_month_lacks(one: OneStop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(rules.REPORT_MONTH), "at", lambda self, path: 2 if "month" in self.name else 31)
    assert due_day("430211", 2026) == datetime.date(2026, 2, 28)
