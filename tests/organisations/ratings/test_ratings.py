"""Ratings: who may be rated, by whom, how points become a grade, and what becomes of it."""

from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from linli.inbox.models import Task
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.experts.actions.draws import Replaced, Voided
from linli.organisations.experts.actions.experts import Tied
from linli.organisations.experts.flows import DRAW, EXPERT
from linli.organisations.experts.models import Draw
from linli.organisations.experts.states import TieKind
from linli.organisations.ratings.actions.applying import Application, apply
from linli.organisations.ratings.actions.deciding import Ended
from linli.organisations.ratings.actions.following import sweep
from linli.organisations.ratings.actions.scoring import Given, combine
from linli.organisations.ratings.dates import months_after
from linli.organisations.ratings.flows import ROUND, SCORE
from linli.organisations.ratings.models import Rating, RatingRound, Score
from linli.people.models import User
from linli.people.roles import Role
from tests.events.town import post
from tests.organisations.experts import world as experts
from tests.organisations.incubation.world import incubate
from tests.organisations.ratings import world as ratings
from tests.organisations.world import World

TOTALS = st.lists(st.integers(0, 200).map(lambda n: Decimal(n) / 2), min_size=1, max_size=9)


# --- who may be rated ---


def test_only_the_registered_are_rated(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        apply(Application(world.club, ratings.begun(world)), actor=world.actor(world.teacher))
    assert "已登记" in refused.value.errors["organisation"][0]


def test_two_years_registered_by_rule(world: World) -> None:
    today = timezone.localdate()
    young = ratings.registered(world, on=months_after(today, -24) + ratings.DAY)
    old = ratings.registered(world, "老组织", on=months_after(today, -24))
    asked = ratings.begun(world)
    with pytest.raises(Invalid):
        apply(Application(young, asked), actor=world.actor(User.objects.get(username="善邻社工代表")))
    assert apply(Application(old, asked), actor=world.actor(User.objects.get(username="老组织代表"))).state == "draft"


def test_nobody_applies_for_somebody_else(world: World) -> None:
    found = ratings.registered(world)
    with pytest.raises(Forbidden):
        apply(Application(found, ratings.begun(world)), actor=world.actor(world.teacher))


def test_one_application_at_a_time(world: World) -> None:
    case = ratings.applied(world)
    with pytest.raises(Invalid):
        apply(Application(case.organisation, case.round), actor=case.speaker)


def test_no_application_after_the_last_day_or_elsewhere(world: World) -> None:
    found, asked = ratings.registered(world), ratings.begun(world)
    speaker = world.actor(User.objects.get(username="善邻社工代表"))
    with time_machine.travel(timezone.now() + 11 * ratings.DAY), pytest.raises(Invalid):
        apply(Application(found, asked), actor=speaker)
    elsewhere = ratings.begun(world, name="别处")
    RatingRound.objects.filter(pk=elsewhere.pk).update(path="430211003")
    with pytest.raises(Invalid):
        apply(Application(found, elsewhere), actor=speaker)


def test_a_grade_in_force_is_not_rated_again_and_an_expiring_one_is(world: World) -> None:
    case = ratings.in_force(world)
    with pytest.raises(Invalid):
        apply(Application(case.organisation, case.round), actor=case.speaker)
    Rating.objects.filter(pk=case.rating.pk).update(expires_on=timezone.localdate() + 30 * ratings.DAY)
    assert sweep() == 1
    assert apply(Application(case.organisation, case.round), actor=case.speaker).state == "draft"


def test_who_lost_the_grade_waits_two_years(world: World) -> None:
    case = ratings.in_force(world)
    case.make("withdraw", data=Ended("提供虚假材料"))
    with pytest.raises(Invalid):
        apply(Application(case.organisation, case.round), actor=case.speaker)
    Rating.objects.filter(pk=case.rating.pk).update(ended_on=months_after(timezone.localdate(), -24))
    assert apply(Application(case.organisation, case.round), actor=case.speaker).state == "draft"


def test_the_rated_does_not_decide_about_itself(world: World) -> None:
    """Not even where the same person is the officer."""
    case = ratings.applied(world)
    unit = case.organisation.unit
    assert unit is not None
    post(world.officer, Role.REPRESENTATIVE, unit)
    with pytest.raises(Forbidden):
        case.make("accept")


# --- the raters ---


def test_raters_are_asked_when_they_are_drawn(world: World) -> None:
    case = ratings.scoring(world)
    assert case.rating.state == "scoring"
    scores = case.scores()
    assert len(scores) == 5
    tasks = Task.objects.filter(record_kind="rating_score")
    assert {task.holder for task in tasks} == {f"user:{score.expert.user_id}" for score in scores}


def test_a_rater_sees_what_they_were_drawn_for_and_nothing_else(world: World) -> None:
    case = ratings.scoring(world)
    other = ratings.applied(world, name="另一个").rating
    rater = case.rater(case.scores()[0])
    assert list(Rating.objects.visible_to(rater)) == [case.rating]
    assert other not in Rating.objects.visible_to(rater)
    assert [score.expert.user_id for score in Score.objects.visible_to(rater)] == [rater.id]


def test_who_mentors_acts_for_or_declared_a_tie_is_not_drawn(world: World) -> None:
    case = ratings.applied(world)
    experts.pool(world, 5)
    experts.expert(world, world.incubator)
    experts.expert(world, User.objects.get(username="善邻社工代表"))
    declared = experts.expert(world, world.leader)
    tie = Tied(TieKind.FAMILY, organisation=case.organisation)
    EXPERT.make(declared, "declare_tie", actor=world.actor(world.leader), data=tie)
    case.make("accept")
    incubate(world, world.incubator, organisation=case.organisation)
    draw = case.draw()
    left = dict(draw.candidates.exclude(excluded="").values_list("expert__user__name", "excluded"))
    assert left == {"吴悦": "mentoring", "善邻社工代表": "posts", "刘建国": "declared"}


def test_who_begins_to_mentor_after_the_draw_cannot_score(world: World) -> None:
    case = ratings.scoring(world)
    score = case.scores()[0]
    assert score.expert.user is not None
    incubate(world, score.expert.user, organisation=case.rating.organisation)
    with pytest.raises(Conflict) as refused:
        case.give(score)
    assert refused.value.code == "tied"


def test_who_declines_is_followed_by_the_next(world: World) -> None:
    case = ratings.scoring(world)
    score, *others = case.scores()
    SCORE.make(score, "decline", actor=case.rater(score), note="外地出差")
    assert case.rating.draw is not None
    seated = {one.expert_id for one in Draw.objects.get(about=case.rating.number).seated()}
    asked = {one.expert_id for one in case.scores()}
    assert asked == seated
    assert score.expert_id not in asked
    assert {one.expert_id for one in others} < asked
    assert case.rating not in Rating.objects.visible_to(case.rater(score))


def test_whom_the_officer_replaces_is_not_asked_any_more(world: World) -> None:
    case = ratings.scoring(world)
    score = case.scores()[0]
    DRAW.make(score.candidate.draw, "replace", actor=case.officer, data=Replaced(score.candidate_id), note="联系不上")
    score.refresh_from_db()
    assert score.state == "declined"
    assert len(case.scores()) == 5


def test_a_draw_called_off_lets_its_raters_go_and_another_is_made(world: World) -> None:
    case = ratings.scoring(world)
    case.give(case.scores()[0])
    first = case.rating.draw
    assert first is not None
    DRAW.make(first, "void", actor=case.officer, data=Voided("名单有误"))
    case.rating.refresh_from_db()
    assert case.rating.state == "accepted"
    assert set(Score.objects.values_list("state", flat=True)) == {"lapsed"}
    case.make("draw_again")
    case.draw()
    assert len(case.scores()) == 5
    assert case.score().state == "notice"


def test_no_second_draw_beside_one_that_stands(world: World) -> None:
    case = ratings.applied(world)
    case.make("accept")
    with pytest.raises(Conflict) as refused:
        case.make("draw_again")
    assert refused.value.code == "drawn_already"


# --- points ---


def test_points_out_of_range_are_refused_by_the_line(world: World) -> None:
    case = ratings.scoring(world)
    score = case.scores()[0]
    for changed in ({"a1_1": "5.5"}, {"a1_1": "-1"}, {"a9_9": "1"}, {"a1_1": "NaN"}):
        with pytest.raises(Invalid) as refused:
            case.give(score, **changed)
        assert len(refused.value.errors["points"]) == 1
    missing = dict(ratings.points())
    del missing["3.2"]
    with pytest.raises(Invalid):
        SCORE.make(score, "submit", actor=case.rater(score), data=Given(missing))
    score.refresh_from_db()
    assert (score.state, score.points) == ("asked", {})


def test_a_score_is_given_once_and_by_nobody_else(world: World) -> None:
    case = ratings.scoring(world)
    score, other = case.scores()[:2]
    with pytest.raises(Forbidden):
        SCORE.make(score, "submit", actor=case.rater(other), data=Given(ratings.points()))
    with pytest.raises(Forbidden):
        SCORE.make(score, "submit", actor=case.officer, data=Given(ratings.points()))
    case.give(score)
    with pytest.raises(Conflict):
        case.give(score, "0.5")
    score.refresh_from_db()
    assert score.total == 100


def test_no_score_after_the_round_ended(world: World) -> None:
    case = ratings.scoring(world)
    scores = case.scores()
    for score in scores[:3]:
        case.give(score)
    ROUND.make(case.round, "end", actor=case.officer)
    with pytest.raises(Conflict):
        case.give(scores[3])
    scores[3].refresh_from_db()
    assert scores[3].state == "lapsed"
    case.rating.refresh_from_db()
    assert (case.rating.state, case.rating.score) == ("notice", Decimal(100))


def test_a_round_does_not_end_over_somebody_without_enough_scores(world: World) -> None:
    case = ratings.scoring(world)
    for score in case.scores()[:2]:
        case.give(score)
    with pytest.raises(Conflict) as refused:
        ROUND.make(case.round, "end", actor=case.officer)
    assert refused.value.code == "too_few_scores"
    assert len(case.scores()) == 3


def test_a_round_does_not_end_before_every_application_is_answered(world: World) -> None:
    case = ratings.applied(world)
    with pytest.raises(Conflict):
        ROUND.make(case.round, "end", actor=case.officer)


@given(totals=TOTALS, trim=st.integers(0, 3))
def test_the_combined_score_lies_among_those_given_whatever_their_order(totals: list[Decimal], trim: int) -> None:
    found = combine(totals, trim=trim)
    assert min(totals) <= found <= max(totals)
    assert found == combine(totals[::-1], trim=trim)


def test_the_outliers_go_where_three_are_left() -> None:
    five = [Decimal(n) for n in (0, 80, 81, 82, 100)]
    assert combine(five, trim=1) == 81
    assert combine(five, trim=0) == Decimal("68.60")
    assert combine(five[:4], trim=1) == Decimal("60.75")
    assert combine([Decimal("90"), Decimal("90"), Decimal("90.5")], trim=0) == Decimal("90.17")
    assert combine([Decimal("1")] * 7 + [Decimal("1.04")], trim=0) == Decimal("1.01")  # 1.005, half up


@pytest.mark.parametrize(
    ("score", "grade"), [("95", 5), ("94.99", 4), ("90", 4), ("80", 3), ("70", 2), ("60", 1), ("59.99", None)]
)
def test_grades_by_thresholds(world: World, score: str, grade: int | None) -> None:
    assert ratings.begun(world).indicators.grade_of(Decimal(score)) == grade
