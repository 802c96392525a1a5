"""The pages of ratings and experts, for each kind of reader."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from linli.organisations.experts.actions.experts import Tied
from linli.organisations.experts.flows import EXPERT
from linli.organisations.experts.models import Draw, Expert, ExpertField
from linli.organisations.experts.states import TieKind
from linli.organisations.ratings.actions.deciding import Appealed, Lowered
from linli.organisations.ratings.models import Rating, RatingRound, Score
from linli.organisations.ratings.states import Grade
from linli.organisations.registry.models import Organisation
from linli.people.models import User
from tests.events.core.api import program
from tests.events.town import user
from tests.organisations.experts import world as experts
from tests.organisations.ratings import world as ratings
from tests.organisations.world import World
from tests.people.factories import signed_in


def page_of(case: ratings.Case, who: User | None) -> str:
    client = signed_in(who) if who else Client()
    answer = client.get(f"/ratings/{case.rating.number}/")
    return answer.content.decode() if answer.status_code == 200 else ""


def speaker_of(case: ratings.Case) -> User:
    return User.objects.get(username=f"{case.organisation.name}代表")


def sent(**changed: str) -> dict[str, str]:
    return {f"points-{code}": str(given) for code, given in ratings.points("0.8", **changed).items()}


def test_before_anything_is_noticed_only_those_concerned_see_it(world: World) -> None:
    case = ratings.scoring(world)
    rater = case.scores()[0].expert.user
    assert page_of(case, None) == page_of(case, world.stranger) == page_of(case, world.teacher) == ""
    office, rated, judge = page_of(case, world.officer), page_of(case, speaker_of(case)), page_of(case, rater)
    assert all("我们做了很多" in page for page in (office, rated, judge))
    assert "提交评分" in judge
    assert "提交评分" not in office + rated
    other = case.scores()[1].expert.called
    assert other in office
    assert other not in rated


def test_raters_do_not_read_each_others_points_and_the_rated_only_the_mean(world: World) -> None:
    case = ratings.scoring(world)
    first, second, *_rest = case.scores()
    case.give(first, "0.5")
    assert "合计 50" not in page_of(case, second.expert.user) + page_of(case, world.officer)
    assert "合计 50" in page_of(case, first.expert.user)
    for score in case.scores():
        case.give(score)
    case.rating.refresh_from_db()
    assert "合计 50" in page_of(case, world.officer)
    rated = page_of(case, speaker_of(case))
    assert "合计 50" not in rated
    assert "100.00" in rated


def test_the_public_reads_grade_score_and_how_the_raters_were_drawn(world: World) -> None:
    case = ratings.in_force(world)
    assert case.rating.draw is not None
    page = page_of(case, None)
    assert all(words in page for words in ("5A", "100.00", case.rating.draw.number, "优先参加政府购买服务"))
    assert "我们做了很多" not in page
    assert "各项得分" not in page


def test_why_a_grade_was_lowered_is_public(world: World) -> None:
    case = ratings.in_force(world)
    case.make("lower", data=Lowered(Grade.A2, "年度报告逾期"))
    page = page_of(case, None)
    assert "年度报告逾期" in page
    assert "优先参加政府购买服务" not in page


def test_what_an_appeal_says_is_read_by_those_who_hear_it(world: World) -> None:
    case = ratings.noticed(world, "0.8")
    first = Score.objects.filter(rating=case.rating).for_list()[0].expert.user
    case.make("appeal", case.speaker, data=Appealed("漏算了两个项目"))
    case.draw()
    judge = case.scores("appeal")[0].expert.user
    assert "漏算了两个项目" in page_of(case, judge)
    assert "漏算了两个项目" not in page_of(case, None)
    assert first is not None


def test_the_way_by_pages(world: World) -> None:
    """Round, application, self-score, check, score: as people do it."""
    ratings.registered(world)
    office, rated = signed_in(world.officer), signed_in(User.objects.get(username="善邻社工代表"))
    today = timezone.localdate()
    days = {"apply_by": str(today + ratings.DAY), "score_by": str(today)}
    begin = {"place": world.subdistrict.code, "name": "评估", "agency": "中心"} | days
    assert office.post("/records/rating_round/new/", begin).status_code == 422
    office.post("/records/rating_round/new/", begin | {"score_by": str(today + 9 * ratings.DAY)})
    found = RatingRound.objects.get()
    card = rated.get(f"/organisations/{_number('善邻社工')}/").content.decode()
    assert "申请等级评估" in card
    answer = rated.post("/records/rating/new/", {"organisation": _number("善邻社工"), "round": found.number})
    rating = Rating.objects.get()
    assert answer["Location"] == rating.get_absolute_url()
    address = f"/records/rating/{rating.number}/submit/"
    assert "法人资格和登记事项" in rated.get(address).content.decode()
    wrong = rated.post(address, sent(a1_1="9") | {"statement": "x"})
    assert wrong.status_code == 422
    assert "1.1 法人资格和登记事项 应在 0 至 5 分之间" in wrong.content.decode()
    assert 'value="9"' in wrong.content.decode()
    assert rated.post(address, sent(a1_1="0.3") | {"statement": "x"}).status_code == 422
    assert rated.post(address, sent() | {"statement": "x"}).status_code == 302
    case = ratings.Case(world, rating.organisation, found, rating)
    experts.pool(world, 6)
    office.post(f"/records/rating/{rating.number}/accept/")
    case.draw()
    score = case.scores()[0]
    assert score.expert.user is not None
    rater = signed_in(score.expert.user)
    assert "待评分" in rater.get(rating.get_absolute_url()).content.decode()
    rater.post(f"/records/rating_score/{score.number}/submit/", sent() | {"remark": "好"})
    score.refresh_from_db()
    assert score.state == "submitted"


def _number(name: str) -> str:
    return Organisation.objects.get(name=name).number


def test_a_program_scores_too(world: World) -> None:
    case = ratings.scoring(world)
    score = case.scores()[0]
    assert score.expert.user is not None
    asking = program(score.expert.user)
    text = ", ".join(f"{code}={given}" for code, given in ratings.points("0.8").items())
    path = f"records/rating_score/{score.number}/moves/submit"
    assert asking.post(path, {"points": "1.1=5"}, key="a").status_code == 422
    assert asking.post(path, {"points": text}, key="b").status_code == 200
    facts = asking.get(f"records/rating_score/{score.number}").json()["facts"]
    assert facts == {"rating": case.rating.number, "panel": "first"}


def test_the_list_of_the_rated_by_grade_and_kind(world: World) -> None:
    ratings.in_force(world)
    for query, is_there in (("", 1), ("?grade=5", 1), ("?grade=4", 0), ("?kind=service", 1), ("?kind=foundation", 0)):
        assert ("善邻社工" in Client().get(f"/rated/{query}").content.decode()) == bool(is_there)
    assert Client().get("/rated/?grade=x&kind=y").status_code == 200


def test_the_list_of_organisations_tells_grades_and_stars(world: World) -> None:
    ratings.in_force(world)
    assert "5A" in signed_in(world.officer).get("/organisations/").content.decode()


def test_lists_take_as_many_queries_for_many(world: World, django_assert_max_num_queries: Any) -> None:
    ratings.in_force(world)
    experts.pool(world, 20)
    for path in ("/rated/", "/rating-rounds/", "/draws/"):
        with django_assert_max_num_queries(8):
            Client().get(path)
    client = signed_in(world.officer)
    client.get("/experts/")
    with django_assert_max_num_queries(14):
        client.get("/experts/")


@pytest.mark.parametrize("who", ["bureau", "officer"])
def test_the_pool_is_for_those_who_draw(world: World, who: str) -> None:
    found = experts.expert(world, "老陈", "law")
    client = signed_in(getattr(world, who))
    assert "老陈" in client.get("/experts/").content.decode()
    assert "老陈" in client.get("/experts/?field=law&state=active").content.decode()
    assert "老陈" not in client.get("/experts/?field=finance").content.decode()
    assert client.get(found.get_absolute_url()).status_code == 200


def test_the_pool_is_for_nobody_else(world: World) -> None:
    found = experts.expert(world, world.leader)
    assert signed_in(world.teacher).get("/experts/").status_code == 404
    assert signed_in(world.teacher).get(found.get_absolute_url()).status_code == 404
    assert Client().get(found.get_absolute_url()).status_code == 302
    assert signed_in(world.leader).get(found.get_absolute_url()).status_code == 200


def test_an_expert_declares_their_own_ties_and_nobody_elses(world: World) -> None:
    mine, other = experts.expert(world, world.leader), experts.expert(world, world.clerk)
    client = signed_in(world.leader)
    address = f"/records/expert/{mine.number}/declare_tie/"
    both = {"kind": "family", "organisation": world.club.number, "person": "某某"}
    assert client.post(address, both).status_code == 422
    assert client.post(address, {"kind": "family", "organisation": "OR-2026-999999"}).status_code == 422
    client.post(address, {"kind": "family", "organisation": world.club.number})
    tie = mine.ties.get()
    assert tie.organisation == world.club
    assert "邻里读书会" in client.get(mine.get_absolute_url()).content.decode()
    assert client.post(f"/records/expert/{other.number}/declare_tie/", both).status_code == 404
    client.post(f"/records/expert/{mine.number}/end_tie/", {"tie": tie.pk, "on": str(timezone.localdate())})
    tie.refresh_from_db()
    assert tie.until == timezone.localdate()


def test_a_group_that_was_only_found_is_named_to_nobody_who_does_not_see_it(world: World) -> None:
    """Neither by declaring a tie to its number, nor on the public page of a draw."""
    stranger = experts.expert(world, user("别处的专家"))
    client = signed_in(stranger.user)  # type: ignore[arg-type]
    tie = {"kind": "family", "organisation": world.club.number}
    assert client.post(f"/records/expert/{stranger.number}/declare_tie/", tie).status_code == 422
    draw = experts.committed(world, organisations=[world.club])
    page = Client().get(draw.get_absolute_url()).content.decode()
    assert world.club.number in page
    assert world.club.name not in page
    assert world.club.name in signed_in(world.officer).get(draw.get_absolute_url()).content.decode()


def test_an_expert_comes_in_once_as_a_user_or_by_name(world: World) -> None:
    client = signed_in(world.bureau)
    field = ExpertField.objects.get(code="law")
    said = {"place": world.district.code, "fields_of_work": str(field.pk), "available_from": "2026-01-01"}
    for wrong in (
        {},
        {"username": "陈静", "name": "陈静"},
        {"username": "没有"},
        {"name": "x", "available_to": "2025-01-01"},
    ):
        assert client.post("/records/expert/new/", said | wrong).status_code == 422
    assert client.post("/records/expert/new/", said | {"username": "陈静"}).status_code == 302
    assert client.post("/records/expert/new/", said | {"username": "陈静"}).status_code == 422
    assert client.post("/records/expert/new/", said | {"name": "老陈"}).status_code == 302
    assert {one.called for one in Expert.objects.select_related("user")} == {"陈静", "老陈"}
    raw = Expert.objects.filter(user=None).values_list("name", flat=True)[0]
    assert "老陈" not in str(raw)


def test_a_draw_by_pages(world: World) -> None:
    experts.pool(world, 4)
    client = signed_in(world.officer)
    asked = {
        "place": world.subdistrict.code,
        "purpose": " 项目  评审 ",
        "seats": "3",
        "organisations": world.club.number,
    }
    assert client.post("/records/draw/new/", asked | {"seats": "0"}).status_code == 422
    assert client.post("/records/draw/new/", asked | {"organisations": "OR-0"}).status_code == 422
    client.post("/records/draw/new/", asked)
    draw = Draw.objects.get()
    assert draw.purpose == "项目 评审"
    assert client.post("/records/draw/new/", asked).status_code == 422
    public = Client().get(draw.get_absolute_url()).content.decode()
    assert draw.seed_hash in public
    assert "固定候选名单" not in public
    assert Client().get(f"{draw.get_absolute_url()}list.txt").status_code == 404
    client.post(f"/records/draw/{draw.number}/fix/")
    assert Client().get(f"{draw.get_absolute_url()}list.txt").status_code == 200
    early = client.post(f"/records/draw/{draw.number}/draw/", {"outside_value": ""}, follow=True)
    assert "还没有封存" in early.content.decode()


def test_an_officer_next_door_sees_the_draw_and_may_do_nothing(world: World) -> None:
    draw = experts.committed(world)
    client = signed_in(world.stranger)
    assert client.get(draw.get_absolute_url()).status_code == 200
    assert client.post(f"/records/draw/{draw.number}/fix/").status_code == 404


def test_ties_of_an_expert_are_on_no_api(world: World) -> None:
    found = experts.expert(world, world.leader)
    EXPERT.make(found, "declare_tie", actor=world.actor(world.leader), data=Tied(TieKind.FAMILY, person="张三丰"))
    told = program(world.officer).get(f"records/expert/{found.number}").content.decode()
    assert "张三丰" not in told
    assert "刘建国" not in told
