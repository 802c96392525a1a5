"""A dispute: the mediation of one confidential event, and the people in it.

Whatever somebody said or is called lies encrypted; whoever may know of the event may know of its dispute.
"""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.events.core.models import Event, neutral_title
from linli.events.disputes.models.searches import SearchRound
from linli.events.disputes.states import DisputeChannel, DisputeState, Side
from linli.flow.records import Part, PartQuerySet, Record
from linli.kernel.actor import Actor
from linli.kernel.fields import EncryptedTextField
from linli.kernel.ids import new_id
from linli.kernel.masks import mask_name, mask_phone
from linli.people.models import User
from linli.places.placed import PlacedQuerySet

if TYPE_CHECKING:
    from linli.events.disputes.models.mediation import Agreement


class Choice(models.Model):
    """One of a list that an office keeps for itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("名称"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        abstract = True
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class MediationKind(Choice):
    """By whom it is mediated: the people's, the administration, a court, a professional body (四调)."""


class ReferralKind(Choice):
    """Where a dispute goes that could not be settled: confirmation by a court, a court, arbitration."""


class DisputeQuerySet(PlacedQuerySet["Dispute"]):
    def visible_to(self, actor: Actor) -> Self:
        """The disputes of the events that the actor sees."""
        return self.filter(event__in=Event.objects.visible_to(actor))

    def for_list(self) -> Self:
        return self.select_related("event__category", "place", "kind_of_mediation")

    def for_record(self) -> Self:
        return self.for_list().select_related("lead", "referral")


class Dispute(Record):
    """A confidential event that is mediated."""

    kind = "dispute"
    prefix = "DS"
    whole = "event"

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="dispute")
    channel = models.CharField(_("怎样来的"), max_length=12, choices=DisputeChannel.choices)
    kind_of_mediation = models.ForeignKey(
        MediationKind, on_delete=models.PROTECT, related_name="+", verbose_name=_("调解类型")
    )
    referral = models.ForeignKey(
        ReferralKind, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("引导去向")
    )
    lead = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("主持调解的人"))
    others = models.ManyToManyField(User, related_name="+", verbose_name=_("一起调解的人"))
    search = models.ForeignKey(
        SearchRound, on_delete=models.PROTECT, null=True, related_name="found", verbose_name=_("哪次排查发现的")
    )
    taken_up_at = models.DateTimeField()
    """When this mediation began: at the beginning, and anew when it is taken up again."""
    decided_at = models.DateTimeField(null=True)
    """When it was settled or given up."""

    objects = DisputeQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = Record.index_list("disputes_dispute")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DisputeState.values), name="disputes_dispute_state")
        ]

    @property
    def title(self) -> str:
        return neutral_title(self.event.category.name, self.number)

    @property
    def is_told_outside(self) -> bool:
        return False

    def facts(self) -> dict[str, object]:
        return self.event.facts()

    def all_mediators(self) -> models.QuerySet[User]:
        """Who leads the mediation and who helps."""
        return User.objects.filter(Q(pk=self.lead_id) | Q(pk__in=self.others.values("pk"))).order_by("name")

    def is_mediated_by(self, user: Any) -> bool:
        return user == self.lead_id or self.others.filter(pk=user).exists()

    @property
    def agreement(self) -> "Agreement | None":
        """The one that holds now."""
        return self.agreements.filter(broken_at=None).first()


class Party(models.Model):
    """One of those who dispute. Shown masked; who needs the whole says why, and that is on the trail."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="parties")
    side = models.CharField(_("哪一方"), max_length=8, choices=Side.choices)
    name = EncryptedTextField(_("姓名或名称"))
    phone = EncryptedTextField(_("手机号"), null=True, blank=True)
    particulars = EncryptedTextField(_("证件、住址等"), null=True, blank=True)

    class Meta:
        ordering = ["side", "id"]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.side}"

    @property
    def masked_name(self) -> str:
        return mask_name(self.name)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone or "")

    @property
    def masked(self) -> str:
        """In a list to choose from."""
        return f"{self.get_side_display()} {self.masked_name}"


class DisputePartQuerySet(PartQuerySet):
    def for_list(self) -> Self:
        return self.select_related("dispute__event__category", "dispute__place")


class DisputePart(Part):
    """A step within a dispute that waits for somebody by itself. Acts on it hold event and dispute first."""

    whole = "dispute"
    open_states: ClassVar[tuple[str, ...]]

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="%(class)ss")

    objects = DisputePartQuerySet.as_manager()

    class Meta(Part.Meta):
        abstract = True

    def facts(self) -> dict[str, object]:
        return self.dispute.facts()
