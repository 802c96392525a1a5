"""An application on its way: draft, departments in parallel, stopped clocks, the decision and what follows from it."""

import datetime
import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from linli.audit.models import Entry
from linli.inbox.models import Task
from linli.kernel.files import LIMIT_BYTES
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.applications.actions.applications import Applying, Filling, apply
from linli.organisations.applications.actions.deciding import Approval, Refusal
from linli.organisations.applications.actions.opinions import Saying
from linli.organisations.applications.flows import APPLICATION, OPINION
from linli.organisations.applications.forms.applications import PaperForm
from linli.organisations.applications.models import Application, Certificate, Document, Opinion, ServiceItem
from linli.people import holders
from linli.people.roles import Role
from tests.events.town import post
from tests.organisations.applications.world import PDF, OneStop, build
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


def test_the_catalogue_has_25_items_over_52_departments(one: OneStop) -> None:
    assert ServiceItem.objects.on(timezone.localdate()).count() == 25
    assert len(one.people) == 52
    assert {item.outcome for item in ServiceItem.objects.all()} == {
        "nothing",
        "file",
        "register",
        "change",
        "report",
        "leave",
    }


def test_a_draft_waits_for_nobody_and_may_be_left(one: OneStop) -> None:
    draft = one.draft()
    assert draft.state == "draft"
    assert not Task.objects.filter(pk=draft.pk).exists()
    draft = APPLICATION.make(draft, "fill", actor=one.teacher, data=Filling("写了一半"))
    draft.refresh_from_db()
    assert draft.statement == "写了一半"


def test_what_is_missing_is_said_before_it_is_handed_in(one: OneStop) -> None:
    draft = one.draft()
    with pytest.raises(Invalid) as refused:
        APPLICATION.make(draft, "submit", actor=one.teacher)
    assert refused.value.code == "papers_missing"
    assert "章程" in str(refused.value.detail)
    assert "会徽" not in str(refused.value.detail)  # not required


def test_it_is_sent_back_and_comes_again(one: OneStop) -> None:
    submitted = one.submitted()
    assert Task.objects.get(pk=submitted.pk).holder == holders.of_role(
        Role.ORGANISATION_OFFICER, one.world.subdistrict.pk
    )
    with pytest.raises(Invalid):
        APPLICATION.make(submitted, "send_back", actor=one.officer)
    returned = APPLICATION.make(submitted, "send_back", actor=one.officer, note="章程没有签名")
    assert Task.objects.get(pk=returned.pk).holder == holders.of_unit(one.world.club.unit_id)  # type: ignore[arg-type]
    one.send(returned, "章程")
    assert Document.objects.filter(application=returned, name="章程").count() == 2
    assert APPLICATION.make(returned, "submit", actor=one.teacher).state == "submitted"


def test_departments_are_asked_in_parallel_each_with_its_clock(one: OneStop) -> None:
    asked = one.asked()
    opinions = list(Opinion.objects.filter(application=asked))
    assert len(opinions) == 6
    assert {opinion.due_on for opinion in opinions} == {datetime.date(2026, 11, 9)}  # five working days
    assert asked.due_on == datetime.date(2026, 11, 16)
    task = Task.objects.get(pk=one.opinion(asked, "fire").pk)
    assert task.holder == holders.of_unit(one.opinion(asked, "fire").unit_id)
    assert timezone.localtime(task.due_at).strftime("%m-%d %H:%M") == "11-09 23:59"
    assert task.warn_at
    assert task.escalate_to == holders.of_role(Role.LEADER, one.world.subdistrict.pk)


def test_with_the_last_opinion_it_waits_to_be_decided(one: OneStop) -> None:
    asked = one.agree(one.asked(), "civil", "police", "fire", "culture", "party_organisation")
    assert asked.state == "asked"
    assert one.agree(asked, "women").state == "collected"
    assert Task.objects.get(pk=asked.pk).due_at is not None


def test_a_filing_gives_number_and_certificate(one: OneStop) -> None:
    done = one.approved()
    one.world.club.refresh_from_db()
    certificate = Certificate.objects.get(application=done)
    assert (done.state, one.world.club.state) == ("approved", "on_file")
    assert certificate.number == one.world.club.filing_number
    assert certificate.number.startswith("BA-2026-")
    assert done.is_in_time is True
    assert not Task.objects.filter(pk=done.pk).exists()


