"""Posts: granted, ended, deputised; the three administrators apart; nobody to themself."""

import datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from linli.audit.models import Entry
from linli.kernel.problems import Invalid, NotFound
from linli.people.actions.posts import end_post, grant_post, set_deputy
from linli.people.actors import StaffActor, actor_of
from linli.people.models import Absence, Post
from linli.people.roles import ADMINISTRATORS, Role
from linli.people.staffing import users_of
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
TODAY = datetime.date(2026, 11, 20)
ONE = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(datetime.datetime(2026, 11, 20, 4, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def security(db: None) -> StaffActor:
    return actor_with(security_admin=True)


def grant(actor: StaffActor, **fields: Any) -> Post:
    defaults: dict[str, Any] = {"role": Role.GRID_WORKER, "valid_from": TODAY}
    if fields.get("unit") is None and "place" not in fields:
        defaults["place"] = make_place(GRID)
    return grant_post(**defaults | fields, actor=actor)


def test_a_grant_gives_the_rights_at_once_and_is_on_the_trail(security: StaffActor) -> None:
    user, deputy = make_user(), make_user()
    post = grant(security, user=user, deputy=deputy)
    assert actor_of(user).has(Role.GRID_WORKER)
    assert users_of(f"grid_worker:{post.place_id}") == [user.pk]
    entry = Entry.objects.get(action="post.grant")
    assert entry.actor_id == security.id
    assert entry.facts | {"role": ""} == {
        "role": "",
        "user": str(user.pk),
        "post": "grid_worker",
        "place": GRID,
        "unit": "",
        "from": "2026-11-20",
        "to": "",
        "deputy": str(deputy.pk),
    }


def test_an_ended_post_loses_its_rights_at_once(security: StaffActor) -> None:
    post = make_post()
    assert users_of(f"grid_worker:{post.place_id}") == [post.user_id]
    assert end_post(post, actor=security)
    assert not actor_of(post.user).has(Role.GRID_WORKER)
    assert users_of(f"grid_worker:{post.place_id}") == []
    assert Entry.objects.filter(action="post.end").count() == 1
    assert not end_post(post, actor=security)
    assert Entry.objects.filter(action="post.end").count() == 1


def test_a_last_day_is_still_worked(security: StaffActor) -> None:
    post = make_post()
    end_post(post, last_day=TODAY + ONE, actor=security)
    assert actor_of(post.user, on=TODAY + ONE).has(Role.GRID_WORKER)
    assert not actor_of(post.user, on=TODAY + 2 * ONE).has(Role.GRID_WORKER)


@pytest.mark.parametrize("first", [TODAY, TODAY + 9 * ONE])
def test_a_post_that_was_never_worked_goes_and_the_trail_keeps_it(security: StaffActor, first: datetime.date) -> None:
    post = make_post(valid_from=first)
    end_post(post, actor=security)
    assert not Post.objects.filter(pk=post.pk).exists()
    assert Entry.objects.get(action="post.end").subject_id == post.pk


def test_a_last_day_before_today_is_refused(security: StaffActor) -> None:
    with pytest.raises(Invalid) as raised:
        end_post(make_post(), last_day=TODAY - ONE, actor=security)
    assert list(raised.value.errors) == ["last_day"]


def test_nobody_grants_to_themself_or_ends_their_own(security: StaffActor) -> None:
    with pytest.raises(Invalid) as raised:
        grant(security, user=security.user)
    assert list(raised.value.errors) == ["user"]
    with pytest.raises(Invalid) as raised:
        grant(security, user=make_user(), deputy=security.user)
    assert list(raised.value.errors) == ["deputy"]
    with pytest.raises(Invalid) as raised:
        set_deputy(make_post(leader=True), security.user, actor=security)
    assert list(raised.value.errors) == ["deputy"]
    with pytest.raises(Invalid):
        end_post(Post.objects.get(user=security.user), actor=security)
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("trait", ["system_admin", "auditor", "leader", "handler"])
def test_nobody_but_a_security_administrator_grants(trait: str) -> None:
    actor, post = actor_with(**{trait: True}), make_post()
    for act in (
        lambda: grant(actor, user=make_user()),
        lambda: end_post(post, actor=actor),
        lambda: set_deputy(post, make_user(), actor=actor),
    ):
        with pytest.raises(NotFound):
            act()


def test_the_reach_of_the_grant_is_that_of_the_post() -> None:
    security = actor_with(security_admin=True, place=make_place(STREET))
    grant(security, user=make_user(), place=make_place(COMMUNITY), role=Role.COMMUNITY_WORKER)
    grant(security, user=make_user(), unit=make_unit(place=make_place(STREET)), role=Role.HANDLER)
    for where in (
        {"place": make_place(OTHER_STREET)},
        {"place": make_place(DISTRICT)},
        {"unit": make_unit(place=make_place(DISTRICT)), "role": Role.HANDLER},
    ):
        with pytest.raises(NotFound):
            grant(security, user=make_user(), **where)
    with pytest.raises(NotFound):
        end_post(make_post(leader=True, place=make_place(OTHER_STREET)), actor=security)


def pairs() -> list[tuple[Role, Role]]:
    return [(one, other) for one in ADMINISTRATORS for other in ADMINISTRATORS if one != other]


@pytest.mark.parametrize(("has", "wants"), pairs())
def test_no_two_administrator_posts_with_one_person(security: StaffActor, has: Role, wants: Role) -> None:
    """In no form: as holder or as deputy of either."""
    top = make_place(DISTRICT)
    holder, deputy = make_user(), make_user()
    make_post(user=holder, role=has, place=top, deputy=deputy)
    for person in (holder, deputy):
        with pytest.raises(Invalid):
            grant(security, user=person, role=wants, place=top)
        with pytest.raises(Invalid):
            grant(security, user=make_user(), deputy=person, role=wants, place=top)
        with pytest.raises(Invalid):
            set_deputy(make_post(user=make_user(), role=wants, place=top), person, actor=security)


def test_one_after_the_other_is_allowed(security: StaffActor) -> None:
    post = make_post(system_admin=True, valid_to=TODAY)
    with pytest.raises(Invalid):
        grant(security, user=post.user, role=Role.AUDITOR, place=post.place, valid_from=TODAY)
    grant(security, user=post.user, role=Role.AUDITOR, place=post.place, valid_from=TODAY + ONE)


def test_an_administrator_may_have_other_posts_and_a_deputy_of_the_same_kind(security: StaffActor) -> None:
    one, other = make_post(auditor=True), make_post(auditor=True)
    grant(security, user=one.user, role=Role.LEADER, place=make_place(DISTRICT))
    set_deputy(one, other.user, actor=security)
    assert Entry.objects.filter(action="post.deputy").count() == 1


def test_the_constraint_holds_by_itself() -> None:
    post = make_post(system_admin=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_post(user=post.user, auditor=True)


@pytest.mark.parametrize(
    "fields",
    [
        {"role": Role.HANDLER},
        {"role": Role.GRID_WORKER, "place": None, "unit": "unit"},
        {"role": Role.GRID_WORKER, "unit": "unit"},
        {"valid_to": TODAY - ONE},
        {"deputy": "user"},
    ],
    ids=["handler at a place", "worker at a unit", "both", "ends before it begins", "one's own deputy"],
)
def test_a_post_that_cannot_be_is_refused(security: StaffActor, fields: dict[str, Any]) -> None:
    user = make_user()
    values = {name: make_unit() if value == "unit" else value for name, value in fields.items()}
    if values.get("deputy") == "user":
        values["deputy"] = user
    with pytest.raises(Invalid):
        grant(security, **{"user": user, "place": make_place(GRID), **values})
    assert not Post.objects.filter(user=user).exists()


def test_the_same_post_twice_is_refused(security: StaffActor) -> None:
    post = make_post()
    with pytest.raises(Invalid):
        grant(security, user=post.user)
    grant(security, user=post.user, place=make_place(COMMUNITY))


def test_a_deactivated_user_gets_no_post(security: StaffActor) -> None:
    ended = make_user(is_active=False)
    for people in ({"user": ended}, {"user": make_user(), "deputy": ended}):
        with pytest.raises(Invalid):
            grant(security, **people)


def test_a_deputy_is_changed_and_taken_away(security: StaffActor) -> None:
    post, deputy = make_post(), make_user()
    Absence.objects.create(user=post.user, first_day=TODAY, last_day=TODAY)
    set_deputy(post, deputy, actor=security)
    assert actor_of(deputy).has(Role.GRID_WORKER)
    set_deputy(post, None, actor=security)
    assert not actor_of(deputy).has(Role.GRID_WORKER)
    with pytest.raises(Invalid):
        set_deputy(post, post.user, actor=security)
