"""Who may do what to a unit's part in an event."""

from functools import reduce
from operator import or_

from django.db.models import Q

from linli.events.core.models import Assist, UnitPart, WhistleAnswer
from linli.events.core.policies import OFFICE, can_dispatch
from linli.events.core.states import AssistState
from linli.kernel.actor import Actor, Warrant
from linli.people.roles import Role


def is_unit(actor: Actor, part: UnitPart) -> Warrant | None:
    """Those who sit at the unit."""
    return actor.unit_warrant(part.unit_id)


def is_desk(actor: Actor, part: UnitPart) -> Warrant | None:
    """The desk that has the event, or one above; nobody decides on what their own unit asked for."""
    return None if is_unit(actor, part) else can_dispatch(actor, part.event)


def is_caller(actor: Actor, part: UnitPart) -> Warrant | None:
    """The community rates who came, whatever desk has the event by now; never the unit itself."""
    if is_unit(actor, part):
        return None
    return actor.warrant(*OFFICE, Role.GRID_WORKER, at=part.event.path)


def shared_with(actor: Actor) -> Q | None:
    """The events in which the actor's units have a part; confidential ones only while it is theirs."""
    if not actor.unit_ids:
        return None
    given_up = Q(state__in=(AssistState.DECLINED, AssistState.RELEASED), event__is_confidential=True)
    shares = (part._default_manager.filter(unit__in=actor.unit_ids) for part in (Assist, WhistleAnswer))
    return reduce(or_, (Q(pk__in=share.exclude(given_up).values("event")) for share in shares))
