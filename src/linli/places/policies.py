"""Who may change places and rules.

Posts are known one room higher; here it is enough that an actor can say through which post they act.
"""

from linli.kernel.actor import Actor, Warrant

SYSTEM_ADMIN, COMMUNITY_WORKER = "system_admin", "community_worker"
"""The roles' names in ``linli.people``; a test holds the two together."""


def can_set_some_rules(actor: Actor) -> bool:
    """A system administrator, of whatever place."""
    return actor.has(SYSTEM_ADMIN)


def can_set_rules(actor: Actor, code: str) -> Warrant | None:
    """A system administrator sets the rules of the places that the post reaches."""
    return actor.warrant(SYSTEM_ADMIN, at=code)


def can_redraw(actor: Actor, code: str) -> Warrant | None:
    """A system administrator re-draws and renames the places that the post reaches."""
    return actor.warrant(SYSTEM_ADMIN, at=code)


def can_describe(actor: Actor, code: str) -> Warrant | None:
    """Households, estates and premises: the community's own worker keeps them, or a system administrator."""
    return actor.warrant(COMMUNITY_WORKER, SYSTEM_ADMIN, at=code)
