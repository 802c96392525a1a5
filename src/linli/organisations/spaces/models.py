"""Space for service (空间换服务, [004]): premises are given against service, counted and looked after."""

import datetime
import uuid
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.records import Part, PartQuerySet, Record
from linli.kernel.actor import Actor
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import SEEING
from linli.organisations.spaces.states import AgreementState, DeliveryState, Measure, PeriodState, Rhythm
from linli.places.models import Premises
from linli.places.placed import PlacedQuerySet, inside


class SpaceAgreementQuerySet(PlacedQuerySet["SpaceAgreement"]):
    def visible_to(self, actor: Actor) -> Self:
        """At the places of the actor's posts, wherever the organisation is, and the organisation's own."""
        reach = Q(organisation__unit__in=actor.unit_ids) if actor.unit_ids else Q(pk=None)
        for code in actor.codes(*SEEING):
            reach |= inside(code)
        return self.filter(reach)

    def for_list(self) -> Self:
        return self.select_related("organisation", "premises", "place")


class SpaceAgreement(Record):
    """Who may use which premises from when to when, and how much service is owed for it in each period.

    Its place is that of the premises: whoever gives them counts what comes back.
    """

    kind = "space_agreement"
    prefix = "SA"
    whole = "organisation"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="space_agreements")
    premises = models.ForeignKey(
        Premises, on_delete=models.PROTECT, related_name="space_agreements", verbose_name=gettext_lazy("场地")
    )
    service = models.CharField(gettext_lazy("提供什么服务"), max_length=200)
    measure = models.CharField(gettext_lazy("怎样计算"), max_length=6, choices=Measure.choices)
    rhythm = models.CharField(gettext_lazy("多久一算"), max_length=8, choices=Rhythm.choices)
    owed = models.DecimalField(gettext_lazy("每期应提供"), max_digits=9, decimal_places=1)
    valid_from = models.DateField(gettext_lazy("自"))
    valid_to = models.DateField(gettext_lazy("至"))
    """The last day."""

    objects = SpaceAgreementQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = Record.index_list("spaces_spaceagreement")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AgreementState.values), name="spaces_spaceagreement_state"),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="spaces_spaceagreement_dates",
                violation_error_message=gettext_lazy("结束日期不能早于开始日期"),
            ),
            models.CheckConstraint(condition=Q(owed__gt=0), name="spaces_spaceagreement_owed"),
        ]

    @property
    def title(self) -> str:
        return _("空间换服务：%(name)s") % {"name": self.organisation.name}

    def get_absolute_url(self) -> str:
        return reverse("space_agreement", args=[self.number])


class SpacePartQuerySet(PartQuerySet):
    def for_list(self) -> Self:
        return self.select_related("agreement__organisation", "agreement__premises", "place")


class SpacePart(Part):
    """What waits for somebody by itself within an agreement. Acts on it hold the agreement first."""

    whole = "agreement"

    agreement = models.ForeignKey(SpaceAgreement, on_delete=models.PROTECT, related_name="%(class)ss")

    objects = SpacePartQuerySet.as_manager()

    class Meta(Part.Meta):
        abstract = True

    @property
    def organisation_id(self) -> uuid.UUID:
        """Whose it is, for whoever follows what organisations do."""
        return self.agreement.organisation_id


class SpacePeriod(SpacePart):
    """A month or a quarter: what is owed, what was delivered and confirmed."""

    kind = "space_period"
    prefix = "SP"

    first_day = models.DateField()
    last_day = models.DateField()
    owed = models.DecimalField(max_digits=9, decimal_places=1)
    delivered = models.DecimalField(max_digits=9, decimal_places=1, default=Decimal(0))
    """The sum of what was confirmed; ``./linli verify`` adds it up again."""
    warned_on = models.DateField(null=True)
    """When both sides were told that it falls behind."""

    class Meta(SpacePart.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PeriodState.values), name="spaces_spaceperiod_state"),
            models.UniqueConstraint(fields=["agreement", "first_day"], name="spaces_spaceperiod_once"),
        ]

    @property
    def lacks(self) -> Decimal:
        return max(self.owed - self.delivered, Decimal(0))

    def expected_on(self, day: datetime.date) -> Decimal:
        """What should be there on ``day`` if it came evenly."""
        days = (self.last_day - self.first_day).days + 1
        gone = min(max((day - self.first_day).days + 1, 0), days)
        return self.owed * gone / days


class Delivery(SpacePart):
    """Service that was rendered on a day: told by the organisation, confirmed by who gave the premises."""

    kind = "delivery"
    prefix = "SD"

    period = models.ForeignKey(SpacePeriod, on_delete=models.PROTECT, related_name="deliveries")
    day = models.DateField(gettext_lazy("日期"))
    amount = models.DecimalField(gettext_lazy("数量"), max_digits=7, decimal_places=1)
    what = models.CharField(gettext_lazy("做了什么"), max_length=200)

    class Meta(SpacePart.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="spaces_delivery_state"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="spaces_delivery_amount"),
        ]
