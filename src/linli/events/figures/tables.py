"""Reading the counters: one table, grouped by places below, categories, units or months."""

import datetime
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.events.core import rules
from linli.events.core.figures_query import BELOW
from linli.events.core.models import Category, Event
from linli.events.figures.counting import NAMES
from linli.events.figures.measures import RATES, Rate
from linli.events.figures.models import NO_UNIT, Figure
from linli.inbox.models import Task
from linli.kernel.problems import Text
from linli.people.models import Unit
from linli.places.levels import CODE_LENGTHS, Level, after
from linli.places.models import Place

NOTHING: Mapping[str, int] = dict.fromkeys(NAMES, 0)
COUNTS = ("reported", "due", "closed")
"""The counts that a page shows beside the rates."""
KEY_RATES = [RATES[name] for name in ("closed", "closed_in_time", "in_community", "in_grid", "reopened", "satisfied")]
"""What a page shows first; the others when they are asked for."""


@dataclass(frozen=True)
class Line:
    """One row. ``key`` filters the records behind it; ``late`` is what is overdue and waiting at this moment."""

    key: str
    title: Text
    counts: Mapping[str, int]
    late: int | None = None
    fewest: int = 0

    def rate(self, rate: Rate) -> Fraction | None:
        return rate.value(self.counts)

    def is_too_few(self, rate: Rate) -> bool:
        """So few ratings that a rate would tell what one person said."""
        return rate.is_about_people and 0 < self.counts[rate.among] < self.fewest

    def shown(self, rates: Iterable[Rate]) -> list[tuple[Rate, Fraction | None, bool]]:
        """Each with its share, and whether it rests on too few."""
        return [(rate, self.rate(rate), self.is_too_few(rate)) for rate in rates]


@dataclass(frozen=True)
class Table:
    lines: Sequence[Line]
    total: Line


def table(place: Place, by: str, first: datetime.date, last: datetime.date, *, category: Category | None) -> Table:
    """The figures of ``place`` for the months from ``first`` to ``last``. A fixed number of queries."""
    fewest = rules.FEWEST_RATINGS.at(place.code)
    if by != "place":
        counts = _counts([place.code], by, first, last, category)
        lines = [Line(str(key), title, counts[key], fewest=fewest) for key, title in _titled(by, counts)]
        return Table(lines, Line("", _("合计"), _sum(counts.values()), fewest=fewest))
    below = Place.objects.inside(place.code).filter(level=BELOW[Level(place.level)]).order_by("code")
    counts = _counts([place.code, *(one.code for one in below)], by, first, last, category)
    late = _late_by_place(place)
    lines = [
        Line(one.code, one.short_name, counts.get(one.code, NOTHING), late=late.get(one.code, 0), fewest=fewest)
        for one in below
        if one.ended_on is None or one.code in counts
    ]
    # The place's own counters hold what lies in none of those below as well.
    whole = counts.get(place.code, NOTHING)
    return Table(lines, Line("", _("合计"), whole, late=sum(late.values()), fewest=fewest))


def _counts(
    codes: list[str], by: str, first: datetime.date, last: datetime.date, category: Category | None
) -> dict[object, Mapping[str, int]]:
    figures = Figure.objects.filter(path__in=codes, month__range=(first, last))
    if category:
        figures = figures.filter(category__in=[category.pk, *category.children.values_list("pk", flat=True)])
    column = {"place": "path", "category": "category_id", "unit": "unit", "month": "month"}[by]
    rows = figures.order_by().values(key=F(column)).annotate(**{f"n_{name}": Sum(name) for name in NAMES})
    return {row["key"]: {name: row[f"n_{name}"] for name in NAMES} for row in rows}


def _sum(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    whole = dict(NOTHING)
    for one in counts:
        for name in NAMES:
            whole[name] += one[name]
    return whole


def _titled(by: str, counts: Collection[object]) -> list[tuple[object, Text]]:
    """Each key with its name, in the order in which people expect them."""
    if by == "month":
        months = sorted(key for key in counts if isinstance(key, datetime.date))
        return [(key, f"{key:%Y-%m}") for key in months]
    named: QuerySet[Category] | QuerySet[Unit] = (
        Category.objects.order_by("position", "code") if by == "category" else Unit.objects.filter(pk__in=counts)
    )
    names: dict[uuid.UUID, Text] = dict(named.values_list("pk", "name"))
    if NO_UNIT in counts:
        names[NO_UNIT] = _("尚无主办单位")
    return [(key, title) for key, title in names.items() if key in counts]


def _late_by_place(place: Place) -> dict[str, int]:
    """Overdue and waiting now, by the places below: counted from the open work, which does not grow with the years."""
    length = CODE_LENGTHS[BELOW[Level(place.level)]]
    late = Task.objects.filter(
        record_kind="event", due_at__lte=timezone.now(), code__gte=place.code, code__lt=after(place.code)
    ).exclude(record_id__in=Event.objects.filter(is_confidential=True).values("pk"))
    counted = late.order_by().values(below=Left("code", length)).annotate(number=Count("pk"))
    return dict(counted.values_list("below", "number"))
