"""How the figures of a month stood on each of its days, so that a month can be compared before it is over."""

from django.db import models

from linli.places.models import Place


class FigureDay(models.Model):
    """What was due in the month of ``day`` at a place, and closed of it, as the counters stood at the end of that day.

    Kept for communities and what they lie in: a grid has too few for a comparison.
    """

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    due = models.IntegerField()
    closed = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "day"], name="grid_figureday_one")]

    def __str__(self) -> str:
        return f"{self.place_id} {self.day}"
