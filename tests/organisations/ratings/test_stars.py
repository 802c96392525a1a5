"""Local stars of groups on file, and new versions of the indicators."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from linli.audit.models import Entry
from linli.inbox.models import Task
from linli.kernel.problems import Forbidden, Invalid
from linli.organisations.ratings.actions.deciding import Ended
from linli.organisations.ratings.actions.following import sweep
from linli.organisations.ratings.actions.stars import Starred, give_stars
from linli.organisations.ratings.actions.trees import Line, Version, faults_of, publish
from linli.organisations.ratings.dates import months_after
from linli.organisations.ratings.flows import STAR
from linli.organisations.ratings.forms import initial_of
from linli.organisations.ratings.models import IndicatorSet, Star
from linli.organisations.ratings.standing import standings_of
from linli.organisations.ratings.states import Grade
from linli.organisations.registry.actions import Filed, Left
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.registry.models import Organisation
from linli.people.models import User
from linli.people.roles import Role
from tests.events.town import post, user
from tests.organisations.ratings import world as ratings
from tests.organisations.world import World
from tests.people.factories import signed_in

DAY = datetime.timedelta(days=1)
STEPS = {grade: Decimal(40 + 10 * grade) for grade in Grade}


@pytest.fixture
def club(world: World) -> Organisation:
    filed = Filed("泰备 1", datetime.date(2026, 1, 5))
    return ORGANISATION.make(world.club, "enter_filing", actor=world.actor(world.officer), data=filed)


def given(world: World, club: Organisation, *items: str) -> Star:
    return give_stars(Starred(club, items), actor=world.actor(world.officer))


def test_a_star_for_each_line_for_a_year(world: World, club: Organisation) -> None:
    star = given(world, club, "regular", "open", "rules")
    assert (star.stars, star.expires_on) == (3, months_after(timezone.localdate(), 12))
    assert standings_of([club.pk])[club.pk].words == "★★★"


def test_new_stars_replace_the_old(world: World, club: Organisation) -> None:
    first = given(world, club, "regular")
    given(world, club, "regular", "open")
    first.refresh_from_db()
    assert first.state == "replaced"
    assert standings_of([club.pk])[club.pk].level == 2


@pytest.mark.parametrize("items", [(), ("nothing",)])
def test_no_line_no_star(world: World, club: Organisation, items: tuple[str, ...]) -> None:
    with pytest.raises(Invalid):
        given(world, club, *items)


def test_only_groups_on_file_and_only_by_their_officer(world: World, club: Organisation) -> None:
    with pytest.raises(Invalid):
        given(world, ratings.registered(world), "regular")
    with pytest.raises(Forbidden):
        give_stars(Starred(club, ["regular"]), actor=world.actor(world.stranger))
    with pytest.raises(Forbidden):
        give_stars(Starred(club, ["regular"]), actor=world.actor(world.teacher))


def test_stars_end_after_a_year_and_the_officer_is_asked_for_new_ones(world: World, club: Organisation) -> None:
    star = given(world, club, "regular")
    noon = datetime.time(4, tzinfo=datetime.UTC)
    with time_machine.travel(datetime.datetime.combine(star.expires_on, noon)):
        assert sweep() == 0
    with time_machine.travel(datetime.datetime.combine(star.expires_on + DAY, noon)):
        assert (sweep(), sweep()) == (1, 0)
        assert Task.objects.filter(pk=star.pk).exists()
        assert standings_of([club.pk]) == {}
        given(world, club, "open")
    assert not Task.objects.filter(pk=star.pk).exists()


def test_stars_are_withdrawn_with_a_reason(world: World, club: Organisation) -> None:
    star = STAR.make(given(world, club, "open"), "withdraw", actor=world.actor(world.officer), data=Ended("停办"))
    assert (star.state, star.reason) == ("withdrawn", "停办")


def test_stars_by_the_form(world: World, club: Organisation) -> None:
    client = signed_in(world.officer)
    assert "邻里读书会" in client.get(f"/records/star/new/?organisation={club.number}").content.decode()
    client.post("/records/star/new/", {"organisation": club.number, "items": ["regular", "money"]})
    assert Star.objects.get().items == ["money", "regular"]
    assert "★★" in client.get("/starred/").content.decode()
    assert "邻里读书会" in client.get("/starred/?stars=2").content.decode()
    assert "邻里读书会" not in client.get("/starred/?stars=5").content.decode()


def test_who_leaves_has_neither_stars_nor_grade(world: World, club: Organisation) -> None:
    star, case = given(world, club, "open"), ratings.in_force(world)
    bureau, today = world.actor(world.bureau), timezone.localdate()
    for organisation in (club, case.organisation):
        ORGANISATION.make(organisation, "take_off", actor=bureau, data=Left("散了", today))
    star.refresh_from_db()
    case.rating.refresh_from_db()
    assert (star.state, case.rating.state) == ("withdrawn", "expired")


# --- indicators ---


def tree(*lines: tuple[str, int]) -> list[Line]:
    return [Line(code, code, weight) for code, weight in lines]


def test_what_ships_adds_up(world: World) -> None:
    shipped = IndicatorSet.objects.get()
    lines = [Line(one.code, one.name, one.weight) for one in shipped.tree()]
    assert faults_of(lines) == []
    assert [one.name for one in shipped.tree() if one.parent_id is None] == [
        "基础条件",
        "内部治理",
        "工作绩效",
        "社会评价",
    ]


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        (tree(("1", 60), ("1.1", 60), ("2", 40), ("2.1", 40)), 0),
        (tree(("1", 60), ("1.1", 60), ("2", 30), ("2.1", 30)), 1),
        (tree(("1", 100), ("1.1", 60), ("1.2", 30)), 1),
        (tree(("1", 100), ("1.1", 100), ("2.1", 5)), 1),
        (tree(("1", 100), ("1.1", 50), ("1.1", 50)), 1),
        (tree(("1", 100)), 1),
        ([], 1),
    ],
)
def test_weights_that_do_not_sum_to_a_hundred(lines: list[Line], faults: int) -> None:
    assert len(faults_of(lines)) == faults


def _system(world: World) -> User:
    found = user("系统员")
    post(found, Role.SYSTEM_ADMIN, world.district)
    return found


def _version(**values: Any) -> Version:
    lines = tree(("1", 100), ("1.1", 100))
    told: dict[str, Any] = {"name": "新", "source": "x", "valid_from": datetime.date(2026, 1, 1), "lines": lines}
    return Version(**{**told, "steps": STEPS, **values})


def test_a_version_holds_from_its_day_on_and_rounds_keep_theirs(world: World) -> None:
    before = ratings.begun(world)
    publish(_version(), actor=world.actor(_system(world)))
    assert Entry.objects.get(action="indicators.publish").facts["role"] == "system_admin"
    assert before.indicators.name != "新"
    assert ratings.begun(world, name="下一轮").indicators.name == "新"
    old = IndicatorSet.objects.on(datetime.date(2025, 12, 31))
    assert old is not None
    assert old.name != "新"


def test_a_bad_version_is_refused_whole(world: World) -> None:
    system = world.actor(_system(world))
    level = {grade: Decimal(80) for grade in Grade}
    for values in (
        {"lines": tree(("1", 99), ("1.1", 99))},
        {"steps": level},
        {"valid_from": datetime.date(2011, 3, 1)},
    ):
        with pytest.raises(Invalid):
            publish(_version(**values), actor=system)
    with pytest.raises(Forbidden):
        publish(_version(), actor=world.actor(world.officer))
    assert IndicatorSet.objects.count() == 1


def test_the_setup_page_says_what_is_wrong_by_the_line(world: World) -> None:
    client = signed_in(_system(world))
    shipped = initial_of(IndicatorSet.objects.get())
    sent = shipped | {"valid_from": "2027-01-01"}
    wrong = client.post(
        "/setup/indicators/", sent | {"lines": shipped["lines"].replace("1 基础条件 15", "1 基础条件 20")}
    )
    assert wrong.status_code == 422
    assert "合计应为 100，现在是 105" in wrong.content.decode()
    assert "第 2 行看不懂" in client.post("/setup/indicators/", sent | {"lines": "1 基础 100\n什么"}).content.decode()
    assert client.post("/setup/indicators/", sent).status_code == 302
    assert IndicatorSet.objects.count() == 2
