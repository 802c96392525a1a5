"""A mediation from its beginning to its end, and back when an agreement is not kept."""

import datetime

import pytest
import time_machine
from django.db import connection, transaction

from linli.audit.models import Entry
from linli.events.core.flows import EVENT
from linli.events.core.following import move_events
from linli.events.core.models import Event
from linli.events.core.reporters import ReporterActor
from linli.events.core.states import EventState
from linli.events.disputes import rules
from linli.events.disputes.backbone import candidates
from linli.events.disputes.flows import SESSION
from linli.events.disputes.models import Agreement, Dispute, FollowUp, Party, Session
from linli.events.disputes.payloads import Agreed, Appointment, Confirmed, Held, Mediators, Removal, TakeUp
from linli.events.disputes.states import DisputeState, FollowUpState, SessionOutcome, SessionState
from linli.inbox.models import Message, Task
from linli.kernel.actor import SYSTEM
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.kernel.registry import Redrawing
from linli.people.staffing import words_of
from linli.places.models import RuleOverride
from linli.places.rules import overrides
from tests.events import town as towns
from tests.events.core.confidential import WORDS
from tests.events.disputes.world import HOUSE, NAMES, PHONE, Mediation, mediation
from tests.events.town import Town
from tests.places.factories import make_place


@pytest.fixture
def found(town: Town) -> Mediation:
    return mediation(town)


def test_taken_up_it_is_the_mediators_and_nobody_elses_task(found: Mediation) -> None:
    event, dispute = found.event, found.dispute
    assert (event.state, dispute.state) == (EventState.MEDIATING, DisputeState.MEDIATING)
    (task,) = Task.objects.all()
    assert (task.record_id, task.holder) == (dispute.pk, f"user:{found.mediator.pk}")
    assert words_of(task.holder) == "孙律师"
    assert task.due_at == dispute.taken_up_at + datetime.timedelta(days=rules.CONCLUDE_WITHIN.default)
    assert task.title == f"邻里纠纷 {dispute.number}"
    assert Message.objects.filter(user=found.mediator, number=dispute.number).count() == 1


def test_an_open_event_is_no_dispute(town: Town, found: Mediation) -> None:
    taken = TakeUp(found.kind, Mediators(found.mediator))
    with pytest.raises(Forbidden):
        EVENT.make(town.event(), "take_up", actor=town.actor(town.clerk), data=taken)


def test_mediators_come_from_the_place(found: Mediation) -> None:
    town = found.town
    names = {user.name for user in candidates(found.dispute.path)}
    assert names == {"孙律师", "周芳", "陈静", "王敏"}
    assert {user.name for user in candidates("430211002002001")} == {"外人", "王敏"}
    assert town.stranger.name not in names
    today = datetime.date.today()
    town.absent(town.clerk, today, today)
    assert town.deputy in candidates(found.dispute.path)


def test_settled_after_five_sessions_and_kept(found: Mediation) -> None:
    for _ in range(5):
        found.meet()
    dispute = found.agree()
    assert dispute.state == DisputeState.AGREED
    assert found.event.state == EventState.MEDIATING
    (visit,) = FollowUp.objects.all()
    assert visit.due_on == datetime.date.today() + datetime.timedelta(days=rules.FOLLOW_UP_AFTER.default)
    assert [task.record_id for task in Task.objects.all()] == [visit.pk]
    found.visit("keep")
    assert found.dispute.state == DisputeState.SETTLED
    event = found.event
    assert (event.state, event.ended_at is not None) == (EventState.CLOSED, True)
    assert not Task.objects.exists()
    assert Session.objects.filter(state=SessionState.HELD).count() == 5


def test_a_broken_agreement_is_mediated_again(found: Mediation) -> None:
    found.agree()
    found.visit("break")
    assert found.dispute.state == DisputeState.MEDIATING
    assert Agreement.objects.get().broken_at is not None
    assert FollowUp.objects.get().state == FollowUpState.BROKEN
    assert [task.record_kind for task in Task.objects.all()] == ["dispute"]
    found.agree()
    found.make("reopen", note="又停工了")
    assert Agreement.objects.filter(broken_at=None).count() == 0
    assert set(FollowUp.objects.values_list("state", flat=True)) == {"broken", "released"}


def test_not_settled_it_is_referred_and_over_until_the_reporter_comes_back(found: Mediation) -> None:
    found.make("plan_session", data=Appointment(datetime.datetime(2040, 1, 1, tzinfo=datetime.UTC), "社区"))
    dispute = found.fail()
    assert (dispute.state, str(dispute.referral)) == (DisputeState.FAILED, "向法院起诉")
    assert Session.objects.get().state == SessionState.RELEASED
    event = found.event
    assert event.state == EventState.CLOSED
    event = EVENT.make(event, "reopen", actor=ReporterActor(record_id=event.pk), note="愿意再谈")
    taken = TakeUp(found.kind, Mediators(found.town.worker))
    EVENT.make(event, "take_up", actor=found.town.actor(found.town.clerk), data=taken)
    again = found.dispute
    assert (again.pk, again.state, again.referral, again.lead) == (
        dispute.pk,
        DisputeState.MEDIATING,
        None,
        found.town.worker,
    )
    assert not again.others.exists()


def test_an_agreement_needs_both_sides(town: Town) -> None:
    found = mediation(town, parties=False)
    with pytest.raises(Invalid):
        found.agree()


