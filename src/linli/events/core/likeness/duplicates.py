"""Which open events may be the same as one that is reported: near in place, in time and in words.

Only open work is looked through, by an index on its points, so that the years before cost nothing.
"""

import datetime
import math
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Q
from django.utils import timezone

from linli.events.core import rules
from linli.events.core.models import METRES_PER_DEGREE, Category, Event, EventQuerySet
from linli.places.placed import inside

MOST = 5
LOOKED_AT = 200
LEAST_ALIKE = 0.2
"""Share of character pairs that two texts of different kinds must have in common."""


@dataclass(frozen=True)
class Twin:
    """``metres`` is None where one of the two has no point."""

    event: Event
    metres: int | None
    alike: float


def similar(event: Event, among: EventQuerySet) -> list[Twin]:
    """At most five open events that may be the same matter, the likeliest first. One query."""
    return [twin for twin in find(event, among) if twin.event.pk != event.pk][:MOST]


def find(event: Event, among: EventQuerySet) -> list[Twin]:
    """The same for an event that is not saved yet. ``among`` is what the asker may see.

    Confidential events are compared with nothing: who may see both need not be shown one beside the other.
    """
    if event.is_confidential:
        return []
    metres = rules.DUPLICATE_METRES.at(event.path)
    since = (event.created_at or timezone.now()) - datetime.timedelta(days=rules.DUPLICATE_DAYS.at(event.path))
    near = among.still_open().filter(created_at__gte=since, is_confidential=False)
    if event.lat is not None and event.lon is not None:
        near = near.near(event.lat, event.lon, metres=metres)
    else:
        near = near.filter(inside(event.path))
    rows = near.filter(_same_family(event)).for_list().order_by("-pk")[:LOOKED_AT]
    twins = (_compared(event, row) for row in rows)
    likely = [twin for twin in twins if _is_likely(event, twin, metres)]
    return sorted(likely, key=lambda twin: (-twin.alike, twin.metres or 0, twin.event.pk))


def _same_family(event: Event) -> Q:
    """Of the same main category: a lamp is no noise, but people choose differently within one. Any, while none is."""
    own = _category(event)
    if own is None:
        return Q()
    main = own.parent_id or own.pk
    return Q(category=main) | Q(category__parent=main)


def _category(event: Event) -> Category | None:
    """None while whoever reports it has not chosen one."""
    key: uuid.UUID | None = event.category_id
    return event.category if key else None


def _compared(event: Event, row: Event) -> Twin:
    return Twin(row, _metres(event, row), _alike(event.text, row.text))


def _is_likely(event: Event, twin: Twin, metres: int) -> bool:
    if twin.metres is not None and twin.metres > metres:
        return False
    return twin.event.category_id == event.category_id or twin.alike >= LEAST_ALIKE


def _metres(one: Event, other: Event) -> int | None:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    north = (one.lat - other.lat) * METRES_PER_DEGREE
    east = (one.lon - other.lon) * METRES_PER_DEGREE * math.cos(math.radians(one.lat))
    return round(math.hypot(north, east))


def _alike(one: str, other: str) -> float:
    """From 0 to 1: how many of the pairs of neighbouring characters the two texts share (Dice's coefficient)."""
    first, second = _pairs(one), _pairs(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _pairs(text: str) -> set[str]:
    return {a + b for a, b in pairwise(text) if _is_word(a + b)}


def _is_word(characters: Iterable[str]) -> bool:
    return all(character.isalnum() for character in characters)
