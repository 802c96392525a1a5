"""Do the counters say what the events say? They are all counted again, straight from the events."""

from django.db.models import Count, Sum
from django.db.models.functions import Left, TruncMonth
from django.utils import timezone

from linli.grid.figures.counting import LENGTHS, count
from linli.grid.figures.measures import MEASURES, Measure
from linli.grid.models import Event, Figure

SHOWN = 5


def verify() -> list[str]:
    """The faults found, at most five for each measure. What is not counted yet is counted first."""
    count()
    return [fault for measure in MEASURES.values() for fault in _faults(measure)]


def _faults(measure: Measure) -> list[str]:
    faults = []
    for length in sorted(LENGTHS):
        kept, found = _kept(measure, length), _found(measure, length)
        for key in sorted(kept.keys() | found.keys()):
            if kept.get(key, 0) != found.get(key, 0):
                place, month = key
                faults.append(
                    f"figures of {place} in {month:%Y-%m}: {measure.name} is {kept.get(key, 0)}, "
                    f"the events say {found.get(key, 0)}"
                )
    return faults[:SHOWN]


def _kept(measure: Measure, length: int) -> dict[tuple[str, object], int]:
    rows = Figure.objects.filter(path__length=length).values_list("path", "month")
    return {(path, month): total for path, month, total in rows.annotate(total=Sum(measure.name)) if total}


def _found(measure: Measure, length: int) -> dict[tuple[str, object], int]:
    month = TruncMonth(measure.month_of, tzinfo=timezone.get_default_timezone())
    rows = (
        Event.objects.filter(measure.where, path__length__gte=length)
        .annotate(of=Left("path", length), month=month)
        .order_by()
        .values_list("of", "month")
    )
    return {(path, at.date()): total for path, at, total in rows.annotate(total=Count("pk"))}
