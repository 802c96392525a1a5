"""The lines of places, kept in memory: every row of a list shows one."""

import uuid
from collections.abc import Collection, Mapping
from typing import NamedTuple

from linli.kernel.problems import Text
from linli.kernel.snapshot import Snapshot
from linli.places.models import Place, short_name


class PlaceLine(NamedTuple):
    """``line`` is the name with those it lies in (see ``Place.line``)."""

    code: str
    name: str
    line: str


lines: Snapshot[dict[uuid.UUID, PlaceLine]] = Snapshot("places", dict)
"""Filled as it is asked for. Whoever gives places other names or codes touches it."""


def lines_of(places: Collection[uuid.UUID]) -> Mapping[uuid.UUID, PlaceLine]:
    """What a list says of each of the places."""
    known = lines.get()
    if unknown := [place for place in places if place not in known]:
        found = Place.objects.with_line().filter(pk__in=unknown)
        known |= {place.pk: PlaceLine(place.code, place.name, place.line) for place in found}
    return known


def place_names(codes: Collection[str]) -> dict[str, Text]:
    """For each code itself and the name of the place that has it today. One query."""
    found = Place.objects.filter(code__in=codes).values_list("code", "name")
    return {code: f"{code} {short_name(name)}" for code, name in found}
