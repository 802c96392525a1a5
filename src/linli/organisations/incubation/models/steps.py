"""The way of incubation: stages and steps, a list that the district keeps, each step in force from–to."""

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.ids import new_id
from linli.organisations.incubation.states import Special


class Stage(models.Model):
    """Of the "149" way (source [001]) there are four; the division of its text into nine steps is ours."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    position = models.PositiveSmallIntegerField(_("顺序"), unique=True)
    name = models.CharField(_("名称"), max_length=40, unique=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class StepQuerySet(models.QuerySet["Step"]):
    def on(self, day: datetime.date) -> Self:
        """Those in force on a day, in their order: an incubation goes by those of the day it began."""
        found = self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)
        return found.select_related("stage").order_by("position")


class Step(models.Model):
    """One step, and the evidence that it asks. Changing it ends this row and begins another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField(_("顺序"))
    name = models.CharField(_("名称"), max_length=60)
    asks = models.TextField(_("要交什么"), max_length=500)
    numbers = models.JSONField(_("要填的数"), default=list)
    """Their labels, at most four."""
    special = models.CharField(_("另外要填"), max_length=10, choices=Special.choices, default=Special.NOTHING)
    source = models.CharField(_("依据"), max_length=200)
    valid_from = models.DateField(_("从哪天起"))
    valid_to = models.DateField(_("到哪天止"), null=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["position", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["position", "valid_from"], name="incubation_step_from"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="incubation_step_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.name}"
