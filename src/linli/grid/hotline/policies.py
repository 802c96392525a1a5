"""Who may do what about orders. Each answers with the warrant, or None."""

from typing import TYPE_CHECKING, Any

from linli.grid.policies import OFFICE
from linli.people.actors import Warrant
from linli.people.policies import anywhere
from linli.people.roles import Role

if TYPE_CHECKING:
    from linli.grid.models import Event, Order, OrderSource

LOOKING = (*OFFICE, Role.LEADER)


def can_see_orders(actor: Any) -> Warrant | None:
    """Desks and leaders have the list, each of their own places' orders."""
    return anywhere(actor, *LOOKING)


def can_carry(actor: Any) -> Warrant | None:
    """Dispatchers bring files in and take answers out, see ``can_carry_for``."""
    return anywhere(actor, Role.DISPATCHER)


def can_carry_for(actor: Any, source: "OrderSource") -> Warrant | None:
    warrant: Warrant | None = actor.warrant(Role.DISPATCHER, at=source.place.code)
    return warrant


def can_speak_for(actor: Any, event: "Event") -> Warrant | None:
    """The desk that has the event asks the platform for time, and notes what it answered."""
    warrant: Warrant | None = actor.warrant(*OFFICE, at=event.desk_path)
    return warrant


def can_look_for_callers(actor: Any) -> Warrant | None:
    """Desks find the other orders of somebody who called: of those only whose caller they may read."""
    return anywhere(actor, *OFFICE)


def can_see_caller(actor: Any, order: "Order") -> Warrant | None:
    """The desks of the event's place, never those of the unit that does the work.

    Who wants to stay unknown is known to dispatchers alone.
    """
    event = order.event
    if actor.unit_warrant(event.lead_unit_id):
        return None
    roles = (Role.DISPATCHER,) if order.hides_caller else OFFICE
    warrant: Warrant | None = actor.warrant(*roles, at=event.path)
    return warrant
