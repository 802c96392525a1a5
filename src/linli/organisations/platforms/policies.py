"""Who may do what about platforms and the standards of communities. Each answers with the warrant, or None."""

from typing import TYPE_CHECKING

from linli.kernel.actor import Actor, Warrant
from linli.organisations.registry.policies import FINDING, KEEPING, SEEING, can_keep_catalogues
from linli.people.roles import Role

if TYPE_CHECKING:
    from linli.organisations.platforms.models import Platform, PlatformCheck

CHECKING = (Role.ORGANISATION_OFFICER, Role.INCUBATOR)
"""Who holds platforms against the standard."""
ENTERING = (Role.COMMUNITY_WORKER, Role.ORGANISATION_OFFICER)
"""Who puts down what a community has, where no record tells it."""


def can_see_platforms(actor: Actor) -> Warrant | None:
    return actor.anywhere(*SEEING, Role.REPRESENTATIVE)


def can_see_checklist(actor: Actor) -> Warrant | None:
    return can_see_platforms(actor) or can_keep_catalogues(actor)


def can_see_standards(actor: Actor) -> Warrant | None:
    return actor.anywhere(*SEEING)


def can_see_standards_of(actor: Actor, code: str) -> Warrant | None:
    return actor.warrant(*SEEING, at=code)


def can_open_some(actor: Actor) -> Warrant | None:
    return actor.anywhere(*FINDING)


def can_run(actor: Actor, platform: "Platform") -> Warrant | None:
    """Change what it says of itself: who runs it, or who works with organisations at its place."""
    operator = platform.operator
    mine: Warrant | None = actor.unit_warrant(operator.unit_id) if operator and operator.unit_id else None
    at_place: Warrant | None = actor.warrant(*FINDING, at=platform.path)
    return mine or at_place


def can_keep_platform(actor: Actor, platform: "Platform") -> Warrant | None:
    return actor.warrant(*KEEPING, at=platform.path)


def can_visit_some(actor: Actor) -> Warrant | None:
    return actor.anywhere(*CHECKING)


def can_visit(actor: Actor, platform: "Platform") -> Warrant | None:
    return actor.warrant(*CHECKING, at=platform.path)


def can_put_right(actor: Actor, visit: "PlatformCheck") -> Warrant | None:
    return can_run(actor, visit.platform)


def can_recheck(actor: Actor, visit: "PlatformCheck") -> Warrant | None:
    return can_visit(actor, visit.platform)


def can_enter(actor: Actor, code: str) -> Warrant | None:
    return actor.warrant(*ENTERING, at=code)
