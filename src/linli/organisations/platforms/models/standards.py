"""What communities put down of themselves for the standards, where Linli has no records of it yet."""

from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.actor import Actor
from linli.kernel.ids import new_id
from linli.organisations.registry.policies import SEEING
from linli.places.placed import Placed, PlacedQuerySet, inside


class CommunityFigureQuerySet(PlacedQuerySet["CommunityFigure"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the places of the actor's posts."""
        reaches = [inside(code) for code in actor.codes(*SEEING)]
        return self.filter(reduce(or_, reaches) if reaches else Q(pk=None))

    def current(self) -> Self:
        return self.filter(replaced_at=None)


class CommunityFigure(Placed):
    """A number that a community entered: of which part of a standard, counted when, by whom. Earlier ones stay."""

    is_listed_by_place = False

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    part = models.CharField(max_length=20)
    """The code of a ``platforms.parts.Part``."""
    count = models.PositiveIntegerField(_("数目"))
    note = models.CharField(_("名称或说明"), max_length=200, blank=True)
    counted_on = models.DateField(_("统计日"))
    entered_by = models.UUIDField(null=True, editable=False)
    """A user's id."""
    entered_at = models.DateTimeField(editable=False)
    replaced_at = models.DateTimeField(null=True, editable=False)

    objects = CommunityFigureQuerySet.as_manager()

    class Meta(Placed.Meta):
        ordering = ["-entered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "part"], condition=Q(replaced_at=None), name="platforms_figure_one_now"
            )
        ]
        indexes = [models.Index(fields=["path"], condition=Q(replaced_at=None), name="platforms_figure_now")]

    def __str__(self) -> str:
        return f"{self.path} {self.part}: {self.count}"
