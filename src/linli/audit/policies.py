"""Who may look at the trail.

Posts are known two rooms higher; here it is enough that an actor can say whether they hold one of a role.
"""

from linli.kernel.actor import Actor

AUDITOR = "auditor"
"""The role's name in ``linli.people``; a test holds the two together."""


def can_audit(actor: Actor) -> bool:
    """The auditor alone, and all of it: a trail with gaps proves nothing."""
    return actor.has(AUDITOR)
