"""The lines of places, kept in memory: every row of a list shows one."""

import uuid
from collections.abc import Collection, Mapping

from linli.kernel.snapshot import Snapshot
from linli.places.models import Place

lines: Snapshot[dict[uuid.UUID, str]] = Snapshot("places", dict)
"""Filled as it is asked for. Whoever gives places other names or codes touches it."""


def lines_of(places: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """For each place its name with those it lies in (see ``Place.line``)."""
    known = lines.get()
    if unknown := [place for place in places if place not in known]:
        known |= {place.pk: place.line for place in Place.objects.with_line().filter(pk__in=unknown)}
    return known
