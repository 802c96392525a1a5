"""The three administrators: one sets up, one grants, one watches."""

from linli.kernel.actor import Actor, Warrant
from linli.people.roles import Role


def can_set_up(actor: Actor) -> Warrant | None:
    """Categories and holidays, which are the same everywhere."""
    return actor.anywhere(Role.SYSTEM_ADMIN)


def can_grant(actor: Actor) -> Warrant | None:
    """Users and posts; which of them, their QuerySets say."""
    return actor.anywhere(Role.SECURITY_ADMIN)


def can_grant_at(actor: Actor, code: str) -> Warrant | None:
    """Posts at the place with ``code``: a post's reach is its place's subtree, that of this administrator too."""
    return actor.warrant(Role.SECURITY_ADMIN, at=code)


def can_set_up_at(actor: Actor, code: str) -> Warrant | None:
    """What belongs to one place: its units, who answers there for a category."""
    return actor.warrant(Role.SYSTEM_ADMIN, at=code)


def can_audit(actor: Actor) -> Warrant | None:
    """The whole trail."""
    return actor.anywhere(Role.AUDITOR)
