"""Events when grids are re-drawn: open ones go on at the new grid, those that are over keep the grid of their day."""

from django.db.models import QuerySet

from linli.audit import trail
from linli.events.core.extensions import followers
from linli.events.core.models import Event, ResponsibleUnit
from linli.events.core.parts.actions import PARTS
from linli.events.core.states import OPEN, EventState
from linli.kernel.registry import Moving, Redrawing


def look_at_events(shift: Redrawing) -> Moving:
    """How many; which they are is not for whoever re-draws to read."""
    going = _going(_open(shift), shift)
    shift.records += [event.pk for event in going]
    return Moving(len(going))


def move_events(shift: Redrawing) -> int:
    """Locks each row first: a move that is being made ends before, or is made at the new grid."""
    going = _going(_open(shift).select_for_update(), shift)
    keys = [event.pk for event in going]
    Event.objects.filter(pk__in=keys).update(place=shift.new, path=shift.new_code)
    for key in keys:
        trail.record(
            "event.follow",
            actor=shift.actor,
            on_behalf_of=shift.on_behalf_of,
            subject_kind="event",
            subject_id=key,
            detail={"from": shift.old_code, "to": shift.new_code},
        )
    shift.records += keys
    for _name, follow in followers:
        follow(shift, keys)
    for kind in PARTS:
        parts = kind._default_manager.filter(event__in=keys)
        parts.update(place=shift.new, path=shift.new_code)
        shift.records += parts.filter(state__in=kind.open_states).values_list("pk", flat=True)
    return len(keys)


def look_at_responsible(shift: Redrawing) -> Moving:
    return Moving(_responsible(shift).count())


def move_responsible(shift: Redrawing) -> int:
    """Where the new grid has its own for a category, that one holds."""
    rows = _responsible(shift)
    own = ResponsibleUnit.objects.filter(place=shift.new).values_list("category", flat=True)
    rows.filter(category__in=list(own)).delete()
    return rows.update(place=shift.new)


def _open(shift: Redrawing) -> QuerySet[Event]:
    """With those that were joined to another one: split again, they go on."""
    going_on = Event.objects.inside(shift.old_code).filter(state__in=(*OPEN, EventState.JOINED))
    return going_on.filter(place=shift.old).order_by("pk")


def _going(events: QuerySet[Event], shift: Redrawing) -> list[Event]:
    if shift.is_whole:
        return list(events)
    pinned = events.filter(lat__isnull=False, is_outside=False)
    return [event for event in pinned if event.lat is not None and shift.holds(event.lat, event.lon or 0.0)]


def _responsible(shift: Redrawing) -> QuerySet[ResponsibleUnit]:
    rows = ResponsibleUnit.objects.filter(place=shift.old)
    return rows if shift.is_whole else rows.none()
