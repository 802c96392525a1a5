"""What a resident is told of others' reports near theirs: category, roughly where, the day, and how far it is.

Neither words nor points of others decide what is told. Points count by the square of a coarse lattice they lie in,
the asker's own as well, so that moving the pin about finds out no more than the square.
"""

import datetime
import math
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.events.core import rules
from linli.events.core.likeness.duplicates import MOST
from linli.events.core.models import METRES_PER_DEGREE, Category, Event
from linli.events.core.openness import public_events
from linli.events.core.show import PUBLIC_STAGES, public_stage
from linli.kernel.problems import Text
from linli.places.levels import CODE_LENGTHS, Level

Point = tuple[float, float]
"""Latitude and longitude, in degrees."""
LOOKED_AT = 200


@dataclass(frozen=True)
class Told:
    number: str
    category: str
    where: Text
    reported_on: datetime.date
    stage: Text


def reported_beside(event: Event) -> list[Told]:
    """The same for an event that was reported."""
    if event.is_confidential:
        return []
    point = None if event.lat is None or event.lon is None else (event.lat, event.lon)
    code = event.path[: CODE_LENGTHS[Level.COMMUNITY]]
    return reported_near(event.category, code, point, besides=event.number)


def reported_near(category: Category, code: str, point: Point | None, *, besides: str = "") -> list[Told]:
    """At most five open reports of the same category, the nearest first; without a point those of the place ``code``.

    One query; none for a confidential category, of which nothing is told.
    """
    if category.keeps_confidential:
        return []
    since = timezone.now() - datetime.timedelta(days=rules.DUPLICATE_DAYS.at(code))
    events = public_events().still_open().filter(category=category, created_at__gte=since)
    events = events.exclude(number=besides) if besides else events
    events = events.select_related("category").order_by("-pk")
    if point is None:
        return [_told(event, _("在本社区")) for event in events.inside(code)[:MOST]]
    cell, metres = rules.PUBLIC_METRES.at(code), rules.DUPLICATE_METRES.at(code)
    here = middle_of(point, cell)
    # Wider than what is told, so that the squares alone decide.
    around = events.near(*here, metres=metres + 2 * cell)[:LOOKED_AT]
    rows = [(_cells_between(here, event, cell), event) for event in around]
    near = sorted((row for row in rows if row[0] * cell <= metres + cell / 2), key=lambda row: row[0])
    return [_told(event, _where(cells * cell)) for cells, event in near[:MOST]]


def middle_of(point: Point, cell: int) -> Point:
    """The middle of the square, ``cell`` metres wide, that the point lies in."""
    step = cell / METRES_PER_DEGREE
    lat = (math.floor(point[0] / step) + 0.5) * step
    across = step / math.cos(math.radians(lat))
    return lat, (math.floor(point[1] / across) + 0.5) * across


def _cells_between(here: Point, event: Event, cell: int) -> int:
    assert event.lat is not None
    assert event.lon is not None
    there = middle_of((event.lat, event.lon), cell)
    north = (here[0] - there[0]) * METRES_PER_DEGREE
    east = (here[1] - there[1]) * METRES_PER_DEGREE * math.cos(math.radians(here[0]))
    return round(math.hypot(north, east) / cell)


def _where(metres: int) -> Text:
    return _("相距约 %(metres)s 米") % {"metres": metres} if metres else _("就在同一处")


def _told(event: Event, where: Text) -> Told:
    return Told(
        number=event.number,
        category=event.category.name,
        where=where,
        reported_on=timezone.localtime(event.created_at).date(),
        stage=PUBLIC_STAGES[public_stage(event)][0],
    )
