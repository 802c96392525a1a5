"""Two administrators grant one person two administrator posts at the same moment: one of them is refused."""

import datetime
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest

from linli.kernel.problems import Invalid
from linli.people.actions import posts
from linli.people.actors import actor_of
from linli.people.models import Post
from linli.people.roles import Role
from tests.people.factories import DISTRICT, make_post, make_user
from tests.places.factories import make_place
from tests.races import ON_POSTGRESQL, at_once

pytestmark = ON_POSTGRESQL
FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)


def meet_after(monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> None:
    """Let both have passed this check before either writes, as far as the lock allows it."""
    check, both = getattr(owner, name), threading.Barrier(2)

    def checked(*args: Any, **options: Any) -> None:
        check(*args, **options)
        with suppress(threading.BrokenBarrierError):  # the other one waits for our lock
            both.wait(timeout=1)

    monkeypatch.setattr(owner, name, checked)


def take_the_lock_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posts, "_lock_people", lambda people: {person.pk: person for person in people})


def grants(last: datetime.date | None, *, by_deputy: bool = False) -> list[Callable[[], Post]]:
    top, person = make_place(DISTRICT), make_user()
    acts: list[Callable[[], Post]] = []
    for role in (Role.SYSTEM_ADMIN, Role.AUDITOR):
        actor = actor_of(make_post(security_admin=True).user)
        people = {"user": make_user(), "deputy": person} if by_deputy and role == Role.AUDITOR else {"user": person}
        values: dict[str, Any] = {
            **people,
            "role": role,
            "place": top,
            "valid_from": FIRST,
            "valid_to": last,
            "actor": actor,
        }
        acts.append(partial(posts.grant_post, **values))
    return acts


def granted() -> int:
    return Post.objects.filter(role__in=[Role.SYSTEM_ADMIN, Role.AUDITOR]).count()


@pytest.mark.parametrize("by_deputy", [False, True])
def test_the_lock_lets_one_through(monkeypatch: pytest.MonkeyPatch, by_deputy: bool) -> None:
    meet_after(monkeypatch, posts, "_check_apart")
    outcomes = at_once(*grants(LAST, by_deputy=by_deputy))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Invalid", "Post"]
    assert granted() == 1


@pytest.mark.parametrize("by_deputy", [False, True])
def test_without_the_lock_both_get_through(monkeypatch: pytest.MonkeyPatch, by_deputy: bool) -> None:
    """The negative control: posts with an end are beyond what the constraint can see."""
    meet_after(monkeypatch, posts, "_check_apart")
    take_the_lock_away(monkeypatch)
    outcomes = at_once(*grants(LAST, by_deputy=by_deputy))
    assert [type(outcome).__name__ for outcome in outcomes] == ["Post", "Post"]
    assert granted() == 2


def test_without_the_lock_the_constraint_refuses_posts_without_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    meet_after(monkeypatch, Post, "validate_constraints")
    take_the_lock_away(monkeypatch)
    outcomes = at_once(*grants(None))
    (refused,) = [outcome for outcome in outcomes if not isinstance(outcome, Post)]
    assert isinstance(refused, Invalid)
    assert refused.errors["role"] == [str(posts.APART)]
    assert granted() == 1
