"""Users: made, edited, deactivated, reset; within the administrator's reach; each act on the trail."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt

from linli.audit.models import Entry
from linli.kernel.actor import SYSTEM
from linli.kernel.problems import Invalid, NotFound
from linli.people import tokens
from linli.people.actions.users import (
    deactivate_user,
    edit_user,
    make_user,
    new_password,
    reactivate_user,
    reset_sign_in,
)
from linli.people.actors import StaffActor, actor_of
from linli.people.models import Absence, User
from linli.people.staffing import staffing
from tests.people.factories import DISTRICT, OTHER_STREET, STREET, actor_with, make_post
from tests.people.factories import make_user as a_user
from tests.places.factories import make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def security(db: None) -> StaffActor:
    return actor_with(security_admin=True)


def entries(action: str) -> list[Entry]:
    return list(Entry.objects.filter(action=action))


def test_a_new_user_gets_a_password_to_change(security: StaffActor) -> None:
    handed = make_user(username="WangMin", name="王敏", email="w@example.org", wants_email=False, actor=security)
    user = User.objects.get(username="wangmin")
    assert user.check_password(handed.password)
    assert user.has_temporary_password
    assert (user.name, user.email, user.wants_email) == ("王敏", "w@example.org", False)
    (entry,) = entries("user.make")
    assert (entry.actor_id, entry.subject_id) == (security.id, user.pk)
    assert "王敏" not in entry.detail
    assert handed.password not in entry.detail


def test_passwords_are_long_and_differ() -> None:
    made = {new_password() for _time in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch(r"[a-hj-km-np-z2-9]{4}(-[a-hj-km-np-z2-9]{4}){3}", password) for password in made)


def test_a_username_is_taken_once_whatever_its_case(security: StaffActor) -> None:
    a_user(username="chenjing")
    with pytest.raises(Invalid) as raised:
        make_user(username="ChenJing", name="另一位", actor=security)
    assert list(raised.value.errors) == ["username"]
    assert entries("user.make") == []


def test_an_edit_says_which_fields_and_nothing_of_their_content(security: StaffActor) -> None:
    user = a_user(name="陈静")
    edit_user(user, name="陈静", email="c@example.org", wants_email=True, actor=security)
    (entry,) = entries("user.edit")
    assert entry.facts["fields"] == ["email"]
    assert "example" not in entry.detail
    edit_user(user, name="陈静", email="c@example.org", wants_email=True, actor=security)
    assert len(entries("user.edit")) == 1


def test_deactivating_ends_tokens_and_empties_the_seat(
    security: StaffActor, django_capture_on_commit_callbacks: Any
) -> None:
    post = make_post()
    token = tokens.make(post.user, name="x", scopes=["read"], expires_at=in_a_year(), actor=actor_of(post.user))
    assert tokens.find(token.text)
    assert staffing.get().by_holder
    deactivate_user(post.user, actor=security)
    post.user.refresh_from_db()
    assert not post.user.is_active
    assert tokens.find(token.text) is None
    token.token.refresh_from_db()
    assert token.token.ended_at is not None
    assert all(seat.user_id != post.user_id for seats in staffing.get().by_holder.values() for seat in seats)
    reactivate_user(post.user, actor=security)
    assert any(seat.user_id == post.user_id for seats in staffing.get().by_holder.values() for seat in seats)
    assert tokens.find(token.text) is None
    assert [len(entries(f"user.{act}")) for act in ("deactivate", "reactivate")] == [1, 1]
    reactivate_user(post.user, actor=security)
    assert len(entries("user.reactivate")) == 1


@pytest.mark.parametrize("with_second_factor", [True, False])
def test_a_reset_gives_a_new_password_and_only_when_asked_takes_the_second_factor(
    security: StaffActor, with_second_factor: bool
) -> None:
    user = a_user(totp=True)
    AccessAttempt.objects.create(username=user.username, failures_since_start=8, ip_address="10.0.0.1")
    handed = reset_sign_in(user, with_second_factor=with_second_factor, actor=security)
    before = user.password
    user.refresh_from_db()
    assert user.password != before
    assert user.check_password(handed.password)
    assert user.has_temporary_password
    assert Authenticator.objects.filter(user=user).exists() is not with_second_factor
    assert not AccessAttempt.objects.filter(username=user.username).exists()
    (entry,) = entries("user.reset")
    assert entry.facts["second_factor"] is with_second_factor


def test_nobody_does_it_to_themself(security: StaffActor) -> None:
    for act in (deactivate_user, reactivate_user):
        with pytest.raises(Invalid):
            act(security.user, actor=security)
    with pytest.raises(Invalid):
        reset_sign_in(security.user, with_second_factor=False, actor=security)
    assert Entry.objects.count() == 0


def every_act(user: User, actor: StaffActor) -> list[Any]:
    return [
        lambda: edit_user(user, name="x", email="", wants_email=True, actor=actor),
        lambda: deactivate_user(user, actor=actor),
        lambda: reactivate_user(user, actor=actor),
        lambda: reset_sign_in(user, with_second_factor=True, actor=actor),
    ]


@pytest.mark.parametrize("trait", ["system_admin", "auditor", "leader", "community_worker"])
def test_nobody_else_may(trait: str) -> None:
    user, actor = a_user(), actor_with(**{trait: True})
    for act in [*every_act(user, actor), lambda: make_user(username="abc", name="x", actor=actor)]:
        with pytest.raises(NotFound):
            act()
    assert Entry.objects.count() == 0


def test_who_has_a_post_outside_the_reach_is_out_of_reach() -> None:
    """Or the administrator of one street could take over the account of somebody in the district."""
    security = actor_with(security_admin=True, place=make_place(STREET))
    beyond = make_post(
        user=make_post(place=make_place(f"{STREET}001001")).user, leader=True, place=make_place(DISTRICT)
    )
    for act in every_act(beyond.user, security):
        with pytest.raises(NotFound):
            act()
    at_a_unit_elsewhere = make_post(handler=True, unit__place=make_place(OTHER_STREET)).user
    own, without_posts = make_post(place=make_place(STREET)).user, a_user()
    seen = set(User.objects.visible_to(security))
    assert {own, without_posts} <= seen
    assert not seen & {beyond.user, at_a_unit_elsewhere}
    beyond.valid_to = beyond.valid_from
    beyond.save()
    assert beyond.user in User.objects.visible_to(security)


def test_a_deputy_acts_for_the_absent_administrator_and_the_trail_says_so() -> None:
    post = make_post(security_admin=True, deputy=a_user())
    assert post.deputy is not None
    with pytest.raises(NotFound):
        make_user(username="early", name="x", actor=actor_of(post.deputy))
    Absence.objects.create(user=post.user, first_day="2020-01-01", last_day="2099-01-01")
    make_user(username="later", name="x", actor=actor_of(post.deputy))
    (entry,) = entries("user.make")
    assert (entry.actor_id, entry.on_behalf_of) == (post.deputy.pk, post.user.pk)


def test_the_system_makes_the_first_ones() -> None:
    make_user(username="first", name="第一位", actor=SYSTEM)
    (entry,) = entries("user.make")
    assert (entry.actor_kind, entry.actor_id) == ("system", None)


def in_a_year() -> Any:
    from datetime import timedelta

    from django.utils import timezone

    return timezone.now() + timedelta(days=365)
