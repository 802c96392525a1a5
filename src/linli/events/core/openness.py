"""Which events the world may know of at all: the one place that decides it, for residents' pages and ``/open311/``."""

import uuid
from collections.abc import Collection

from linli.events.core.models import Event, EventQuerySet
from linli.kernel.actor import Actor


def public_events() -> EventQuerySet:
    """Events whose category, state, dates and community anybody may learn: of a confidential one not even these."""
    return Event.objects.filter(is_confidential=False)


def known_to(actor: Actor | None) -> EventQuerySet:
    """The events there are for somebody: the public ones, and with a key those that its user sees."""
    return public_events() if actor is None else public_events() | Event.objects.visible_to(actor)


def opened_to(actor: Actor | None, events: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of ``events`` of which this caller may read what was written and where exactly it is."""
    if actor is None or not events:
        return set()
    return set(Event.objects.visible_to(actor).filter(pk__in=events).values_list("pk", flat=True))
