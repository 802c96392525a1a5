"""Party organisations: committees of the district and its trades, branches, and who belongs to which."""

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
from linli.kernel.masks import mask_name
from linli.organisations.party.states import BRANCHES, GroupState, PartyKind, PartyState
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import SEEING
from linli.people.models import User
from linli.places.placed import PlacedQuerySet, inside


class PartyOrganisationQuerySet(PlacedQuerySet["PartyOrganisation"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those that the actor has to do with, and the others of the same groups."""
        mine = PartyOrganisation.objects.reached_by(actor).values("pk")
        groups = GroupMembership.objects.filter(branch__in=mine, left_on=None).values("group")
        beside = GroupMembership.objects.filter(group__in=groups, left_on=None).values("branch")
        return self.filter(Q(pk__in=mine) | Q(pk__in=beside))

    def reached_by(self, actor: Actor) -> Self:
        """Those at the places of the actor's posts, and those they act for."""
        reaches = [inside(code) for code in actor.codes(*SEEING)]
        if actor.kind == "user":
            reaches.append(Q(pk__in=PartyOrganisation.objects.acted_for_by(actor).values("pk")))
        return self.filter(reduce(or_, reaches) if reaches else Q(pk=None))

    def acted_for_by(self, actor: Actor) -> Self:
        """Those whose secretary the actor is, or that an organisation of theirs belongs to."""
        secretary = Secretary.objects.filter(until=None, user=actor.id).values("party_organisation")
        reaches = Q(pk__in=secretary)
        if actor.unit_ids:
            covered = Coverage.objects.filter(left_on=None, organisation__unit__in=actor.unit_ids)
            reaches |= Q(pk__in=covered.values("branch"))
        return self.filter(reaches)

    def active(self) -> Self:
        return self.filter(state=PartyState.ACTIVE)

    def branches(self) -> Self:
        return self.filter(kind_of_party__in=BRANCHES)

    def for_list(self) -> Self:
        return self.select_related("place", "parent")


class PartyOrganisation(Record):
    """The district's joint committee, a trade's committee, an organisation's branch, or one of several together."""

    kind = "party_organisation"
    prefix = "PB"

    name = models.CharField(_("名称"), max_length=60)
    kind_of_party = models.CharField(_("类别"), max_length=8, choices=PartyKind.choices)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级党组织")
    )
    members = models.PositiveIntegerField(_("党员人数"), default=0)
    founded_on = models.DateField(_("成立日期"))
    dissolved_on = models.DateField(_("撤销日期"), null=True, editable=False)

    objects = PartyOrganisationQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = Record.index_list("party_party")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PartyState.values), name="party_party_state"),
            models.CheckConstraint(condition=Q(kind_of_party__in=PartyKind.values), name="party_party_kind"),
            models.UniqueConstraint(
                fields=["place", "name"],
                condition=Q(state=PartyState.ACTIVE),
                name="party_party_name",
                violation_error_message=_("此地已有同名的党组织"),
            ),
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(state=PartyState.ACTIVE, kind_of_party=PartyKind.JOINT),
                name="party_party_one_joint",
                violation_error_message=_("此地已有综合党委"),
            ),
        ]

    @property
    def title(self) -> str:
        return self.name

    @property
    def is_branch(self) -> bool:
        return self.kind_of_party in BRANCHES

    @property
    def is_told_outside(self) -> bool:
        return False

    def get_absolute_url(self) -> str:
        return reverse("party_organisation", args=[self.number])

    def lock_parents(self) -> None:
        """The group in which it takes its turn: whoever makes the rota holds it first, too."""
        groups = GroupMembership.objects.filter(branch=self.pk, left_on=None).values("group")
        list(PartyGroup.objects.select_for_update().filter(pk__in=groups))

    @property
    def secretary(self) -> "Secretary | None":
        return self.secretaries.filter(until=None).first()

    @property
    def organisations(self) -> models.QuerySet[Organisation]:
        """Those that belong to it today."""
        found = Organisation.objects.filter(party_coverages__branch=self, party_coverages__left_on=None)
        return found.order_by("name")


class Secretary(models.Model):
    """Who leads a party organisation, from–to. With ``user`` it is somebody who signs in and gets its tasks."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    party_organisation = models.ForeignKey(PartyOrganisation, on_delete=models.PROTECT, related_name="secretaries")
    name = EncryptedTextField(_("姓名"))
    is_public = models.BooleanField(_("姓名已公开"), default=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateField(_("从哪一天起"))
    until = models.DateField(_("到哪一天"), null=True)
    """The first day on which it is somebody else."""

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["party_organisation"], condition=Q(until=None), name="party_secretary_one"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="party_secretary_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.party_organisation_id} since {self.since}"

    @property
    def masked_name(self) -> str:
        """In full where the name is public anyway: on the branch's own notice board."""
        return self.name if self.is_public else mask_name(self.name)


class Coverage(models.Model):
    """That an organisation belongs to a branch, from–to: its own, or one of several together; never two at a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    branch = models.ForeignKey(PartyOrganisation, on_delete=models.PROTECT, related_name="coverages")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="party_coverages")
    is_own = models.BooleanField()
    joined_on = models.DateField()
    left_on = models.DateField(null=True)

    class Meta:
        ordering = ["-joined_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(left_on=None),
                name="party_coverage_one_branch",
                violation_error_message=_("一个组织只属于一个党支部"),
            ),
            models.UniqueConstraint(
                fields=["branch"], condition=Q(left_on=None, is_own=True), name="party_coverage_own_alone"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")), name="party_coverage_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.branch_id}"


class PartyGroupQuerySet(PlacedQuerySet["PartyGroup"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those at the places of the actor's posts, and those with a branch that the actor has to do with."""
        mine = PartyOrganisation.objects.reached_by(actor).values("pk")
        groups = GroupMembership.objects.filter(branch__in=mine, left_on=None).values("group")
        reaches = [Q(pk__in=groups), *(inside(code) for code in actor.codes(*SEEING))]
        return self.filter(reduce(or_, reaches))

    def active(self) -> Self:
        return self.filter(state=GroupState.ACTIVE)


class PartyGroup(Record):
    """Branches near to each other in place and trade, of which one hosts each quarter (四季轮值, source [002])."""

    kind = "party_group"
    prefix = "PG"

    name = models.CharField(_("名称"), max_length=40)
    about = models.CharField(_("地域、行业"), max_length=120, blank=True)

    objects = PartyGroupQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = Record.index_list("party_partygroup")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=GroupState.values), name="party_partygroup_state"),
            models.UniqueConstraint(
                fields=["place", "name"],
                condition=Q(state=GroupState.ACTIVE),
                name="party_partygroup_name",
                violation_error_message=_("此地已有同名的小组"),
            ),
        ]

    @property
    def title(self) -> str:
        return self.name

    @property
    def is_told_outside(self) -> bool:
        return False

    def get_absolute_url(self) -> str:
        return reverse("party_group", args=[self.number])


class GroupMembership(models.Model):
    """That a branch is in a group, from–to; in one at a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(PartyGroup, on_delete=models.PROTECT, related_name="memberships")
    branch = models.ForeignKey(PartyOrganisation, on_delete=models.PROTECT, related_name="memberships")
    joined_on = models.DateField()
    left_on = models.DateField(null=True)
    """The first day on which it is no longer in the group."""

    class Meta:
        ordering = ["joined_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["branch"],
                condition=Q(left_on=None),
                name="party_membership_one_group",
                violation_error_message=_("一个党支部同时只在一个小组"),
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")), name="party_membership_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} in {self.group_id}"
