"""Who may do what to an event. Each answers with the warrant, or None."""

from typing import TYPE_CHECKING, Any

from linli.people.actors import Warrant
from linli.people.roles import Role

if TYPE_CHECKING:
    from linli.grid.models import Event

REPORTER = "reporter"
LOCAL = (Role.GRID_WORKER, Role.COMMUNITY_WORKER, Role.DISPATCHER)
OFFICE = (Role.COMMUNITY_WORKER, Role.DISPATCHER)
SEEING = (*LOCAL, Role.LEADER)
"""Whose places' events they see. Administrators set up, grant and watch; events are not theirs to read."""


def can_report(actor: Any) -> bool:
    """Those who work at a place or a unit; residents have a page of their own."""
    return bool(actor.has(*LOCAL, Role.LEADER, Role.HANDLER))


def can_triage(actor: Any, event: "Event") -> Warrant | None:
    """The grid's worker, the community, or the dispatcher above them."""
    warrant: Warrant | None = actor.warrant(*LOCAL, at=event.path)
    return warrant


def can_dispatch(actor: Any, event: "Event") -> Warrant | None:
    """The community's desk or a dispatcher above it; grid workers do not give work to departments."""
    warrant: Warrant | None = actor.warrant(*OFFICE, at=event.path)
    return warrant


def can_close(actor: Any, event: "Event") -> Warrant | None:
    return can_dispatch(actor, event)


def can_check(actor: Any, event: "Event") -> Warrant | None:
    """Somebody of the place looks at the result, never the unit that did the work."""
    if actor.unit_warrant(event.lead_unit_id):
        return None
    return can_triage(actor, event)


def can_handle(actor: Any, event: "Event") -> Warrant | None:
    """Those who sit at the unit that leads."""
    warrant: Warrant | None = actor.unit_warrant(event.lead_unit_id)
    return warrant


def can_comment(actor: Any, event: "Event") -> Warrant | None:
    return can_triage(actor, event) or can_handle(actor, event)


def is_reporter(actor: Any, event: "Event") -> Warrant | None:
    """Whoever showed the number and the secret of this event."""
    is_own = actor.kind == REPORTER and actor.event_id == event.pk
    return Warrant(REPORTER) if is_own else None


def can_rate(actor: Any, event: "Event") -> Warrant | None:
    return is_reporter(actor, event) if event.rating is None else None
