"""What one department says to an application, with its own clock, questions and the papers it saw."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.clocks import Clocked
from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.kernel.ids import new_id
from linli.organisations.applications.models.applications import Application, Document
from linli.organisations.applications.models.items import Department
from linli.organisations.applications.states import OPEN, OpinionState
from linli.people.models import Unit
from linli.places.placed import PlacedQuerySet


class OpinionQuerySet(PlacedQuerySet["Opinion"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(application__in=Application.objects.visible_to(actor))

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def for_list(self) -> Self:
        return self.select_related("unit", "department", "application__item", "application__organisation__place")


class Opinion(Record, Clocked):
    """One department's part in an application."""

    kind = "opinion"
    prefix = "OP"
    whole = "application"
    is_listed_by_place = False

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="opinions")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="opinions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("单位"))
    is_needed = models.BooleanField(_("须其同意"))
    words = models.TextField(_("意见"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    seen = models.ManyToManyField(Document, related_name="+")
    """The versions of the papers on which it was given."""

    objects = OpinionQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = [
            models.Index(fields=["unit", "application"], name="applications_opinion_unit"),
            models.Index(fields=["answered_at"], name="applications_opinion_answered"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=OpinionState.values), name="applications_opinion_state"),
            models.UniqueConstraint(fields=["application", "department"], name="applications_opinion_once"),
        ]

    @property
    def title(self) -> str:
        return self.application.title

    def get_absolute_url(self) -> str:
        return reverse("opinion", args=[self.number])

    def facts(self) -> dict[str, object]:
        return {"unit": self.unit.name}


class Question(models.Model):
    """Something that a department asks of the applicant. From the one moment to the other its clock stands still."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField(_("要补充什么"), max_length=2000)
    asked_at = models.DateTimeField()
    answer = models.TextField(_("答复"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.opinion_id} {self.asked_at:%Y-%m-%d}"
