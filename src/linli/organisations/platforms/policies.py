"""Who may do what about platforms and the standards of communities. Each answers with the warrant, or None."""

from typing import TYPE_CHECKING, Any

from linli.organisations.policies import FINDING, KEEPING, SEEING, can_keep_catalogues
from linli.people.actors import Warrant
from linli.people.policies import anywhere
from linli.people.roles import Role

if TYPE_CHECKING:
    from linli.organisations.models import Platform, PlatformCheck

CHECKING = (Role.ORGANISATION_OFFICER, Role.INCUBATOR)
"""Who holds platforms against the standard."""
ENTERING = (Role.COMMUNITY_WORKER, Role.ORGANISATION_OFFICER)
"""Who puts down what a community has, where no record tells it."""


def can_see_platforms(actor: Any) -> Warrant | None:
    return anywhere(actor, *SEEING, Role.REPRESENTATIVE)


def can_see_checklist(actor: Any) -> Warrant | None:
    return can_see_platforms(actor) or can_keep_catalogues(actor)


def can_see_standards(actor: Any) -> Warrant | None:
    return anywhere(actor, *SEEING)


def can_see_standards_of(actor: Any, code: str) -> Warrant | None:
    warrant: Warrant | None = actor.warrant(*SEEING, at=code)
    return warrant


def can_open_some(actor: Any) -> Warrant | None:
    return anywhere(actor, *FINDING)


def can_run(actor: Any, platform: "Platform") -> Warrant | None:
    """Change what it says of itself: who runs it, or who works with organisations at its place."""
    operator = platform.operator
    mine: Warrant | None = actor.unit_warrant(operator.unit_id) if operator and operator.unit_id else None
    at_place: Warrant | None = actor.warrant(*FINDING, at=platform.path)
    return mine or at_place


def can_keep_platform(actor: Any, platform: "Platform") -> Warrant | None:
    warrant: Warrant | None = actor.warrant(*KEEPING, at=platform.path)
    return warrant


def can_visit_some(actor: Any) -> Warrant | None:
    return anywhere(actor, *CHECKING)


def can_visit(actor: Any, platform: "Platform") -> Warrant | None:
    warrant: Warrant | None = actor.warrant(*CHECKING, at=platform.path)
    return warrant


def can_put_right(actor: Any, visit: "PlatformCheck") -> Warrant | None:
    return can_run(actor, visit.platform)


def can_recheck(actor: Any, visit: "PlatformCheck") -> Warrant | None:
    return can_visit(actor, visit.platform)


def can_enter(actor: Any, code: str) -> Warrant | None:
    warrant: Warrant | None = actor.warrant(*ENTERING, at=code)
    return warrant
