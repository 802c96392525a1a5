"""Who may change places and rules.

Posts are known one room higher; here it is enough that an actor can say through which post they act.
"""

import uuid
from typing import Protocol

SYSTEM_ADMIN, COMMUNITY_WORKER = "system_admin", "community_worker"
"""The roles' names in ``linli.people``; a test holds the two together."""


class Warrant(Protocol):
    @property
    def on_behalf_of(self) -> uuid.UUID | None: ...


class PostHolder(Protocol):
    """What ``request.actor`` is, seen from here."""

    @property
    def id(self) -> uuid.UUID | None: ...

    @property
    def kind(self) -> str: ...

    def has(self, *roles: str) -> bool:
        """Does the actor hold a post of one of these roles, anywhere?"""

    def warrant(self, *roles: str, at: str) -> Warrant | None:
        """The post of one of these roles that reaches the place with code ``at``."""


def can_set_some_rules(actor: PostHolder) -> bool:
    """A system administrator, of whatever place."""
    return actor.has(SYSTEM_ADMIN)


def can_set_rules(actor: PostHolder, code: str) -> Warrant | None:
    """A system administrator sets the rules of the places that the post reaches."""
    return actor.warrant(SYSTEM_ADMIN, at=code)


def can_redraw(actor: PostHolder, code: str) -> Warrant | None:
    """A system administrator re-draws and renames the places that the post reaches."""
    return actor.warrant(SYSTEM_ADMIN, at=code)


def can_describe(actor: PostHolder, code: str) -> Warrant | None:
    """Households, estates and premises: the community's own worker keeps them, or a system administrator."""
    return actor.warrant(COMMUNITY_WORKER, SYSTEM_ADMIN, at=code)
