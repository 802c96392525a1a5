"""Signing in: password, second factor, own password; locked out after too many tries; out at once when ended."""

import datetime
import re
from typing import Any

import pyotp
import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.urls import reverse

from linli.audit.models import Entry
from linli.people.actions.users import deactivate_user, reset_sign_in
from linli.people.models import User
from tests.people.factories import PASSWORD, SECRET, actor_with, make_post, make_user, signed_in

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 20, 4, 0, 5, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def code() -> str:
    return pyotp.TOTP(SECRET).now()


def first_step(client: Client, user: User, password: str = PASSWORD, **extra: Any) -> Any:
    return client.post(reverse("account_login"), {"login": user.username, "password": password}, **extra)


def second_step(client: Client, given: str) -> Any:
    return client.post(reverse("mfa_authenticate"), {"code": given})


def test_password_and_code_lead_to_the_morning() -> None:
    user, client = make_user(totp=True), Client()
    assert first_step(client, user).headers["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("morning")).status_code == 302
    assert second_step(client, code()).headers["Location"] == reverse("morning")
    assert client.get(reverse("morning")).status_code == 200
    entry = Entry.objects.get(action="user.sign_in")
    assert (entry.actor_id, entry.words) == (user.pk, {"address": "127.0.0.1"})
    assert "127.0.0.1" not in entry.detail


def test_a_wrong_code_leads_nowhere() -> None:
    user, client = make_user(totp=True), Client()
    first_step(client, user)
    assert second_step(client, "000000").status_code == 200
    assert client.get(reverse("morning")).status_code == 302
    assert not Entry.objects.filter(action="user.sign_in").exists()


def test_codes_cannot_be_tried_for_ever_and_not_even_the_right_one_helps_then(clock: Any) -> None:
    user, client = make_user(totp=True), Client()
    first_step(client, user)
    for _time in range(10):
        second_step(client, "000000")
    assert "试的次数太多" in second_step(client, code()).content.decode()
    clock.shift(datetime.timedelta(minutes=16))
    other = Client()
    first_step(other, user)
    assert second_step(other, code()).status_code == 302


def test_a_code_is_accepted_once(clock: Any) -> None:
    user, given = make_user(totp=True), code()
    for client, status in ((Client(), 302), (Client(), 200)):
        first_step(client, user)
        assert second_step(client, given).status_code == status
        clear_cache()
    clock.shift(30)
    client = Client()
    first_step(client, user)
    assert second_step(client, code()).status_code == 302


def clear_cache() -> None:
    """As another process sees it, which has none of the first one's memory."""
    from django.core.cache import cache

    cache.clear()


def test_staff_without_a_second_factor_get_no_further_than_setting_it_up() -> None:
    user, client = make_user(), Client()
    first_step(client, user)
    for name in ("morning", "events", "absences", "tokens"):
        assert client.get(reverse(name)).headers["Location"] == reverse("mfa_activate_totp")
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = client.session["mfa.totp.secret"]
    done = client.post(reverse("mfa_activate_totp"), {"code": pyotp.TOTP(secret).now()})
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    assert client.get(reverse("morning")).status_code == 200


def test_later_one_is_asked_again_before_the_second_factor_is_touched(clock: Any) -> None:
    user, client = make_user(totp=True), Client()
    first_step(client, user)
    second_step(client, code())
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    clock.shift(datetime.timedelta(minutes=6))
    again = client.get(reverse("mfa_deactivate_totp"))
    assert again.headers["Location"].startswith("/accounts/")
    assert "reauthenticate" in again.headers["Location"]


def test_the_secret_is_never_plain_in_its_column() -> None:
    user = make_user(totp=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator WHERE type = 'totp'")
        (stored,) = cursor.fetchone()
    assert SECRET not in str(stored)
    assert re.search(r"v1:\w+:", str(stored))
    assert Authenticator.objects.get(user=user).wrap().validate_code(code())


def test_recovery_codes_are_sealed_too() -> None:
    client = Client()
    first_step(client, make_user())
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    client.post(reverse("mfa_activate_totp"), {"code": pyotp.TOTP(secret).now()})
    data = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).data
    assert data["seed"].startswith("v1:")


def test_a_temporary_password_is_changed_before_anything_else() -> None:
    user, client = make_user(totp=True, has_temporary_password=True), Client()
    first_step(client, user)
    second_step(client, code())
    assert client.get(reverse("morning")).headers["Location"] == reverse("account_change_password")
    assert "请换成自己的密码" in client.get(reverse("account_change_password")).content.decode()
    own = "grasshopper ladder moon"
    changed = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": own, "password2": own}
    )
    assert changed.headers["Location"] == reverse("morning")
    assert client.get(reverse("morning")).status_code == 200
    user.refresh_from_db()
    assert not user.has_temporary_password
    assert Entry.objects.filter(action="user.change_password", actor_id=user.pk).count() == 1


