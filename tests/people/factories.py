"""Users, units and posts for tests."""

import datetime
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from factory.declarations import LazyFunction, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory, Password
from factory.helpers import post_generation

from linli.people.actors import StaffActor, actor_of
from linli.people.middleware import SECOND_FACTOR_SEEN
from linli.people.models import Post, Unit, UnitKind, User
from linli.people.roles import Role
from tests.places.factories import make_place

PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
DISTRICT, STREET, OTHER_STREET, COMMUNITY, GRID = (
    "430211",
    "430211001",
    "430211002",
    "430211001001",
    "430211001001001",
)
LONG_AGO = datetime.date(2020, 1, 1)


class UserFactory(DjangoModelFactory[User]):
    """``UserFactory(totp=True)`` has a second factor, with ``SECRET``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        is_ended = Trait(is_active=False)

    username = Sequence(lambda number: f"user{number}")
    name = Sequence(lambda number: f"用户{number}")
    password = Password(PASSWORD)

    @post_generation
    def totp(user: Any, _create: bool, wanted: bool, **_more: Any) -> None:
        if wanted:
            TOTP.activate(user, SECRET)


class UnitFactory(DjangoModelFactory[Unit]):
    class Meta:
        model = Unit

    name = Sequence(lambda number: f"单位{number}")
    kind = UnitKind.DEPARTMENT
    place = LazyFunction(lambda: make_place(DISTRICT))


class PostFactory(DjangoModelFactory[Post]):
    """A grid worker's post; ``PostFactory(dispatcher=True)`` and so on for the others."""

    class Meta:
        model = Post

    class Params:
        community_worker = Trait(role=Role.COMMUNITY_WORKER, place=LazyFunction(lambda: make_place(COMMUNITY)))
        dispatcher = Trait(role=Role.DISPATCHER, place=LazyFunction(lambda: make_place(STREET)))
        leader = Trait(role=Role.LEADER, place=LazyFunction(lambda: make_place(STREET)))
        handler = Trait(role=Role.HANDLER, place=None, unit=SubFactory(UnitFactory))
        system_admin = Trait(role=Role.SYSTEM_ADMIN, place=LazyFunction(lambda: make_place(DISTRICT)))
        security_admin = Trait(role=Role.SECURITY_ADMIN, place=LazyFunction(lambda: make_place(DISTRICT)))
        auditor = Trait(role=Role.AUDITOR, place=LazyFunction(lambda: make_place(DISTRICT)))

    user = SubFactory(UserFactory)
    role = Role.GRID_WORKER
    place = LazyFunction(lambda: make_place(GRID))
    valid_from = LONG_AGO


def make_user(**fields: Any) -> User:
    user: User = UserFactory.create(**fields)
    return user


def make_post(**fields: Any) -> Post:
    post: Post = PostFactory.create(**fields)
    return post


def make_unit(**fields: Any) -> Unit:
    unit: Unit = UnitFactory.create(**fields)
    return unit


def actor_with(**fields: Any) -> StaffActor:
    """Somebody with one post: ``actor_with(security_admin=True)``."""
    return actor_of(make_post(**fields).user)


def signed_in(user: User) -> Client:
    """A browser in which ``user`` has signed in, second factor and all."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[SECOND_FACTOR_SEEN] = True
    session.save()
    return client
