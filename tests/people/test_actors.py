"""Who may do what follows from posts: today's, one's own, and those of absent colleagues."""

import datetime

import pytest

from linli.kernel.actor import Visitor, Warrant
from linli.people import holders
from linli.people.actors import StaffActor, actor_of
from linli.people.models import Absence, User
from linli.people.policies import can_audit, can_grant, can_grant_at, can_set_up, can_set_up_at
from linli.people.roles import Role
from tests.people.factories import (
    COMMUNITY,
    DISTRICT,
    GRID,
    OTHER_STREET,
    STREET,
    actor_with,
    make_post,
    make_unit,
    make_user,
)
from tests.places.factories import make_place

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 20)
ONE = datetime.timedelta(days=1)


def absent(user: User, first: datetime.date, last: datetime.date) -> None:
    Absence.objects.create(user=user, first_day=first, last_day=last)


def test_a_post_reaches_its_place_and_what_is_below() -> None:
    actor = actor_with(dispatcher=True)
    for code in (STREET, COMMUNITY, GRID):
        assert actor.warrant(Role.DISPATCHER, at=code) == Warrant(Role.DISPATCHER)
    for code in (DISTRICT, OTHER_STREET, STREET[:-1]):
        assert actor.warrant(Role.DISPATCHER, at=code) is None
    assert actor.warrant(Role.LEADER, at=GRID) is None


@pytest.mark.parametrize(("offset", "is_held"), [(-1, False), (0, True), (5, True), (6, False)])
def test_a_post_is_held_from_its_first_to_its_last_day(offset: int, is_held: bool) -> None:
    post = make_post(valid_from=DAY, valid_to=DAY + 5 * ONE)
    actor = actor_of(post.user, on=DAY + offset * ONE)
    assert actor.has(Role.GRID_WORKER) is is_held


@pytest.mark.parametrize(("offset", "acts"), [(-1, False), (0, True), (2, True), (3, False)])
def test_the_deputy_acts_on_the_days_of_absence_only(offset: int, acts: bool) -> None:
    deputy = make_user()
    post = make_post(community_worker=True, deputy=deputy)
    absent(post.user, DAY, DAY + 2 * ONE)
    actor = actor_of(deputy, on=DAY + offset * ONE)
    expected = Warrant(Role.COMMUNITY_WORKER, on_behalf_of=post.user.pk) if acts else None
    assert actor.warrant(Role.COMMUNITY_WORKER, at=GRID) == expected
    assert (f"community_worker:{post.place_id}" in actor.holders) is acts


def test_ones_own_post_comes_before_that_of_an_absent_colleague() -> None:
    post = make_post(community_worker=True)
    colleague = make_post(community_worker=True, deputy=post.user)
    absent(colleague.user, DAY, DAY)
    actor = actor_of(post.user, on=DAY)
    assert len(actor.standings) == 2
    assert actor.warrant(Role.COMMUNITY_WORKER, at=GRID) == Warrant(Role.COMMUNITY_WORKER)


def test_the_deputy_of_a_deactivated_user_does_not_act() -> None:
    deputy = make_user()
    post = make_post(deputy=deputy, user=make_user(is_active=False))
    absent(post.user, DAY, DAY)
    assert actor_of(deputy, on=DAY).standings == ()


def test_overlapping_absences_do_not_double_the_standing() -> None:
    deputy = make_user()
    post = make_post(deputy=deputy)
    absent(post.user, DAY, DAY + ONE)
    absent(post.user, DAY - ONE, DAY)
    assert len(actor_of(deputy, on=DAY).standings) == 1


def test_a_handlers_post_is_at_a_unit_and_reaches_no_place() -> None:
    unit = make_unit(place=make_place(DISTRICT))
    actor = actor_with(handler=True, unit=unit)
    assert actor.unit_warrant(unit.pk) == Warrant(Role.HANDLER)
    assert actor.unit_warrant(make_unit().pk) is None
    assert actor.unit_warrant(None) is None
    assert actor.codes() == []
    assert actor.unit_ids == [unit.pk]
    assert actor.holders == sorted([holders.of_user(actor.id), holders.of_unit(unit.pk)])


def test_codes_leave_out_what_lies_inside_another() -> None:
    user = make_user()
    for code in (STREET, COMMUNITY, OTHER_STREET):
        make_post(user=user, dispatcher=True, place=make_place(code))
    make_post(user=user, place=make_place("430212001001001"))
    actor = actor_of(user)
    assert actor.codes() == [STREET, OTHER_STREET, "430212001001001"]
    assert actor.codes(Role.DISPATCHER) == [STREET, OTHER_STREET]


def test_working_out_an_actor_is_one_query(django_assert_num_queries: object) -> None:
    user = make_user()
    make_post(user=user)
    make_post(user=user, handler=True)
    absent(make_post(deputy=user).user, DAY, DAY)
    with django_assert_num_queries(1):  # type: ignore[operator]
        actor = actor_of(user, on=DAY)
        _ = (actor.holders, actor.codes(), actor.unit_ids, actor.place_name)


@pytest.mark.parametrize(
    ("trait", "policy"), [("system_admin", can_set_up), ("security_admin", can_grant), ("auditor", can_audit)]
)
def test_each_administrator_has_one_policy(trait: str, policy: object) -> None:
    actor = actor_with(**{trait: True})
    assert [check for check in (can_set_up, can_grant, can_audit) if check(actor)] == [policy]
    assert not any(check(Visitor()) for check in (can_set_up, can_grant, can_audit))


def test_an_administrators_reach_is_that_of_the_post() -> None:
    security = actor_with(security_admin=True, place=make_place(STREET))
    system = actor_with(system_admin=True, place=make_place(STREET))
    for check, actor in ((can_grant_at, security), (can_set_up_at, system)):
        assert check(actor, COMMUNITY)
        assert check(actor, OTHER_STREET) is None
        assert check(actor, DISTRICT) is None


def test_a_visitor_has_nothing() -> None:
    visitor = Visitor()
    assert (visitor.has(*Role), visitor.warrant(*Role, at=GRID), visitor.codes()) == (False, None, [])


def test_a_program_has_no_more_scopes_than_its_token() -> None:
    assert actor_of(make_user(), scopes=["read"]).scopes == frozenset({"read"})
    assert isinstance(actor_of(make_user()), StaffActor)
