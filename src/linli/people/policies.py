"""The three administrators: one sets up, one grants, one watches."""

from linli.people.actors import AnyActor, Warrant
from linli.people.roles import Role


def can_set_up(actor: AnyActor) -> Warrant | None:
    """Categories, rules, holidays, places, units."""
    return _first(actor, Role.SYSTEM_ADMIN)


def can_grant(actor: AnyActor) -> Warrant | None:
    """Users, posts, tokens."""
    return _first(actor, Role.SECURITY_ADMIN)


def can_audit(actor: AnyActor) -> Warrant | None:
    """The whole trail."""
    return _first(actor, Role.AUDITOR)


def _first(actor: AnyActor, role: Role) -> Warrant | None:
    return next((standing.warrant for standing in actor.standings if standing.role == role), None)
