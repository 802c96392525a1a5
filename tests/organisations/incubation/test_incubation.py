"""Incubation: from finding over the nine steps to a hub that takes over; and all that is refused on the way."""

import datetime
from typing import Any

import pytest

from linli.audit.models import Entry
from linli.inbox.models import Task
from linli.kernel.actor import Actor, Visitor
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.incubation.actions.catalogue import change_step
from linli.organisations.incubation.actions.evidence import Returned, verify
from linli.organisations.incubation.actions.finding import Accepted, Found, find
from linli.organisations.incubation.actions.incubations import Beginning, Dropped, HandedOver, Mentors, begin_incubation
from linli.organisations.incubation.flows.incubations import EVIDENCE, FINDING, INCUBATION
from linli.organisations.incubation.models import Evidence, Finding, Incubation, Passage, Stage, Step
from linli.organisations.registry.actions import Edit, Filed, Left
from linli.organisations.registry.empowering import Empowered
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.registry.models import Member, Organisation
from linli.people import holders
from linli.people.roles import Role
from linli.people.staffing import staffing
from tests.events.town import post
from tests.organisations.incubation.world import accept, file, go_through, incubate, send, step
from tests.organisations.world import World


def hub(world: World) -> Organisation:
    found = world.organisation(name="街道社会组织联合会", role="hub", place=world.subdistrict)
    data = Filed("1", datetime.date(2026, 1, 5))
    return ORGANISATION.make(found, "enter_filing", actor=world.actor(world.officer), data=data)


def test_nine_steps_in_four_stages_are_shipped_with_their_source(db: None) -> None:
    assert [stage.steps.count() for stage in Stage.objects.all()] == [2, 3, 2, 2]
    assert [found.position for found in Step.objects.on(datetime.date(2026, 1, 1))] == list(range(1, 10))
    assert all(found.source and found.asks for found in Step.objects.all())


# Finding.


def found(world: World, **values: Any) -> Finding:
    data = Found("visit", "郑老师", "+8613800138000", **({"organisation": world.club} | values))
    return find(data, actor=world.actor(world.clerk))


def test_a_found_group_is_invited_and_its_yes_begins_incubation(world: World) -> None:
    finding = found(world)
    assert Task.objects.get(pk=finding.pk).holder == holders.of_role("incubator", world.subdistrict.pk)
    FINDING.make(finding, "invite", actor=world.actor(world.clerk), note="上门")
    assert Task.objects.get(pk=finding.pk).due_at is not None
    answer = Accepted("online", None, [world.incubator])
    done = FINDING.make(finding, "accept", actor=world.actor(world.incubator), data=answer)
    assert done.state == "accepted"
    incubation = Incubation.objects.get(organisation=world.club)
    assert (incubation.state, incubation.step.position, incubation.way) == ("going", 1, "online")
    assert not Task.objects.filter(pk=finding.pk).exists()


def test_a_no_and_no_answer_are_kept_and_it_may_be_invited_again(world: World) -> None:
    finding, clerk = found(world), world.actor(world.clerk)
    for move, note in (("decline", "太忙"), ("give_up", "")):
        FINDING.make(finding, "invite", actor=clerk)
        FINDING.make(finding, move, actor=clerk, note=note)
    FINDING.make(finding, "invite", actor=clerk)
    FINDING.make(finding, "remind", actor=clerk, note="打了电话")
    assert Entry.objects.filter(action__startswith="finding.", subject_id=finding.pk).count() == 7


def test_finding_lists_a_new_group_at_once(world: World) -> None:
    data = Found("survey", "", "", place=world.community, values={"name": "合唱队", "legal_kind": "group"})
    finding = find(data, actor=world.actor(world.clerk))
    assert finding.organisation.state == "listed"
    with pytest.raises(Forbidden):
        find(data, actor=world.actor(world.stranger))


def test_it_is_written_down_once_and_only_of_who_is_not_on_file(world: World) -> None:
    found(world)
    with pytest.raises(Invalid):
        found(world)
    other = world.organisation(name="另一个")
    file(world, other)
    with pytest.raises(Invalid):
        found(world, organisation=other)


