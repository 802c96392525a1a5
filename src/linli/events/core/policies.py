"""Who may do what to an event. Each answers with the warrant, or None."""

from typing import TYPE_CHECKING

from linli.events.core.desks import above, below
from linli.kernel.actor import Actor, Warrant
from linli.people.roles import Role

if TYPE_CHECKING:
    from linli.events.core.models import Event

REPORTER = "reporter"
LOCAL = (Role.GRID_WORKER, Role.COMMUNITY_WORKER, Role.DISPATCHER)
OFFICE = (Role.COMMUNITY_WORKER, Role.DISPATCHER)
SEEING = (*LOCAL, Role.LEADER)
"""Whose places' events they see. Administrators set up, grant and watch; events are not theirs to read."""


def can_report(actor: Actor) -> bool:
    """Those who work at a place or a unit; residents have a page of their own."""
    return bool(actor.has(*LOCAL, Role.LEADER, Role.HANDLER))


def can_see_figures(actor: Actor) -> Warrant | None:
    """Those who see the events of a place see its figures."""
    return actor.anywhere(*SEEING)


def can_triage(actor: Actor, event: "Event") -> Warrant | None:
    """The grid's worker, the community, or the dispatcher above them; after a raise only who sits at least as high."""
    return actor.warrant(*LOCAL, at=event.desk_path)


def can_dispatch(actor: Actor, event: "Event") -> Warrant | None:
    """The desk that has it or one above; grid workers do not give work to departments."""
    return actor.warrant(*OFFICE, at=event.desk_path)


def can_take_up(actor: Actor, event: "Event") -> Warrant | None:
    """Whoever may accept it may begin to mediate; what is not confidential is no dispute."""
    return can_triage(actor, event) if event.is_confidential else None


def can_raise(actor: Actor, event: "Event") -> Warrant | None:
    return can_dispatch(actor, event) if above(event.desk) else None


def can_hand_down(actor: Actor, event: "Event") -> Warrant | None:
    return can_dispatch(actor, event) if below(event.desk, path=event.path) else None


def can_supervise(actor: Actor, event: "Event") -> Warrant | None:
    """A leader of the place, or a dispatcher: those who answer for others' work."""
    return actor.warrant(Role.LEADER, Role.DISPATCHER, at=event.path)


def can_ask_time(actor: Actor, event: "Event") -> Warrant | None:
    return can_handle(actor, event)


def can_close(actor: Actor, event: "Event") -> Warrant | None:
    return can_dispatch(actor, event)


def can_check(actor: Actor, event: "Event") -> Warrant | None:
    """Somebody of the place looks at the result, never the unit that did the work."""
    if actor.unit_warrant(event.lead_unit_id):
        return None
    return is_local(actor, event)


def can_handle(actor: Actor, event: "Event") -> Warrant | None:
    """Those who sit at the unit that leads."""
    return actor.unit_warrant(event.lead_unit_id)


def can_comment(actor: Actor, event: "Event") -> Warrant | None:
    return is_local(actor, event) or can_handle(actor, event)


def is_local(actor: Actor, event: "Event") -> Warrant | None:
    """Those who work at the event's place or above it, wherever it is decided now."""
    return actor.warrant(*LOCAL, at=event.path)


def is_reporter(actor: Actor, event: "Event") -> Warrant | None:
    """Whoever showed the number and the secret of this event."""
    is_own = actor.kind == REPORTER and actor.record_id == event.pk
    return Warrant(REPORTER) if is_own else None


def can_say_same(actor: Actor, event: "Event") -> Warrant | None:
    """Nobody is shown what a confidential event could be the same as."""
    return is_reporter(actor, event) if event.same_as_id is None and not event.is_confidential else None


def can_rate(actor: Actor, event: "Event") -> Warrant | None:
    return is_reporter(actor, event) if event.rating is None else None