def test_the_clock_stops_and_goes_on_with_the_days_left(one: OneStop, clock: Any) -> None:
    asked = one.asked()
    clock.shift(2 * DAY)  # Wednesday: two of five days used
    opinion = one.ask_more(asked, "fire")
    assert (opinion.state, opinion.days_used, opinion.due_on, opinion.running_since) == ("stopped", 2, None, None)
    asked.refresh_from_db()
    assert (asked.days_used, asked.due_on) == (2, None)
    assert Task.objects.get(pk=opinion.pk).holder == holders.of_unit(one.world.club.unit_id)  # type: ignore[arg-type]
    assert Task.objects.get(pk=asked.pk).due_at is None
    clock.shift(7 * DAY)  # Wednesday of the next week
    opinion = one.supply(opinion, "活动场所证明")
    assert (opinion.state, opinion.due_on) == ("asked", datetime.date(2026, 11, 16))  # three working days
    asked.refresh_from_db()
    assert asked.due_on == datetime.date(2026, 11, 23)  # eight working days
    question = opinion.questions.get()
    assert (question.text, question.answer) == ("请补平面图", "补上了")
    clock.shift(2 * DAY)
    done = OPINION.make(opinion, "agree", actor=one.actor("fire"), data=Saying(""))
    assert (done.days_used, done.is_in_time) == (4, True)


def test_the_whole_stands_until_the_last_one_has_its_answer(one: OneStop, clock: Any) -> None:
    asked = one.asked()
    fire, police = one.ask_more(asked, "fire"), one.ask_more(asked, "police")
    one.supply(fire)
    asked.refresh_from_db()
    assert asked.due_on is None
    clock.shift(DAY)
    one.supply(police)
    asked.refresh_from_db()
    assert asked.due_on == datetime.date(2026, 11, 17)


def test_asking_for_more_when_late_does_not_make_it_in_time(one: OneStop, clock: Any) -> None:
    asked = one.asked()
    clock.shift(8 * DAY)
    opinion = one.supply(one.ask_more(asked, "fire"))
    assert opinion.due_on == datetime.date(2026, 11, 11)  # one day at least
    done = OPINION.make(opinion, "agree", actor=one.actor("fire"), data=Saying(""))
    assert done.is_in_time is False


def test_an_opinion_knows_the_versions_it_saw(one: OneStop) -> None:
    asked = one.asked()
    one.agree(asked, "civil")
    one.supply(one.ask_more(asked, "fire"), "章程")
    one.agree(asked, "fire")
    saw = [one.opinion(asked, code).seen.get(name="章程").version for code in ("civil", "fire")]
    assert saw == [1, 2]


def test_who_looked_at_other_papers_is_told(one: OneStop) -> None:
    asked = one.asked()
    before = asked.papers.count()
    one.supply(one.ask_more(asked, "fire"), "章程")
    with pytest.raises(Invalid) as refused:
        OPINION.make(one.opinion(asked, "civil"), "agree", actor=one.actor("civil"), data=Saying("", before))
    assert refused.value.code == "papers_changed"


def test_an_objection_of_a_needed_department_is_not_overruled(one: OneStop) -> None:
    asked = one.asked()
    OPINION.make(one.opinion(asked, "fire"), "object", actor=one.actor("fire"), data=Saying("出口太窄"))
    collected = one.agree(asked)
    assert collected.state == "collected"
    with pytest.raises(Invalid) as refused:
        APPLICATION.make(collected, "approve", actor=one.officer, data=Approval())
    assert refused.value.code == "objected"
    one.world.club.refresh_from_db()
    assert one.world.club.state == "listed"


def test_an_objection_of_one_that_was_only_heard_does_not_bind(one: OneStop) -> None:
    asked = one.asked()
    OPINION.make(one.opinion(asked, "women"), "object", actor=one.actor("women"), data=Saying("人太少"))
    done = APPLICATION.make(one.agree(asked), "approve", actor=one.officer, data=Approval())
    assert done.state == "approved"


