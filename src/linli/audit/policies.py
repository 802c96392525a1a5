"""Who may look at the trail.

Posts are known two rooms higher; here it is enough that an actor can say whether they hold one of a role.
"""

from typing import Protocol

AUDITOR = "auditor"
"""The role's name in ``linli.people``; a test holds the two together."""


class PostHolder(Protocol):
    """What ``request.actor`` is, seen from here."""

    def has(self, *roles: str) -> bool: ...


def can_audit(actor: PostHolder) -> bool:
    """The auditor alone, and all of it: a trail with gaps proves nothing."""
    return actor.has(AUDITOR)
