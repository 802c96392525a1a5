"""What a centre offers: services that all share or that are made for one, trainings and exchange visits."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.kernel.fields import EncryptedTextField
from linli.kernel.ids import new_id
from linli.kernel.masks import mask_name
from linli.organisations.incubation.models.incubations import Centre
from linli.organisations.incubation.states import TrainingKind, TrainingState
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import SEEING
from linli.places.levels import lineage
from linli.places.placed import PlacedQuerySet, inside


class CentreService(models.Model):
    """共享服务、定制服务 (source [000])."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="services", verbose_name=_("孵化中心"))
    name = models.CharField(_("名称"), max_length=60)
    is_shared = models.BooleanField(_("共享服务"), default=True)
    summary = models.CharField(_("内容"), max_length=300, blank=True)
    is_active = models.BooleanField(_("正在提供"), default=True)

    class Meta:
        ordering = ["centre__path", "-is_shared", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "name"], name="incubation_centre_service", violation_error_message=_("已有同名的服务")
            )
        ]

    def __str__(self) -> str:
        return self.name


class TrainingQuerySet(PlacedQuerySet["Training"]):
    def visible_to(self, actor: Actor) -> Self:
        """Of the places of the actor's posts and those above; for who acts for an organisation, of those it lies in."""
        found = Q(pk=None)
        for code in actor.codes(*SEEING):
            found |= inside(code) | Q(path__in=lineage(code))
        for path in Organisation.objects.filter(unit__in=actor.unit_ids).values_list("path", flat=True):
            found |= Q(path__in=lineage(path))
        return self.filter(found)

    def for_list(self) -> Self:
        return self.select_related("place").annotate(taken=models.Count("seats"))


class Training(Record):
    """A training session or an exchange visit, with so many seats."""

    kind = "training"
    prefix = "TX"

    what = models.CharField(_("类别"), max_length=8, choices=TrainingKind.choices, default=TrainingKind.TRAINING)
    topic = models.CharField(_("内容"), max_length=80)
    where = models.CharField(_("地点"), max_length=120)
    starts_at = models.DateTimeField(_("时间"))
    hours = models.DecimalField(_("小时数"), max_digits=4, decimal_places=1)
    capacity = models.PositiveSmallIntegerField(_("人数上限"))

    taken: int
    """Of what comes from ``for_list``."""

    objects = TrainingQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = Record.index_list("incubation_training")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TrainingState.values), name="incubation_training_state"),
            models.CheckConstraint(condition=Q(capacity__gt=0, hours__gt=0), name="incubation_training_size"),
        ]

    @property
    def title(self) -> str:
        return self.topic

    def get_absolute_url(self) -> str:
        return reverse("training", args=[self.number])


class Seat(models.Model):
    """One person of an organisation in a training: signed up, and whether they came."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seats")
    name = EncryptedTextField(_("姓名"))
    hours = models.DecimalField(_("小时数"), max_digits=4, decimal_places=1, null=True)
    """How long they were there; None: not there, or not over yet."""

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.training_id} {self.organisation_id}"

    @property
    def masked_name(self) -> str:
        return mask_name(self.name)
