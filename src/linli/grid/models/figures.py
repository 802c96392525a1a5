"""The counters behind the figures: kept in the background, never by an act."""

import uuid

from django.db import models

from linli.grid.models.categories import Category
from linli.places.fields import CodeField
from linli.places.models import Place

NO_UNIT = uuid.UUID(int=0)
"""Stands for "no lead unit", so that a row is one and only one."""


def _count() -> "models.IntegerField[int, int]":
    return models.IntegerField(default=0)


class Figure(models.Model):
    """Counts of the events of one month, place (a grid, or whatever it lies in), category and lead unit.

    What each count means is said in ``figures.measures``, where the columns' names come from.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = CodeField()
    month = models.DateField()
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+", db_index=False)
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

    class Meta:
        indexes = [models.Index(fields=["path", "month"], name="grid_figure_path")]
        constraints = [
            models.UniqueConstraint(fields=["place", "month", "category", "unit"], name="grid_figure_one"),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.month:%Y-%m}"
