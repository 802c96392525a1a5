"""Keeping how the month stands: once an hour today's row is written anew, so the day's last one stays.

Of days on which nothing was kept, because their events came in later, it is worked out from the events.
"""

import datetime
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping

from django.db.models import Sum
from django.utils import timezone

from linli.events.core.figures_query import span
from linli.events.core.models import Event
from linli.events.figures.measures import MEASURES
from linli.events.figures.models import Figure, FigureDay
from linli.kernel.rows import load
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.models import Place


def keep_today() -> int:
    """Note for every community and what it lies in what is due and closed this month; returns for how many."""
    today = timezone.localdate()
    rows = (
        Figure.objects.filter(month=today.replace(day=1), path__length__lte=CODE_LENGTHS[Level.COMMUNITY])
        .order_by()
        .values("path")
        .annotate(n_due=Sum("due"), n_closed=Sum("closed"))
    )
    stood = {row["path"]: (row["n_due"], row["n_closed"]) for row in rows}
    places = Place.objects.filter(code__in=stood).values_list("pk", "code")
    return keep(today, {place: stood[code] for place, code in places})


def keep(day: datetime.date, stood: Mapping[uuid.UUID, tuple[int, int]]) -> int:
    """By place what was due and closed; written over what was noted of that day before."""
    days = [FigureDay(place_id=place, day=day, due=due, closed=closed) for place, (due, closed) in stood.items()]
    FigureDay.objects.bulk_create(
        days, update_conflicts=True, unique_fields=["place", "day"], update_fields=["due", "closed"]
    )
    return len(days)


KEPT_LEVELS = (Level.DISTRICT, Level.SUBDISTRICT, Level.COMMUNITY)
KEPT = [CODE_LENGTHS[level] for level in KEPT_LEVELS]
DAY = datetime.timedelta(days=1)


def reckon(first: datetime.date, last: datetime.date) -> int:
    """Work out anew how the months stood at the end of each day from ``first`` to ``last``; returns how many rows.

    An event counts from its dispatch (or its end, when it was solved on the spot), and as closed from its end.
    The caller's transaction holds all of it.
    """
    places = dict(Place.objects.filter(level__in=KEPT_LEVELS).values_list("code", "pk"))
    rows = []
    while first <= last:
        end = min(_after_month(first) - DAY, last)
        rows += [
            FigureDay(place_id=places[code], day=day, due=due, closed=closed)
            for code, day, due, closed in _days_of_month(first, end)
            if code in places
        ]
        FigureDay.objects.filter(day__range=(first, end)).delete()
        first = end + DAY
    load(rows)
    return len(rows)


def _days_of_month(first: datetime.date, last: datetime.date) -> Iterator[tuple[str, datetime.date, int, int]]:
    """By place and day, from the first day on which anything was due."""
    month = first.replace(day=1)
    starts, after = span(month, month)
    due, closed = Counter[tuple[str, datetime.date]](), Counter[tuple[str, datetime.date]]()
    events = Event.objects.filter(MEASURES["due"].where, close_due__gte=starts, close_due__lt=after).order_by()
    is_closed = set(events.filter(MEASURES["closed"].where).values_list("pk", flat=True))
    for key, path, dispatched_at, ended_at in events.values_list("pk", "path", "dispatched_at", "ended_at"):
        began = max(timezone.localdate(dispatched_at or ended_at or starts), month)
        ended = max(timezone.localdate(ended_at), began) if ended_at and key in is_closed else None
        for code in {path[:length] for length in KEPT if len(path) >= length}:
            due[code, began] += 1
            if ended:
                closed[code, ended] += 1
    for code in sorted({code for code, _day in due}):
        stands_due = stands_closed = 0
        day = month
        while day <= last:
            stands_due += due[code, day]
            stands_closed += closed[code, day]
            if day >= first and stands_due:
                yield code, day, stands_due, stands_closed
            day += DAY


def _after_month(day: datetime.date) -> datetime.date:
    return (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
