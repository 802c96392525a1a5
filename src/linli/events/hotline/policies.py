"""Who may do what about orders. Each answers with the warrant, or None."""

from typing import TYPE_CHECKING

from linli.events.core.policies import OFFICE
from linli.kernel.actor import Actor, Warrant
from linli.people.roles import Role

if TYPE_CHECKING:
    from linli.events.core.models import Event
    from linli.events.hotline.models import HotlineOrder, OrderSource

LOOKING = (*OFFICE, Role.LEADER)


def can_see_orders(actor: Actor) -> Warrant | None:
    """Desks and leaders have the list, each of their own places' orders."""
    return actor.anywhere(*LOOKING)


def can_carry(actor: Actor) -> Warrant | None:
    """Dispatchers bring files in and take answers out, see ``can_carry_for``."""
    return actor.anywhere(Role.DISPATCHER)


def can_carry_for(actor: Actor, source: "OrderSource") -> Warrant | None:
    return actor.warrant(Role.DISPATCHER, at=source.place.code)


def can_speak_for(actor: Actor, event: "Event") -> Warrant | None:
    """The desk that has the event asks the platform for time, and notes what it answered."""
    return actor.warrant(*OFFICE, at=event.desk_path)


def can_look_for_callers(actor: Actor) -> Warrant | None:
    """Desks find the other orders of somebody who called: of those only whose caller they may read."""
    return actor.anywhere(*OFFICE)


def can_see_caller(actor: Actor, order: "HotlineOrder") -> Warrant | None:
    """The desks of the event's place, never those of the unit that does the work.

    Who wants to stay unknown is known to dispatchers alone.
    """
    event = order.event
    if actor.unit_warrant(event.lead_unit_id):
        return None
    roles = (Role.DISPATCHER,) if order.hides_caller else OFFICE
    return actor.warrant(*roles, at=event.path)
