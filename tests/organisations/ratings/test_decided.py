"""From points to a grade that counts: notice, appeal, in force, lowered, withdrawn, expired."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from linli.audit.models import Entry
from linli.inbox.models import Task
from linli.kernel.actor import Visitor
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.ratings.actions.applying import Application, SelfScore, apply
from linli.organisations.ratings.actions.deciding import Appealed, Ended, Lowered
from linli.organisations.ratings.actions.following import sweep
from linli.organisations.ratings.dates import months_after
from linli.organisations.ratings.flows import RATING
from linli.organisations.ratings.models import Rating, Score
from linli.organisations.ratings.standing import standings_of
from linli.organisations.ratings.states import Grade
from tests.organisations.ratings import world as ratings
from tests.organisations.world import World


def test_nothing_is_in_force_before_the_notice_ends(world: World) -> None:
    case = ratings.noticed(world)
    with pytest.raises(Conflict) as refused:
        case.make("confirm")
    assert refused.value.code == "notice_runs"
    assert case.rating.notice_until is not None
    after = datetime.datetime.combine(case.rating.notice_until + ratings.DAY, datetime.time(9), datetime.UTC)
    with time_machine.travel(after):
        rating = case.make("confirm")
        assert rating.expires_on == months_after(timezone.localdate(), 60)
    assert (rating.state, rating.grade) == ("in_force", 5)


def test_an_appeal_is_heard_by_others_and_their_word_stands(world: World) -> None:
    case = ratings.noticed(world, "0.8")
    first = set(Score.objects.filter(rating=case.rating).values_list("expert", flat=True))
    case.make("appeal", case.speaker, data=Appealed("3.1 漏算了两个项目"))
    assert case.rating.state == "appealed"
    case.draw()
    second = {score.expert_id for score in case.scores("appeal")}
    assert len(second) == 5
    assert not first & second
    rating = case.score("1", "appeal")
    assert (rating.state, rating.before_appeal, rating.grade) == ("heard", 3, 5)
    assert case.make("confirm").state == "in_force"


def test_only_the_rated_appeals_once_and_in_time(world: World) -> None:
    case = ratings.noticed(world)
    with pytest.raises(Forbidden):
        case.make("appeal", data=Appealed("x"))
    Rating.objects.filter(pk=case.rating.pk).update(notice_until=timezone.localdate() - ratings.DAY)
    with pytest.raises(Conflict):
        case.make("appeal", case.speaker, data=Appealed("x"))


def test_an_appeal_needs_enough_others(world: World) -> None:
    case = ratings.noticed(world, pool=9)
    case.make("appeal", case.speaker, data=Appealed("x"))
    with pytest.raises(Conflict) as refused:
        case.draw()
    assert "参加过前一次 5 人" in str(refused.value.detail)


def test_no_grade_is_told_to_nobody_outside(world: World) -> None:
    case = ratings.noticed(world, "0.4")
    assert case.rating.grade is None
    assert not Rating.objects.visible_to(Visitor()).exists()
    assert Rating.objects.visible_to(case.speaker).exists()
    Rating.objects.filter(pk=case.rating.pk).update(notice_until=timezone.localdate() - ratings.DAY)
    with pytest.raises(Conflict):
        case.make("confirm")
    assert case.make("close_without").state == "ungraded"


def test_lowered_and_withdrawn_with_a_public_reason(world: World) -> None:
    case = ratings.in_force(world)
    with pytest.raises(Invalid):
        case.make("lower", data=Lowered(Grade.A5, "x"))
    assert case.make("lower", data=Lowered(Grade.A3, "年报不合格")).grade == 3
    assert standings_of([case.organisation.pk])[case.organisation.pk].words == "3A"
    case.make("withdraw", data=Ended("提供虚假材料"))
    assert standings_of([case.organisation.pk]) == {}


def test_the_grade_before_ends_when_the_next_is_in_force(world: World) -> None:
    case = ratings.in_force(world)
    older = case.rating
    Rating.objects.filter(pk=older.pk).update(expires_on=timezone.localdate() + 30 * ratings.DAY)
    sweep()
    rating = apply(Application(case.organisation, case.round), actor=case.speaker)
    rating = RATING.make(rating, "submit", actor=case.speaker, data=SelfScore(ratings.points(), "又一次"))
    case.rating = rating
    case.make("accept")
    case.draw()
    case.score("0.8")
    Rating.objects.filter(pk=rating.pk).update(notice_until=timezone.localdate() - ratings.DAY)
    case.make("confirm")
    older.refresh_from_db()
    assert older.state == "expired"
    assert standings_of([case.organisation.pk])[case.organisation.pk].words == "3A"


def test_it_warns_half_a_year_before_and_ends_by_the_day(world: World) -> None:
    case = ratings.in_force(world)
    last = case.rating.expires_on
    assert last is not None
    noon = datetime.time(4, tzinfo=datetime.UTC)
    with time_machine.travel(datetime.datetime.combine(last - 181 * ratings.DAY, noon)):
        assert sweep() == 0
    with time_machine.travel(datetime.datetime.combine(last - 180 * ratings.DAY, noon)):
        assert (sweep(), sweep()) == (1, 0)
    assert Task.objects.get(pk=case.rating.pk).holder == f"unit:{case.organisation.unit_id}"
    with time_machine.travel(datetime.datetime.combine(last, noon)):
        assert sweep() == 0
    with time_machine.travel(datetime.datetime.combine(last + ratings.DAY, noon)):
        assert sweep() == 1
    case.rating.refresh_from_db()
    assert case.rating.state == "expired"
    assert not Task.objects.filter(pk=case.rating.pk).exists()


def test_the_trail_holds_no_points_of_a_rater(world: World) -> None:
    case = ratings.scoring(world)
    score = case.scores()[0]
    case.give(score, "0.5")
    entry = Entry.objects.get(subject_id=score.pk, action="rating_score.submit")
    assert set(entry.facts) == {"role", "version", "from", "to", "due", "in_time"}


def test_standings_of_many_in_one_query(world: World, django_assert_num_queries: object) -> None:
    case = ratings.in_force(world)
    keys = [case.organisation.pk, world.club.pk]
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = standings_of(keys)
    assert {key: one.words for key, one in found.items()} == {case.organisation.pk: "5A"}