def test_refused_says_why_and_may_be_applied_for_again(one: OneStop) -> None:
    asked = one.agree(one.asked())
    refused = APPLICATION.make(asked, "refuse", actor=one.officer, data=Refusal("场所不合格", "换一处场所"))
    assert (refused.state, refused.reasons, refused.to_fix) == ("refused", "场所不合格", "换一处场所")
    again = apply(Applying(one.world.club, one.item, refused), actor=one.teacher)
    assert (again.again_of, again.statement) == (refused, refused.statement)
    assert set(again.papers.values_list("name", flat=True)) == set(refused.papers.values_list("name", flat=True))
    assert APPLICATION.make(again, "submit", actor=one.teacher).state == "submitted"


def test_withdrawn_nobody_is_waited_for(one: OneStop) -> None:
    asked = one.asked()
    APPLICATION.make(asked, "withdraw", actor=one.teacher, note="不办了")
    assert set(Opinion.objects.filter(application=asked).values_list("state", flat=True)) == {"released"}
    assert not Task.objects.filter(record_kind__in=("application", "opinion")).exists()
    assert one.draft().state == "draft"


# Bad input


def test_no_opinion_after_the_decision(one: OneStop, clock: Any) -> None:
    asked = one.agree(one.asked(), "civil", "police", "fire", "culture", "party_organisation")
    clock.shift(10 * DAY)
    late = one.opinion(asked, "women")
    APPLICATION.make(asked, "approve", actor=one.officer, data=Approval("妇联一直没有答复，只征求意见"))
    with pytest.raises(Conflict):
        OPINION.make(late, "agree", actor=one.actor("women"), data=Saying("同意"))
    late.refresh_from_db()
    assert (late.state, late.is_in_time, late.words) == ("released", False, "")


def test_it_is_not_decided_while_somebody_still_has_time(one: OneStop, clock: Any) -> None:
    asked = one.agree(one.asked(), "civil", "police", "culture", "party_organisation", "women")
    for name, data in (("approve", Approval("急")), ("refuse", Refusal("x", "y", "急"))):
        with pytest.raises(Invalid) as refused:
            APPLICATION.make(asked, name, actor=one.officer, data=data)
        assert refused.value.code == "opinions_open"
    clock.shift(8 * DAY)
    with pytest.raises(Invalid) as unexplained:
        APPLICATION.make(asked, "approve", actor=one.officer, data=Approval(" "))
    assert "override_reason" in unexplained.value.errors
    done = APPLICATION.make(asked, "approve", actor=one.officer, data=Approval("消防逾期未答复"))
    assert (done.state, done.override_reason) == ("approved", "消防逾期未答复")


def test_a_stopped_clock_holds_the_decision_until_the_applicant_is_late(one: OneStop, clock: Any) -> None:
    asked = one.agree(one.asked(), "civil", "police", "culture", "party_organisation", "women")
    one.ask_more(asked, "fire")
    clock.shift(8 * DAY)
    with pytest.raises(Invalid):
        APPLICATION.make(asked, "refuse", actor=one.officer, data=Refusal("x", "y", "不补"))
    clock.shift(8 * DAY)  # beyond ten working days
    refusal = Refusal("没有补充", "补平面图", "申请人没有补充")
    refused = APPLICATION.make(asked, "refuse", actor=one.officer, data=refusal)
    assert refused.state == "refused"


def test_a_department_that_was_not_asked_says_nothing(one: OneStop) -> None:
    asked = one.asked()
    with pytest.raises(Forbidden):
        OPINION.make(one.opinion(asked, "fire"), "agree", actor=one.actor("tax"), data=Saying("同意"))
    assert not Application.objects.visible_to(one.actor("tax")).exists()
    assert not Opinion.objects.visible_to(one.actor("tax")).exists()


def test_applying_twice_for_the_same_is_refused(one: OneStop) -> None:
    first = one.draft()
    with pytest.raises(Invalid) as refused:
        one.draft()
    assert refused.value.code == "twice"
    assert first.number in refused.value.errors["item"][0]


