"""Who is told, and whom a matter goes to."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from linli.people import holders
from linli.people.models import Absence, Post
from linli.people.roles import Role
from linli.people.staffing import nearest, staffing, users_of, words_of
from tests.people.factories import COMMUNITY, DISTRICT, GRID, STREET, make_post, make_unit, make_user
from tests.places.factories import make_place

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
EVENING = datetime.datetime(2026, 11, 20, 23, 59, 30, tzinfo=SHANGHAI)
TODAY, TOMORROW = datetime.date(2026, 11, 20), datetime.date(2026, 11, 21)


def holder_of(post: Post) -> str:
    return holders.of_post(Role(post.role), place_id=post.place_id, unit_id=post.unit_id)


def test_a_matter_goes_to_the_nearest_staffed_place_of_the_first_role() -> None:
    community, district = (
        make_post(dispatcher=True, place=make_place(COMMUNITY)),
        make_post(dispatcher=True, place=make_place(DISTRICT)),
    )
    worker = make_post()
    assert nearest([Role.GRID_WORKER, Role.DISPATCHER], GRID) == holder_of(worker)
    assert nearest([Role.DISPATCHER, Role.GRID_WORKER], GRID) == holder_of(community)
    assert nearest([Role.GRID_WORKER, Role.DISPATCHER], f"{COMMUNITY}002") == holder_of(community)
    assert nearest([Role.DISPATCHER], STREET) == holder_of(district)
    assert nearest([Role.LEADER], GRID) is None


def test_a_post_ends_and_begins_at_midnight_in_shanghai_without_any_reload() -> None:
    ends = make_post(valid_to=TODAY)
    begins = make_post(place=ends.place, valid_from=TOMORROW)
    with time_machine.travel(EVENING, tick=False) as clock:
        assert users_of(holder_of(ends)) == [ends.user_id]
        clock.shift(60)
        assert users_of(holder_of(ends)) == [begins.user_id]


def test_absence_begins_at_midnight_and_the_deputy_is_told() -> None:
    deputy = make_user(name="何伟")
    post = make_post(user=make_user(name="陈静"), deputy=deputy)
    Absence.objects.create(user=post.user, first_day=TOMORROW, last_day=TOMORROW)
    with time_machine.travel(EVENING, tick=False) as clock:
        assert (users_of(holder_of(post)), words_of(holder_of(post))) == ([post.user_id], "陈静")
        clock.shift(60)
        assert (users_of(holder_of(post)), words_of(holder_of(post))) == ([deputy.pk], "何伟（代陈静）")
        clock.shift(24 * 3600)
        assert users_of(holder_of(post)) == [post.user_id]


def test_an_absent_holder_without_deputy_is_told_all_the_same() -> None:
    post = make_post()
    Absence.objects.create(user=post.user, first_day=TODAY, last_day=TODAY)
    with time_machine.travel(EVENING, tick=False):
        assert users_of(holder_of(post)) == [post.user_id]


@pytest.mark.parametrize("why", ["deactivated", "away too"])
def test_a_deputy_who_is_not_there_is_not_told_instead(why: str) -> None:
    deputy = make_user(is_active=why != "deactivated")
    post = make_post(deputy=deputy)
    Absence.objects.create(user=post.user, first_day=TODAY, last_day=TODAY)
    if why == "away too":
        Absence.objects.create(user=deputy, first_day=TODAY, last_day=TODAY)
    with time_machine.travel(EVENING, tick=False):
        assert users_of(holder_of(post)) == [post.user_id]
        assert words_of(holder_of(post)) == post.user.name


def test_a_deactivated_user_holds_no_seat() -> None:
    post = make_post(user=make_user(is_active=False))
    above = make_post(dispatcher=True)
    assert users_of(holder_of(post)) == []
    assert words_of(holder_of(post)) == "暂时无人在岗"
    assert nearest([Role.GRID_WORKER, Role.DISPATCHER], GRID) == holder_of(above)


def test_one_person_who_sits_there_twice_is_told_once() -> None:
    post = make_post(deputy=make_user())
    other = make_post(place=post.place, deputy=post.user)
    Absence.objects.create(user=other.user, first_day=TODAY, last_day=TODAY)
    with time_machine.travel(EVENING, tick=False):
        assert users_of(holder_of(post)) == [post.user_id]
        assert words_of(holder_of(post)) == f"{post.user.name}、{post.user.name}（代{other.user.name}）"


def test_a_unit_has_its_name_also_when_nobody_sits_there() -> None:
    unit = make_unit(name="区城管局")
    assert words_of(holders.of_unit(unit.pk)) == "区城管局"
    assert users_of(holders.of_unit(unit.pk)) == []
    post = make_post(handler=True, unit=unit)
    staffing.touch()
    assert words_of(holders.of_unit(unit.pk)) == "区城管局"
    assert users_of(holders.of_unit(unit.pk)) == [post.user_id]


def test_a_user_is_told_of_what_is_theirs() -> None:
    user = make_user()
    assert users_of(holders.of_user(user.pk)) == [user.pk]


def test_asking_again_asks_no_database(django_assert_num_queries: object) -> None:
    post = make_post()
    users_of(holder_of(post))
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert users_of(holder_of(post)) == [post.user_id]
        assert nearest([Role.GRID_WORKER], GRID) == holder_of(post)
