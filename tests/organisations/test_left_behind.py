"""What an organisation leaves behind in each room: nothing of it waits for anybody, and nothing of it still counts."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from linli.inbox.models import Task
from linli.kernel.problems import Conflict, Invalid
from linli.organisations.applications.actions.deciding import Approval
from linli.organisations.applications.flows import APPLICATION
from linli.organisations.applications.models import Application, Certificate, Opinion, ServiceItem
from linli.organisations.exits.actions import Struck, Warned, warn
from linli.organisations.exits.flows import EXIT_WARNING
from linli.organisations.exits.models import ExitWarning
from linli.organisations.exits.states import WarningCause
from linli.organisations.experts.flows import DRAW
from linli.organisations.experts.models import Draw
from linli.organisations.incubation.actions.finding import Found, find
from linli.organisations.incubation.models import Finding
from linli.organisations.party.models import Coverage
from linli.organisations.platforms.models import Operation
from linli.organisations.ratings.actions.applying import Application as Asked
from linli.organisations.ratings.actions.applying import apply
from linli.organisations.ratings.actions.stars import Starred, give_stars
from linli.organisations.ratings.flows import RATING
from linli.organisations.ratings.models import Rating, Score
from linli.organisations.registry.actions import Left
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.registry.models import Organisation
from tests.organisations.applications import world as onestop
from tests.organisations.applications.world import OneStop
from tests.organisations.experts import world as experts
from tests.organisations.incubation.world import file
from tests.organisations.party import world as party
from tests.organisations.platforms import world as platforms
from tests.organisations.ratings import world as ratings
from tests.organisations.world import World

DAY = datetime.timedelta(days=1)


def leave(world: World, organisation: Organisation) -> Organisation:
    data = Left("自愿解散", timezone.localdate())
    return ORGANISATION.make(organisation, "take_off", actor=world.actor(world.bureau), data=data)


@pytest.fixture
def one(world: World) -> OneStop:
    return onestop.build(world)


def test_who_is_struck_off_holds_no_valid_certificate(one: OneStop, world: World) -> None:
    one.approved()
    club = Organisation.objects.get(pk=world.club.pk)
    officer = world.actor(world.officer)
    warning = warn(Warned(club, WarningCause.BREACH, "x"), actor=officer)
    ExitWarning.objects.filter(pk=warning.pk).update(put_right_by=timezone.localdate() - DAY)
    warning.refresh_from_db()
    EXIT_WARNING.make(warning, "strike_off", actor=officer, data=Struck("违反章程", ""))
    certificate = Certificate.objects.get(organisation=club)
    assert (certificate.revoked_on, certificate.revoked_reason) == (timezone.localdate(), "违反章程")


def test_its_applications_end_and_no_department_is_waited_for(one: OneStop, world: World) -> None:
    asked = one.agree(one.asked(), "civil", "police")
    leave(world, world.club)
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    assert not Opinion.objects.filter(application=asked).open().exists()
    assert Opinion.objects.filter(application=asked, state="agreed").count() == 2
    assert not Task.objects.filter(record_kind__in=("application", "opinion")).exists()


def test_a_draft_of_who_left_ends_too(one: OneStop, world: World) -> None:
    draft = one.draft()
    leave(world, world.club)
    draft.refresh_from_db()
    assert draft.state == "withdrawn"


def test_an_approved_leaving_ends_all_others_and_stays_approved(one: OneStop, world: World) -> None:
    file(world, world.club)
    club = Organisation.objects.get(pk=world.club.pk)
    item = next(row for row in ServiceItem.objects.filter(outcome="leave") if row.is_open_to(club))
    other = ServiceItem.objects.exclude(outcome__in=("leave", "report")).filter(code="activity").get()
    item.departments.all().delete()
    beside = one.draft(other, club)
    leaving = one.submitted(item=item, organisation=club)
    leaving = APPLICATION.make(leaving, "accept_alone", actor=one.officer)
    leaving = APPLICATION.make(leaving, "approve", actor=one.officer, data=Approval())
    club.refresh_from_db()
    beside.refresh_from_db()
    stored = Application.objects.get(pk=leaving.pk)
    assert (leaving.state, stored.state, stored.version) == ("approved", "approved", leaving.version)
    assert (club.state, beside.state) == ("left", "withdrawn")


def test_it_is_not_rated_any_more_and_its_raters_are_free(world: World) -> None:
    case = ratings.scoring(world)
    case.give(case.scores()[0])
    leave(world, case.organisation)
    case.rating.refresh_from_db()
    assert case.rating.state == "refused"
    assert sorted(Score.objects.values_list("state", flat=True)) == ["lapsed"] * 4 + ["submitted"]
    assert not Task.objects.filter(record_kind__in=("rating", "rating_score")).exists()


@pytest.mark.parametrize("begin", [ratings.applied, ratings.noticed])
def test_who_left_gets_no_grade(world: World, begin: Any) -> None:
    if begin is ratings.noticed:
        experts.pool(world, 12)
    case = begin(world)
    leave(world, case.organisation)
    case.rating.refresh_from_db()
    assert case.rating.state == "refused"
    assert not case.rating.is_public
    with pytest.raises(Conflict):
        RATING.make(case.rating, "confirm", actor=case.officer)


def test_a_draw_for_who_left_is_called_off_in_public(world: World) -> None:
    case = ratings.applied(world)
    experts.pool(world, 12)
    case.make("accept")
    leave(world, case.organisation)
    draw = Draw.objects.get(about=case.rating.number)
    assert (draw.state, draw.void_reason) == ("void", "组织已退出名录")
    with pytest.raises(Conflict):
        DRAW.make(draw, "fix", actor=case.officer)
    assert not Task.objects.filter(record_kind="draw").exists()


def test_nobody_invites_it_any_more(world: World) -> None:
    group = world.organisation(name="广场舞队")
    finding = find(Found("visit", "", "", group), actor=world.actor(world.incubator))
    assert Task.objects.filter(pk=finding.pk).exists()
    leave(world, group)
    assert Finding.objects.get(pk=finding.pk).state == "no_answer"
    assert not Task.objects.filter(pk=finding.pk).exists()


def test_it_is_no_longer_in_a_joint_branch_and_runs_no_platform(world: World) -> None:
    first, second = world.organisation(name="甲"), world.organisation(name="乙")
    joint = party.party(world, "联合支部", first, second, kind_of_party="united")
    own = party.party(world, "本支部", world.club)
    run = platforms.platform(world, operator=first)
    leave(world, first)
    leave(world, world.club)
    assert [one.name for one in joint.organisations] == ["乙"]
    assert Coverage.objects.get(branch=own).left_on is None, "its own branch is the party's to dissolve"
    assert run.operator is None
    assert Operation.objects.get(platform=run).until == timezone.localdate()


def test_nothing_begins_for_who_has_just_left(one: OneStop, world: World) -> None:
    """Those who begin something have read the organisation before it left."""
    rated, asked = ratings.registered(world), ratings.begun(world)
    file(world, world.club)
    club, speaker = Organisation.objects.get(pk=world.club.pk), ratings.Case(world, rated, asked, Rating()).speaker
    leave(world, rated)
    leave(world, club)
    with pytest.raises(Invalid):
        apply(Asked(rated, asked), actor=speaker)
    with pytest.raises(Invalid):
        give_stars(Starred(club, ["charter"]), actor=one.officer)
    with pytest.raises(Invalid):
        one.draft(organisation=club)
