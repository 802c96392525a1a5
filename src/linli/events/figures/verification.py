"""Do the counters say what the events say? They are all counted again, straight from the events."""

import datetime
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, islice
from operator import itemgetter

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from linli.events.core.models import Event
from linli.events.figures.counting import LENGTHS, NAMES, count
from linli.events.figures.measures import DUE_IN, MEASURES, REPORTED_IN
from linli.events.figures.models import Figure

SHOWN = 5
Key = tuple[str, str, datetime.date]
"""Measure, code of a place, first day of a month."""


def verify() -> list[str]:
    """The faults found, at most five for each measure. What is not counted yet is counted first. Three queries."""
    count()
    kept, found = _kept(), _found()
    wrong = sorted(key for key in kept.keys() | found.keys() if kept[key] != found[key])
    shown = [key for _, keys in groupby(wrong, key=itemgetter(0)) for key in islice(keys, SHOWN)]
    return [
        f"figures of {place} in {month:%Y-%m}: {name} is {kept[name, place, month]}, "
        f"the events say {found[name, place, month]}"
        for name, place, month in shown
    ]


def _kept() -> "Counter[Key]":
    rows = Figure.objects.values("path", "month").annotate(**{f"n_{name}": Sum(name) for name in NAMES})
    return Counter({(name, row["path"], row["month"]): row[f"n_{name}"] for row in rows for name in NAMES})


def _found() -> "Counter[Key]":
    found: Counter[Key] = Counter()
    for moment in (REPORTED_IN, DUE_IN):
        for name, path, month, number in _of_each_place(moment):
            for length in LENGTHS:
                if len(path) >= length:
                    found[name, path[:length], month] += number
    return found


def _of_each_place(moment: str) -> Iterator[tuple[str, str, datetime.date, int]]:
    """Counts of the events that lie right there, in whatever depth that is."""
    measures = {f"n_{name}": measure for name, measure in MEASURES.items() if measure.month_of == moment}
    counts = {name: Count("pk", filter=measure.where) for name, measure in measures.items()}
    month = TruncMonth(moment, tzinfo=timezone.get_default_timezone())
    events = Event.objects.filter(**{f"{moment}__isnull": False}).order_by().values("path", month=month)
    for row in events.annotate(**counts):
        for name, measure in measures.items():
            yield measure.name, row["path"], row["month"].date(), row[name]