def test_the_leader_lies_encrypted_and_is_shown_masked(world: World) -> None:
    assert "郑老师" not in found(world).masked_leader


def test_beginning_without_an_answer_answers_the_invitation(world: World) -> None:
    finding = found(world)
    incubate(world)
    finding.refresh_from_db()
    assert finding.state == "accepted"


# Beginning, and mentors.


def test_no_second_incubation_while_one_goes_on(world: World) -> None:
    first = incubate(world)
    with pytest.raises(Invalid):
        incubate(world)
    INCUBATION.make(first, "drop", actor=world.actor(world.incubator), data=Dropped("no_leader"), note="散了")
    assert incubate(world).step.position == 1


def test_only_social_organisations_of_the_place_are_incubated(world: World) -> None:
    shop = world.organisation(name="便民超市", legal_kind="merchant")
    with pytest.raises(Invalid):
        incubate(world, organisation=shop)
    with pytest.raises(Forbidden):
        begin_incubation(Beginning(world.club, "outside", None, []), actor=world.actor(world.stranger))


def test_who_acts_for_it_is_not_its_mentor(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        incubate(world, world.teacher)
    assert "mentors" in refused.value.errors
    assert not Incubation.objects.exists()
    incubation = incubate(world)
    with pytest.raises(Invalid):
        INCUBATION.make(incubation, "name_mentors", actor=world.actor(world.incubator), data=Mentors([world.teacher]))


def test_nobody_decides_about_an_organisation_that_they_act_for(world: World) -> None:
    incubation = incubate(world, world.officer)
    evidence = send(world, incubation, 1)
    ORGANISATION.make(world.club, "empower", actor=world.actor(world.teacher), data=Empowered(world.incubator, None))
    staffing.touch()
    with pytest.raises(Forbidden):
        accept(world, evidence)


# Evidence.


def test_accepted_evidence_leads_to_the_next_step_and_is_told(world: World) -> None:
    incubation = incubate(world)
    evidence = send(world, incubation, 1)
    assert Task.objects.get(pk=evidence.pk).holder == holders.of_role("incubator", world.subdistrict.pk)
    assert not Task.objects.filter(pk=incubation.pk).exists()
    accept(world, evidence)
    incubation.refresh_from_db()
    assert (incubation.step.position, incubation.stage.position) == (2, 1)
    assert Task.objects.get(pk=incubation.pk).holder == holders.of_unit(world.club.unit_id)  # type: ignore[arg-type]
    assert Passage.objects.get().step.position == 1


def test_returned_evidence_says_why_and_a_new_version_is_a_new_row(world: World) -> None:
    incubation = incubate(world)
    first = send(world, incubation, 1)
    back = EVIDENCE.make(first, "return", actor=world.actor(world.incubator), data=Returned("请附照片"))
    assert (back.state, back.returned_reason) == ("returned", "请附照片")
    assert Task.objects.filter(pk=incubation.pk).exists()
    second = send(world, incubation, 1, "附上照片")
    accept(world, second)
    first.refresh_from_db()
    assert (first.text, first.state) == ("做了", "returned")


def test_the_steps_of_one_stage_come_in_any_order(world: World) -> None:
    incubation = incubate(world)
    accept(world, send(world, incubation, 2))
    incubation.refresh_from_db()
    assert incubation.step.position == 1
    accept(world, send(world, incubation, 1))
    incubation.refresh_from_db()
    assert (incubation.stage.position, incubation.step.position) == (2, 3)


@pytest.mark.parametrize(("done", "position"), [(0, 3), (2, 1), (0, 9)])
def test_evidence_of_another_stage_is_refused(world: World, done: int, position: int) -> None:
    incubation = go_through(world, incubate(world), done)
    with pytest.raises(Invalid) as refused:
        send(world, incubation, position)
    assert "step" in refused.value.errors


def test_no_second_evidence_while_one_waits_or_was_accepted(world: World) -> None:
    incubation = incubate(world)
    waiting = send(world, incubation, 1)
    with pytest.raises(Invalid):
        send(world, incubation, 1)
    accept(world, waiting)
    with pytest.raises(Invalid):
        send(world, incubation, 1)


def test_only_its_own_people_send_evidence(world: World) -> None:
    with pytest.raises(Forbidden):
        send(world, incubate(world), 1, who=world.incubator)


def test_accepted_evidence_is_taken_back_until_its_stage_has_passed(world: World) -> None:
    incubation, teacher = incubate(world), world.actor(world.teacher)
    first = accept(world, send(world, incubation, 1))
    EVIDENCE.make(first, "withdraw", actor=teacher)
    incubation.refresh_from_db()
    assert incubation.step.position == 1
    go_through(world, incubation, 2)
    for evidence in Evidence.objects.filter(state="accepted"):
        with pytest.raises(Conflict) as refused:
            EVIDENCE.make(evidence, "withdraw", actor=teacher)
        assert refused.value.code == "stage_passed"


def test_leaders_and_council_and_name_are_written_to_the_organisation(world: World) -> None:
    incubation = go_through(world, incubate(world), 6)
    club = Organisation.objects.get(pk=incubation.organisation_id)
    assert club.name == "邻里读书社"
    assert club.unit is not None
    assert club.unit.name == "邻里读书社"
    roles = sorted((member.role, member.name) for member in Member.objects.filter(organisation=club, left_on=None))
    assert roles == [("council", "王阿姨"), ("council", "郑老师"), ("deputy", "王阿姨"), ("leader", "郑老师")]


def test_a_name_that_another_has_is_refused_when_it_is_sent(world: World) -> None:
    world.organisation(name="邻里读书社")
    incubation = go_through(world, incubate(world), 5)
    with pytest.raises(Invalid) as refused:
        send(world, incubation, 6)
    assert "name" in refused.value.errors


def test_a_name_taken_meanwhile_is_told_when_it_would_be_accepted(world: World) -> None:
    incubation = go_through(world, incubate(world), 5)
    evidence = send(world, incubation, 6)
    world.organisation(name="邻里读书社")
    with pytest.raises(Conflict):
        accept(world, evidence)
    evidence.refresh_from_db()
    assert evidence.state == "sent"


def test_the_seventh_step_asks_that_it_is_on_file(world: World) -> None:
    incubation = go_through(world, incubate(world), 6)
    evidence = send(world, incubation, 7)
    with pytest.raises(Conflict) as refused:
        accept(world, evidence)
    assert refused.value.code == "not_on_file"
    file(world, Organisation.objects.get(pk=world.club.pk))
    assert accept(world, evidence).state == "accepted"


def test_evidence_changed_behind_our_back_is_named(world: World) -> None:
    evidence = accept(world, send(world, incubate(world), 1))
    assert verify() == []
    Evidence.objects.filter(pk=evidence.pk).update(text="别的")
    assert verify() == [f"evidence {evidence.number} was changed"]


# Its end.


def test_graduation_hands_over_to_a_hub_and_ends_all_tasks(world: World) -> None:
    incubation, heir = go_through(world, incubate(world)), hub(world)
    assert incubation.is_complete
    done = INCUBATION.make(incubation, "graduate", actor=world.actor(world.incubator), data=HandedOver(heir))
    club = Organisation.objects.get(pk=world.club.pk)
    assert (done.state, done.hub, club.hub) == ("graduated", heir, heir)
    assert not Task.objects.filter(record_kind__in=["incubation", "evidence", "mentor_visit"]).exists()
    assert not incubation.mentorings.filter(valid_to=None).exists()
    assert Passage.objects.filter(incubation=incubation).count() == 9


def test_no_graduation_before_all_is_accepted(world: World) -> None:
    incubation = go_through(world, incubate(world), 8)
    with pytest.raises(Conflict) as refused:
        INCUBATION.make(incubation, "graduate", actor=world.actor(world.incubator), data=HandedOver(hub(world)))
    assert refused.value.code == "incomplete"


def test_no_graduation_without_filing(world: World) -> None:
    incubation = go_through(world, incubate(world))
    Organisation.objects.filter(pk=world.club.pk).update(state="listed")
    with pytest.raises(Conflict) as refused:
        INCUBATION.make(incubation, "graduate", actor=world.actor(world.incubator), data=HandedOver(hub(world)))
    assert refused.value.code == "not_on_file"


def test_no_graduation_to_what_is_no_hub_near_by(world: World) -> None:
    incubation = go_through(world, incubate(world))
    other = world.organisation(name="功能型的", place=world.subdistrict)
    with pytest.raises(Invalid):
        INCUBATION.make(incubation, "graduate", actor=world.actor(world.incubator), data=HandedOver(other))


def test_nothing_is_sent_while_it_is_paused(world: World) -> None:
    incubation, incubator = incubate(world), world.actor(world.incubator)
    INCUBATION.make(incubation, "pause", actor=incubator, note="过年")
    with pytest.raises(Conflict):
        send(world, incubation, 1)
    INCUBATION.make(incubation, "resume", actor=incubator)
    assert send(world, incubation, 1).state == "sent"


def test_dropping_out_releases_what_waits(world: World) -> None:
    incubation = incubate(world)
    evidence = send(world, incubation, 1)
    dropped = Dropped("few_members")
    INCUBATION.make(incubation, "drop", actor=world.actor(world.incubator), data=dropped, note="只剩两人")
    evidence.refresh_from_db()
    assert evidence.state == "released"
    assert not Task.objects.filter(pk__in=[incubation.pk, evidence.pk]).exists()


def test_who_leaves_the_registry_leaves_incubation(world: World) -> None:
    incubation = incubate(world)
    evidence = send(world, incubation, 1)
    left = Left("散了", datetime.date.today())
    ORGANISATION.make(world.club, "take_off", actor=world.actor(world.officer), data=left)
    incubation.refresh_from_db()
    evidence.refresh_from_db()
    assert (incubation.state, incubation.drop_reason, evidence.state) == ("dropped", "left", "released")
    assert not Task.objects.filter(pk__in=[incubation.pk, evidence.pk]).exists()


def test_the_board_follows_the_organisations_role(world: World) -> None:
    incubation = incubate(world)
    ORGANISATION.make(world.club, "correct", actor=world.actor(world.officer), data=Edit({"role": "hub"}))
    incubation.refresh_from_db()
    assert incubation.role == "hub"


def test_a_changed_step_is_for_those_that_begin_after(world: World) -> None:
    post(world.bureau, Role.SYSTEM_ADMIN, world.district)
    incubation = incubate(world)
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)
    values = {"name": "访谈", "asks": "x", "numbers": [], "source": "区里"}
    change_step(step(1), values, on=tomorrow, actor=world.actor(world.bureau))
    assert Step.objects.on(incubation.began_on)[0].name == "访谈和问卷"
    assert Step.objects.on(tomorrow)[0].name == "访谈"
    with pytest.raises(Invalid):
        change_step(step(1), values, on=tomorrow, actor=world.actor(world.bureau))
    with pytest.raises(Invalid):
        # What began this morning goes by the steps of today.
        change_step(step(2), values, on=incubation.began_on, actor=world.actor(world.bureau))
    with pytest.raises(Forbidden):
        change_step(step(2), values, on=tomorrow, actor=world.actor(world.officer))


def test_who_sees_it(world: World) -> None:
    incubation = incubate(world)
    evidence = send(world, incubation, 1)

    def sees(actor: Actor) -> bool:
        both = (Incubation.objects.visible_to(actor), Evidence.objects.visible_to(actor))
        shown = [rows.filter(pk__in=[incubation.pk, evidence.pk]).exists() for rows in both]
        assert shown[0] == shown[1]
        return shown[0]

    people = (world.bureau, world.officer, world.incubator, world.clerk, world.leader, world.teacher)
    assert all(sees(world.actor(who)) for who in people)
    assert not sees(world.actor(world.stranger))
    file(world, world.club)
    assert not sees(world.actor(world.stranger))
    assert not sees(Visitor())
