"""The counters behind the figures: kept in the background, never by an act."""

import uuid

from django.db import models

from linli.events.core.models import Category
from linli.places.fields import NotedCodeField
from linli.places.models import Place

NO_UNIT = uuid.UUID(int=0)
"""Stands for "no lead unit", so that a row is one and only one."""


def _count() -> "models.IntegerField[int, int]":
    return models.IntegerField(default=0)


class Figure(models.Model):
    """Counts of the events of one month, place (a grid, or whatever it lies in), category and lead unit.

    They are worked out from events, whose places and categories the database guards; here it need not.
    What each count means is said in ``figures.measures``, where the columns' names come from.
    """

    path = NotedCodeField()
    month = models.DateField()
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    unit = models.UUIDField(default=NO_UNIT)

    reported = _count()
    joined = _count()
    rejected = _count()
    accepted = _count()
    accepted_in_time = _count()
    dispatched = _count()
    dispatched_right = _count()
    reopened = _count()
    rated = _count()
    satisfied = _count()

    due = _count()
    done = _count()
    done_in_time = _count()
    closed = _count()
    closed_in_time = _count()
    reworked = _count()
    extended = _count()
    at_grid = _count()
    at_community = _count()
    at_subdistrict = _count()
    at_district = _count()
    # Added later: a version that does not know them yet must be able to write rows.
    orders = models.IntegerField(default=0, db_default=0)
    orders_in_time = models.IntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["path", "month", "category", "unit"], name="figures_figure_one"),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.month:%Y-%m}"


class Uncounted(models.Model):
    """An event was put in or changed since it was counted. Rows are written by the triggers of ``figures.queue``."""

    event = models.UUIDField()
    is_taken = models.BooleanField(db_default=False)

    def __str__(self) -> str:
        return str(self.event)


class Counted(models.Model):
    """What the counters hold of an event. While it is counted anew, what held before stands beside it as -1."""

    event = models.UUIDField()
    sign = models.SmallIntegerField(default=1)
    path = NotedCodeField()
    category = models.UUIDField()
    unit = models.UUIDField()
    reported_in = models.DateField()
    due_in = models.DateField(null=True)
    measures = models.IntegerField()
    """One bit for each measure, in their order."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "sign"], name="figures_counted_one")]

    def __str__(self) -> str:
        return str(self.event)


class FigureDay(models.Model):
    """What was due in the month of ``day`` at a place, and closed of it, as the counters stood at the end of that day.

    Kept for communities and what they lie in: a grid has too few for a comparison.
    """

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    due = models.IntegerField()
    closed = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "day"], name="figures_figureday_one")]

    def __str__(self) -> str:
        return f"{self.place_id} {self.day}"
