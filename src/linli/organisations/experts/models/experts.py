"""The pool of experts (chapter 08): what they know, when they can be drawn, and whom they are too near to."""

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.kernel.choices import Choice
from linli.kernel.fields import EncryptedTextField
from linli.kernel.ids import new_id
from linli.organisations.experts.states import ExpertState, TieKind
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import KEEPING
from linli.people.models import Unit, User
from linli.places.levels import lineage
from linli.places.placed import PlacedQuerySet, inside


class ExpertField(Choice):
    """What an expert knows: a list that the district keeps. Not what organisations work at (``Field``)."""


class ExpertQuerySet(PlacedQuerySet["Expert"]):
    def serving(self, code: str) -> Self:
        """The pool of a place: its own experts and those of the places above it, who have not left."""
        return self.filter(path__in=lineage(code)).exclude(state=ExpertState.LEFT)

    def visible_to(self, actor: Actor) -> Self:
        """Those whom the actor may draw, and oneself. Others learn of an expert when one is drawn."""
        reach = Q(user=actor.id) if actor.id else Q(pk=None)
        for code in actor.codes(*KEEPING):
            reach |= inside(code) | Q(path__in=lineage(code))
        return self.filter(reach)

    def for_list(self) -> Self:
        return self.select_related("place", "user").prefetch_related("fields")


class Expert(Record):
    """One of the pool: a user, or a person outside whose name lies encrypted. Drawn, their name is public."""

    kind = "expert"
    prefix = "XP"

    user = models.OneToOneField(
        User, on_delete=models.PROTECT, null=True, related_name="expert", verbose_name=_("登录用户")
    )
    name = EncryptedTextField(_("姓名"), null=True, blank=True)
    employer = models.CharField(_("工作单位"), max_length=80, blank=True)
    qualification = models.CharField(_("职称或资格"), max_length=80, blank=True)
    fields = models.ManyToManyField(ExpertField, related_name="experts", verbose_name=_("专业"))
    available_from = models.DateField(_("可抽取的第一天"))
    available_to = models.DateField(_("可抽取的最后一天"), null=True, blank=True)

    objects = ExpertQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = Record.index_list("experts_expert")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ExpertState.values), name="experts_expert_state"),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(name__isnull=False), name="experts_expert_is_somebody"
            ),
            models.CheckConstraint(
                condition=Q(available_to=None) | Q(available_to__gte=F("available_from")),
                name="experts_expert_dates",
                violation_error_message=_("最后一天不能早于第一天"),
            ),
        ]

    @property
    def title(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("expert", args=[self.number])

    @property
    def is_told_outside(self) -> bool:
        return False

    @property
    def called(self) -> str:
        return self.user.name if self.user else self.name or ""

    def is_available(self, day: datetime.date) -> bool:
        return self.available_from <= day and (self.available_to is None or day <= self.available_to)


class ExpertTieQuerySet(models.QuerySet["ExpertTie"]):
    def counting(self, since: datetime.date) -> Self:
        """Those that hold, or ended on ``since`` or later."""
        return self.filter(Q(until=None) | Q(until__gte=since))


class ExpertTie(models.Model):
    """A tie that an expert declared: to an organisation, to a unit, or to a person by name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="ties")
    kind = models.CharField(_("关系"), max_length=8, choices=TieKind.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    person = EncryptedTextField(_("姓名"), null=True, blank=True)
    until = models.DateField(_("到哪一天"), null=True, blank=True)
    declared_at = models.DateTimeField(auto_now_add=True)

    objects = ExpertTieQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, unit__isnull=True, person__isnull=True)
                | Q(organisation__isnull=True, unit__isnull=False, person__isnull=True)
                | Q(organisation__isnull=True, unit__isnull=True, person__isnull=False),
                name="experts_expert_tie_to_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.expert_id} {self.kind}"

    @property
    def to(self) -> str:
        return str(self.organisation.name if self.organisation else self.unit.name if self.unit else self.person)
