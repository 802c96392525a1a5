"""Incubation: a group on its way to an organisation that can do without the outsider (chapter 03)."""

from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.kernel.fields import EncryptedTextField
from linli.kernel.ids import new_id
from linli.kernel.masks import mask_name, mask_phone
from linli.organisations.incubation.models.steps import Stage, Step
from linli.organisations.incubation.states import GOING_ON, DropReason, FindingState, FoundBy, IncubationState, Way
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import SEEING
from linli.organisations.registry.states import ACTIVE, OrganisationRole
from linli.people.models import User
from linli.places.models import Place
from linli.places.placed import Placed, PlacedQuerySet, inside


def reach(actor: Actor, organisation: str = "organisation") -> Q:
    """What is at the places of the actor's posts, or is about an organisation that they act for."""
    reaches = [inside(code) for code in actor.codes(*SEEING)]
    if actor.unit_ids:
        reaches.append(Q(**{f"{organisation}__in": Organisation.objects.filter(unit__in=actor.unit_ids)}))
    return reduce(or_, reaches) if reaches else Q(pk=None)


class FindingQuerySet(PlacedQuerySet["Finding"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(reach(actor))

    def for_list(self) -> Self:
        return self.select_related("place", "organisation")


class Finding(Record):
    """A group that already serves and was found: how, who leads it, and what it answered to the invitation."""

    kind = "finding"
    prefix = "FN"
    whole = "organisation"

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="finding")
    how = models.CharField(_("怎样发现的"), max_length=10, choices=FoundBy.choices)
    leader_name = EncryptedTextField(_("带头人姓名"), null=True, blank=True)
    leader_phone = EncryptedTextField(_("带头人手机号"), null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = Record.index_list("incubation_finding")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FindingState.values), name="incubation_finding_state")
        ]

    @property
    def title(self) -> str:
        return self.organisation.name

    @property
    def is_told_outside(self) -> bool:
        return False

    def get_absolute_url(self) -> str:
        return self.organisation.get_absolute_url()

    @property
    def masked_leader(self) -> str:
        return " ".join(filter(None, (mask_name(self.leader_name or ""), mask_phone(self.leader_phone or ""))))


class Centre(Placed):
    """Where organisations are incubated: the district's centre, a subdistrict's station, a community's station."""

    is_listed_by_place = False

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("名称"), max_length=60, unique=True)
    address = models.CharField(_("地址"), max_length=120, blank=True)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta(Placed.Meta):
        ordering = ["path", "name"]

    def __str__(self) -> str:
        return self.name


class IncubationQuerySet(PlacedQuerySet["Incubation"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(reach(actor))

    def going_on(self) -> Self:
        return self.filter(state__in=GOING_ON)

    def survived(self) -> Self:
        """Of those that graduated: whose organisation is still active."""
        return self.filter(organisation__state__in=ACTIVE)

    def for_list(self) -> Self:
        return self.select_related("place", "organisation", "step", "stage")

    def for_record(self) -> Self:
        return self.for_list().select_related("centre", "hub")


class Incubation(Record):
    """One organisation's way through the steps. At its community; which centre hosts it is told beside."""

    kind = "incubation"
    prefix = "IC"
    whole = "organisation"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="incubations")
    role = models.CharField(_("作用"), max_length=13, choices=OrganisationRole.choices)
    """A copy of the organisation's, so that a board of a hundred thousand counts without joining; follows it."""
    way = models.CharField(_("方式"), max_length=8, choices=Way.choices)
    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, null=True, blank=True, related_name="incubations", verbose_name=_("孵化中心")
    )
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+", db_index=False)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+", db_index=False)
    """The first of its stage without accepted evidence; the last step when all is accepted."""
    step_since = models.DateTimeField(editable=False)
    is_complete = models.BooleanField(default=False, editable=False)
    """All evidence of all steps is accepted."""
    began_on = models.DateField(_("开始日期"))
    ended_on = models.DateField(_("结束日期"), null=True)
    drop_reason = models.CharField(_("退出原因"), max_length=11, choices=DropReason.choices, blank=True)
    hub = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("接手的枢纽")
    )

    objects = IncubationQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = [
            *Record.index_list("incubation_incubation"),
            models.Index(
                fields=["path", "stage", "role"], condition=Q(state__in=GOING_ON), name="incubation_incubation_board"
            ),
            models.Index(
                fields=["stage", "step_since"], condition=Q(state__in=GOING_ON), name="incubation_incubation_cards"
            ),
            models.Index(fields=["state", "ended_on"], name="incubation_incubation_ended"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=IncubationState.values), name="incubation_incubation_state"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state__in=GOING_ON),
                name="incubation_incubation_one",
                violation_error_message=_("这个组织已在孵化中"),
                violation_error_code="second",
            ),
            models.CheckConstraint(
                condition=Q(state__in=GOING_ON) | Q(ended_on__isnull=False), name="incubation_incubation_ended_on"
            ),
            models.CheckConstraint(
                condition=~Q(state=IncubationState.GRADUATED) | Q(hub__isnull=False), name="incubation_incubation_hub"
            ),
        ]

    @property
    def title(self) -> str:
        return self.organisation.name

    def get_absolute_url(self) -> str:
        return reverse("incubation", args=[self.number])

    def facts(self) -> dict[str, object]:
        return {"step": self.step.name}


class Mentoring(models.Model):
    """Who mentors an incubation, from–to. The first of them has the visits and calls."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incubation = models.ForeignKey(Incubation, on_delete=models.CASCADE, related_name="mentorings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["incubation", "user"], condition=Q(valid_to=None), name="incubation_mentoring_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="incubation_mentoring_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incubation_id} {self.user_id}"


class Passage(models.Model):
    """How long an incubation was at a step: whole days, from coming to it until going on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incubation = models.ForeignKey(Incubation, on_delete=models.CASCADE, related_name="passages")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+", db_index=False)
    left_on = models.DateField(db_index=True)
    days = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.incubation_id} {self.step_id}"


class Target(models.Model):
    """How many organisations of a role a place wants to cultivate in a year ("103090", source [000])."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("年份"))
    role = models.CharField(_("作用"), max_length=13, choices=OrganisationRole.choices)
    number = models.PositiveIntegerField(_("目标数"))

    class Meta:
        ordering = ["-year", "role"]
        constraints = [models.UniqueConstraint(fields=["place", "year", "role"], name="incubation_target_once")]

    def __str__(self) -> str:
        return f"{self.place_id} {self.year} {self.role}"
