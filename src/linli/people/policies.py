"""The three administrators: one sets up, one grants, one watches."""

from typing import TYPE_CHECKING

from linli.people.roles import Role

if TYPE_CHECKING:
    from linli.people.actors import AnyActor, Warrant


def can_set_up(actor: "AnyActor") -> "Warrant | None":
    """Categories and holidays, which are the same everywhere."""
    return anywhere(actor, Role.SYSTEM_ADMIN)


def can_grant(actor: "AnyActor") -> "Warrant | None":
    """Users and posts; which of them, their QuerySets say."""
    return anywhere(actor, Role.SECURITY_ADMIN)


def can_grant_at(actor: "AnyActor", code: str) -> "Warrant | None":
    """Posts at the place with ``code``: a post's reach is its place's subtree, that of this administrator too."""
    return actor.warrant(Role.SECURITY_ADMIN, at=code)


def can_set_up_at(actor: "AnyActor", code: str) -> "Warrant | None":
    """What belongs to one place: its units, who answers there for a category."""
    return actor.warrant(Role.SYSTEM_ADMIN, at=code)


def can_audit(actor: "AnyActor") -> "Warrant | None":
    """The whole trail."""
    return anywhere(actor, Role.AUDITOR)


def anywhere(actor: "AnyActor", *roles: Role) -> "Warrant | None":
    """The first post of one of these roles, wherever it is: for menus, lists, and beginning something somewhere."""
    return next((standing.warrant for standing in actor.standings if standing.role in roles), None)