def test_a_session_is_written_down_after_it_took_place(found: Mediation) -> None:
    found.make("plan_session", data=Appointment(datetime.datetime(2040, 1, 1, tzinfo=datetime.UTC), "社区"))
    session = Session.objects.get()
    task = Task.objects.get(pk=session.pk)
    assert task.warn_at == session.starts_at
    with pytest.raises(Conflict):
        SESSION.make(
            session, "hold", actor=found.town.actor(found.mediator), data=Held([], [], "x", SessionOutcome.APART)
        )


def test_confirmation_by_the_court_within_thirty_days(found: Mediation) -> None:
    with time_machine.travel(datetime.datetime(2026, 3, 2, 2, tzinfo=datetime.UTC)):
        found.agree()
        with pytest.raises(Invalid):
            found.make("confirm", data=Confirmed(datetime.date(2026, 4, 2)))
        found.make("confirm", data=Confirmed(datetime.date(2026, 4, 1)))
    assert Agreement.objects.get().confirmed_on == datetime.date(2026, 4, 1)


def test_a_party_who_took_part_stays(found: Mediation) -> None:
    first, second = Party.objects.all()
    found.make("remove_party", data=Removal(second), note="登记错了")
    assert Party.objects.get() == first
    found.meet()
    with pytest.raises(Conflict):
        found.make("remove_party", data=Removal(first), note="登记错了")


def test_who_may_do_what(found: Mediation) -> None:
    town = found.town
    for user in (found.mediator, town.worker, town.clerk, town.dispatcher):
        found.make("comment", by=user, note="看过")
    with pytest.raises(Forbidden):
        found.make("name_mediators", data=Mediators(town.worker))
    for user in (town.leader, town.handler, town.stranger):
        with pytest.raises(Forbidden):
            found.make("comment", by=user, note="看过")
    found.make("name_mediators", by=town.clerk, data=Mediators(town.clerk))
    with pytest.raises(Forbidden):
        found.make("comment", note="看过")
    assert Task.objects.get().holder == f"user:{town.clerk.pk}"


def test_the_mediator_sees_the_event_while_they_mediate(found: Mediation) -> None:
    town = found.town
    assert Event.objects.visible_to(town.actor(found.mediator)).get() == found.event
    assert Dispute.objects.visible_to(town.actor(found.mediator)).exists()
    found.make("name_mediators", by=town.clerk, data=Mediators(town.clerk))
    assert not Event.objects.visible_to(town.actor(found.mediator)).exists()
    assert not Dispute.objects.visible_to(town.actor(found.mediator)).exists()


def test_nothing_that_was_said_lies_open(found: Mediation) -> None:
    """Neither in the tables of the dispute nor on the trail."""
    found.meet()
    found.agree()
    texts = [str(list(Entry.objects.values_list("detail", "personal")))]
    with connection.cursor() as cursor:
        for table in (
            "disputes_party",
            "disputes_session",
            "disputes_agreement",
            "disputes_dispute",
            "inbox_task",
            "inbox_message",
        ):
            cursor.execute(f"SELECT * FROM {table}")
            texts.append(str(cursor.fetchall()))
    whole = "".join(texts)
    for secret in (*NAMES, PHONE, HOUSE, "双方各说各的", "998877", WORDS[:6]):
        assert secret not in whole
    assert Party.objects.all()[0].name == NAMES[0]
    assert Agreement.objects.get().terms == HOUSE
    assert towns.COMMUNITY in whole


def test_what_waited_for_the_former_mediator_waits_for_the_new_one(found: Mediation) -> None:
    town = found.town
    found.make("plan_session", data=Appointment(datetime.datetime(2040, 1, 1, tzinfo=datetime.UTC), "社区"))
    found.make("name_mediators", by=town.clerk, data=Mediators(town.worker))
    assert set(Task.objects.values_list("holder", flat=True)) == {f"user:{town.worker.pk}"}
    found.make("agree", by=town.worker, data=Agreed(HOUSE))
    found.make("hand_over", by=town.clerk, data=Mediators(town.clerk))
    assert [task.holder for task in Task.objects.all()] == [f"user:{town.clerk.pk}"]
    assert FollowUp.objects.get().state == FollowUpState.DUE


def test_without_visits_the_mediator_closes_it(found: Mediation) -> None:
    RuleOverride.objects.create(
        rule="dispute.follow_ups", place=found.town.district, value="0", valid_from=towns.START, source="x"
    )
    overrides.touch()
    found.agree()
    assert not FollowUp.objects.exists()
    assert Task.objects.get().record_id == found.dispute.pk
    found.make("complete")
    assert (found.dispute.state, found.event.state) == (DisputeState.SETTLED, EventState.CLOSED)


def test_visits_that_are_left_keep_it_open(found: Mediation) -> None:
    found.agree()
    with pytest.raises(Conflict):
        found.make("complete")


def test_it_follows_its_event_when_grids_are_merged(found: Mediation) -> None:
    town = found.town
    found.make("plan_session", data=Appointment(datetime.datetime(2040, 1, 1, tzinfo=datetime.UTC), "社区"))
    other = make_place("430211002001004")
    shift = Redrawing(
        old=town.grid.pk,
        old_code=town.grid.code,
        new=other.pk,
        new_code=other.code,
        is_whole=True,
        holds=lambda lat, lon: True,
        takes_posts=False,
        actor=SYSTEM,
        on=datetime.date(2026, 3, 1),
    )
    with transaction.atomic():
        assert move_events(shift) == 1
    session = Session.objects.get()
    assert {found.event.path, found.dispute.path, session.path} == {other.code}
    assert {found.event.pk, found.dispute.pk, session.pk} <= set(shift.records)
