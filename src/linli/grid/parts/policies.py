"""Who may do what to a unit's part in an event."""

from typing import TYPE_CHECKING, Any

from linli.grid.policies import OFFICE, can_dispatch
from linli.people.actors import Warrant
from linli.people.roles import Role

if TYPE_CHECKING:
    from linli.grid.models.parts import Part


def is_unit(actor: Any, part: "Part") -> Warrant | None:
    """Those who sit at the unit."""
    warrant: Warrant | None = actor.unit_warrant(part.unit_id)
    return warrant


def is_desk(actor: Any, part: "Part") -> Warrant | None:
    """The desk that has the event, or one above; nobody decides on what their own unit asked for."""
    return None if is_unit(actor, part) else can_dispatch(actor, part.event)


def is_caller(actor: Any, part: "Part") -> Warrant | None:
    """The community rates who came, whatever desk has the event by now; never the unit itself."""
    if is_unit(actor, part):
        return None
    warrant: Warrant | None = actor.warrant(*OFFICE, Role.GRID_WORKER, at=part.event.path)
    return warrant