def test_the_temporary_password_is_not_good_enough_for_ones_own() -> None:
    user = make_user(totp=True, has_temporary_password=True)
    client = signed_in(user)
    same = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    assert client.post(reverse("account_change_password"), same).status_code == 200
    user.refresh_from_db()
    assert user.has_temporary_password


def test_who_takes_the_second_factor_away_must_set_up_a_new_one() -> None:
    user, client = make_user(totp=True), Client()
    first_step(client, user)
    second_step(client, code())
    assert client.get(reverse("morning")).status_code == 200
    client.get(reverse("mfa_index"))
    Authenticator.objects.filter(user=user).delete()
    assert client.get(reverse("morning")).headers["Location"] == reverse("mfa_activate_totp")


def test_a_changed_password_ends_the_other_sessions() -> None:
    user = make_user(totp=True)
    here, there = signed_in(user), signed_in(user)
    assert there.get(reverse("morning")).status_code == 200
    own = "grasshopper ladder moon"
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": own, "password2": own})
    assert here.get(reverse("morning")).status_code == 200
    assert there.get(reverse("morning")).status_code == 302


@pytest.mark.parametrize("act", ["deactivate", "reset"])
def test_sessions_of_whom_the_administrator_ended_or_reset_are_over_at_once(act: str) -> None:
    user, security = make_user(totp=True), actor_with(security_admin=True)
    client = signed_in(user)
    assert client.get(reverse("morning")).status_code == 200
    if act == "deactivate":
        deactivate_user(user, actor=security)
    else:
        reset_sign_in(user, with_second_factor=False, actor=security)
    assert client.get(reverse("morning")).headers["Location"].startswith(reverse("account_login"))


def test_an_ended_post_closes_its_pages_in_an_open_session() -> None:
    post = make_post(security_admin=True)
    client = signed_in(post.user)
    assert client.get(reverse("users")).status_code == 200
    post.valid_to = post.valid_from
    post.save()
    assert client.get(reverse("users")).status_code == 404


def test_nobody_signs_up() -> None:
    client = Client()
    client.post(reverse("account_signup"), {"username": "intruder", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.exists()


def test_eight_failures_lock_the_name_at_this_address_and_nowhere_else() -> None:
    user, client = make_user(totp=True), Client()
    for _time in range(7):
        assert first_step(client, user, "wrong password").status_code == 200
    locked = first_step(client, user, "wrong password")
    assert locked.status_code == 429
    assert "密码试错的次数太多了" in locked.content.decode()
    assert first_step(client, user).status_code == 429
    elsewhere = first_step(Client(), user, REMOTE_ADDR="10.0.0.7")
    assert elsewhere.headers["Location"] == reverse("mfa_authenticate")
    assert first_step(Client(), make_user(totp=True)).status_code == 302


def test_other_letters_of_the_same_name_do_not_get_more_tries() -> None:
    user, client = make_user(username="zhoufang", totp=True), Client()
    for number in range(8):
        name = user.username[:number].upper() + user.username[number:]
        client.post(reverse("account_login"), {"login": name, "password": "wrong password"})
    assert first_step(client, user).status_code == 429


def test_the_lock_goes_after_a_quarter_of_an_hour(clock: Any) -> None:
    user, client = make_user(totp=True), Client()
    for _time in range(8):
        first_step(client, user, "wrong password")
    assert first_step(client, user).status_code == 429
    clock.shift(datetime.timedelta(minutes=16))
    assert first_step(client, user).status_code == 302


def attempts_from(addresses: int, user: User) -> int:
    """The last status of eight failures, each with another forwarded address, and then the right password."""
    for number in range(8):
        first_step(Client(), user, "wrong password", HTTP_X_FORWARDED_FOR=f"203.0.113.{number % addresses}")
    status: int = first_step(Client(), user, HTTP_X_FORWARDED_FOR="203.0.113.200").status_code
    return status


def test_a_forwarded_address_is_not_believed_without_a_proxy() -> None:
    assert attempts_from(8, make_user(totp=True)) == 429


def test_behind_a_proxy_of_ours_it_is(settings: Any) -> None:
    """The negative control of the test above."""
    settings.PROXIES = 1
    assert attempts_from(8, make_user(totp=True)) == 302
