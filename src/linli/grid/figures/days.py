"""Keeping how the month stands: once an hour today's row is written anew, so the day's last one stays."""

import datetime
import uuid
from collections.abc import Mapping

from django.db.models import Sum
from django.utils import timezone

from linli.grid.models import Figure, FigureDay
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