def test_an_item_that_ended_takes_nothing_in(one: OneStop) -> None:
    draft = one.filled()
    ServiceItem.objects.filter(code="filing").update(valid_to=timezone.localdate() - DAY)
    with pytest.raises(Invalid) as late:
        APPLICATION.make(draft, "submit", actor=one.teacher)
    assert late.value.code == "item_ended"
    APPLICATION.make(draft, "withdraw", actor=one.teacher, note="停办了")
    one.item.refresh_from_db()
    with pytest.raises(Invalid) as refused:
        one.draft()
    assert refused.value.code == "item_ended"


def test_an_item_that_is_not_for_it(one: OneStop) -> None:
    with pytest.raises(Invalid) as refused:
        one.draft(ServiceItem.objects.get(code="rename"))  # for those on file
    assert refused.value.code == "item_not_open"
    with pytest.raises(Invalid):
        one.draft(ServiceItem.objects.get(code="report"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\n" + b"0" * (20 * 1024**2), "15 MB"),
        (b"PK\x03\x04 a spreadsheet", "不是能用的照片"),
        (b"%PDF-1.7\nhalf of it", "不完整"),
        (b"", ""),
    ],
    ids=["20 MB", "not a PDF", "cut short", "empty"],
)
def test_a_paper_is_checked_by_its_content(one: OneStop, content: bytes, words: str) -> None:
    assert LIMIT_BYTES < 20 * 1024**2
    draft = one.draft()
    files: Any = {"file": SimpleUploadedFile("章程.pdf", content, content_type="application/pdf")}
    form = PaperForm({"paper": "章程"}, files, record=draft, actor=one.teacher)
    assert not form.is_valid()
    assert words in str(form.errors["file"])


def test_a_paper_that_has_another_name_is_refused(one: OneStop) -> None:
    files: Any = {"file": SimpleUploadedFile("x.pdf", PDF)}
    form = PaperForm({"paper": "随便什么"}, files, record=one.draft(), actor=one.teacher)
    assert "paper" in form.errors


def test_without_a_local_unit_nobody_is_asked(one: OneStop) -> None:
    submitted = one.submitted()
    one.item.departments.get(department__code="fire").department.units.all().delete()
    with pytest.raises(Invalid) as refused:
        APPLICATION.make(submitted, "accept", actor=one.officer)
    assert refused.value.code == "departments_missing"
    assert not Opinion.objects.exists()


# Who may


def test_who_acts_for_it_does_not_decide(one: OneStop) -> None:
    collected = one.agree(one.asked())
    for actor in (one.teacher, one.actor("civil"), one.world.actor(one.world.stranger)):
        with pytest.raises(Forbidden):
            APPLICATION.make(collected, "approve", actor=actor, data=Approval())
    post(one.world.officer, Role.REPRESENTATIVE, one.world.club.unit)  # type: ignore[arg-type]
    with pytest.raises(Forbidden):
        APPLICATION.make(collected, "approve", actor=one.officer, data=Approval())


def test_the_officer_applies_for_a_group(one: OneStop) -> None:
    choir = one.world.organisation(name="合唱团")
    assert apply(Applying(choir, one.item), actor=one.officer).organisation == choir
    with pytest.raises(Forbidden):
        apply(Applying(choir, ServiceItem.objects.get(code="consult")), actor=one.teacher)


def test_who_sees_it(one: OneStop) -> None:
    asked = one.asked()
    world = one.world
    seeing = [world.actor(who) for who in (world.bureau, world.officer, world.leader, world.teacher)]
    for actor in (*seeing, one.actor("fire")):
        assert Application.objects.visible_to(actor).filter(pk=asked.pk).exists()
    for who in (world.stranger, world.clerk):
        assert not Application.objects.visible_to(world.actor(who)).exists()


def test_every_step_is_on_the_trail_and_no_paper_is(one: OneStop) -> None:
    asked = one.asked()
    entries = Entry.objects.filter(subject_id=asked.pk).order_by("id")
    assert [entry.action for entry in entries][-2:] == ["application.submit", "application.accept"]
    added = [json.loads(entry.detail) for entry in entries if entry.action == "application.add_paper"]
    assert {row["paper_version"] for row in added} == {1}
