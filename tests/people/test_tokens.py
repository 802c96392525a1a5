"""API tokens: shown once, found by digest, of no use once ended, expired or without their user."""

import datetime
import hashlib
from typing import Any

import pytest
import time_machine

from linli.audit.models import Entry
from linli.people import tokens
from linli.people.actors import actor_of
from linli.people.models import ApiToken, User
from tests.people.factories import make_user

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(days=30)


def make(user: User, **fields: Any) -> tokens.NewToken:
    values: dict[str, Any] = {"name": "市平台", "scopes": ["write", "read"], "expires_at": LATER} | fields
    with time_machine.travel(NOW, tick=False):
        return tokens.make(user, **values, actor=actor_of(user))


def test_the_text_is_kept_nowhere() -> None:
    made = make(make_user())
    assert made.text.startswith("linli_")
    assert len(made.text) == len("linli_") + 40
    row = ApiToken.objects.values().get()
    assert made.text not in str(row)
    assert row["digest"] == tokens.digest(made.text) == hashlib.sha256(made.text.encode()).hexdigest()
    assert row["scopes"] == ["read", "write"]
    entry = Entry.objects.get(action="token.make")
    assert made.text not in entry.detail
    assert row["digest"] not in entry.detail


def test_it_is_found_until_the_second_it_expires() -> None:
    made = make(make_user())
    with time_machine.travel(LATER - datetime.timedelta(seconds=1), tick=False):
        assert tokens.find(made.text) == made.token
    with time_machine.travel(LATER, tick=False):
        assert tokens.find(made.text) is None


def test_an_ended_one_is_not_found_and_ends_once() -> None:
    made = make(make_user(), expires_at=datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC))
    actor = actor_of(made.token.user)
    assert tokens.find(made.text)
    assert tokens.end(made.token, actor=actor)
    assert tokens.find(made.text) is None
    assert not tokens.end(made.token, actor=actor)
    assert Entry.objects.filter(action="token.end").count() == 1


def test_that_of_a_deactivated_user_is_not_found() -> None:
    user = make_user()
    made = make(user, expires_at=datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC))
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert tokens.find(made.text) is None


@pytest.mark.parametrize("text", ["", "linli_", "linli_" + "x" * 40, "\0", "令牌"])
def test_others_are_not_found(text: str) -> None:
    make(make_user())
    assert tokens.find(text) is None
